-- Hosts that Orrery keeps out of service where their back end knows no maintenance.
create table host_maintenance (
  host text primary key,
  reason text,
  by text not null,
  since timestamptz not null
);

-- Plans that empty hosts, as JSON text; their steps are operations.
create table plan (
  id uuid primary key,
  host text not null,
  state text not null check (state in ('preview', 'running', 'paused', 'succeeded', 'failed', 'cancelled')),
  created_at timestamptz not null,
  body text not null
);
create index plan_newest on plan (created_at desc);
-- Two plans for one host would move the same instances.
create unique index plan_one_a_host on plan (host) where state in ('running', 'paused');
