-- A ticket that waited for a failure of a part which another ticket replaced meanwhile ends by itself, for a reason of its own. Whether there
-- was anything behind it nobody looked at, so it is neither a hit nor a needless one.
alter table service.ticket
    drop constraint ticket_end_reason_check,
    add constraint ticket_end_reason_check check (end_reason in ('repaired', 'expired', 'false_alarm', 'nothing_found', 'not_useful',
        'declined', 'remote', 'misuse', 'answered', 'installed', 'maintained', 'surveyed', 'settled', 'unfounded', 'exchanged',
        'refunded', 'joined', 'superseded'));

-- What is still to be looked at, and what became of it. Written with the repair, in its transaction; the ticket ends in one of its own.
create table service.superseded (
    ticket    bigint primary key references service.ticket,
    by_ticket bigint not null references service.ticket,
    at        timestamptz not null,
    -- "left": a visit is under way, a customer has called about it, or it is about safety; people bring it to its end.
    outcome   text check (outcome in ('ended', 'left')),
    done_at   timestamptz,
    check (ticket <> by_ticket),
    check ((outcome is null) = (done_at is null))
);
create index superseded_due on service.superseded (at) where done_at is null;

create or replace view service.counted_false_alarms as
select id ticket, null::int appliance_no, ended_at at, null::text aspect, source channel,
    (coalesce(finding, '') = 'nothing_found' or end_reason in ('false_alarm', 'nothing_found'))::int numerator, 1 denominator
from service.ticket
where source in ('prediction', 'fault_code') and ended_at is not null
    and end_reason not in ('expired', 'declined', 'joined', 'not_useful', 'superseded');
update service.indicator set
    definition_en = replace(definition_en, 'joined to another, judged not useful', 'joined to another, superseded by another''s repair, judged not useful'),
    definition_zh = replace(definition_zh, '并入其他工单、判定无用', '并入其他工单、因其他工单已维修而取消、判定无用')
where name = 'false_alarms';

create or replace view service.counted_repair_success as
select t.id ticket, null::int appliance_no, t.ended_at at, null::text aspect, null::text channel,
    (t.end_reason in ('repaired', 'misuse'))::int numerator, 1 denominator
from service.ticket t
where t.ended_at is not null and t.kind in ('repair', 'part_replacement')
    and t.end_reason not in ('nothing_found', 'false_alarm', 'joined', 'superseded')
    and (exists (select from service.ticket_visit v where v.ticket = t.id)
        or exists (select from service.ticket_event e where e.ticket = t.id and e.to_state = 'workshop'));

-- A customer who counts on the visit, or was asked to pick a time for it, is told that it is not needed any more.
do $$
declare
    kinds text;
begin
    select pg_get_constraintdef(oid) into strict kinds from pg_constraint
    where conname = 'message_kind_check' and conrelid = 'service.message'::regclass;
    execute 'alter table service.message drop constraint message_kind_check, add constraint message_kind_check '
        || replace(kinds, 'ARRAY[', 'ARRAY[''superseded''::text, ');
end $$;
