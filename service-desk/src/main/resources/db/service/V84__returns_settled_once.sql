-- Exchange and refund are settled in the step that is theirs, once for a ticket and once for an appliance; and a ticket with one that is settled
-- does not end as cancelled. What was settled twice before stays: of each ticket and each appliance the first one counts here.
alter table service.return_case
    add column settled_ticket bigint,
    add column settled_appliance int;
update service.return_case r set
    settled_ticket = case when r.id = (select min(o.id) from service.return_case o where o.ticket = r.ticket and o.settled_at is not null)
        then r.ticket end,
    settled_appliance = case when r.id = (select min(o.id) from service.return_case o join service.ticket ot on ot.id = o.ticket
        where ot.appliance_no = t.appliance_no and o.settled_at is not null) then t.appliance_no end
from service.ticket t where t.id = r.ticket and r.settled_at is not null;
create unique index return_case_settled_of_ticket on service.return_case (settled_ticket) where settled_ticket is not null;
create unique index return_case_settled_of_appliance on service.return_case (settled_appliance) where settled_appliance is not null;

create function service.settle_return_case() returns trigger language plpgsql as $$
declare
    is_in text;
begin
    select t.id, t.appliance_no, t.state into new.settled_ticket, new.settled_appliance, is_in from service.ticket t where t.id = new.ticket;
    if tg_op = 'UPDATE' and is_in <> new.way then
        raise exception 'a % is not settled while its ticket is %', new.way, is_in using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger settle_return_case before update on service.return_case
    for each row when (new.settled_at is not null and old.settled_at is null) execute function service.settle_return_case();
create trigger enter_settled_return_case before insert on service.return_case
    for each row when (new.settled_at is not null) execute function service.settle_return_case();

-- What a model expected runs out by itself, whatever was settled about it before.
create function service.refuse_cancelling_settled() returns trigger language plpgsql as $$
begin
    if exists (select from service.return_case r where r.ticket = new.id and r.settled_at is not null) then
        raise exception 'ticket % has an exchange or a refund that is settled, and is not cancelled', new.number using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger refuse_cancelling_settled before update of state on service.ticket
    for each row when (new.state = 'cancelled' and old.state <> 'cancelled' and new.end_reason <> 'expired')
    execute function service.refuse_cancelling_settled();
update service.ticket_transition set needs = needs || '{unsettled}' where to_state = 'cancelled';
