-- Append-only. body is the exact canonical JSON that was hashed.
create table audit_record (
  sequence bigint primary key,
  body text not null,
  key_id text not null,
  hash text not null
);

-- Where the chain ends. Writers lock this row, so there is one at a time.
create table audit_head (
  "only" boolean primary key default true check ("only"),
  sequence bigint not null,
  hash text not null,
  key_id text not null,
  seal text not null
);

create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'audit records are never changed or deleted';
end
$$;
create trigger audit_record_is_append_only
  before update or delete or truncate on audit_record
  for each statement execute function refuse_audit_change();
