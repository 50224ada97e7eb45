-- A visit that nobody can come to in its window any more: an alarm to the dispatcher, and a message to the customer who counts on it.
-- Kinds are added to whatever there are, so that the order in which kinds come does not matter.
do $$
declare
    kinds text;
begin
    select pg_get_constraintdef(oid) into strict kinds from pg_constraint
    where conname = 'alarm_kind_check' and conrelid = 'service.alarm'::regclass;
    execute 'alter table service.alarm drop constraint alarm_kind_check, add constraint alarm_kind_check '
        || replace(kinds, 'ARRAY[', 'ARRAY[''no_technician''::text, ');
    select pg_get_constraintdef(oid) into strict kinds from pg_constraint
    where conname = 'message_kind_check' and conrelid = 'service.message'::regclass;
    execute 'alter table service.message drop constraint message_kind_check, add constraint message_kind_check '
        || replace(kinds, 'ARRAY[', 'ARRAY[''cannot_come''::text, ');
end $$;
