-- The tables that are the same for every catalog. The table of each appliance type, and that of its hourly statistics, are made
-- from the catalog when the program starts.

-- (appliance, hour) whose raw rows changed since its statistics were computed. Written in the data's own transaction, which holds the
-- row's lock until it commits; whoever closes hours deletes the mark first and so waits for writers still under way.
create table telemetry.hour_dirty (
    type text not null,
    appliance_no int not null,
    hour timestamptz not null,
    primary key (type, appliance_no, hour)
) with (fillfactor = 70);

create table telemetry.fault (
    appliance_no int not null,
    time timestamptz not null,
    code text not null,
    state smallint not null check (state in (0, 1)),
    received_at timestamptz not null,
    detail jsonb,
    primary key (appliance_no, time, code, state)
);
comment on column telemetry.fault.state is '1 raised, 0 cleared';

-- An appliance that is to be scored as of an instant because a fault arrived.
create table telemetry.pending_score (
    appliance_no int not null,
    due timestamptz not null,
    primary key (appliance_no, due)
);

create table telemetry.connection (
    appliance_no int primary key,
    connected_at timestamptz,
    disconnected_at timestamptz,
    status_at timestamptz,
    online boolean,
    firmware text
);
comment on table telemetry.connection is 'one row an appliance: its last connection to us, and what it last said of itself';

create table telemetry.command_result (
    appliance_no int not null,
    command_id text not null,
    received_at timestamptz not null,
    ok boolean not null,
    result jsonb,
    primary key (appliance_no, command_id)
);

create table telemetry.rejected (
    appliance_no int not null,
    payload_hash bytea not null,
    item int not null,
    kind text not null,
    received_at timestamptz not null,
    reason text not null,
    detail text not null,
    payload bytea not null check (length(payload) <= 4096),
    primary key (appliance_no, payload_hash, item)
);
comment on column telemetry.rejected.payload_hash is 'SHA-256 of the whole message';
comment on column telemetry.rejected.payload is 'the item, or the whole message where no item could be told, cut at 4 KiB';
create index rejected_latest on telemetry.rejected (appliance_no, received_at);
