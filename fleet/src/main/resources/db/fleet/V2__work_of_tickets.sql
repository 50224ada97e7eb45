-- Failures and repairs that tickets found stand among those that other systems report. "ticket" says which ticket tells of one;
-- "from_ticket" that nobody else did: such a row goes when the ticket's finding is corrected.

alter table fleet.failure
    add column ticket text,
    add column from_ticket boolean not null default false,
    add check (not from_ticket or ticket is not null);
-- A ticket finds one failure, however often it was reopened.
create unique index failure_of_ticket on fleet.failure (ticket) where ticket is not null;

alter table fleet.repair
    add column ticket text,
    add column from_ticket boolean not null default false,
    -- How often the ticket had been reopened when the work was done.
    add column round int,
    -- Why, as far as the ticket says: it had failed; it was worn, but had not failed yet; somebody had misused it; it was due.
    add column why text check (why in ('failed', 'worn', 'misuse', 'maintenance')),
    add column part text,
    add column serial text,
    add check (not from_ticket or ticket is not null),
    add check ((ticket is null) = (round is null)),
    add check (why is null or ticket is not null);
create unique index repair_of_ticket on fleet.repair (ticket, round, component) where ticket is not null;

-- What another system reported after a ticket had told of the same event. It counts again when the ticket no longer does.
create table fleet.told_again (
    kind         text not null check (kind in ('failure', 'repair')),
    appliance_no int not null references fleet.appliance,
    component    text not null,
    time         timestamptz not null,
    received_at  timestamptz not null,
    planned      boolean,
    ticket       text not null,
    primary key (kind, appliance_no, component, time)
);
create index told_again_ticket on fleet.told_again (ticket);
