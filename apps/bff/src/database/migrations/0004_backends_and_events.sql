-- Backends added in the browser. settings is sealed with the id of the row bound in.
create table backend (
  id text primary key,
  name text not null,
  kind text not null,
  settings text not null,
  created_at timestamptz not null
);

-- Facts seen at backends, kept for good. body is the resource as JSON text.
create table event (
  id uuid primary key,
  at timestamptz not null,
  backend text,
  target text,
  body text not null
);
create index event_newest on event (id desc);
create index event_target on event (target, at desc) where target is not null;
