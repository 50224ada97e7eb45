-- The service desk: who serves whom, what is on the shelves, tickets, and what became of them.
-- The rules that must hold whatever runs at once are in the database too: a ticket's transitions, one open ticket for an appliance
-- and component, stock that only the ledger moves and that never goes below zero, a reservation with one owner.

create table service.warehouse (
    id      text primary key,
    name_en text not null,
    name_zh text not null,
    parent  text references service.warehouse deferrable initially deferred,
    check (parent <> id)
);

create table service.centre (
    id        text primary key,
    name_en   text not null,
    name_zh   text not null,
    time_zone text not null,
    latitude  double precision not null check (latitude between -90 and 90),
    longitude double precision not null check (longitude between -180 and 180),
    warehouse text not null references service.warehouse
);

create table service.default_centre (
    type   text primary key,
    centre text not null references service.centre
);

create table service.household (
    id       text primary key,
    name     text not null,
    address  text not null,
    phone    text not null,
    language text not null,
    centre   text references service.centre
);

-- By the maker's id, so that households can be loaded before their appliances are registered.
create table service.household_appliance (
    appliance text primary key,
    household text not null references service.household
);
create index household_appliance_household on service.household_appliance (household);

create table service.price (
    part     text primary key,
    amount   numeric(12, 2) not null check (amount >= 0),
    currency text not null check (currency ~ '^[A-Z]{3}$')
);

create table service.component_cost (
    type           text not null,
    component      text not null,
    missed_failure double precision not null check (missed_failure >= 0),
    needless_visit double precision not null check (needless_visit >= 0),
    held_part      double precision not null check (held_part >= 0),
    primary key (type, component)
);

create table service.ticket (
    id           bigint generated always as identity primary key,
    number       text not null unique
                 generated always as ('HW-' || case when id < 1000000 then lpad(id::text, 6, '0') else id::text end) stored,
    appliance_no int not null references fleet.appliance,
    type         text not null,
    component    text not null,
    household    text references service.household,
    centre       text references service.centre,
    source       text not null check (source in ('prediction', 'fault_code', 'customer', 'inspection', 'maintenance_plan', 'recall')),
    kind         text not null check (kind in ('repair', 'part_replacement', 'usage_guidance', 'installation', 'maintenance',
                                               'site_survey', 'consultation', 'complaint')),
    state        text not null,
    urgency      smallint not null check (urgency between 0 and 3),
    probability  double precision check (probability between 0 and 1),
    summary      jsonb not null,
    reasons      jsonb not null,
    check_first  jsonb not null,
    decision_id  uuid unique,
    model_id     text,
    horizon_seconds bigint,
    opened_at    timestamptz not null,
    due_at       timestamptz not null,
    expires_at   timestamptz not null,
    hit_at       timestamptz,
    ended_at     timestamptz,
    end_reason   text check (end_reason in ('repaired', 'expired', 'false_alarm', 'nothing_found', 'not_useful', 'declined')),
    finding      text check (finding in ('failure', 'no_failure', 'nothing_found')),
    check (hit_at > opened_at),
    check (ended_at >= opened_at),
    check ((state in ('closed', 'cancelled')) = (ended_at is not null)),
    check ((ended_at is null) = (end_reason is null)),
    check (source <> 'prediction' or (decision_id is not null and probability is not null))
);
create unique index ticket_one_open on service.ticket (appliance_no, component) where ended_at is null;
create index ticket_pair on service.ticket (appliance_no, component, ended_at);
create index ticket_expiry on service.ticket (expires_at) where ended_at is null and hit_at is null;
create index ticket_worklist on service.ticket (urgency desc, due_at, id) where ended_at is null;

-- Which state may follow which. Later kinds of work add rows, not code.
create table service.ticket_transition (
    from_state text not null,
    to_state   text not null,
    primary key (from_state, to_state)
);
insert into service.ticket_transition values ('opened', 'closed'), ('opened', 'cancelled');

create function service.guard_ticket() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        raise exception 'a ticket is never deleted' using errcode = 'check_violation';
    elsif tg_op = 'INSERT' then
        if new.state <> 'opened' then
            raise exception 'a ticket begins as opened, not as %', new.state using errcode = 'check_violation';
        end if;
    else
        if (new.appliance_no, new.component, new.source, new.opened_at, new.decision_id)
                is distinct from (old.appliance_no, old.component, old.source, old.opened_at, old.decision_id) then
            raise exception 'what ticket % is about never changes', old.number using errcode = 'check_violation';
        end if;
        if new.state <> old.state and not exists (
                select from service.ticket_transition where from_state = old.state and to_state = new.state) then
            raise exception 'ticket % cannot go from % to %', old.number, old.state, new.state using errcode = 'check_violation';
        end if;
        if old.ended_at is not null then
            raise exception 'ticket % has ended', old.number using errcode = 'check_violation';
        end if;
    end if;
    return new;
end $$;
create trigger guard_ticket before insert or update or delete on service.ticket
    for each row execute function service.guard_ticket();

-- What was answered to each proposal, so that a repeated one gets the same answer.
create table service.proposal (
    decision_id  uuid primary key,
    appliance_no int not null references fleet.appliance,
    component    text not null,
    as_of        timestamptz not null,
    probability  double precision not null,
    outcome      text not null check (outcome in ('opened', 'already_open', 'suppressed')),
    reason       text,
    ticket       bigint references service.ticket,
    check ((outcome = 'suppressed') = (reason is not null))
);
create index proposal_suppressed on service.proposal (as_of) where outcome = 'suppressed';

create table service.ticket_event (
    id     bigint generated always as identity primary key,
    ticket bigint not null references service.ticket,
    at     timestamptz not null,
    who    text not null,
    what   text not null,
    detail jsonb not null default '{}'
);
create index ticket_event_ticket on service.ticket_event (ticket, id);

create table service.stock (
    warehouse   text not null references service.warehouse,
    part        text not null,
    on_hand     int not null,
    reserved    int not null,
    quarantined int not null,
    primary key (warehouse, part),
    constraint stock_reserved_is_not_negative check (reserved >= 0),
    constraint stock_quarantined_is_not_negative check (quarantined >= 0),
    constraint stock_is_enough check (reserved + quarantined <= on_hand)
);

-- The figure that a service file stated last; loading the same figure again moves nothing.
create table service.stock_stated (
    warehouse text not null,
    part      text not null,
    on_hand   int not null check (on_hand >= 0),
    primary key (warehouse, part)
);

create table service.reservation (
    id        bigint generated always as identity primary key,
    ticket    bigint not null references service.ticket,
    warehouse text not null,
    part      text not null,
    quantity  int not null check (quantity > 0),
    state     text not null check (state in ('held', 'consumed', 'released')),
    held_at   timestamptz not null,
    ended_at  timestamptz,
    foreign key (warehouse, part) references service.stock,
    check ((state = 'held') = (ended_at is null))
);
create unique index reservation_one_of_a_part on service.reservation (ticket, part) where state = 'held';
create index reservation_ticket on service.reservation (ticket);

create function service.guard_reservation() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or old.state <> 'held'
            or (new.ticket, new.warehouse, new.part, new.quantity) is distinct from (old.ticket, old.warehouse, old.part, old.quantity) then
        raise exception 'a reservation only ends once, and keeps its owner' using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger guard_reservation before update or delete on service.reservation
    for each row execute function service.guard_reservation();

-- The ledger. Every change of stock is a row here, and only a row here changes stock.
create table service.stock_move (
    id                bigint generated always as identity primary key,
    at                timestamptz not null,
    warehouse         text not null,
    part              text not null,
    kind              text not null check (kind in ('receipt', 'adjustment', 'reserve', 'release', 'consume')),
    on_hand_delta     int not null default 0,
    reserved_delta    int not null default 0,
    quarantined_delta int not null default 0,
    reservation       bigint references service.reservation,
    check ((kind in ('reserve', 'release', 'consume')) = (reservation is not null))
);
create index stock_move_stock on service.stock_move (warehouse, part);
-- A reservation is made once and ended once.
create unique index stock_move_reserves_once on service.stock_move (reservation) where kind = 'reserve';
create unique index stock_move_ends_once on service.stock_move (reservation) where kind in ('release', 'consume');

create function service.apply_stock_move() returns trigger language plpgsql as $$
begin
    insert into service.stock (warehouse, part, on_hand, reserved, quarantined)
        values (new.warehouse, new.part, 0, 0, 0) on conflict do nothing;
    update service.stock set on_hand = on_hand + new.on_hand_delta, reserved = reserved + new.reserved_delta,
            quarantined = quarantined + new.quarantined_delta
        where warehouse = new.warehouse and part = new.part;
    return null;
end $$;
create trigger apply_stock_move after insert on service.stock_move
    for each row execute function service.apply_stock_move();

create function service.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name using errcode = 'check_violation';
end $$;
create trigger stock_move_is_append_only before update or delete on service.stock_move
    for each row execute function service.refuse_change();
create trigger ticket_event_is_append_only before update or delete on service.ticket_event
    for each row execute function service.refuse_change();

create function service.only_by_ledger() returns trigger language plpgsql as $$
begin
    if pg_trigger_depth() < 2 then
        raise exception 'stock changes only through service.stock_move' using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger stock_only_by_ledger before insert or update or delete on service.stock
    for each row execute function service.only_by_ledger();

create table service.purchase_proposal (
    id        bigint generated always as identity primary key,
    ticket    bigint not null references service.ticket,
    warehouse text references service.warehouse,
    part      text not null,
    quantity  int not null check (quantity > 0),
    needed_by timestamptz not null,
    state     text not null check (state in ('proposed', 'withdrawn')),
    made_at   timestamptz not null,
    unique (ticket, part)
);

-- What changed, in the order of commits: writers take an advisory lock before they draw a number.
create table service.outbox (
    id      bigint generated always as identity primary key,
    at      timestamptz not null,
    kind    text not null,
    ticket  bigint references service.ticket,
    payload jsonb not null default '{}'
);
