-- A ticket goes to another service centre, or back to the information agent.

-- Back with the information agent: no time that the customer takes could be kept.
insert into service.ticket_state values ('information', 'back with the information agent', '退回信息员');
insert into service.ticket_transition (kind, from_state, to_state, needs)
select k.kind, s.from_state, s.to_state, s.needs
from service.ticket_kind k cross join (values
    ('scheduled', 'information', '{reason,time_refused}'::text[]),
    ('dispatched', 'information', '{reason,time_refused}'),
    ('confirmed', 'information', '{reason,time_refused}'),
    ('information', 'cancelled', '{reason}')) s (from_state, to_state, needs)
where k.visit;
-- From there on as after the diagnosis: another window, or another diagnosis.
insert into service.ticket_transition (kind, from_state, to_state, needs)
select t.kind, 'information', t.to_state, t.needs from service.ticket_transition t join service.ticket_kind k using (kind)
where k.visit and t.from_state = 'triaged' and t.to_state in ('scheduled', 'workshop', 'exchange', 'refund');
insert into service.ticket_transition (kind, from_state, to_state, needs)
select t.kind, 'information', 'triaged', t.needs from service.ticket_transition t join service.ticket_kind k using (kind)
where k.visit and t.from_state = 'opened' and t.to_state = 'triaged';

-- Who is at the customer's, or has done the work, has the ticket to its end.
create function service.guard_ticket_centre() returns trigger language plpgsql as $$
begin
    if old.centre is not null and old.state not in ('opened', 'triaged', 'scheduled', 'dispatched', 'confirmed', 'information', 'reopened') then
        raise exception 'ticket % is % and stays with its service centre', old.number, old.state using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger guard_ticket_centre before update of centre on service.ticket
    for each row when (new.centre is distinct from old.centre) execute function service.guard_ticket_centre();
