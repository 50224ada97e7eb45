-- Units that a ticket's technician built in without a reservation are known to be fitted too; campaigns, which open tickets for all appliances
-- of a lot or a type; and customers whose data was erased.

alter table service.part_serial
    add column ticket bigint references service.ticket,
    drop constraint part_serial_check,
    add constraint part_serial_check
        check ((state = 'fitted') = (fitted_at is not null and num_nonnulls(reservation, ticket) > 0));

-- A recall of what was built alike, or maintenance that is due every so often. "per_day": most tickets a day and centre; null for what the
-- centre takes on. What may hurt somebody does not wait for room.
create table service.campaign (
    id            bigint generated always as identity primary key,
    kind          text not null check (kind in ('recall', 'maintenance')),
    name          text not null check (length(name) between 1 and 200),
    words_en      text not null,
    words_zh      text not null,
    type          text not null,
    component     text,
    models        text[] not null default '{}',
    lots          text[] not null default '{}',
    firmware      text[] not null default '{}',
    serial_from   text collate "C",
    serial_to     text collate "C",
    every_months  int check (every_months between 1 and 120),
    safety        boolean not null default false,
    per_day       int check (per_day between 1 and 100000),
    state         text not null check (state in ('running', 'paused', 'done', 'cancelled')),
    started_at    timestamptz not null,
    started_by    text not null,
    ended_at      timestamptz,
    ended_by      text,
    next_at       timestamptz,
    check ((kind = 'maintenance') = (every_months is not null)),
    check ((state in ('done', 'cancelled')) = (ended_at is not null)),
    check (next_at is null or state = 'running')
);
create index campaign_next on service.campaign (next_at) where next_at is not null;

-- Each appliance once for each day on which it falls due; so nothing is opened twice, whoever looks at once.
create table service.campaign_appliance (
    campaign     bigint not null references service.campaign,
    appliance_no int not null references fleet.appliance,
    due_on       date not null,
    centre       text references service.centre,
    state        text not null check (state in ('waiting', 'opened', 'left_out')),
    ticket       bigint references service.ticket,
    at           timestamptz not null,
    why          text,
    primary key (campaign, appliance_no, due_on),
    check ((state = 'opened') = (ticket is not null)),
    check (state <> 'left_out' or why is not null)
);
create index campaign_appliance_waiting on service.campaign_appliance (campaign, due_on, appliance_no) where state = 'waiting';
create index campaign_appliance_ticket on service.campaign_appliance (ticket) where ticket is not null;

-- Whose data was erased, and how much of it. The household's number stays, so that what was done stays together.
alter table service.household add column erased_at timestamptz;
create table service.erasure (
    id        bigint generated always as identity primary key,
    household text not null references service.household,
    at        timestamptz not null,
    who       text not null,
    reason    text not null,
    erased    jsonb not null
);
create index erasure_household on service.erasure (household);
create trigger erasure_is_append_only before update or delete on service.erasure
    for each row execute function service.refuse_change();

-- What customers said is taken out of events by their erasure, and by nothing else; the events stay.
create function service.refuse_change_but_erasure() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and current_setting('service.erasing', true) = 'on'
            and (new.id, new.ticket, new.at, new.who, new.what, new.from_state, new.to_state, new.lasted_seconds)
                is not distinct from (old.id, old.ticket, old.at, old.who, old.what, old.from_state, old.to_state, old.lasted_seconds) then
        return new;
    end if;
    raise exception '% is append-only', tg_table_name using errcode = 'check_violation';
end $$;
drop trigger ticket_event_is_append_only on service.ticket_event;
create trigger ticket_event_is_append_only before update or delete on service.ticket_event
    for each row execute function service.refuse_change_but_erasure();

-- The same for a ticket's summary, which may repeat what the customer asked; of an ended ticket too.
drop trigger guard_ticket on service.ticket;
create trigger guard_ticket before insert or update or delete on service.ticket
    for each row when (current_setting('service.erasing', true) is distinct from 'on') execute function service.guard_ticket();
create function service.erase_summary_only() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and to_jsonb(new) - 'summary' = to_jsonb(old) - 'summary' then
        return new;
    end if;
    raise exception 'an erasure changes nothing of a ticket but its summary' using errcode = 'check_violation';
end $$;
create trigger guard_ticket_from_erasure before insert or update or delete on service.ticket
    for each row when (current_setting('service.erasing', true) = 'on') execute function service.erase_summary_only();
