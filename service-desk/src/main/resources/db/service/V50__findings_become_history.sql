-- What a ticket found and repaired becomes part of the appliance's recorded history (fleet.failure, fleet.repair).

-- Whether the component had failed, or was found before it did; null where nobody said.
alter table service.ticket_finding add column failed boolean;

-- Tickets whose work is still to be written into history: those of before.
create table service.history_due (ticket bigint primary key references service.ticket);
insert into service.history_due
select t.id from service.ticket t
where t.appliance_no is not null and (t.finding = 'failure' or exists (
    select from service.ticket_event e where e.ticket = t.id and e.to_state in ('repaired', 'accepted')));

-- A failure that only a ticket tells of is counted by its ticket, as before; one of another component than the ticket's, by itself.
create or replace view service.counted_preempted_failures as
with failure as (
    select f.appliance_no, f.time at, dealt.id ticket
    from fleet.failure f left join lateral (
        select t.id from service.ticket t
        where t.appliance_no = f.appliance_no and t.component = f.component and t.kind in ('repair', 'part_replacement')
            and t.opened_at < f.time + interval '30 days' and (t.ended_at is null or t.ended_at >= f.time)
        order by t.opened_at, t.id limit 1) dealt on true
    where not f.from_ticket or not exists (
        select from service.ticket t where t.number = f.ticket and t.component = f.component)
    union all
    select t.appliance_no, coalesce(t.called_at, arrived.at, t.ended_at), t.id
    from service.ticket t left join lateral (
        select min(v.arrived_at) at from service.ticket_visit v where v.ticket = t.id) arrived on true
    where t.finding = 'failure' and t.ended_at is not null and t.kind in ('repair', 'part_replacement') and t.appliance_no is not null
        and not exists (select from fleet.failure f where f.appliance_no = t.appliance_no and f.component = t.component
            and not f.from_ticket
            and f.time between coalesce(t.called_at, t.opened_at) - interval '30 days' and t.ended_at)),
known as (
    select f.appliance_no, f.at, f.ticket, t.source, t.opened_at, t.ended_at, coalesce(t.called_at, f.at) called
    from failure f left join service.ticket t on t.id = f.ticket)
select k.ticket, k.appliance_no, k.at, null::text aspect, null::text channel,
    case
        when k.ticket is null or k.source = 'customer' or k.opened_at >= k.called then 0
        -- What was built in says which part was right.
        when exists (select from service.part_line l where l.ticket = k.ticket) then (not exists (
            select from service.part_line l where l.ticket = k.ticket and not exists (
                select from service.reservation r where r.ticket = k.ticket and l.part in (r.part, r.asked) and r.held_at < k.called
                    and (r.ended_at is null or r.ended_at >= k.called))))::int
        when exists (select from service.reservation r where r.ticket = k.ticket and r.state = 'consumed') then (not exists (
            select from service.reservation r where r.ticket = k.ticket and r.state = 'consumed' and r.held_at >= k.called))::int
        -- Nothing was built in yet: something is held.
        when exists (select from service.reservation r where r.ticket = k.ticket and r.held_at < k.called
            and (r.ended_at is null or r.ended_at >= k.called)) then 1
        -- The work needed no part.
        else (k.ended_at is not null and not exists (select from service.reservation r where r.ticket = k.ticket)
            and not exists (select from service.purchase_proposal p where p.ticket = k.ticket)
            and not exists (select from service.ticket_finding n where n.ticket = k.ticket and n.part is not null))::int
    end numerator, 1 denominator
from known k;
