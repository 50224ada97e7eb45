-- A unit that was built in under a ticket which held none is reserved and used up at the same instant: nobody asked a warehouse for it,
-- so it says nothing of what the first warehouse could fill.
create or replace view service.counted_parts_availability as
with first as (
    select distinct on (r.ticket, coalesce(r.asked, r.part)) r.ticket, coalesce(r.asked, r.part) part, r.held_at at, m.warehouse
    from service.reservation r join service.stock_move m on m.reservation = r.id and m.kind = 'reserve'
    where r.ticket is not null and not (r.state = 'consumed' and r.ended_at = r.held_at)
    order by r.ticket, coalesce(r.asked, r.part), r.held_at, r.id)
select coalesce(f.ticket, p.ticket) ticket, null::int appliance_no, least(f.at, p.made_at) at, null::text aspect, null::text channel,
    (f.ticket is not null and (p.ticket is null or p.made_at > f.at) and exists (
        select from service.ticket t join service.centre c on c.id = t.centre join service.warehouse w on w.id = f.warehouse
        where t.id = f.ticket and (w.id = c.warehouse or (w.kind = 'van' and w.parent = c.warehouse))))::int numerator, 1 denominator
from first f full join service.purchase_proposal p on p.ticket = f.ticket and p.part = f.part;

-- What could not be booked is tried again in turn, the longest untried first, so that a pass stays short however much waits for a price.
alter table service.cost_due add column tried_at timestamptz;
create index cost_due_again on service.cost_due (tried_at nulls first, source, source_id) where problem is not null;
