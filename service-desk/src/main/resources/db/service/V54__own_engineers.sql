-- Households with an engineer of their own for life (一对一), and the care visits that are planned for them.

-- By what a household gets one; one row, as the service file says it.
create table service.own_engineer_rule (
    only_row        boolean primary key default true check (only_row),
    -- So many appliances of different types are a full set.
    full_set        int not null default 4 check (full_set > 1),
    -- Or purchases of more than this together; null: money does not count.
    purchases_above numeric(14, 2) check (purchases_above >= 0),
    currency        text check (currency ~ '^[A-Z]{3}$'),
    care_months     int not null default 12 check (care_months between 1 and 120),
    check ((purchases_above is null) = (currency is null))
);
insert into service.own_engineer_rule default values;

-- What was paid for an appliance, where it is known.
create table service.appliance_purchase (
    appliance text primary key,
    amount    numeric(14, 2) not null check (amount >= 0),
    currency  text not null check (currency ~ '^[A-Z]{3}$')
);

alter table service.household
    add column engineer_how text check (engineer_how in ('file', 'full_set', 'purchases', 'person')),
    add column engineer_at timestamptz;
update service.household set engineer_how = 'file' where engineer is not null;
create index household_engineer on service.household (engineer) where engineer is not null;

-- Who was a household's engineer from when on, and why.
create table service.own_engineer_change (
    id         bigint generated always as identity primary key,
    household  text not null references service.household,
    at         timestamptz not null,
    who        text not null,
    engineer   text references service.technician,
    before     text references service.technician,
    how        text not null check (how in ('full_set', 'purchases', 'person')),
    reason     text
);
create index own_engineer_change_household on service.own_engineer_change (household, id);
create trigger own_engineer_change_is_append_only before update or delete on service.own_engineer_change
    for each row execute function service.refuse_change();

-- Care visits that fell due, each once; without a ticket where none could be opened.
create table service.care_visit (
    household text not null references service.household,
    due_on    date not null,
    ticket    bigint references service.ticket,
    why       text,
    at        timestamptz not null,
    primary key (household, due_on),
    check (ticket is not null or why is not null)
);
create index care_visit_ticket on service.care_visit (ticket);

-- Households that are to have an engineer of their own, and why; the full set before the money.
create view service.one_to_one_household as
select h.id household, h.centre, h.engineer, h.engineer_how, h.engineer_at, h.latitude, h.longitude,
    case when count(distinct a.type) >= r.full_set then 'full_set' else 'purchases' end why,
    count(distinct a.type)::int types, coalesce(sum(p.amount) filter (where p.currency = r.currency), 0) purchases
from service.own_engineer_rule r cross join service.household h
    join service.household_appliance ha on ha.household = h.id
    join fleet.appliance a on a.id = ha.appliance
    left join service.appliance_purchase p on p.appliance = ha.appliance
where h.erased_at is null
group by h.id, r.only_row
having count(distinct a.type) >= max(r.full_set)
    or sum(p.amount) filter (where p.currency = r.currency) > max(r.purchases_above);

-- When the next care visit of a household that has an engineer is due: so many months after the last one, or after it got the engineer.
create view service.care_due as
select h.id household, (coalesce(
        (select max(v.due_on) from service.care_visit v where v.household = h.id),
        (h.engineer_at at time zone c.time_zone)::date) + make_interval(months => r.care_months))::date due_on, c.time_zone
from service.own_engineer_rule r cross join service.household h join service.centre c on c.id = h.centre
where h.engineer is not null and h.engineer_at is not null and h.erased_at is null;
