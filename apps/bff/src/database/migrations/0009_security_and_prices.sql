-- Rules that instances of a project share. Which instances have a group stands in the mark on their backend.
create table security_group (
  id uuid primary key,
  project uuid not null references project (id) on delete cascade,
  name text not null,
  description text,
  rules jsonb not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  unique (project, name)
);

-- What administrators have set for this whole Orrery, by name.
create table setting (
  name text primary key,
  body jsonb not null,
  changed_at timestamptz not null
);
