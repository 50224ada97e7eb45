-- What is sent again and refused again is kept once; when it came last, and how often it came, is noted.
alter table telemetry.rejected
    add column last_received_at timestamptz,
    add column times bigint not null default 1 check (times > 0);
update telemetry.rejected set last_received_at = received_at;
alter table telemetry.rejected alter column last_received_at set not null;
comment on column telemetry.rejected.received_at is 'when it came first';
comment on column telemetry.rejected.times is 'how often it came';
drop index telemetry.rejected_latest;
create index rejected_latest on telemetry.rejected (appliance_no, last_received_at);
