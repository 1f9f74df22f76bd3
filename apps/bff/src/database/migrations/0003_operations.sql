-- body is the whole record as JSON text (jsonb would refuse NUL in a backend's message); the columns are what is asked for.
create table operation (
  id uuid primary key,
  state text not null check (state in ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
  backend text not null,
  target text not null,
  batch uuid,
  created_at timestamptz not null,
  body text not null
);
create index operation_newest on operation (created_at desc);
create index operation_batch on operation (batch) where batch is not null;
-- One changing operation a target at a time, whoever asks and however many BFFs there are (OP-6).
create unique index operation_one_a_target on operation (target) where state in ('queued', 'running');

-- What an Idempotency-Key was used for (OP-4). Written with the operations, in one transaction.
create table operation_request (
  user_id uuid not null,
  key text not null,
  hash text not null,
  operations uuid[] not null,
  reply text not null,
  created_at timestamptz not null,
  primary key (user_id, key)
);
create index operation_request_age on operation_request (created_at);
