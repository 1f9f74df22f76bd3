-- Moves of instances between hosts, asked for here or seen outside; kept for good. body is the row as JSON text.
create table migration (
  id text primary key,
  backend text not null,
  instance text not null,
  state text not null check (state in ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
  -- Plan and remedies: what is needed to go on with it after a restart, as JSON text. Null: not known yet.
  basis text,
  -- The most that was shown of its progress; less is never shown again (MG-3).
  shown double precision not null default 0,
  created_at timestamptz not null,
  body text not null
);
create index migration_newest on migration (created_at desc);
create index migration_of_instance on migration (instance, created_at desc);
create index migration_open on migration (created_at) where state in ('queued', 'running');
