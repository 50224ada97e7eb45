-- Commands for appliances, in the order in which they were given.
create table telemetry.command (
    seq bigint generated always as identity primary key,
    appliance_no int not null,
    id text not null,
    name text not null,
    arguments jsonb,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    state text not null default 'queued' check (state in ('queued', 'delivered', 'refused', 'expired')),
    state_at timestamptz not null,
    refusal text,
    unique (appliance_no, id)
);
comment on table telemetry.command is 'what was ordered; a row of command_result with the same id makes it answered, whatever the state';
comment on column telemetry.command.state_at is 'since when it is in its state';
create index command_queued on telemetry.command (appliance_no, seq) where state = 'queued';
create index command_expiring on telemetry.command (expires_at) where state = 'queued';

-- MQTT sessions that outlive their connection.
create table telemetry.session (
    appliance_no int not null,
    client_id text not null,
    subscription smallint,
    expiry_seconds bigint not null,
    expires_at timestamptz,
    primary key (appliance_no, client_id)
);
comment on column telemetry.session.subscription is 'QoS of the subscription to the appliance''s commands, null for none';
comment on column telemetry.session.expires_at is 'null while it is connected';
create index session_expiring on telemetry.session (expires_at) where expires_at is not null;

-- What the gateway had to do about an appliance.
alter table telemetry.connection
    add column slowed_at timestamptz,
    add column slowed_times bigint not null default 0,
    add column cut_at timestamptz,
    add column cut_times bigint not null default 0,
    add column refused_at timestamptz,
    add column refused_times bigint not null default 0;
comment on column telemetry.connection.slowed_at is 'when it last sent more than its allowance and was read more slowly';
comment on column telemetry.connection.cut_at is 'when its connection was last closed because it went on doing so';
comment on column telemetry.connection.refused_at is 'when somebody last tried to connect as this appliance with a wrong secret';
