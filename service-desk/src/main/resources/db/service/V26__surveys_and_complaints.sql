-- What customers say of the work: surveys as data with their weights, one answer for each channel; calls that are due because of what was
-- said; complaints with a class, a cause, what was changed because of it, and what the customer says to the answer.

-- The newest definition that began on or before a day holds on it.
create table service.survey_definition (
    id             bigint generated always as identity primary key,
    valid_from     date not null,
    version        int not null check (version > 0),
    -- The step after which a customer is asked; a ticket that ends without having been accepted is asked about at its end.
    after          text not null check (after in ('accepted', 'closed')),
    wait_minutes   int not null check (wait_minutes between 0 and 43200),
    sample_percent int not null check (sample_percent between 0 and 100),
    -- A household that was asked about another ticket within so many days is left in peace.
    quiet_days     int not null check (quiet_days between 0 and 3650),
    -- A mark of this or worse makes a call due, within so many hours.
    low_mark       smallint not null check (low_mark between 1 and 4),
    call_hours     int not null check (call_hours between 1 and 720),
    kinds          text[] not null,
    who            text not null,
    at             timestamptz not null,
    unique (valid_from, version)
);

create table service.survey_dimension (
    definition bigint not null references service.survey_definition,
    dimension  text not null check (dimension in ('attitude', 'efficiency', 'quality', 'product')),
    place      int not null,
    weight     numeric(6, 3) not null check (weight > 0),
    name_en    text not null,
    name_zh    text not null,
    primary key (definition, dimension)
);
insert into service.survey_definition (valid_from, version, after, wait_minutes, sample_percent, quiet_days, low_mark, call_hours, kinds,
        who, at)
    values ('1900-01-01', 1, 'accepted', 60, 100, 0, 2, 24,
        '{repair,part_replacement,usage_guidance,installation,maintenance,site_survey,consultation}', 'hearthwatch', '2026-01-01Z');
insert into service.survey_dimension
select d.id, v.dimension, v.place, v.weight, v.name_en, v.name_zh
from service.survey_definition d cross join (values
    ('attitude', 1, 1, 'attitude', '服务态度'),
    ('efficiency', 2, 1, 'efficiency', '服务效率'),
    ('quality', 3, 1, 'quality of the work', '服务质量'),
    ('product', 4, 1, 'product', '产品质量')) v (dimension, place, weight, name_en, name_zh);
comment on table service.survey_definition is 'reference data';
comment on table service.survey_dimension is 'reference data';

alter table service.survey
    add column who text,
    drop constraint survey_ticket_round_key,
    add constraint survey_once_a_channel unique (ticket, round, channel);
create index survey_at on service.survey (at);

-- Whether a ticket's customer was asked, and if not, why not; decided once for a ticket.
create table service.survey_invitation (
    ticket     bigint primary key references service.ticket,
    definition bigint not null references service.survey_definition,
    household  text references service.household,
    at         timestamptz not null,
    asked      boolean not null,
    left_out   text check (left_out in ('no_household', 'not_wanted', 'asked_lately', 'not_sampled')),
    check (asked = (left_out is null))
);
create index survey_invitation_household on service.survey_invitation (household, at) where asked;

-- Calls that are due: after the work, because of a low mark, or because somebody must stop using an appliance.
alter table service.ticket_follow_up
    add column reason   text not null default 'work_done' check (reason in ('work_done', 'low_mark', 'stop_use')),
    add column taken_by text,
    add column taken_at timestamptz,
    add check ((taken_by is null) = (taken_at is null));
drop index service.ticket_follow_up_one_due;
create unique index ticket_follow_up_one_due on service.ticket_follow_up (ticket, reason) where at is null;
create index ticket_follow_up_due on service.ticket_follow_up (due_at) where at is null;
create index ticket_follow_up_ticket on service.ticket_follow_up (ticket);

create or replace view service.due_call as
select t.id ticket, 'check_back' kind, 'check_back ' || g.id subject, g.check_back_due due_at, t.centre
from service.ticket_guidance g join service.ticket t on t.id = g.ticket
where g.checked_at is null and t.ended_at is null
    and not exists (select from service.alarm a where a.ticket = t.id and a.subject = 'check_back ' || g.id)
union all
select t.id, 'follow_up', 'follow_up ' || f.id, f.due_at, t.centre
from service.ticket_follow_up f join service.ticket t on t.id = f.ticket
where f.at is null and (t.ended_at is null or f.reason <> 'work_done')
    and not exists (select from service.alarm a where a.ticket = t.id and a.subject = 'follow_up ' || f.id);

-- Classes of complaints, with what is done about each, who sees to it, and how urgent it is at least.
create table service.complaint_class (
    class       text primary key,
    place       int not null,
    name_en     text not null,
    name_zh     text not null,
    what_en     text not null,
    what_zh     text not null,
    response_en text not null,
    response_zh text not null,
    department  text not null check (department in ('design', 'production', 'business', 'service', 'supply')),
    urgency     smallint not null check (urgency between 0 and 3),
    -- Somebody may get hurt: the household is told to stop using the appliance, and the recall of its lot is suggested.
    stops_use   boolean not null default false
);
insert into service.complaint_class values
    ('product_function', 1, 'product function', '产品功能', 'performance unstable or lost', '性能不稳定或功能失效',
        'technical support looks at it; the correct use is shown', '技术支持排查，指导正确使用', 'design', 1, false),
    ('product_safety', 2, 'product safety', '产品安全', 'may hurt people or property', '可能危及人身或财产安全',
        'stop use and sale at once, tell the household, recall the affected lot', '立即停止使用和销售，告知用户，召回受影响批次',
        'production', 3, true),
    ('service', 3, 'service complaint', '服务投诉', 'attitude, quality of the service', '服务态度、服务质量',
        'handle it, coach those concerned, improve the process', '处理投诉，辅导相关人员，改进流程', 'service', 2, false),
    ('logistics', 4, 'logistics', '物流', 'late, wrong address, wrong part, delivery refused', '延误、地址错误、配件错误、拒收',
        'correct it and expedite the delivery', '纠正并加急配送', 'supply', 2, false),
    ('repair', 5, 'repair', '维修', 'slow response, repair not up to standard', '响应慢、维修不合格',
        'dispatch faster; check the skills of those concerned', '加快派工，核查相关人员技能', 'service', 2, false);
comment on table service.complaint_class is 'reference data';

-- What a complaint is about. The ticket carries its life and clocks.
create table service.complaint (
    ticket        bigint primary key references service.ticket,
    class         text not null references service.complaint_class,
    about         bigint references service.ticket,
    classified_at timestamptz not null,
    classified_by text not null,
    cause         text check (length(cause) between 1 and 2000),
    cause_at      timestamptz,
    cause_by      text,
    check (about <> ticket),
    check ((cause is null) = (cause_at is null)),
    check ((cause is null) = (cause_by is null))
);
create index complaint_about on service.complaint (about) where about is not null;
create index complaint_class_of on service.complaint (class);

create function service.guard_complaint() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        raise exception 'a complaint is never deleted' using errcode = 'check_violation';
    end if;
    if not exists (select from service.ticket where id = new.ticket and kind = 'complaint') then
        raise exception 'ticket % is no complaint', new.ticket using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger guard_complaint before insert or update or delete on service.complaint
    for each row execute function service.guard_complaint();

-- Complaints of before that say their class.
insert into service.complaint (ticket, class, about, classified_at, classified_by)
select t.id, a.value, case when t.link = 'about' then t.parent end, a.at, a.who
from service.ticket t join service.ticket_answer a on a.ticket = t.id and a.field = 'complaint_class'
where t.kind = 'complaint' and exists (select from service.complaint_class c where c.class = a.value);

-- What is changed so that it does not happen again. It is over only when somebody else has checked its effect; where it had none, another
-- one follows it.
create table service.complaint_action (
    id         bigint generated always as identity primary key,
    complaint  bigint not null references service.complaint,
    what       text not null check (length(what) between 1 and 2000),
    owner      text not null,
    due_on     date not null,
    follows    bigint unique references service.complaint_action,
    at         timestamptz not null,
    who        text not null,
    done_at    timestamptz,
    done_by    text,
    checked_at timestamptz,
    checked_by text,
    effective  boolean,
    remarks    text,
    check ((done_at is null) = (done_by is null)),
    check ((checked_at is null) = (effective is null)),
    check ((checked_at is null) = (checked_by is null)),
    check (checked_at is null or done_at is not null),
    constraint effect_checked_by_another_person check (lower(checked_by) <> lower(done_by))
);
create index complaint_action_complaint on service.complaint_action (complaint, id);
create index complaint_action_due on service.complaint_action (due_on) where checked_at is null;

-- What the customer says to our answer.
create table service.complaint_reply (
    id        bigint generated always as identity primary key,
    complaint bigint not null references service.complaint,
    round     int not null,
    agrees    boolean not null,
    channel   text not null check (channel in ('form', 'phone', 'email', 'chat', 'web', 'shop')),
    words     text check (length(words) <= 2000),
    who       text not null,
    at        timestamptz not null
);
create index complaint_reply_complaint on service.complaint_reply (complaint, id);
create trigger complaint_reply_is_append_only before delete on service.complaint_reply
    for each row execute function service.refuse_change();

-- A lot that may hurt somebody. Decided by a person; while one is open, further complaints about the lot join it.
create table service.recall_suggestion (
    id         bigint generated always as identity primary key,
    type       text not null,
    lot        text not null,
    made_at    timestamptz not null,
    state      text not null check (state in ('proposed', 'accepted', 'rejected')),
    decided_at timestamptz,
    decided_by text,
    note       text,
    check ((state = 'proposed') = (decided_at is null)),
    check ((decided_at is null) = (decided_by is null)),
    check (state <> 'rejected' or note is not null)
);
create unique index recall_suggestion_one_open on service.recall_suggestion (type, lot) where state = 'proposed';
create table service.recall_evidence (
    suggestion bigint not null references service.recall_suggestion,
    complaint  bigint not null references service.complaint,
    at         timestamptz not null,
    primary key (suggestion, complaint)
);
create index recall_evidence_complaint on service.recall_evidence (complaint);

-- A warning that somebody may get hurt goes out whether or not somebody agreed to be written to.
alter table service.message
    drop constraint message_kind_check,
    add constraint message_kind_check check (kind in ('seen', 'booked', 'reminder', 'on_the_way', 'done', 'rate', 'stop_use'));
