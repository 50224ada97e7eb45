-- Everything that happens to a ticket, told to other systems: events that are written by the same transaction as the change, whoever
-- makes it; subscriptions; and what is still to be delivered to each of them, in order per ticket.

-- The id under which other systems know a ticket.
create table service.ticket_external (
    system      text not null check (system ~ '^[a-z0-9][a-z0-9._-]{0,59}$'),
    external_id text not null check (length(external_id) between 1 and 200),
    ticket      bigint not null references service.ticket,
    who         text not null,
    at          timestamptz not null,
    primary key (system, external_id),
    unique (ticket, system)
);

-- An event is written without a lock and without its place among the others. One process at a time gives places to those that are
-- committed, so that places are in the order in which readers could see the events, and a reader misses none. The data is filled in
-- just before the commit: it is the ticket as the transaction leaves it.
create table service.event (
    id       bigint generated always as identity primary key,
    uuid     uuid not null unique default gen_random_uuid(),
    kind     text not null check (kind ~ '^[a-z_]+\.[a-z_]+$'),
    ticket   bigint not null references service.ticket,
    at       timestamptz not null,
    -- Who did it. Null until the data is filled in where a ledger does not say.
    actor    text,
    change   jsonb not null,
    centre   text,
    data     jsonb,
    -- Which transaction wrote it, so that what it wrote about one ticket is seen together.
    written_by xid8 not null default pg_current_xact_id(),
    -- Place among all events, and among those of the ticket.
    place    bigint unique,
    sequence bigint,
    check ((place is null) = (sequence is null))
);
create unique index event_of_ticket_sequence on service.event (ticket, sequence) where sequence is not null;
create index event_without_place on service.event (id) where place is null;
create index event_ticket on service.event (ticket, id);
create index event_at on service.event (at) where place is not null;

-- What was given out last: overall, and per ticket, so that numbers go on when old events are deleted.
create table service.event_place (one boolean primary key default true check (one), last bigint not null);
insert into service.event_place (last) values (0);
create table service.event_sequence (ticket bigint primary key references service.ticket, last bigint not null);

create function service.tell(of_ticket bigint, of_kind text, of_at timestamptz, by_whom text, what jsonb) returns void
language sql as $$
    insert into service.event (kind, ticket, at, actor, change) values (of_kind, of_ticket, of_at, by_whom, what)
$$;

create function service.iso(at timestamptz) returns text language sql immutable as $$
    select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
$$;

-- A ticket as other systems see it: no name, address, phone or e-mail.
create function service.ticket_data(of_ticket bigint) returns jsonb language sql stable as $$
    select jsonb_build_object(
        'id', t.id::text, 'number', t.number, 'kind', t.kind, 'source', t.source, 'state', t.state, 'version', t.version,
        'urgency', t.urgency, 'appliance', a.id, 'type', t.type, 'component', t.component, 'household', t.household,
        'centre', t.centre, 'region', c.region, 'technician', t.technician, 'channel', t.channel, 'way', t.way,
        'fault_class', t.fault_class, 'fault_codes', to_jsonb(t.fault_codes), 'probability', t.probability,
        'opened_at', service.iso(t.opened_at), 'due_at', service.iso(t.due_at), 'called_at', service.iso(t.called_at),
        'joined_at', service.iso(t.joined_at), 'stepped_at', service.iso(t.stepped_at),
        'window_from', service.iso(t.window_from), 'window_to', service.iso(t.window_to),
        'ended_at', service.iso(t.ended_at), 'end_reason', t.end_reason, 'finding', t.finding,
        'times_reopened', t.times_reopened, 'parent', t.parent::text, 'link', t.link,
        'parts', coalesce((
            select jsonb_agg(jsonb_build_object('part', r.part, 'quantity', r.quantity, 'warehouse', r.warehouse, 'state', r.state)
                             order by r.id)
            from service.reservation r where r.ticket = t.id), '[]'),
        'promises', coalesce((
            select jsonb_agg(jsonb_build_object('promise', p.promise, 'round', p.round, 'due_at', service.iso(p.due_at),
                             'breached_at', service.iso(p.breached_at), 'outcome', p.outcome) order by p.id)
            from service.clock_promise p where p.ticket = t.id), '[]'),
        'external', coalesce((
            select jsonb_agg(jsonb_build_object('system', e.system, 'id', e.external_id) order by e.system)
            from service.ticket_external e where e.ticket = t.id), '[]'))
    from service.ticket t
        left join fleet.appliance a using (appliance_no)
        left join service.centre c on c.id = t.centre
    where t.id = of_ticket
$$;

create function service.fill_event() returns trigger language plpgsql as $$
begin
    update service.event e
    set data = service.ticket_data(e.ticket) || jsonb_build_object('change', e.change),
        centre = t.centre,
        actor = coalesce(e.actor, (
            select other.actor from service.event other
            where other.ticket = e.ticket and other.written_by = e.written_by and other.actor is not null
            order by other.id limit 1), 'hearthwatch')
    from service.ticket t where e.id = new.id and t.id = e.ticket;
    return null;
end $$;
create constraint trigger fill_event after insert on service.event
    deferrable initially deferred for each row execute function service.fill_event();

-- The history tells everything that somebody did, or that time brought. No writer can leave it out.
create function service.tell_history() returns trigger language plpgsql as $$
begin
    perform service.tell(new.ticket, case
            when new.what = 'breached' then 'promise.breached'
            when new.what = 'alarm' and new.detail ->> 'kind' = 'warning' then 'promise.warned'
            when new.what = 'alarm' then 'promise.escalated'
            when new.what = 'customer_called' then 'ticket.joined'
            else 'ticket.' || regexp_replace(lower(new.what), '[^a-z_]', '_', 'g') end,
        new.at, new.who, jsonb_build_object('what', new.what, 'from', new.from_state, 'to', new.to_state,
            'lasted_seconds', new.lasted_seconds, 'detail', new.detail));
    return null;
end $$;
create trigger tell_history after insert on service.ticket_event for each row execute function service.tell_history();

-- What is held for a ticket, by the ledger's own words.
create function service.tell_stock_move() returns trigger language plpgsql as $$
declare
    held service.reservation;
begin
    select * into held from service.reservation where id = new.reservation;
    if held.ticket is not null then
        perform service.tell(held.ticket, 'part.' || case new.kind
                when 'reserve' then 'reserved' when 'pick' then 'picked' when 'consume' then 'consumed'
                when 'release' then 'released' when 'return' then 'returned'
                when 'transfer_out' then 'sent' when 'transfer_in' then 'arrived' else new.kind end,
            new.at, new.who, jsonb_build_object('what', new.kind, 'part', new.part, 'warehouse', new.warehouse,
                'quantity', held.quantity, 'reservation', held.id::text));
    end if;
    return null;
end $$;
create trigger tell_stock_move after insert on service.stock_move
    for each row when (new.reservation is not null) execute function service.tell_stock_move();

create function service.tell_transfer() returns trigger language plpgsql as $$
declare
    held service.reservation;
begin
    select * into held from service.reservation where id = new.reservation;
    if held.ticket is not null then
        perform service.tell(held.ticket, 'part.transfer_' || new.state,
            case when tg_op = 'INSERT' then new.ordered_at else new.ended_at end, null,
            jsonb_build_object('what', 'transfer_' || new.state, 'part', new.part, 'quantity', new.quantity,
                'source', new.source, 'target', new.target, 'expected_at', service.iso(new.expected_at),
                'transfer', new.id::text, 'reservation', held.id::text));
    end if;
    return null;
end $$;
create trigger tell_transfer_ordered after insert on service.transfer
    for each row when (new.reservation is not null) execute function service.tell_transfer();
create trigger tell_transfer_cancelled after update of state on service.transfer
    for each row when (new.reservation is not null and new.state = 'cancelled' and old.state <> 'cancelled')
    execute function service.tell_transfer();

-- What a person or the service changes about a ticket without a line of history. Seen at the commit, when it is known whether there is one.
create function service.tell_ticket() returns trigger language plpgsql as $$
declare
    fields text[];
begin
    select array_agg(n.key order by n.key) into fields
    from jsonb_each(to_jsonb(new)) n join jsonb_each(to_jsonb(old)) o using (key)
    where n.value is distinct from o.value
        and key in ('centre', 'technician', 'window_from', 'window_to', 'urgency', 'component', 'kind', 'way', 'fault_class',
            'fault_codes', 'household', 'due_at', 'called_at', 'joined_at', 'parent', 'appliance_no', 'probability');
    if fields is not null and new.technician is distinct from old.technician then
        perform service.tell(new.id, 'ticket.assigned', greatest(new.stepped_at, old.stepped_at), null,
            jsonb_build_object('what', 'assigned', 'from', old.technician, 'to', new.technician));
    elsif fields is not null and not exists (
            select from service.event where ticket = new.id and written_by = pg_current_xact_id()) then
        perform service.tell(new.id, 'ticket.changed', greatest(new.stepped_at, old.stepped_at), null,
            jsonb_build_object('what', 'changed', 'fields', to_jsonb(fields)));
    end if;
    return null;
end $$;
create constraint trigger tell_ticket after update on service.ticket
    deferrable initially deferred for each row execute function service.tell_ticket();

-- Who wants which events. An address is told everything after its place; what is behind it is in webhook_delivery.
create table service.webhook (
    id          bigint generated always as identity primary key,
    name        text not null unique check (length(name) between 1 and 100),
    url         text not null check (length(url) between 1 and 2000),
    kinds       text[] not null default '{}',
    region      text references service.region,
    centre      text references service.centre,
    mode        text not null default 'structured' check (mode in ('structured', 'binary')),
    personal    boolean not null default false,
    -- What was done by these is not told: it was the receiver itself.
    except_by   text[] not null default '{}',
    active      boolean not null default true,
    stopped_why text,
    -- Nothing is sent before it: the receiver asked for a pause.
    wait_until  timestamptz,
    place       bigint not null,
    made_at     timestamptz not null,
    made_by     text not null,
    changed_at  timestamptz not null,
    check (region is null or centre is null),
    check (active = (stopped_why is null))
);

-- Apart from the rest, so that nothing that reads subscriptions reads them.
create table service.webhook_secret (
    id      bigint generated always as identity primary key,
    webhook bigint not null references service.webhook on delete cascade,
    secret  bytea not null check (length(secret) between 24 and 64),
    made_at timestamptz not null,
    ends_at timestamptz
);
create unique index webhook_secret_one_lasts on service.webhook_secret (webhook) where ends_at is null;

-- One line per event and subscription that it is for.
create table service.webhook_delivery (
    webhook  bigint not null references service.webhook on delete cascade,
    event    bigint not null references service.event on delete cascade,
    ticket   bigint not null,
    place    bigint not null,
    state    text not null default 'waiting' check (state in ('waiting', 'delivered', 'skipped')),
    attempts int not null default 0,
    ended_at timestamptz,
    ended_by text,
    reason   text,
    primary key (webhook, event),
    check ((state = 'waiting') = (ended_at is null))
);
create index webhook_delivery_waiting on service.webhook_delivery (webhook, ticket, place) where state = 'waiting';
create index webhook_delivery_event on service.webhook_delivery (event);

-- A ticket's line at a subscription: only its first waiting event is sent, by whoever holds the lease; parked lines wait for a person.
create table service.webhook_line (
    webhook      bigint not null references service.webhook on delete cascade,
    ticket       bigint not null references service.ticket,
    next_at      timestamptz,
    attempts     int not null default 0,
    first_tried  timestamptz,
    leased_until timestamptz,
    lease        uuid,
    parked_at    timestamptz,
    parked_why   text,
    last_status  int,
    last_error   text,
    primary key (webhook, ticket),
    check (parked_at is null or next_at is null),
    check ((parked_at is null) = (parked_why is null))
);
create index webhook_line_due on service.webhook_line (webhook, next_at) where next_at is not null;
create index webhook_line_parked on service.webhook_line (webhook, parked_at) where parked_at is not null;

create table service.webhook_attempt (
    id      bigint generated always as identity primary key,
    webhook bigint not null references service.webhook on delete cascade,
    event   bigint not null references service.event on delete cascade,
    at      timestamptz not null,
    millis  int not null,
    status  int,
    error   text,
    check (status is not null or error is not null)
);
create index webhook_attempt_of on service.webhook_attempt (webhook, event, id);
create index webhook_attempt_event on service.webhook_attempt (event);

-- Answers to writes that came with a key, by whom they came from; stored by the transaction that did the work.
create table service.http_once (
    owner       text not null,
    key         text not null check (length(key) between 1 and 200),
    fingerprint text not null,
    answer      text not null,
    at          timestamptz not null,
    primary key (owner, key)
);
create index http_once_at on service.http_once (at);
