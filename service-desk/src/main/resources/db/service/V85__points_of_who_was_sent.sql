-- A broken promise costs points whom the centre in charge had sent, and had not taken off again: not whoever was there before the ticket was
-- reopened, handed over or handed back, nor whoever was only planned. What was booked before by the wider rule stays in the ledger, until
-- somebody cancels the entry, or its ticket is looked at again and the cause is found to be none.
create or replace function service.technician_sent(bigint, timestamptz) returns text language sql stable as $$
    select e.detail ->> 'technician' from service.ticket_event e
    where e.ticket = $1 and e.at <= $2 and e.to_state in ('dispatched', 'on_site') and e.detail ->> 'technician' is not null
        and not exists (
            select from service.ticket_event off
            where off.ticket = e.ticket and off.at <= $2 and off.id > e.id and (
                off.to_state in ('reopened', 'information') or off.what = 'handed_over'
                -- Taken off before they came; who was there, and for whom another visit is agreed, was sent all the same.
                or (off.to_state = 'scheduled' and off.from_state in ('dispatched', 'confirmed'))))
    order by e.id desc limit 1
$$;
