-- Forcing an instance off must be possible while a shutdown hangs: it has a lane of its own (OP-6).
alter table operation add column lane text not null default 'change' check (lane in ('change', 'override'));
drop index operation_one_a_target;
create unique index operation_one_a_target on operation (target, lane) where state in ('queued', 'running');
