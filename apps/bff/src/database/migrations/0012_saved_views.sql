-- Lists that people keep under a name: what the address of the list says.
create table saved_view (
  id uuid primary key,
  user_id uuid not null references user_account (id) on delete cascade,
  kind text not null,
  name text not null,
  state jsonb not null,
  -- Shared with everybody, or with the members of one project. Without the project it is its owner's alone again.
  everybody boolean not null default false,
  project uuid references project (id) on delete set null,
  position integer not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  unique (user_id, kind, name),
  check (not everybody or project is null)
);
create index saved_view_shared on saved_view (project) where project is not null;
create index saved_view_everybody on saved_view (kind) where everybody;
