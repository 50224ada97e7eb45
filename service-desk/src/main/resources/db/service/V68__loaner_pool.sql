-- Loaners as a pool: each is one unit, kept in a warehouse, of which everybody sees whether it is free; one that is lent is due back.
create table service.loaner_unit (
    serial     text primary key check (length(serial) between 1 and 100),
    type       text check (length(type) between 1 and 100),
    model      text check (length(model) between 1 and 200),
    warehouse  text references service.warehouse,
    state      text not null check (state in ('free', 'lent', 'in_repair', 'lost')),
    changed_at timestamptz not null,
    changed_by text not null
);
create index loaner_unit_place on service.loaner_unit (warehouse, state);

-- What was lent before there was a pool.
insert into service.loaner_unit (serial, warehouse, state, changed_at, changed_by)
select distinct on (l.serial) l.serial, c.warehouse, case when l.returned_at is null then 'lent' else 'free' end,
    coalesce(l.returned_at, l.lent_at), coalesce(l.returned_by, l.lent_by)
from service.loaner l join service.ticket t on t.id = l.ticket left join service.centre c on c.id = t.centre
where length(l.serial) between 1 and 100
order by l.serial, (l.returned_at is null) desc, l.id desc;

-- A loan ends with the loaner coming back, or with its price when it does not. Loans from before have no day on which they are due.
alter table service.loaner
    add column due_at   timestamptz check (due_at > lent_at),
    add column lost     boolean not null default false,
    add column amount   numeric(12, 2) check (amount >= 0),
    add column currency text check (currency ~ '^[A-Z]{3}$'),
    add constraint loaner_charge check ((amount is null) = (currency is null) and (amount is null or lost) and (not lost or returned_at is not null));
create index loaner_due on service.loaner (due_at) where returned_at is null and due_at is not null;

-- Lending takes a free unit, whatever runs at once.
create function service.lend_unit() returns trigger language plpgsql as $$
begin
    if new.returned_at is null then
        update service.loaner_unit set state = 'lent', changed_at = new.lent_at, changed_by = new.lent_by
            where serial = new.serial and state = 'free';
        if not found then
            raise exception 'loaner % is not free', new.serial using errcode = 'check_violation';
        end if;
    end if;
    return new;
end $$;
create trigger lend_unit before insert on service.loaner for each row execute function service.lend_unit();

-- A unit is lent exactly while a loan of it is open; at the end of each transaction.
create function service.check_loaner() returns trigger language plpgsql as $$
begin
    if exists (select from service.loaner_unit u where u.serial = new.serial
            and (u.state = 'lent') <> exists (select from service.loaner l where l.serial = u.serial and l.returned_at is null)) then
        raise exception 'loaner % is lent exactly while a loan of it is open', new.serial using errcode = 'check_violation';
    end if;
    return null;
end $$;
create constraint trigger check_loan after insert or update on service.loaner deferrable initially deferred
    for each row execute function service.check_loaner();
create constraint trigger check_loaner_unit after insert or update on service.loaner_unit deferrable initially deferred
    for each row execute function service.check_loaner();

-- One that is not back in time is somebody's to call for: a kind of alarm more, whatever kinds there are.
do $$
declare
    kinds text;
begin
    select pg_get_constraintdef(oid) into kinds from pg_constraint
        where conname = 'alarm_kind_check' and conrelid = 'service.alarm'::regclass;
    alter table service.alarm drop constraint alarm_kind_check;
    execute 'alter table service.alarm add constraint alarm_kind_check '
        || replace(kinds, '''follow_up''::text', '''follow_up''::text, ''loaner''::text');
end $$;

create view service.due_loaner as
select l.ticket, 'loaner' kind, 'loaner ' || l.id || ' ' || extract(epoch from l.due_at)::bigint subject, l.due_at, t.centre
from service.loaner l join service.ticket t on t.id = l.ticket
where l.returned_at is null and l.due_at is not null and not exists (
    select from service.alarm a where a.ticket = t.id
        and a.subject = 'loaner ' || l.id || ' ' || extract(epoch from l.due_at)::bigint);
