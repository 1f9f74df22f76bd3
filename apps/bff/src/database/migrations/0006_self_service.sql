-- What is kept for operations that make or grow things, from the intent until the inventory shows the result (LA-5).
create table reservation (
  operation uuid primary key references operation (id),
  project uuid,
  backend text not null,
  host text,
  amounts jsonb not null,
  expects jsonb not null,
  created_at timestamptz not null,
  -- Set when the operation has succeeded: from then on only the inventory is waited for.
  ended_at timestamptz
);

create table flavor (
  id text primary key,
  name text not null,
  name_key text not null unique,
  vcpus integer not null check (vcpus > 0),
  memory_mib integer not null check (memory_mib > 0),
  disk_gib integer not null check (disk_gib >= 0),
  description text,
  project uuid references project (id) on delete cascade,
  disabled boolean not null default false,
  created_at timestamptz not null
);

create table keypair (
  id uuid primary key,
  user_id uuid not null references user_account (id) on delete cascade,
  name text not null,
  type text not null,
  public_key text not null,
  fingerprint text not null,
  created_at timestamptz not null,
  unique (user_id, name)
);

-- Where an administrator has said something else than the rule (LA-12).
create table network_offer (
  network text primary key,
  offered boolean not null
);

-- Owners of what a backend cannot mark (ADR 0016).
create table resource_owner (
  id text primary key,
  kind text not null,
  project uuid not null references project (id) on delete cascade
);

create table quota_request (
  id uuid primary key,
  project uuid not null references project (id) on delete cascade,
  requested_by text not null,
  quota jsonb not null,
  reason text not null,
  status text not null check (status in ('open', 'approved', 'denied')),
  decided_by text,
  note text,
  created_at timestamptz not null,
  decided_at timestamptz
);
-- One open request a project: the next one would only hide it.
create unique index quota_request_open on quota_request (project) where status = 'open';

-- Use of one UTC day. Hours are sums over the time of the samples, peaks the highest sample.
create table project_usage (
  project uuid not null references project (id) on delete cascade,
  day date not null,
  instance_hours double precision not null,
  vcpu_hours double precision not null,
  memory_gib_hours double precision not null,
  volume_gib_hours double precision not null,
  peak_instances integer not null,
  peak_vcpus integer not null,
  peak_memory_mib double precision not null,
  peak_volume_gib double precision not null,
  primary key (project, day)
);
