-- The limits that an approval set, where they are not simply those asked for.
alter table quota_request add column granted jsonb;
