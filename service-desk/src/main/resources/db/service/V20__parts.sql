-- Spare parts: transfers with goods in transit, parts in a technician's hands, quarantine, stocktakes, reservations for others than
-- tickets, and operations that a client can repeat. The ledger stays what it was: every change of stock is one of its rows.

-- What a warehouse is, how long goods take from its parent to it, and what a van can carry.
alter table service.warehouse
    add column kind            text check (kind in ('van', 'centre', 'regional', 'central')),
    add column lead_hours      int check (lead_hours between 0 and 10000),
    add column capacity_litres double precision check (capacity_litres > 0);

-- Units that have left the shelf and are still on the warehouse's books: in a technician's hands, for a reservation.
alter table service.stock
    add column picked int not null default 0,
    add constraint stock_picked_is_reserved check (picked between 0 and reserved);

-- What a client asked for under a key of its own. The row and what it did are one transaction, so a repeated request does nothing twice.
create table service.stock_operation (
    key     text primary key check (length(key) between 1 and 100),
    id      bigint generated always as identity unique,
    at      timestamptz not null,
    who     text not null,
    kind    text not null,
    request jsonb not null,
    answer  jsonb
);

create table service.transfer (
    id          bigint generated always as identity primary key,
    part        text not null,
    quantity    int not null check (quantity > 0),
    source      text not null references service.warehouse,
    target      text not null references service.warehouse,
    state       text not null check (state in ('ordered', 'shipped', 'received', 'cancelled')),
    reservation bigint references service.reservation,
    ordered_at  timestamptz not null,
    expected_at timestamptz not null,
    shipped_at  timestamptz,
    ended_at    timestamptz,
    lost        int not null default 0 check (lost between 0 and quantity),
    check (source <> target),
    check ((state in ('received', 'cancelled')) = (ended_at is not null)),
    check (state not in ('shipped', 'received') or shipped_at is not null),
    check (lost = 0 or state = 'received')
);
create index transfer_open on service.transfer (expected_at, id) where state in ('ordered', 'shipped');
create unique index transfer_of_a_reservation on service.transfer (reservation) where state in ('ordered', 'shipped');
create index transfer_incoming on service.transfer (target, part) where state in ('ordered', 'shipped');

create function service.guard_transfer() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or (new.part, new.quantity, new.source, new.target, new.ordered_at)
            is distinct from (old.part, old.quantity, old.source, old.target, old.ordered_at) then
        raise exception 'a transfer keeps what it carries' using errcode = 'check_violation';
    end if;
    if new.state <> old.state and (old.state, new.state) not in
            (('ordered', 'shipped'), ('ordered', 'cancelled'), ('shipped', 'received')) then
        raise exception 'transfer % cannot go from % to %', old.id, old.state, new.state using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger guard_transfer before update or delete on service.transfer
    for each row execute function service.guard_transfer();

-- A reservation belongs to a ticket, or to somebody else who is named; it may travel with its transfer.
alter table service.reservation
    alter column ticket drop not null,
    add column holder     text check (length(holder) between 1 and 200),
    add column asked      text,
    add column expires_at timestamptz,
    drop constraint reservation_state_check,
    add constraint reservation_state_check check (state in ('held', 'in_transit', 'picked', 'consumed', 'released')),
    drop constraint reservation_check,
    add constraint reservation_check check ((state in ('held', 'in_transit', 'picked')) = (ended_at is null)),
    add constraint reservation_has_one_owner check (num_nonnulls(ticket, holder) = 1);
drop index service.reservation_one_of_a_part;
create unique index reservation_one_of_a_part on service.reservation (ticket, part) where state in ('held', 'in_transit', 'picked');
create index reservation_expiry on service.reservation (expires_at) where state = 'held' and expires_at is not null;
create index reservation_open on service.reservation (warehouse, part) where state in ('held', 'in_transit', 'picked');

create or replace function service.guard_reservation() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or old.ended_at is not null
            or (new.ticket, new.holder, new.part, new.quantity) is distinct from (old.ticket, old.holder, old.part, old.quantity) then
        raise exception 'a reservation only ends once, and keeps its owner' using errcode = 'check_violation';
    end if;
    if new.warehouse <> old.warehouse and (old.state, new.state) is distinct from ('in_transit', 'held') then
        raise exception 'a reservation changes its warehouse only by a transfer' using errcode = 'check_violation';
    end if;
    if new.state <> old.state and (old.state, new.state) not in (
            ('held', 'in_transit'), ('held', 'picked'), ('held', 'consumed'), ('held', 'released'),
            ('in_transit', 'held'), ('in_transit', 'released'), ('picked', 'consumed'), ('picked', 'released')) then
        raise exception 'reservation % cannot go from % to %', old.id, old.state, new.state using errcode = 'check_violation';
    end if;
    return new;
end $$;

alter table service.stock_move
    add column picked_delta int not null default 0,
    add column transfer     bigint references service.transfer,
    add column operation    bigint references service.stock_operation (id),
    add column who          text,
    add column reason       text,
    drop constraint stock_move_kind_check,
    drop constraint stock_move_check,
    -- What each kind of move may do to a shelf, and how many units it says it is about.
    add constraint stock_move_kind_check check (case kind
        when 'receipt'      then on_hand_delta >= 0 and reserved_delta = 0 and quarantined_delta in (0, on_hand_delta) and picked_delta = 0
        when 'adjustment'   then reserved_delta = 0 and picked_delta = 0
        when 'sale'         then on_hand_delta < 0 and reserved_delta = 0 and quarantined_delta = 0 and picked_delta = 0
        when 'transfer_out' then on_hand_delta < 0 and reserved_delta in (0, on_hand_delta) and quarantined_delta = 0 and picked_delta = 0
        when 'transfer_in'  then on_hand_delta > 0 and reserved_delta in (0, on_hand_delta) and quarantined_delta = 0 and picked_delta = 0
        when 'reserve'      then on_hand_delta = 0 and reserved_delta > 0 and quarantined_delta = 0 and picked_delta = 0
        when 'pick'         then on_hand_delta = 0 and reserved_delta = 0 and quarantined_delta = 0 and picked_delta > 0
        when 'consume'      then on_hand_delta < 0 and reserved_delta = on_hand_delta and quarantined_delta = 0
                                 and picked_delta in (0, on_hand_delta)
        when 'release'      then on_hand_delta = 0 and reserved_delta < 0 and quarantined_delta = 0 and picked_delta = 0
        when 'return'       then on_hand_delta = 0 and reserved_delta < 0 and quarantined_delta in (0, -reserved_delta)
                                 and picked_delta = reserved_delta
        when 'quarantine'   then on_hand_delta = 0 and reserved_delta = 0 and quarantined_delta > 0 and picked_delta = 0
        when 'clear'        then on_hand_delta = 0 and reserved_delta = 0 and quarantined_delta < 0 and picked_delta = 0
        when 'write_off'    then on_hand_delta < 0 and reserved_delta = 0 and quarantined_delta in (0, on_hand_delta) and picked_delta = 0
        else false end),
    add constraint stock_move_reservation_check check (case
        when kind in ('reserve', 'pick', 'release', 'consume', 'return') then reservation is not null
        when kind in ('transfer_out', 'transfer_in') then (reservation is not null) = (reserved_delta <> 0)
        else reservation is null end),
    add constraint stock_move_transfer_check check (kind not in ('transfer_out', 'transfer_in') or transfer is not null);
create unique index stock_move_sent_once on service.stock_move (transfer) where kind = 'transfer_out';
create unique index stock_move_arrives_once on service.stock_move (transfer) where kind = 'transfer_in';
drop index service.stock_move_ends_once;
create unique index stock_move_ends_once on service.stock_move (reservation) where kind in ('release', 'consume', 'return');
create unique index stock_move_picks_once on service.stock_move (reservation) where kind = 'pick';
create index stock_move_operation on service.stock_move (operation);
create index stock_move_part on service.stock_move (part, kind, at);

create or replace function service.apply_stock_move() returns trigger language plpgsql as $$
declare
    goods service.transfer;
begin
    if new.kind in ('transfer_out', 'transfer_in') then
        select * into goods from service.transfer where id = new.transfer;
        if (new.part, new.warehouse, abs(new.on_hand_delta)) is distinct from
                (goods.part, case new.kind when 'transfer_out' then goods.source else goods.target end, goods.quantity) then
            raise exception 'a transfer moves what it carries, and nothing else' using errcode = 'check_violation';
        end if;
        if new.reservation is not null and new.reservation is distinct from goods.reservation then
            raise exception 'transfer % carries no units of this reservation', new.transfer using errcode = 'check_violation';
        end if;
        if new.kind = 'transfer_in' and not exists (
                select from service.stock_move where transfer = new.transfer and kind = 'transfer_out') then
            raise exception 'transfer % has not been sent', new.transfer using errcode = 'check_violation';
        end if;
    elsif new.reservation is not null and not exists (
            select from service.reservation r where r.id = new.reservation and r.part = new.part and r.warehouse = new.warehouse
                and r.quantity = greatest(abs(new.reserved_delta), abs(new.picked_delta))) then
        raise exception 'reservation % does not hold this', new.reservation using errcode = 'check_violation';
    end if;
    insert into service.stock (warehouse, part, on_hand, reserved, quarantined)
        values (new.warehouse, new.part, 0, 0, 0) on conflict do nothing;
    update service.stock set on_hand = on_hand + new.on_hand_delta, reserved = reserved + new.reserved_delta,
            quarantined = quarantined + new.quarantined_delta, picked = picked + new.picked_delta
        where warehouse = new.warehouse and part = new.part;
    return null;
end $$;

-- A count of what is on a shelf. The difference is what it found; only when it is approved does the ledger move by it.
create table service.stocktake (
    id         bigint generated always as identity primary key,
    warehouse  text not null references service.warehouse,
    part       text not null,
    expected   int not null check (expected >= 0),
    counted    int not null check (counted >= 0),
    reason     text not null check (length(reason) between 1 and 500),
    state      text not null check (state in ('counted', 'approved', 'rejected')),
    counted_at timestamptz not null,
    counted_by text not null,
    decided_at timestamptz,
    decided_by text,
    check ((state = 'counted') = (decided_at is null)),
    check ((decided_at is null) = (decided_by is null))
);
create index stocktake_open on service.stocktake (counted_at, id) where state = 'counted';

-- What is known of parts beside the catalog's names. A part that the catalog does not know is known by its row here.
create table service.part (
    part          text primary key check (part ~ '^[A-Za-z0-9._:-]{1,100}$'),
    name_en       text,
    name_zh       text,
    litres        double precision not null default 1 check (litres > 0),
    made_to_order boolean not null default false,
    favourable    boolean not null default false,
    returnable    boolean not null default false,
    serialised    boolean not null default false,
    check ((name_en is null) = (name_zh is null))
);

-- A newer revision replaces a part. BOTH: either may be fitted for the other; FORWARD: the old one only where it was asked for;
-- STOP: the old one no more.
create table service.supersession (
    part        text primary key,
    replaced_by text not null,
    rule        text not null check (rule in ('BOTH', 'FORWARD', 'STOP')),
    since       date,
    check (part <> replaced_by)
);
