-- The registry of appliances and the labels that training needs.

create table fleet.appliance (
    appliance_no int generated always as identity primary key,
    -- The maker's id, the only one used outside. Byte order, so that paging does not depend on the server's locale.
    id           text collate "C" not null unique check (id ~ '^[A-Za-z0-9._:-]{1,100}$'),
    type         text not null,
    model        text,
    lot          text,
    produced_on  date,
    purchased_on date,
    firmware     text,
    attributes   jsonb not null default '{}',
    -- Version byte, salt and SHA-256 of the secret; null for an appliance that may not connect.
    secret_hash  bytea,
    created_at   timestamptz not null
);

create index appliance_type on fleet.appliance (type, id);

create table fleet.failure (
    appliance_no int not null references fleet.appliance,
    component    text not null,
    time         timestamptz not null,
    received_at  timestamptz not null,
    primary key (appliance_no, component, time)
);

create index failure_time on fleet.failure (time);

create table fleet.repair (
    appliance_no int not null references fleet.appliance,
    component    text not null,
    time         timestamptz not null,
    received_at  timestamptz not null,
    -- Null where it is not known whether the replacement was planned.
    planned      boolean,
    primary key (appliance_no, component, time)
);

create index repair_time on fleet.repair (time);
