-- Licence points that what happened on a ticket costs or earns: by a tariff, once for each reason and ticket, taken back where the cause turns out
-- not to have been one. A person may cancel any entry, with a reason. The ledger stays append-only.

alter table service.licence_move
    drop constraint licence_move_reason_check,
    drop constraint licence_move_check,
    add constraint licence_move_reason_check check (reason in ('broken_promise', 'out_of_standard', 'overcharge', 'not_fixed_first',
        'repeat_repair', 'delighted_customer', 'improvement', 'review', 'retraining', 'cancelled')),
    -- By the tariff, and not by a person.
    add column by_rule boolean not null default false,
    -- What it was for, for people.
    add column cause jsonb,
    add column cancels bigint unique references service.licence_move,
    add constraint licence_move_counts check (points <> 0 or reason in ('review', 'retraining', 'cancelled')),
    add constraint licence_move_cancels check ((reason = 'cancelled') = (cancels is not null)),
    add constraint licence_move_by_rule check (not by_rule or ticket is not null);
drop index service.licence_move_once;
create unique index licence_move_once on service.licence_move (technician, ticket, reason) where ticket is not null and reason <> 'cancelled';
create index licence_move_ticket on service.licence_move (ticket) where ticket is not null;

-- How many points what costs or earns, from a day on. Never changed: what is said anew is another version.
create table service.licence_tariff (
    reason     text not null check (reason in ('broken_promise', 'out_of_standard', 'overcharge', 'not_fixed_first', 'repeat_repair',
                                               'delighted_customer')),
    valid_from date not null,
    version    int not null check (version > 0),
    -- None: it is not counted.
    points     int not null check (points between -100 and 100),
    who        text not null,
    at         timestamptz not null,
    primary key (reason, valid_from, version),
    check (case when reason = 'delighted_customer' then points >= 0 else points <= 0 end)
);
create trigger licence_tariff_is_append_only before update or delete on service.licence_tariff
    for each row execute function service.refuse_change();
-- Where tickets are there already, nobody loses points for what was done before there was a tariff.
insert into service.licence_tariff (reason, valid_from, version, points, who, at)
select v.reason, coalesce((select max(e.at)::date + 1 from service.ticket_event e), '1900-01-01'), 1, v.points, 'hearthwatch', '1970-01-01Z'
from (values ('broken_promise', -3), ('out_of_standard', -5), ('overcharge', -10), ('not_fixed_first', -2), ('repeat_repair', -5),
    ('delighted_customer', 1)) v (reason, points);
comment on table service.licence_tariff is 'reference data';

-- Tickets to look at again, and technicians who may not work any more and still have visits.
create table service.licence_due (
    id         bigint generated always as identity primary key,
    ticket     bigint references service.ticket,
    technician text,
    check (num_nonnulls(ticket, technician) = 1)
);

create function service.licence_of_ticket() returns trigger language plpgsql as $$
begin
    insert into service.licence_due (ticket) values (new.ticket);
    return null;
end $$;
create trigger licence_due after insert or update on service.compensation_case for each row execute function service.licence_of_ticket();
create trigger licence_due after insert or update on service.record_sheet for each row execute function service.licence_of_ticket();
create trigger licence_due after insert on service.ticket_review for each row execute function service.licence_of_ticket();
create trigger licence_due after insert on service.survey for each row execute function service.licence_of_ticket();

create function service.licence_of_complaint() returns trigger language plpgsql as $$
begin
    insert into service.licence_due (ticket)
        select distinct about from unnest(array[new.about, case when tg_op = 'UPDATE' then old.about end]) a (about) where about is not null;
    return null;
end $$;
create trigger licence_due after insert or update on service.complaint for each row execute function service.licence_of_complaint();

-- How a ticket ended says something of it, and of those about the same appliance that were closed before.
create function service.licence_of_end() returns trigger language plpgsql as $$
begin
    insert into service.licence_due (ticket)
        select new.id
        union select c.about from service.complaint c where c.ticket = new.id and c.about is not null
        union select t.id from service.ticket t
        where t.appliance_no = new.appliance_no and t.id < new.id and t.ended_at > new.opened_at - interval '400 days'
            and t.kind in ('repair', 'part_replacement');
    return null;
end $$;
create trigger licence_due after update on service.ticket for each row
    when (old.state is distinct from new.state and new.state in ('closed', 'cancelled')) execute function service.licence_of_end();

create function service.licence_of_revoked() returns trigger language plpgsql as $$
begin
    insert into service.licence_due (technician) values (new.id);
    return null;
end $$;
create trigger licence_due after update on service.technician for each row
    when (old.revoked_at is null and new.revoked_at is not null) execute function service.licence_of_revoked();

-- Who was sent at that moment, and who had been there last.
create function service.technician_sent(bigint, timestamptz) returns text language sql stable as $$
    select e.detail ->> 'technician' from service.ticket_event e
    where e.ticket = $1 and e.at <= $2 and e.detail ->> 'technician' is not null order by e.id desc limit 1
$$;
create function service.technician_there(bigint, timestamptz) returns text language sql stable as $$
    select v.technician from service.ticket_visit v where v.ticket = $1 and v.arrived_at <= $2 order by v.number desc limit 1
$$;

-- What costs or earns points: certain, and not lifted. One row for a technician, a ticket and a reason.
create view service.licence_cause as
select k.id technician, x.ticket, x.reason, min(x.at) at,
    jsonb_build_object('en', string_agg(x.en, '; ' order by x.at, x.en), 'zh', string_agg(x.zh, '；' order by x.at, x.en)) cause
from (
    -- A promise that whoever was sent could keep, and that nobody excused.
    select 'broken_promise' reason, c.ticket, service.technician_sent(c.ticket, c.opened_at) technician, c.opened_at at,
        'promise broken: ' || coalesce(p.promise, q.promise) en, '承诺未兑现：' || coalesce(p.promise, q.promise) zh
    from service.compensation_case c
    left join service.clock_promise p on p.id = c.clock
    left join service.ticket_promise q on q.id = c.promise
    where c.state <> 'refused' and coalesce(p.promise, q.promise) not in ('first_contact')
    union all
    select 'out_of_standard', s.ticket, service.technician_there(s.ticket, s.signed_at), s.signed_at,
        'left undone: ' || array_to_string(s.out_of_standard, ', '), '未按规范完成：' || array_to_string(s.out_of_standard, '、')
    from service.record_sheet s where cardinality(s.out_of_standard) > 0
    union all
    -- The last word of the review counts.
    select 'out_of_standard', r.ticket, r.technician, r.at, 'the review was not passed', '复核未通过'
    from service.ticket_review r
    where not r.passed and not exists (
        select from service.ticket_review n where n.ticket = r.ticket and n.round = r.round and n.id > r.id and n.passed)
    union all
    -- A complaint about the service or the repair whose cause was found, and that did not turn out to be none.
    select 'out_of_standard', c.about, service.technician_there(c.about, f.at), f.at, 'complaint ' || t.number || ' upheld', '投诉成立：' || t.number
    from service.complaint c join service.ticket t on t.id = c.ticket join service.first_closing f on f.ticket = c.ticket
    where c.about is not null and c.class in ('service', 'repair') and c.cause is not null
        and coalesce(t.end_reason, '') not in ('false_alarm', 'nothing_found', 'not_useful', 'joined', 'declined')
    union all
    select 'overcharge', s.ticket, service.technician_there(s.ticket, s.signed_at), s.signed_at, 'charged above the tariff', '超标准收费'
    from service.record_sheet s where s.above_tariff
    union all
    -- What goes to the workshop takes two visits.
    select 'not_fixed_first', w.ticket, (select v.technician from service.ticket_visit v where v.ticket = w.ticket order by v.number limit 1),
        w.at, 'it took ' || w.visits || ' visits', '上门 ' || w.visits || ' 次才解决'
    from service.closed_work w
    where w.visits > 1 and w.reason = 'repaired'
        and not exists (select from service.ticket_event e where e.ticket = w.ticket and e.to_state = 'workshop')
    union all
    select 'repeat_repair', w.ticket, service.technician_there(w.ticket, w.at), w.at, 'came back inside the repair guarantee', '维修保证期内返修'
    from service.closed_work w join service.ticket t on t.id = w.ticket left join service.guarantee_of_type g on g.type = t.type
    where w.reason = 'repaired' and w.came_back and w.visits > 0 and (
        -- Certain once what followed is closed too: then it is known whether there was anything.
        t.times_reopened > 0 and t.state = 'closed'
            and coalesce(t.end_reason, '') not in ('false_alarm', 'nothing_found', 'not_useful', 'joined', 'expired')
        or exists (
            select from service.ticket l
            where l.appliance_no = t.appliance_no and l.id <> t.id and l.state = 'closed'
                and l.opened_at >= w.at and l.opened_at < w.at + make_interval(days => coalesce(g.days, 90))
                and l.kind in ('repair', 'part_replacement')
                and (l.component = t.component or (l.parent = t.id and l.link = 'repair_guarantee' and l.component = 'unknown'))
                and (l.source not in ('prediction', 'maintenance_plan') or l.finding = 'failure')
                and coalesce(l.end_reason, '') not in ('false_alarm', 'nothing_found', 'not_useful', 'joined', 'expired')))
    union all
    -- The marks that a customer gives without the technician beside.
    select 'delighted_customer', s.ticket, service.technician_there(s.ticket, s.at), s.at, 'full marks in the survey', '满意度调查满分'
    from service.survey s where s.solved and least(s.attitude, s.efficiency, s.quality, s.product) = 5
) x join service.technician k on lower(k.id) = lower(x.technician)
group by k.id, x.ticket, x.reason;

create or replace function service.apply_licence_move() returns trigger language plpgsql as $$
declare
    lowest int := 0;
begin
    -- Points alone do not give a licence back; that it should never have been lost does.
    if new.reason = 'cancelled' then
        select coalesce(min(100 + s.points), 100) into lowest from (
            select sum(m.points) over (order by m.id) points from service.licence_move m
            where m.technician = new.technician and m.reason <> 'cancelled'
                and m.id > coalesce((select max(r.id) from service.licence_move r
                    where r.technician = new.technician and r.reason in ('review', 'retraining')), 0)
                and not exists (select from service.licence_move c where c.cancels = m.id)) s;
    end if;
    -- Below 60 the licence is gone, until a retraining gives it back.
    update service.technician set points = points + new.points,
            revoked_at = case when new.reason = 'retraining' then null
                when points + new.points < 60 then coalesce(revoked_at, new.at)
                when lowest >= 60 then null else revoked_at end
        where id = new.technician;
    return null;
end $$;
