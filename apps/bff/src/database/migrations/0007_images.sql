-- Orrery's own images. The bytes lie below the data directory, named by their SHA-256 once they are all there.
create table image (
  id uuid primary key,
  project uuid references project (id),
  name text not null,
  state text not null check (state in ('uploading', 'importing', 'checking', 'converting', 'available', 'error')),
  visibility text not null check (visibility in ('private', 'shared', 'public')),
  shared_with uuid[] not null default '{}',
  protected boolean not null default false,
  deprecated boolean not null default false,
  description text,
  os text,
  architecture text,
  min_disk_gib integer,
  min_memory_mib integer,
  -- As found by looking; null until then.
  format text,
  declared_format text,
  -- Null while an import has not been told it.
  size_bytes bigint,
  -- What is certainly on disk.
  received_bytes bigint not null default 0,
  virtual_size_bytes bigint,
  sha256 text,
  declared_sha256 text,
  source jsonb not null,
  problem jsonb,
  created_by text not null,
  created_at timestamptz not null,
  changed_at timestamptz not null
);
create index image_of_project on image (project);
create index image_content on image (sha256) where sha256 is not null;
