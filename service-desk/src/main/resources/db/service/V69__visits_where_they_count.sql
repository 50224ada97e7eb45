-- As it was; but the visits of a ticket are counted only by those who ask for them. A join could not be left out: repairs that last and the
-- product repair rate counted the visits of every closed ticket, for nothing.
create or replace view service.closed_work as
select f.ticket, f.at, t.appliance_no, t.source,
    case when t.times_reopened = 0 then t.end_reason else (
        select e.detail ->> 'reason' from service.ticket_event e where e.ticket = f.ticket and e.to_state = 'closed' order by e.id limit 1)
    end reason,
    (select count(*) from service.ticket_visit v where v.ticket = f.ticket and v.arrived_at <= f.at) visits,
    (t.times_reopened > 0 and exists (
        select from service.ticket_event e
        where e.ticket = f.ticket and e.to_state = 'reopened' and e.at < f.at + make_interval(days => coalesce(g.days, 90))))
    or exists (
        select from service.ticket l
        where l.appliance_no = t.appliance_no and l.id <> t.id
            and l.opened_at >= f.at and l.opened_at < f.at + make_interval(days => coalesce(g.days, 90))
            and l.kind in ('repair', 'part_replacement')
            and (l.component = t.component or (l.parent = t.id and l.link = 'repair_guarantee' and l.component = 'unknown'))
            and (l.source not in ('prediction', 'maintenance_plan') or l.finding = 'failure')
            and coalesce(l.end_reason, '') not in ('false_alarm', 'nothing_found', 'not_useful', 'joined', 'expired')) came_back
from service.first_closing f
join service.ticket t on t.id = f.ticket and t.kind in ('repair', 'part_replacement')
left join service.guarantee_of_type g on g.type = t.type;

-- It asks twice, so the join is its own.
create or replace view service.counted_first_time_fix as
select w.ticket, null::int appliance_no, w.at, null::text aspect, w.source channel,
    (v.visits = 1 and not w.came_back)::int numerator, 1 denominator
from service.closed_work w
cross join lateral (select count(*) visits from service.ticket_visit v where v.ticket = w.ticket and v.arrived_at <= w.at) v
where v.visits > 0;
