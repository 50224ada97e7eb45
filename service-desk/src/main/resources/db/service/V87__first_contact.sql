-- An attempt that reached nobody is no contact. Whoever called us was reached.
alter table service.ticket_contact
    add column reached boolean not null default true,
    add constraint ticket_contact_reached check (reached or not incoming);

-- The same idea as that of the clock first_contact.
update service.indicator set
    definition_en = 'ticket opened → first contact: the first talk with the customer that we began and in which they were reached, guidance, answer, or the step that takes the ticket up. Counts in the month of the contact.',
    definition_zh = '工单受理 → 首次联系用户：我方首次主动联系并联系上用户、远程指导、答复，或接单处理。计入联系当月。'
where name = 'response_time';
create or replace view service.counted_response_time as
select t.id ticket, null::int appliance_no, first.at, null::text aspect, t.channel,
    extract(epoch from greatest(first.at - t.opened_at, interval '0')) numerator, 1 denominator
from (
    select ticket, min(at) at from (
        select ticket, at from service.ticket_contact where not incoming and reached
        union all select ticket, given_at from service.ticket_guidance
        union all select ticket, at from service.ticket_answer_given
        union all select ticket, at from service.ticket_event where from_state = 'opened' and to_state not in ('closed', 'cancelled')) contact
    group by ticket) first
join service.ticket t on t.id = first.ticket;
do $$
declare
    one service.indicator;
begin
    for one in select * from service.indicator where name in ('response_time', 'false_alarms') loop
        execute format('comment on view service.indicator_%s is %L', one.name,
            one.name_en || ' (' || one.name_zh || '): ' || one.definition_en);
        execute format('comment on view service.counted_%s is %L', one.name, one.name_en || ': ' || one.definition_en);
    end loop;
end $$;
