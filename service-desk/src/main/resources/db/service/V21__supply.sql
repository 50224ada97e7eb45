-- Where parts come from and what they cost: suppliers, offers, prices with validity, when to buy how many, who may approve it, orders;
-- and what is known of single units: serial numbers, and old parts that have to come back.

create table service.supplier (
    id   text primary key check (id ~ '^[A-Za-z0-9._:-]{1,100}$'),
    name text not null
);

-- What a supplier offers from a day on, and until one: the newest that is valid counts.
create table service.supply_offer (
    part           text not null,
    supplier       text not null references service.supplier,
    valid_from     date not null,
    valid_to       date,
    lead_days      double precision not null check (lead_days > 0),
    lead_deviation double precision not null default 0 check (lead_deviation >= 0),
    minimum        int not null default 1 check (minimum > 0),
    price          numeric(12, 2) not null check (price >= 0),
    currency       text not null check (currency ~ '^[A-Z]{3}$'),
    primary key (part, supplier, valid_from),
    check (valid_to >= valid_from)
);

-- What customers pay: the standard price, and the favourable one of common parts.
create table service.part_price (
    part       text not null,
    class      text not null check (class in ('standard', 'favourable')),
    valid_from date not null,
    valid_to   date,
    amount     numeric(12, 2) not null check (amount >= 0),
    currency   text not null check (currency ~ '^[A-Z]{3}$'),
    primary key (part, class, valid_from),
    check (valid_to >= valid_from)
);

-- How well the shelf is to be kept filled; '*' for parts that have no row of their own.
create table service.reorder_policy (
    part          text primary key,
    service_level double precision not null check (service_level > 0 and service_level < 1),
    order_cost    double precision not null check (order_cost >= 0),
    holding_rate  double precision not null check (holding_rate > 0)
);
insert into service.reorder_policy values ('*', .95, 25, .2);

-- Up to which amount an order may be approved by somebody in a role; 'automatic' needs nobody.
create table service.approval_limit (
    role     text primary key,
    amount   numeric(14, 2) not null check (amount >= 0),
    currency text not null check (currency ~ '^[A-Z]{3}$')
);

create table service.purchase_order (
    id          bigint generated always as identity primary key,
    warehouse   text not null references service.warehouse,
    part        text not null,
    quantity    int not null check (quantity > 0),
    supplier    text references service.supplier,
    unit_price  numeric(12, 2),
    currency    text,
    reason      text not null,
    state       text not null check (state in ('proposed', 'approved', 'rejected', 'received')),
    proposed_at timestamptz not null,
    proposed_by text not null,
    decided_at  timestamptz,
    decided_by  text,
    decided_as  text,
    expected_at timestamptz,
    ended_at    timestamptz,
    arrived     int check (arrived >= 0),
    bad         int check (bad between 0 and arrived),
    check ((unit_price is null) = (currency is null)),
    check ((state = 'proposed') = (decided_at is null)),
    check ((state in ('rejected', 'received')) = (ended_at is not null)),
    check ((state = 'received') = (arrived is not null))
);
-- What is wanted while an order waits for approval joins it.
create unique index purchase_order_one_proposed on service.purchase_order (warehouse, part) where state = 'proposed';
create index purchase_order_open on service.purchase_order (warehouse, part) where state in ('proposed', 'approved');

create function service.guard_purchase_order() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or (new.warehouse, new.part) is distinct from (old.warehouse, old.part)
            or (old.state <> 'proposed' and new.quantity <> old.quantity) then
        raise exception 'an order keeps what it is for' using errcode = 'check_violation';
    end if;
    if new.state <> old.state and (old.state, new.state) not in
            (('proposed', 'approved'), ('proposed', 'rejected'), ('approved', 'received')) then
        raise exception 'order % cannot go from % to %', old.id, old.state, new.state using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger guard_purchase_order before update or delete on service.purchase_order
    for each row execute function service.guard_purchase_order();

-- Units known one by one: a serial number that came from a supplier and was fitted once proves a genuine part.
create table service.part_serial (
    part        text not null,
    serial      text not null check (length(serial) between 1 and 100),
    state       text not null check (state in ('in_stock', 'fitted')),
    received_at timestamptz not null,
    fitted_at   timestamptz,
    reservation bigint unique references service.reservation,
    primary key (part, serial),
    check ((state = 'fitted') = (fitted_at is not null and reservation is not null))
);

-- What was fitted: the new unit's serial number and the faulty one's, per part line, and whether the old part has to come back.
create table service.fitted_part (
    reservation bigint primary key references service.reservation,
    part        text not null,
    new_serial  text,
    old_serial  text,
    fitted_at   timestamptz not null,
    old_part    text not null check (old_part in ('not_wanted', 'due', 'returned')),
    returned_at timestamptz,
    finding     text,
    check ((old_part = 'returned') = (returned_at is not null))
);
create index fitted_part_due on service.fitted_part (fitted_at) where old_part = 'due';

-- What choosing a visit's kit goes by, where the costs of the component do not say it.
create table service.kit_policy (
    one          boolean primary key default true check (one),
    second_visit double precision check (second_visit >= 0),
    carry_rate   double precision not null check (carry_rate >= 0),
    handling     double precision not null check (handling >= 0),
    van_litres   double precision not null check (van_litres > 0)
);
insert into service.kit_policy values (true, null, .02, .5, 200);
