-- Up to when a type's readings were dropped; null while none were. The hours until then are all that is left of them.
create table telemetry.dropped_before (
    type text primary key,
    before timestamptz
);
