-- The service deposit of each centre as a ledger. Compensation that is paid is drawn from it, each case exactly once, as far as the balance
-- goes; the rest is due from the centre with its next statement. What the ledger says adds up to the balance, which is never below zero.

-- A complaint's first answer is a promise like any other: broken, it costs what the tariff says.
alter table service.compensation_tariff
    drop constraint compensation_tariff_promise_check,
    add constraint compensation_tariff_promise_check check (promise in
        ('time', 'free_repair', 'other', 'first_contact', 'visit', 'finished', 'acknowledge', 'confirm', 'first_answer'));

-- What a centre's deposit must come to, from a day on. Never changed: what is stated anew becomes another version.
create table service.deposit_rule (
    id          bigint generated always as identity primary key,
    centre      text not null references service.centre,
    currency    text not null check (currency ~ '^[A-Z]{3}$'),
    required    numeric(14, 2) not null check (required >= 0),
    -- Days that the centre has to pay what is missing.
    top_up_days int not null check (top_up_days between 1 and 365),
    valid_from  date not null,
    version     int not null check (version > 0),
    at          timestamptz not null,
    who         text not null,
    unique (centre, currency, valid_from, version)
);
create trigger deposit_rule_is_append_only before update or delete on service.deposit_rule
    for each row execute function service.refuse_change();

create function service.deposit_rule_on(day date) returns table (centre text, currency text, required numeric, top_up_days int)
    language sql stable as $$
    select distinct on (r.centre, r.currency) r.centre, r.currency, r.required, r.top_up_days
    from service.deposit_rule r where r.valid_from <= day order by r.centre, r.currency, r.valid_from desc, r.version desc
$$;

create table service.deposit_account (
    centre   text not null references service.centre,
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    balance  numeric(14, 2) not null default 0 constraint deposit_is_never_overdrawn check (balance >= 0),
    primary key (centre, currency)
);

create table service.deposit_entry (
    id           bigint generated always as identity primary key,
    centre       text not null,
    currency     text not null,
    kind         text not null check (kind in ('paid_in', 'drawn', 'returned', 'top_up_demanded')),
    -- What the balance changes by.
    amount       numeric(14, 2) not null,
    -- What a compensation comes to; what a demand says is missing.
    wanted       numeric(14, 2) check (wanted >= 0),
    -- What the deposit did not cover: due from the centre.
    shortfall    numeric(14, 2) generated always as (case when kind = 'drawn' then wanted + amount end) stored,
    balance      numeric(14, 2) not null,
    -- A case is drawn once.
    compensation bigint unique references service.compensation_case,
    due_on       date,
    -- The bank's, of payments in and back.
    reference    text check (length(reference) between 1 and 200),
    at           timestamptz not null,
    who          text not null,
    foreign key (centre, currency) references service.deposit_account,
    check (case kind when 'paid_in' then amount > 0 when 'returned' then amount < 0 when 'drawn' then amount between -wanted and 0
        else amount = 0 and wanted > 0 end),
    check ((kind in ('drawn', 'top_up_demanded')) = (wanted is not null)),
    check ((kind = 'drawn') = (compensation is not null)),
    check ((kind = 'top_up_demanded') = (due_on is not null)),
    check ((kind in ('paid_in', 'returned')) = (reference is not null))
);
create index deposit_entry_account on service.deposit_entry (centre, currency, id desc);
create index deposit_entry_short on service.deposit_entry (centre, at) where shortfall > 0;
-- A payment is booked once.
create unique index deposit_payment_once on service.deposit_entry (centre, currency, kind, lower(reference)) where reference is not null;
create trigger deposit_entry_is_append_only before update or delete on service.deposit_entry
    for each row execute function service.refuse_change();

-- The row of the account makes entries wait for each other; the balance moves with them and by nothing else.
create function service.book_deposit_entry() returns trigger language plpgsql as $$
declare
    before numeric;
begin
    insert into service.deposit_account (centre, currency) values (new.centre, new.currency) on conflict do nothing;
    select balance into before from service.deposit_account where centre = new.centre and currency = new.currency for update;
    if new.kind = 'drawn' then
        if not exists (select from service.compensation_case c where c.id = new.compensation and c.state = 'paid'
                and (c.centre, c.currency, c.amount) = (new.centre, new.currency, new.wanted)) then
            raise exception 'compensation % is not paid as the deposit is drawn for it', new.compensation using errcode = 'check_violation';
        elsif new.amount <> -least(before, new.wanted) then
            raise exception 'compensation % is drawn as far as the deposit goes', new.compensation using errcode = 'check_violation';
        end if;
    end if;
    update service.deposit_account set balance = balance + new.amount where centre = new.centre and currency = new.currency
        returning balance into new.balance;
    return new;
end $$;
create trigger book_deposit_entry before insert on service.deposit_entry
    for each row execute function service.book_deposit_entry();

create function service.guard_deposit_account() returns trigger language plpgsql as $$
begin
    if pg_trigger_depth() < 2 then
        raise exception 'the balance of a deposit moves by its entries only' using errcode = 'check_violation';
    end if;
    return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger guard_deposit_account before insert or update or delete on service.deposit_account
    for each row execute function service.guard_deposit_account();

-- A case that has ended keeps how it ended: the ledger rests on it.
create function service.guard_compensation_case() returns trigger language plpgsql as $$
begin
    if old.state <> 'open' and (new.state, new.amount, new.currency, new.centre) is distinct from
            (old.state, old.amount, old.currency, old.centre) then
        raise exception 'compensation % is % and stays so', old.id, old.state using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger guard_compensation_case before update on service.compensation_case
    for each row execute function service.guard_compensation_case();

-- Whoever pays a centre's case draws it, before the transaction ends. What was paid before there was a ledger is not drawn.
create function service.compensation_is_drawn() returns trigger language plpgsql as $$
begin
    if not exists (select from service.deposit_entry e where e.compensation = new.id) then
        raise exception 'compensation % is paid, but not drawn from the deposit of %', new.id, new.centre using errcode = 'check_violation';
    end if;
    return null;
end $$;
create constraint trigger compensation_is_drawn after update on service.compensation_case deferrable initially deferred
    for each row when (new.state = 'paid' and old.state <> 'paid' and new.centre is not null)
    execute function service.compensation_is_drawn();

-- What the deposit did not cover is taken with the next statement, once.
alter table service.settlement_line
    add column deposit_entry bigint unique references service.deposit_entry,
    add constraint compensation_due_has_its_entry check ((item = 'compensation_due') = (deposit_entry is not null));
drop index service.settlement_line_once;
create unique index settlement_line_once on service.settlement_line (ticket, item, coalesce(part_line, 0))
    where correction is null and deposit_entry is null;

-- Where each deposit stands on a day: what it must come to, what is missing, and by when the first demand that is still unmet says it is due.
create function service.deposit_on(day date) returns table (centre text, currency text, balance numeric, required numeric, missing numeric,
        top_up_by date) language sql stable as $$
    select coalesce(a.centre, r.centre), coalesce(a.currency, r.currency), coalesce(a.balance, 0), r.required,
        greatest(r.required - coalesce(a.balance, 0), 0), case when coalesce(a.balance, 0) < r.required then (
            select min(d.due_on) from service.deposit_entry d
            where d.centre = r.centre and d.currency = r.currency and d.kind = 'top_up_demanded' and d.id > coalesce((
                select max(m.id) from service.deposit_entry m
                where m.centre = r.centre and m.currency = r.currency and m.balance >= r.required), 0)) end
    from service.deposit_account a full join service.deposit_rule_on(day) r on r.centre = a.centre and r.currency = a.currency
$$;
