-- A pinned visit that cannot begin at its time, because somebody is ill or late: an alarm to the dispatcher. Kinds are added to whatever
-- there are, so that the order in which kinds come does not matter.
do $$
declare
    kinds text;
begin
    select pg_get_constraintdef(oid) into strict kinds from pg_constraint
    where conname = 'alarm_kind_check' and conrelid = 'service.alarm'::regclass;
    execute 'alter table service.alarm drop constraint alarm_kind_check, add constraint alarm_kind_check '
        || replace(kinds, 'ARRAY[', 'ARRAY[''pin_not_kept''::text, ');
end $$;

-- A pin holds when, too, from when people were told.
update service.dispatch_pin p set begin_at = lower(v.during)
from service.dispatch_visit v join service.ticket t on t.id = v.ticket
where v.ticket = p.ticket and v.ended_at is null and v.held_until is null and p.ended_at is null and p.begin_at is null
    and t.state in ('dispatched', 'confirmed');
