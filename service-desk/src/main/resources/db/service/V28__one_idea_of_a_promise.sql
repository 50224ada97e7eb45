-- One idea of a promise: what a rule promises (its clock), and what a person promised, are seen together; whichever is broken opens a case in
-- one table of compensation, by one tariff.

alter table service.compensation_tariff
    drop constraint compensation_tariff_promise_check,
    add constraint compensation_tariff_promise_check
        check (promise in ('time', 'free_repair', 'other', 'first_contact', 'visit', 'finished', 'acknowledge', 'confirm'));
insert into service.compensation_tariff (promise, amount, currency, valid_from)
    select promise, amount, currency, date '1970-01-01' from service.breach_tariff
    on conflict do nothing;
drop table service.breach_tariff;

alter table service.compensation_case
    alter column promise drop not null,
    add column clock bigint unique references service.clock_promise,
    -- The number that a case had while broken clocks had a table of their own.
    add column breach bigint unique,
    add constraint compensation_is_for_one_promise check (num_nonnulls(promise, clock) = 1);
insert into service.compensation_case (clock, breach, ticket, centre, amount, currency, state, opened_at, ended_at, ended_by, note)
    select promise, id, ticket, centre, amount, currency, state, opened_at, ended_at, ended_by, note
    from service.breach_case order by id;
drop table service.breach_case;
create index compensation_case_open on service.compensation_case (centre, opened_at) where state = 'open';
create index compensation_case_ticket on service.compensation_case (ticket);

-- What was kept under the old numbers, for whoever noted them.
create view service.breach_case as
select breach id, clock promise, ticket, centre, amount, currency, opened_at, state, ended_at, ended_by, note
from service.compensation_case where breach is not null;

-- All promises of tickets. "source": rule, or person.
create view service.promise as
select 'rule' source, p.id, p.ticket, p.promise, null::text words, p.started_at made_at, 'hearthwatch' who, p.due_at,
    case when p.breached_at is not null then 'broken' when p.outcome = 'dropped' then 'dropped' when p.ended_at is not null then 'kept'
        else 'open' end state,
    coalesce(p.breached_at, p.ended_at) ended_at, c.id compensation
from service.clock_promise p left join service.compensation_case c on c.clock = p.id
union all
select 'person', p.id, p.ticket, p.promise, p.words, p.at, p.who, p.due_at, p.state, p.ended_at, c.id
from service.ticket_promise p left join service.compensation_case c on c.promise = p.id;

-- What a person promised by when is looked at then, as clocks are.
create index ticket_promise_due on service.ticket_promise (due_at) where state = 'open' and due_at is not null;
