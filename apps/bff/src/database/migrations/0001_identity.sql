create table user_account (
  id uuid primary key,
  username text not null,
  username_key text not null unique,
  display_name text,
  password_hash text,
  role text check (role in ('admin', 'operator', 'viewer')),
  identity_source text not null check (identity_source in ('local', 'oidc')),
  disabled boolean not null default false,
  created_at timestamptz not null,
  last_login_at timestamptz
);

create table project (
  id uuid primary key,
  name text not null,
  name_key text not null unique,
  description text,
  disabled boolean not null default false,
  quota jsonb not null,
  created_at timestamptz not null
);

create table membership (
  project_id uuid not null references project (id) on delete cascade,
  user_id uuid not null references user_account (id) on delete cascade,
  role text not null check (role in ('manager', 'member', 'reader')),
  primary key (project_id, user_id)
);
create index membership_by_user on membership (user_id);

create table session (
  id uuid primary key,
  token_hash bytea not null unique,
  user_id uuid not null references user_account (id) on delete cascade,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null
);
create index session_by_user on session (user_id);
create index session_by_expiry on session (expires_at);

create table api_token (
  id uuid primary key,
  token_hash bytea not null unique,
  user_id uuid not null references user_account (id) on delete cascade,
  name text not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  last_used_at timestamptz
);
create index api_token_by_user on api_token (user_id);
