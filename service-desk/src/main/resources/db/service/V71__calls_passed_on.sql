-- A customer called a centre that had the ticket before: whoever has it now is to call back. The kind is added to whatever there are.
do $$
declare
    kinds text;
begin
    select pg_get_constraintdef(oid) into strict kinds from pg_constraint
    where conname = 'alarm_kind_check' and conrelid = 'service.alarm'::regclass;
    execute 'alter table service.alarm drop constraint alarm_kind_check, add constraint alarm_kind_check '
        || replace(kinds, 'ARRAY[', 'ARRAY[''call''::text, ');
end $$;

-- Whether one of some centres may take a call about a ticket that another centre has: it had the ticket before, or the household is its own.
-- It may not look at the ticket by that.
create function service.may_take_call(of_ticket bigint, centres text[]) returns boolean language sql stable as $$
    select exists (select from service.ticket_event e
            where e.ticket = of_ticket and e.what = 'handed_over' and e.detail ->> 'from_centre' = any (centres))
        or exists (select from service.ticket t join service.household h on h.id = t.household
            where t.id = of_ticket and h.centre = any (centres))
$$;
