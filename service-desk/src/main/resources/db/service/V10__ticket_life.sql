-- The whole life of a ticket, for all kinds of work: which step may follow which, and what it needs, as data; every step with how long the
-- state before it lasted; a version, so that two people don't undo each other's work.

create table service.ticket_state (
    state   text primary key,
    name_en text not null,
    name_zh text not null
);
insert into service.ticket_state values
    ('opened', 'opened', '已受理'),
    ('triaged', 'triaged', '已诊断'),
    ('scheduled', 'scheduled', '已预约'),
    ('dispatched', 'dispatched', '已派工'),
    ('confirmed', 'confirmed with the customer', '已与用户确认'),
    ('on_site', 'on site', '已上门'),
    ('repaired', 'repaired', '已维修'),
    ('accepted', 'accepted by the customer', '用户已验收'),
    ('reviewed', 'reviewed', '已审核'),
    ('followed_up', 'followed up', '已回访'),
    ('closed', 'closed', '已关闭'),
    ('cancelled', 'cancelled', '已取消'),
    ('reopened', 'reopened', '重新受理'),
    ('workshop', 'in the workshop', '送修中'),
    ('exchange', 'exchange', '换货'),
    ('refund', 'refund', '退货退款');

-- Kinds of work. "component": it is about one component of one appliance, of which there is one open ticket at a time.
-- "due_hours": when it should be done unless somebody promises otherwise.
create table service.ticket_kind (
    kind      text primary key,
    name_en   text not null,
    name_zh   text not null,
    visit     boolean not null,
    component boolean not null,
    appliance boolean not null,
    due_hours int not null check (due_hours > 0),
    ends      text[] not null
);
insert into service.ticket_kind values
    ('repair', 'repair', '维修', true, true, true, 72,
        '{repaired,nothing_found,remote,misuse,exchanged,refunded}'),
    ('part_replacement', 'part replacement', '更换配件', true, true, true, 72,
        '{repaired,nothing_found,remote,exchanged,refunded}'),
    ('usage_guidance', 'usage guidance', '使用指导', true, false, true, 48, '{answered,remote}'),
    ('installation', 'installation and commissioning', '安装调试', true, false, true, 48, '{installed}'),
    ('maintenance', 'periodic maintenance', '定期保养', true, false, true, 336, '{maintained}'),
    ('site_survey', 'pre-sale site survey', '售前勘测', true, false, false, 120, '{surveyed}'),
    ('consultation', 'consultation', '咨询', false, false, false, 24, '{answered}'),
    ('complaint', 'complaint', '投诉', false, false, false, 24, '{settled,unfounded,exchanged,refunded}');

-- What must be known before work begins, who is asked for it first, and where it is filled from by itself.
create table service.ticket_field (
    kind      text not null references service.ticket_kind,
    field     text not null,
    place     int not null,
    ask_first text not null check (ask_first in ('agent', 'customer')),
    primary key (kind, field)
);
insert into service.ticket_field (kind, field, place, ask_first)
select k.kind, f.field, f.place, f.ask_first
from service.ticket_kind k cross join (values
    ('customer_name', 1, 'agent', 'repair part_replacement usage_guidance installation maintenance site_survey consultation complaint'),
    ('address', 2, 'agent', 'repair part_replacement installation maintenance site_survey'),
    ('phone', 3, 'agent', 'repair part_replacement usage_guidance installation maintenance site_survey consultation complaint'),
    ('model', 4, 'agent', 'repair part_replacement usage_guidance installation maintenance'),
    ('serial', 5, 'agent', 'repair part_replacement installation maintenance'),
    ('production_date', 6, 'agent', 'repair part_replacement'),
    ('purchase_date', 7, 'customer', 'repair part_replacement installation'),
    ('purchase_channel', 8, 'customer', 'repair part_replacement installation'),
    ('symptom', 9, 'customer', 'repair part_replacement'),
    ('began', 10, 'customer', 'repair part_replacement'),
    ('environment', 11, 'customer', 'repair installation site_survey'),
    ('question', 12, 'customer', 'usage_guidance consultation'),
    ('complaint_class', 13, 'agent', 'complaint'),
    ('complaint', 14, 'customer', 'complaint'),
    ('wish', 15, 'customer', 'repair part_replacement usage_guidance installation maintenance site_survey consultation complaint')
) f (field, place, ask_first, kinds) where k.kind = any (string_to_array(f.kinds, ' '));

-- Which step may follow which, per kind. "needs": what must be there before it, by name. "by_itself": taken by the service alone, for a
-- ticket that nobody has taken up.
drop table service.ticket_transition;
create table service.ticket_transition (
    kind       text not null references service.ticket_kind,
    from_state text not null references service.ticket_state,
    to_state   text not null references service.ticket_state,
    needs      text[] not null default '{}',
    by_itself  boolean not null default false,
    primary key (kind, from_state, to_state)
);
insert into service.ticket_transition (kind, from_state, to_state, needs)
select k.kind, s.from_state, s.to_state, string_to_array(s.needs, ' ')
from service.ticket_kind k cross join (values
    -- Work on a component at home.
    ('opened', 'triaged', 'way', 'repair part_replacement'),
    ('triaged', 'scheduled', 'information payer window', 'repair part_replacement'),
    ('on_site', 'repaired', 'consent checklist_before finding', 'repair part_replacement'),
    ('repaired', 'accepted', 'checklist record_sheet', 'repair part_replacement'),
    -- In the workshop.
    ('triaged', 'workshop', 'information payer', 'repair part_replacement'),
    ('on_site', 'workshop', 'consent', 'repair part_replacement'),
    ('workshop', 'repaired', 'consent finding', 'repair part_replacement'),
    ('workshop', 'scheduled', 'window', 'repair part_replacement'),
    -- Another visit, because a part or the customer was missing, or the time did not do.
    ('on_site', 'scheduled', 'window', 'repair part_replacement installation maintenance site_survey usage_guidance'),
    -- Other work on the way.
    ('opened', 'triaged', '', 'usage_guidance installation maintenance site_survey consultation complaint'),
    ('triaged', 'scheduled', 'information window', 'usage_guidance installation maintenance site_survey'),
    ('on_site', 'accepted', 'checklist record_sheet', 'usage_guidance installation maintenance site_survey'),
    -- Every visit.
    ('scheduled', 'scheduled', 'window', 'repair part_replacement usage_guidance installation maintenance site_survey'),
    ('scheduled', 'dispatched', 'technician', 'repair part_replacement usage_guidance installation maintenance site_survey'),
    ('dispatched', 'confirmed', '', 'repair part_replacement usage_guidance installation maintenance site_survey'),
    ('dispatched', 'scheduled', 'reason', 'repair part_replacement usage_guidance installation maintenance site_survey'),
    ('confirmed', 'scheduled', 'reason', 'repair part_replacement usage_guidance installation maintenance site_survey'),
    ('confirmed', 'on_site', '', 'repair part_replacement usage_guidance installation maintenance site_survey'),
    -- Without a visit.
    ('triaged', 'accepted', 'information answer', 'usage_guidance consultation complaint'),
    -- Exchange and refund.
    ('triaged', 'exchange', 'approval', 'repair part_replacement complaint'),
    ('triaged', 'refund', 'approval', 'repair part_replacement complaint'),
    ('scheduled', 'exchange', 'approval', 'repair part_replacement'),
    ('scheduled', 'refund', 'approval', 'repair part_replacement'),
    ('on_site', 'exchange', 'approval', 'repair part_replacement'),
    ('on_site', 'refund', 'approval', 'repair part_replacement'),
    ('workshop', 'exchange', 'approval', 'repair part_replacement'),
    ('workshop', 'refund', 'approval', 'repair part_replacement'),
    ('exchange', 'accepted', 'settled', 'repair part_replacement complaint'),
    ('refund', 'accepted', 'settled', 'repair part_replacement complaint'),
    -- After the work, the same for all.
    ('accepted', 'reviewed', 'review', 'repair part_replacement usage_guidance installation maintenance site_survey consultation complaint'),
    ('reviewed', 'followed_up', 'follow_up', 'repair part_replacement usage_guidance installation maintenance site_survey consultation complaint'),
    ('followed_up', 'closed', 'recorded handled reviewed fed_back wishes loaner',
        'repair part_replacement usage_guidance installation maintenance site_survey consultation complaint'),
    -- Solved remotely: the check-back reviews the result, and there was no visit to follow up.
    ('triaged', 'closed', 'information remote recorded handled reviewed fed_back wishes', 'repair part_replacement usage_guidance'),
    -- Not solved after all.
    ('accepted', 'reopened', 'reason', 'repair part_replacement usage_guidance installation maintenance site_survey consultation complaint'),
    ('reviewed', 'reopened', 'reason', 'repair part_replacement usage_guidance installation maintenance site_survey consultation complaint'),
    ('followed_up', 'reopened', 'reason', 'repair part_replacement usage_guidance installation maintenance site_survey consultation complaint'),
    ('closed', 'reopened', 'reason', 'repair part_replacement usage_guidance installation maintenance site_survey consultation complaint'),
    ('reopened', 'triaged', '', 'repair part_replacement usage_guidance installation maintenance site_survey consultation complaint'),
    -- Declined, or nothing to do.
    ('opened', 'cancelled', 'reason', 'repair part_replacement usage_guidance installation maintenance site_survey consultation complaint'),
    ('triaged', 'cancelled', 'reason', 'repair part_replacement usage_guidance installation maintenance site_survey consultation complaint'),
    ('scheduled', 'cancelled', 'reason', 'repair part_replacement usage_guidance installation maintenance site_survey'),
    ('dispatched', 'cancelled', 'reason', 'repair part_replacement usage_guidance installation maintenance site_survey'),
    ('confirmed', 'cancelled', 'reason', 'repair part_replacement usage_guidance installation maintenance site_survey'),
    ('on_site', 'cancelled', 'reason checklist_before', 'repair part_replacement usage_guidance installation maintenance site_survey'),
    ('reopened', 'cancelled', 'reason', 'repair part_replacement usage_guidance installation maintenance site_survey consultation complaint')
) s (from_state, to_state, needs, kinds) where k.kind = any (string_to_array(s.kinds, ' '));
insert into service.ticket_transition (kind, from_state, to_state, by_itself)
select kind, 'opened', 'closed', true from service.ticket_kind where component;

comment on table service.ticket_state is 'reference data';
comment on table service.ticket_kind is 'reference data';
comment on table service.ticket_field is 'reference data';
comment on table service.ticket_transition is 'reference data';

alter table service.ticket
    add column version int not null default 1,
    add column stepped_at timestamptz,
    add column times_reopened int not null default 0,
    alter column appliance_no drop not null,
    alter column type drop not null,
    -- Null where a ticket does not end by itself: nobody's call or order runs out.
    alter column expires_at drop not null,
    drop constraint ticket_end_reason_check,
    add constraint ticket_end_reason_check check (end_reason in ('repaired', 'expired', 'false_alarm', 'nothing_found', 'not_useful',
        'declined', 'remote', 'misuse', 'answered', 'installed', 'maintained', 'surveyed', 'settled', 'unfounded', 'exchanged',
        'refunded', 'joined')),
    add constraint ticket_kind_is_known foreign key (kind) references service.ticket_kind,
    add constraint ticket_state_is_known foreign key (state) references service.ticket_state;
alter table service.ticket disable trigger guard_ticket;
update service.ticket set stepped_at = coalesce(ended_at, opened_at);
alter table service.ticket enable trigger guard_ticket;
alter table service.ticket alter column stepped_at set not null;

drop index service.ticket_one_open;
create unique index ticket_one_open on service.ticket (appliance_no, component)
    where ended_at is null and kind in ('repair', 'part_replacement');

-- How long the state before lasted; null for what did not change the state.
alter table service.ticket_event
    add column from_state text,
    add column to_state text,
    add column lasted_seconds bigint check (lasted_seconds >= 0);

create or replace function service.guard_ticket() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        raise exception 'a ticket is never deleted' using errcode = 'check_violation';
    elsif tg_op = 'INSERT' then
        if new.state <> 'opened' then
            raise exception 'a ticket begins as opened, not as %', new.state using errcode = 'check_violation';
        end if;
        if new.appliance_no is null and (select appliance from service.ticket_kind where kind = new.kind) then
            raise exception 'a ticket of kind % is about an appliance', new.kind using errcode = 'check_violation';
        end if;
        new.version := 1;
        new.stepped_at := new.opened_at;
    else
        if (new.source, new.opened_at, new.decision_id) is distinct from (old.source, old.opened_at, old.decision_id)
                or (old.appliance_no is not null and new.appliance_no is distinct from old.appliance_no)
                or (old.component <> 'unknown' and new.component <> old.component)
                or (old.kind <> new.kind and old.state not in ('opened', 'triaged')) then
            raise exception 'what ticket % is about never changes', old.number using errcode = 'check_violation';
        end if;
        if new.state <> old.state and not exists (
                select from service.ticket_transition
                where kind = new.kind and from_state = old.state and to_state = new.state) then
            raise exception 'ticket % cannot go from % to %', old.number, old.state, new.state using errcode = 'check_violation';
        end if;
        if old.ended_at is not null and new.state <> 'reopened' then
            raise exception 'ticket % has ended', old.number using errcode = 'check_violation';
        end if;
        new.version := old.version + 1;
    end if;
    return new;
end $$;
