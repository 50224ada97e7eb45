-- Money: what centres are paid for accepted jobs, by rules with validity; claims held against the tickets' evidence; statements that never
-- change once issued; disputes; what service costs by station and element; budgets and warnings. Every amount has its currency.

create table service.cost_element (
    element text primary key,
    kind    text not null check (kind in ('cost', 'revenue')),
    place   int not null,
    name_en text not null,
    name_zh text not null
);
insert into service.cost_element values
    ('labour', 'cost', 1, 'labour', '人工费'),
    ('travel', 'cost', 2, 'travel', '上门交通费'),
    ('parts', 'cost', 3, 'spare parts', '备件费'),
    ('transport', 'cost', 4, 'transport', '运输费'),
    ('exchange', 'cost', 5, 'exchange', '换货费用'),
    ('refund', 'cost', 6, 'refund', '退货退款'),
    ('compensation', 'cost', 7, 'compensation', '违约赔付'),
    ('incentive', 'cost', 8, 'bonuses and deductions', '奖惩'),
    ('training', 'cost', 9, 'training', '培训费'),
    ('premises', 'cost', 10, 'premises and equipment', '场地设备费'),
    ('other', 'cost', 11, 'other', '其他费用'),
    ('customer_payment', 'revenue', 12, 'paid by customers', '用户付费收入');
comment on table service.cost_element is 'reference data';

-- Who answers for an element's cost.
create table service.cost_owner (
    element text primary key references service.cost_element,
    owner   text not null check (length(owner) between 1 and 100)
);

-- What a line of a statement is for. "sign": bonuses are paid, deductions taken. "claimed": a centre may claim it.
create table service.settlement_item (
    item    text primary key,
    element text not null references service.cost_element,
    sign    smallint not null check (sign in (-1, 1)),
    claimed boolean not null,
    place   int not null,
    name_en text not null,
    name_zh text not null
);
insert into service.settlement_item values
    ('labour', 'labour', 1, true, 1, 'labour', '维修工时费'),
    ('travel', 'travel', 1, true, 2, 'visits', '上门费'),
    ('travel_km', 'travel', 1, true, 3, 'distance driven', '里程费'),
    ('part', 'parts', 1, true, 4, 'part of the centre''s own', '网点自备件'),
    ('part_handling', 'parts', 1, true, 5, 'parts handling', '备件管理费'),
    ('on_time', 'incentive', 1, false, 6, 'promises kept', '履约奖励'),
    ('delighted', 'incentive', 1, false, 7, 'delighted customer', '好评奖励'),
    ('late', 'incentive', -1, false, 8, 'promise broken', '违约扣款'),
    ('out_of_standard', 'incentive', -1, false, 9, 'work out of standard', '不规范扣款');
comment on table service.settlement_item is 'reference data';

-- What is paid for an item, by kind of work, type and grade ('*' for all), from a day on and until one. Never changed: what is stated anew
-- becomes another version, and lines name the one that they were made by. Parts may be paid by per cent of their price.
create table service.settlement_rule (
    id            bigint generated always as identity primary key,
    item          text not null references service.settlement_item,
    kind          text not null,
    type          text not null,
    grade         text not null check (grade in ('*', 'junior', 'qualified', 'intermediate', 'senior')),
    amount        numeric(12, 2) check (amount >= 0),
    currency      text check (currency ~ '^[A-Z]{3}$'),
    percent       numeric(7, 3) check (percent between 0 and 1000),
    -- Most visits that are paid; minutes that work takes at least; kilometres not paid, paid without a proof, and paid at most.
    most          int check (most > 0),
    least_minutes int check (least_minutes > 0),
    free_km       numeric(8, 1) check (free_km >= 0),
    usual_km      numeric(8, 1) check (usual_km >= 0),
    most_km       numeric(8, 1) check (most_km >= usual_km),
    valid_from    date not null,
    valid_to      date check (valid_to >= valid_from),
    version       int not null,
    at            timestamptz not null,
    who           text not null,
    unique (item, kind, type, grade, valid_from, version),
    check (num_nonnulls(amount, percent) = 1),
    check ((amount is null) = (currency is null)),
    check (percent is null or item in ('part', 'part_handling')),
    check ((item = 'travel_km') = (most_km is not null))
);
create trigger settlement_rule_is_append_only before update or delete on service.settlement_rule
    for each row execute function service.refuse_change();

create table service.settlement_terms (
    one          boolean primary key default true check (one),
    dispute_days int not null check (dispute_days between 1 and 365)
);
insert into service.settlement_terms values (true, 10);
comment on table service.settlement_terms is 'reference data';

-- What a part costs on a day: the favourable price of common parts, else the standard one, else the service file's.
create function service.part_price_on(wanted text, day date) returns table (amount numeric, currency text) language sql stable as $$
    select valid.amount, valid.currency from (
        select p.amount, p.currency, p.valid_from, case p.class when 'favourable' then 0 else 1 end rank
        from service.part_price p left join service.part k using (part)
        where p.part = wanted and p.valid_from <= day and (p.valid_to is null or p.valid_to >= day)
            and (p.class = 'standard' or coalesce(k.favourable, false))
        union all select p.amount, p.currency, null, 2 from service.price p where p.part = wanted) valid
    order by valid.rank, valid.valid_from desc nulls last limit 1
$$;

-- What a centre claims for a job. One claim per ticket stands; another one takes the withdrawal of the first.
create table service.settlement_claim (
    id           bigint generated always as identity primary key,
    ticket       bigint not null references service.ticket,
    centre       text not null references service.centre,
    currency     text not null check (currency ~ '^[A-Z]{3}$'),
    at           timestamptz not null,
    who          text not null,
    note         text,
    withdrawn_at timestamptz,
    withdrawn_by text,
    check ((withdrawn_at is null) = (withdrawn_by is null))
);
create unique index settlement_claim_once on service.settlement_claim (ticket) where withdrawn_at is null;
create index settlement_claim_centre on service.settlement_claim (centre, id);

create table service.settlement_claim_line (
    claim      bigint not null references service.settlement_claim,
    n          int not null,
    item       text not null references service.settlement_item,
    part_line  bigint references service.part_line,
    quantity   int not null check (quantity between 1 and 1000),
    km         numeric(8, 1) check (km >= 0),
    amount     numeric(12, 2) check (amount >= 0),
    evidence   text,
    allowed    numeric(12, 2) not null check (allowed >= 0),
    verdict    text not null check (verdict in ('accepted', 'cut', 'refused')),
    rule       bigint references service.settlement_rule,
    findings   jsonb not null,
    checked_at timestamptz not null,
    -- By hand, with the reason; then no check changes it any more.
    decided_by text,
    decided_at timestamptz,
    reason     text,
    primary key (claim, n),
    check ((verdict = 'refused') = (allowed = 0)),
    check ((decided_by is null) = (decided_at is null)),
    check ((decided_by is null) = (reason is null)),
    check ((item in ('part', 'part_handling')) = (part_line is not null)),
    check ((item = 'travel_km') = (km is not null))
);
create unique index settlement_claim_line_once on service.settlement_claim_line (claim, item, coalesce(part_line, 0));

-- draft → issued → confirmed → paid, or issued → disputed → resolved → paid.
create table service.settlement_transition (
    from_state text not null,
    to_state   text not null,
    primary key (from_state, to_state)
);
insert into service.settlement_transition values
    ('draft', 'issued'), ('issued', 'confirmed'), ('issued', 'disputed'), ('disputed', 'resolved'), ('confirmed', 'paid'),
    ('resolved', 'paid');
comment on table service.settlement_transition is 'reference data';

create table service.settlement_statement (
    id         bigint generated always as identity primary key,
    number     text not null unique generated always as
               ('ST-' || case when id < 1000000 then lpad(id::text, 6, '0') else id::text end) stored,
    centre     text not null references service.centre,
    month      date not null check (extract(day from month) = 1),
    currency   text not null check (currency ~ '^[A-Z]{3}$'),
    state      text not null check (state in ('draft', 'issued', 'confirmed', 'disputed', 'resolved', 'paid')),
    total      numeric(14, 2) not null default 0,
    made_at    timestamptz not null,
    made_by    text not null,
    issued_at  timestamptz,
    issued_by  text,
    answer_by  timestamptz,
    confirmed_at timestamptz,
    confirmed_by text,
    paid_at    timestamptz,
    paid_by    text,
    payment    text,
    -- One statement for a centre's month, however many servers make it.
    unique (centre, month, currency),
    unique (id, currency),
    check ((state = 'draft') = (issued_at is null)),
    check ((issued_at is null) = (issued_by is null)),
    check ((issued_at is null) = (answer_by is null)),
    check ((confirmed_at is null) = (confirmed_by is null)),
    check ((state = 'paid') = (paid_at is not null)),
    check ((paid_at is null) = (paid_by is null)),
    check ((paid_at is null) = (payment is null))
);
create index settlement_statement_month on service.settlement_statement (month desc, centre);

-- Corrections of what was issued wait here for the centre's next statement.
create table service.settlement_correction (
    id        bigint generated always as identity primary key,
    statement bigint not null references service.settlement_statement,
    line      bigint,
    ticket    bigint references service.ticket,
    element   text not null references service.cost_element,
    amount    numeric(12, 2) not null check (amount <> 0),
    currency  text not null,
    reason    text not null check (length(reason) between 1 and 500),
    at        timestamptz not null,
    who       text not null,
    foreign key (statement, currency) references service.settlement_statement (id, currency)
);
create index settlement_correction_statement on service.settlement_correction (statement);
create trigger settlement_correction_is_append_only before update or delete on service.settlement_correction
    for each row execute function service.refuse_change();

create table service.settlement_line (
    id         bigint generated always as identity primary key,
    statement  bigint not null,
    ticket     bigint references service.ticket,
    item       text not null,
    element    text not null references service.cost_element,
    part_line  bigint references service.part_line,
    claim      bigint references service.settlement_claim,
    rule       bigint references service.settlement_rule,
    quantity   numeric(10, 1) not null,
    amount     numeric(12, 2) not null,
    currency   text not null,
    verdict    text not null check (verdict in ('accepted', 'cut', 'refused')),
    findings   jsonb not null,
    evidence   jsonb not null,
    -- A correction is settled once.
    correction bigint unique references service.settlement_correction,
    foreign key (statement, currency) references service.settlement_statement (id, currency),
    check ((item = 'correction') = (correction is not null)),
    check (correction is not null or ticket is not null),
    check (verdict <> 'refused' or amount = 0)
);
create index settlement_line_statement on service.settlement_line (statement, id);
create index settlement_line_ticket on service.settlement_line (ticket);
-- Nothing is settled twice.
create unique index settlement_line_once on service.settlement_line (ticket, item, coalesce(part_line, 0)) where correction is null;
alter table service.settlement_correction add foreign key (line) references service.settlement_line;

-- A job is settled in one statement.
create table service.settled_ticket (
    ticket    bigint primary key references service.ticket,
    statement bigint not null references service.settlement_statement
);
create index settled_ticket_statement on service.settled_ticket (statement);

create table service.settlement_dispute (
    id          bigint generated always as identity primary key,
    statement   bigint not null references service.settlement_statement,
    line        bigint references service.settlement_line,
    ticket      bigint not null references service.ticket,
    wanted      numeric(12, 2) not null check (wanted > 0),
    currency    text not null,
    reason      text not null check (length(reason) between 1 and 1000),
    evidence    text not null check (length(evidence) between 1 and 1000),
    opened_at   timestamptz not null,
    opened_by   text not null,
    -- Who decided what is disputed: the one who answers must be another person.
    decided_by  text not null,
    answered_at timestamptz,
    answered_by text,
    outcome     text check (outcome in ('upheld', 'partly', 'rejected')),
    granted     numeric(12, 2) check (granted between 0 and wanted),
    answer      text,
    correction  bigint unique references service.settlement_correction,
    foreign key (statement, currency) references service.settlement_statement (id, currency),
    constraint dispute_answered_by_another_person
        check (lower(answered_by) <> lower(decided_by) and lower(answered_by) <> lower(opened_by)),
    check (num_nonnulls(answered_at, answered_by, outcome, granted, answer) in (0, 5)),
    check ((correction is not null) = coalesce(granted > 0, false))
);
create index settlement_dispute_statement on service.settlement_dispute (statement);
-- What is disputed is disputed once.
create unique index settlement_dispute_once on service.settlement_dispute (statement, ticket, coalesce(line, 0));

-- Who did what about a claim or a statement, and when.
create table service.settlement_event (
    id        bigint generated always as identity primary key,
    statement bigint references service.settlement_statement,
    claim     bigint references service.settlement_claim,
    at        timestamptz not null,
    who       text not null,
    what      text not null,
    detail    jsonb not null default '{}',
    check (num_nonnulls(statement, claim) = 1)
);
create index settlement_event_statement on service.settlement_event (statement, id) where statement is not null;
create index settlement_event_claim on service.settlement_event (claim, id) where claim is not null;
create trigger settlement_event_is_append_only before update or delete on service.settlement_event
    for each row execute function service.refuse_change();

create function service.guard_statement() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        raise exception 'a statement is never deleted' using errcode = 'check_violation';
    elsif tg_op = 'INSERT' then
        if new.state <> 'draft' then
            raise exception 'a statement begins as a draft, not as %', new.state using errcode = 'check_violation';
        end if;
        return new;
    end if;
    if new.state <> old.state and not exists (
            select from service.settlement_transition where from_state = old.state and to_state = new.state) then
        raise exception 'statement % cannot go from % to %', old.number, old.state, new.state using errcode = 'check_violation';
    end if;
    if (new.centre, new.month, new.currency) is distinct from (old.centre, old.month, old.currency)
            or (old.state <> 'draft' and (new.total, new.made_at, new.made_by, new.issued_at, new.issued_by, new.answer_by)
                is distinct from (old.total, old.made_at, old.made_by, old.issued_at, old.issued_by, old.answer_by))
            or (old.confirmed_at is not null and (new.confirmed_at, new.confirmed_by) is distinct from (old.confirmed_at, old.confirmed_by))
            or (old.state = 'paid') then
        raise exception 'statement % is issued, and never changes', old.number using errcode = 'check_violation';
    end if;
    if old.state = 'draft' and new.state = 'issued' and new.total is distinct from
            (select coalesce(sum(amount), 0) from service.settlement_line where statement = new.id) then
        raise exception 'the total of statement % is not that of its lines', old.number using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger guard_statement before insert or update or delete on service.settlement_statement
    for each row execute function service.guard_statement();

-- Lines come and go while a statement is a draft, and never after. The lock keeps it a draft until the line is in.
create function service.guard_statement_line() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        raise exception 'a line of a statement never changes' using errcode = 'check_violation';
    end if;
    perform from service.settlement_statement
        where id = case tg_op when 'DELETE' then old.statement else new.statement end and state = 'draft' for share;
    if not found then
        raise exception 'only a draft takes lines, or gives them up' using errcode = 'check_violation';
    end if;
    return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger guard_statement_line before insert or update or delete on service.settlement_line
    for each row execute function service.guard_statement_line();
create trigger guard_settled_ticket before insert or update or delete on service.settled_ticket
    for each row execute function service.guard_statement_line();

create function service.guard_dispute() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or old.answered_at is not null
            or (new.statement, new.line, new.ticket, new.wanted, new.currency, new.reason, new.evidence, new.opened_at, new.opened_by,
                new.decided_by) is distinct from (old.statement, old.line, old.ticket, old.wanted, old.currency, old.reason, old.evidence,
                old.opened_at, old.opened_by, old.decided_by) then
        raise exception 'a dispute keeps what it is about, and is answered once' using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger guard_dispute before update or delete on service.settlement_dispute
    for each row execute function service.guard_dispute();

-- What service costs and brings in: written once, corrected by a counter-entry only.
create table service.cost_entry (
    id        bigint generated always as identity primary key,
    kind      text not null check (kind in ('cost', 'revenue')),
    region    text references service.region,
    centre    text references service.centre,
    element   text not null references service.cost_element,
    amount    numeric(14, 2) not null,
    currency  text not null check (currency ~ '^[A-Z]{3}$'),
    booked_on date not null,
    ticket    bigint references service.ticket,
    source    text not null check (source in ('part', 'settlement', 'promise', 'clock', 'return', 'record_sheet', 'manual', 'counter')),
    source_id text,
    evidence  text not null check (length(evidence) between 1 and 1000),
    at        timestamptz not null,
    who       text not null,
    -- An entry is countered once.
    counters  bigint unique references service.cost_entry,
    check ((source = 'manual') = (source_id is null and counters is null)),
    check ((source = 'counter') = (counters is not null))
);
-- What a ticket, a statement or a case brought is booked once.
create unique index cost_entry_once on service.cost_entry (source, source_id) where source_id is not null;
create index cost_entry_place on service.cost_entry (booked_on, centre, element);
create index cost_entry_ticket on service.cost_entry (ticket) where ticket is not null;
create trigger cost_entry_is_append_only before update or delete on service.cost_entry
    for each row execute function service.refuse_change();

create function service.guard_cost_entry() returns trigger language plpgsql as $$
declare
    countered service.cost_entry;
begin
    if new.kind <> (select kind from service.cost_element where element = new.element) then
        raise exception '% is no element of %', new.element, new.kind using errcode = 'check_violation';
    end if;
    if new.counters is not null then
        select * into countered from service.cost_entry where id = new.counters;
        if countered.source = 'counter' or (new.kind, new.centre, new.element, new.amount, new.currency, new.ticket)
                is distinct from (countered.kind, countered.centre, countered.element, -countered.amount, countered.currency,
                    countered.ticket) then
            raise exception 'a counter-entry takes back one entry whole' using errcode = 'check_violation';
        end if;
    end if;
    return new;
end $$;
create trigger guard_cost_entry before insert on service.cost_entry
    for each row execute function service.guard_cost_entry();

-- What waits to be booked, put there by the transaction that made it. "problem": why it could not be booked yet.
create table service.cost_due (
    source    text not null check (source in ('part', 'promise', 'clock', 'return', 'record_sheet')),
    source_id text not null,
    at        timestamptz not null,
    problem   text check (problem in ('no_price', 'no_amount', 'no_currency')),
    primary key (source, source_id)
);
create index cost_due_at on service.cost_due (at) where problem is null;

create function service.cost_is_due() returns trigger language plpgsql as $$
declare
    said jsonb := to_jsonb(new);
begin
    insert into service.cost_due (source, source_id, at) values (tg_argv[0],
        case tg_argv[0] when 'record_sheet' then (said ->> 'ticket') || '.' || (said ->> 'round') else said ->> 'id' end,
        coalesce(said ->> 'at', said ->> 'settled_at', said ->> 'ended_at', said ->> 'signed_at')::timestamptz)
    on conflict do nothing;
    return null;
end $$;
create trigger stock_move_costs after insert on service.stock_move
    for each row when (new.kind = 'consume') execute function service.cost_is_due('part');
create trigger compensation_case_costs after update on service.compensation_case
    for each row when (new.state = 'paid' and old.state <> 'paid') execute function service.cost_is_due('promise');
create trigger breach_case_costs after update on service.breach_case
    for each row when (new.state = 'paid' and old.state <> 'paid') execute function service.cost_is_due('clock');
create trigger return_case_costs after update on service.return_case
    for each row when (new.settled_at is not null and old.settled_at is null) execute function service.cost_is_due('return');
create trigger record_sheet_costs after insert on service.record_sheet
    for each row execute function service.cost_is_due('record_sheet');
insert into service.cost_due (source, source_id, at)
select 'part', id::text, at from service.stock_move where kind = 'consume'
union all select 'promise', id::text, ended_at from service.compensation_case where state = 'paid'
union all select 'clock', id::text, ended_at from service.breach_case where state = 'paid'
union all select 'return', id::text, settled_at from service.return_case where settled_at is not null
union all select 'record_sheet', ticket || '.' || round, signed_at from service.record_sheet;

-- What an element may cost in a month: at a centre, in a region, or all together. The newest version counts.
create table service.budget (
    id       bigint generated always as identity primary key,
    region   text references service.region,
    centre   text references service.centre,
    element  text not null references service.cost_element,
    month    date not null check (extract(day from month) = 1),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    version  int not null check (version > 0),
    amount   numeric(14, 2) not null check (amount >= 0),
    at       timestamptz not null,
    who      text not null,
    check (num_nonnulls(region, centre) < 2)
);
create unique index budget_version on service.budget
    (coalesce(centre, ''), coalesce(region, ''), element, month, currency, version);
create trigger budget_is_append_only before update or delete on service.budget
    for each row execute function service.refuse_change();

-- At which per cent of a budget its owners are warned.
create table service.budget_threshold (
    percent numeric(6, 2) primary key check (percent > 0)
);
insert into service.budget_threshold values (80), (100);
comment on table service.budget_threshold is 'reference data';

-- The element's owner and whoever answers for the place, each once for each budget and share.
create table service.budget_alert (
    id            bigint generated always as identity primary key,
    budget        bigint not null references service.budget,
    percent       numeric(6, 2) not null,
    actual        numeric(14, 2) not null,
    raised_at     timestamptz not null,
    element_owner text,
    place_role    text not null check (place_role in ('station_chief', 'region_supervisor', 'headquarters')),
    acknowledged_at timestamptz,
    acknowledged_by text,
    unique (budget, percent),
    check ((acknowledged_at is null) = (acknowledged_by is null))
);

-- Cost of service by station and element, a month at a time. Corrections count where they were booked.
create view service.service_cost as
select region, centre, element, date_trunc('month', booked_on)::date as month, currency, sum(amount) as amount
from service.cost_entry where kind = 'cost' group by region, centre, element, date_trunc('month', booked_on)::date, currency;

-- The same by region: region × element, the domain's cost matrix.
create view service.service_cost_by_region as
select region, element, month, currency, sum(amount) as amount from service.service_cost group by region, element, month, currency;

-- What customers paid, beside it.
create view service.service_revenue as
select region, centre, element, date_trunc('month', booked_on)::date as month, currency, sum(amount) as amount
from service.cost_entry where kind = 'revenue' group by region, centre, element, date_trunc('month', booked_on)::date, currency;

-- Cost per ticket: what is booked to tickets ÷ the tickets that it is booked to, by station and month of booking.
create view service.service_cost_per_ticket as
select region, centre, date_trunc('month', booked_on)::date as month, currency, sum(amount) as amount, count(distinct ticket) as tickets,
    round(sum(amount) / count(distinct ticket), 2) as per_ticket
from service.cost_entry where kind = 'cost' and ticket is not null
group by region, centre, date_trunc('month', booked_on)::date, currency;

create view service.budget_now as
select distinct on (coalesce(centre, ''), coalesce(region, ''), element, month, currency) *
from service.budget order by coalesce(centre, ''), coalesce(region, ''), element, month, currency, version desc;

-- Budget against actual for each centre, each region with all its centres, and everything together. Budget or actual may be missing.
create view service.budget_against_actual as
select coalesce(b.level, a.level) as level, coalesce(b.region, a.region) as region, coalesce(b.centre, a.centre) as centre, element,
    month, currency, b.id as budget_id, b.version, b.amount as budget, coalesce(a.amount, 0) as actual,
    round(coalesce(a.amount, 0) / nullif(b.amount, 0), 4) as share, b.amount - coalesce(a.amount, 0) as remaining
from (select case when centre is not null then 'centre' when region is not null then 'region' else 'headquarters' end as level,
        coalesce(centre, region, '') as place, id, region, centre, element, month, currency, version, amount
    from service.budget_now) b
full join (
    select 'centre' as level, centre as place, null::text as region, centre, element, month, currency, sum(amount) as amount
        from service.service_cost where centre is not null group by centre, element, month, currency
    union all select 'region', region, region, null, element, month, currency, sum(amount)
        from service.service_cost where region is not null group by region, element, month, currency
    union all select 'headquarters', '', null, null, element, month, currency, sum(amount)
        from service.service_cost group by element, month, currency) a
    using (level, place, element, month, currency);
