-- Indicators. Each one is a view service.counted_NAME, one row for each case that it counts: the ticket (or the appliance), when it counts,
-- what it adds to the numerator and to the denominator. From each two more views are made in one way for all: service.case_NAME puts the
-- case where it belongs (region, centre, product, month in the centre's time zone), service.indicator_NAME sums the cases up. Sums over any
-- grouping are made from numerators and denominators, never from values. The definition of each is beside it, in service.indicator, and as
-- the view's comment.

create table service.indicator (
    name           text primary key check (name ~ '^[a-z][a-z_]{1,40}$'),
    place          int not null unique,
    name_en        text not null,
    name_zh        text not null,
    definition_en  text not null,
    definition_zh  text not null,
    numerator_en   text not null,
    numerator_zh   text not null,
    denominator_en text not null,
    denominator_zh text not null,
    -- share: 0 to 1; ppm: value × 1,000,000; seconds: a mean, with a percentile on request; mark: 1 to 5; rate: a month.
    unit           text not null check (unit in ('share', 'ppm', 'seconds', 'mark', 'rate')),
    owner          text not null,
    better         text not null check (better in ('higher', 'lower')),
    -- What the cases' aspect is, where they have one; always_by_aspect: a value over several aspects would mean nothing.
    aspect         text,
    always_by_aspect boolean not null default false
);
comment on table service.indicator is 'reference data';

-- What is aimed at: the newest target that began on or before the day, of the narrowest scope, holds.
create table service.indicator_target (
    id         bigint generated always as identity primary key,
    indicator  text not null references service.indicator,
    region     text references service.region,
    centre     text references service.centre,
    type       text,
    valid_from date not null,
    version    int not null check (version > 0),
    value      numeric not null check (value >= 0),
    -- Up to here the light is amber; beyond it, red.
    limit_value numeric not null check (limit_value >= 0),
    source     text not null check (source in ('own_history', 'industry', 'feedback')),
    owner      text not null,
    note       text,
    who        text not null,
    at         timestamptz not null,
    check (region is null or centre is null)
);
create unique index indicator_target_version on service.indicator_target
    (indicator, coalesce(region, ''), coalesce(centre, ''), coalesce(type, ''), valid_from, version);
create trigger indicator_target_is_append_only before update or delete on service.indicator_target
    for each row execute function service.refuse_change();

create index ticket_event_closing on service.ticket_event (ticket, id) include (at) where to_state = 'closed';
create index ticket_event_turns on service.ticket_event (ticket, id) include (at, to_state) where to_state in ('accepted', 'reopened');
create index ticket_event_taken_up on service.ticket_event (ticket) include (at) where from_state = 'opened';
create index ticket_event_at on service.ticket_event (at desc);
create index ticket_ended on service.ticket (ended_at) where ended_at is not null;
create index ticket_opened on service.ticket (opened_at);
create index ticket_household on service.ticket (household, opened_at) where household is not null;
create index clock_promise_counted on service.clock_promise (promise, ticket) include (outcome, breached_at, ended_at);

-- Where cases belong.

create view service.ticket_place as
select t.id ticket, c.region, t.centre, coalesce(c.time_zone, 'UTC') zone, coalesce(t.type, a.type) "type", a.model, a.lot
from service.ticket t left join service.centre c on c.id = t.centre left join fleet.appliance a using (appliance_no);

create view service.appliance_place as
select a.appliance_no, c.region, c.id centre, coalesce(c.time_zone, 'UTC') zone, a.type, a.model, a.lot
from fleet.appliance a
left join service.household_appliance ha on ha.appliance = a.id
left join service.household h on h.id = ha.household
left join service.default_centre d on d.type = a.type
left join service.centre c on c.id = coalesce(h.centre, d.centre);

-- What several indicators have in common.

-- A ticket counts as closed once, when it was closed first: what is reopened does not vanish from the count.
create view service.first_closing as
select distinct on (ticket) ticket, at from service.ticket_event where to_state = 'closed' order by ticket, id;

-- A service is a ticket whose work was finished; complaints are about services.
create view service.finished_service as
select f.ticket, f.at, t.household from service.first_closing f join service.ticket t on t.id = f.ticket where t.kind <> 'complaint';

-- How long a repair is guaranteed, by product type.
create view service.guarantee_of_type as
select y.type, r.repair_guarantee_days days
from (select distinct type from fleet.appliance) y cross join lateral (
    select g.repair_guarantee_days from service.guarantee_rule g where g.type in (y.type, '*')
    order by g.type = '*', g.purchased_from desc, g.version desc limit 1) r;

-- Closed repairs and part replacements: as what they were closed first, after how many visits, and whether the problem came back inside the
-- repair guarantee: the ticket was reopened, or a later one is about the same component of the same appliance. What a model expects is no
-- problem until something is found.
create view service.closed_work as
select f.ticket, f.at, t.appliance_no, t.source,
    case when t.times_reopened = 0 then t.end_reason else (
        select e.detail ->> 'reason' from service.ticket_event e where e.ticket = f.ticket and e.to_state = 'closed' order by e.id limit 1)
    end reason,
    (select count(*) from service.ticket_visit v where v.ticket = f.ticket and v.arrived_at <= f.at) visits,
    (t.times_reopened > 0 and exists (
        select from service.ticket_event e
        where e.ticket = f.ticket and e.to_state = 'reopened' and e.at < f.at + make_interval(days => coalesce(g.days, 90))))
    or exists (
        select from service.ticket l
        where l.appliance_no = t.appliance_no and l.id <> t.id
            and l.opened_at >= f.at and l.opened_at < f.at + make_interval(days => coalesce(g.days, 90))
            and l.kind in ('repair', 'part_replacement')
            and (l.component = t.component or (l.parent = t.id and l.link = 'repair_guarantee' and l.component = 'unknown'))
            and (l.source not in ('prediction', 'maintenance_plan') or l.finding = 'failure')
            and coalesce(l.end_reason, '') not in ('false_alarm', 'nothing_found', 'not_useful', 'joined', 'expired')) came_back
from service.first_closing f
join service.ticket t on t.id = f.ticket and t.kind in ('repair', 'part_replacement')
left join service.guarantee_of_type g on g.type = t.type;

-- Accepted, and not reopened since.
create view service.last_acceptance as
select ticket, at from (
    select distinct on (ticket) ticket, at, to_state from service.ticket_event
    where to_state in ('accepted', 'reopened') order by ticket, id desc) last
where to_state = 'accepted';

-- 1

insert into service.indicator values ('preempted_failures', 1, 'pre-empted failures', '故障预先处理率',
    'failures for which a ticket with the right part was open before the customer called ÷ all failures. Failures are those recorded, and those that a technician found without a record. A customer who never called counts from the failure. The right part is what was built in; all of it was held before.',
    '用户来电前已有工单且正确配件已备好的故障 ÷ 全部故障。故障包括已记录的故障和工程师现场发现的故障；用户未来电的，以故障发生时间为准。正确配件指实际更换的配件，且事先已全部预留。',
    'failures with such a ticket', '预先处理的故障', 'all failures', '全部故障', 'share', 'reliability_engineer', 'higher');
create view service.counted_preempted_failures as
with failure as (
    select f.appliance_no, f.time at, dealt.id ticket
    from fleet.failure f left join lateral (
        select t.id from service.ticket t
        where t.appliance_no = f.appliance_no and t.component = f.component and t.kind in ('repair', 'part_replacement')
            and t.opened_at < f.time + interval '30 days' and (t.ended_at is null or t.ended_at >= f.time)
        order by t.opened_at, t.id limit 1) dealt on true
    union all
    select t.appliance_no, coalesce(t.called_at, arrived.at, t.ended_at), t.id
    from service.ticket t left join lateral (
        select min(v.arrived_at) at from service.ticket_visit v where v.ticket = t.id) arrived on true
    where t.finding = 'failure' and t.ended_at is not null and t.kind in ('repair', 'part_replacement') and t.appliance_no is not null
        and not exists (select from fleet.failure f where f.appliance_no = t.appliance_no and f.component = t.component
            and f.time between coalesce(t.called_at, t.opened_at) - interval '30 days' and t.ended_at)),
known as (
    select f.appliance_no, f.at, f.ticket, t.source, t.opened_at, t.ended_at, coalesce(t.called_at, f.at) called
    from failure f left join service.ticket t on t.id = f.ticket)
select k.ticket, k.appliance_no, k.at, null::text aspect, null::text channel,
    case
        when k.ticket is null or k.source = 'customer' or k.opened_at >= k.called then 0
        -- What was built in says which part was right.
        when exists (select from service.part_line l where l.ticket = k.ticket) then (not exists (
            select from service.part_line l where l.ticket = k.ticket and not exists (
                select from service.reservation r where r.ticket = k.ticket and l.part in (r.part, r.asked) and r.held_at < k.called
                    and (r.ended_at is null or r.ended_at >= k.called))))::int
        when exists (select from service.reservation r where r.ticket = k.ticket and r.state = 'consumed') then (not exists (
            select from service.reservation r where r.ticket = k.ticket and r.state = 'consumed' and r.held_at >= k.called))::int
        -- Nothing was built in yet: something is held.
        when exists (select from service.reservation r where r.ticket = k.ticket and r.held_at < k.called
            and (r.ended_at is null or r.ended_at >= k.called)) then 1
        -- The work needed no part.
        else (k.ended_at is not null and not exists (select from service.reservation r where r.ticket = k.ticket)
            and not exists (select from service.purchase_proposal p where p.ticket = k.ticket)
            and not exists (select from service.ticket_finding n where n.ticket = k.ticket and n.part is not null))::int
    end numerator, 1 denominator
from known k;

-- 2

insert into service.indicator values ('false_alarms', 2, 'false alarms', '误报率',
    'proactive tickets (prediction, fault code) where nothing was found ÷ proactive tickets closed. Tickets at which nobody looked are in neither: expired, declined, joined to another, judged not useful.',
    '未发现问题的主动工单（预测、故障码）÷ 已关闭的主动工单。无人检查的工单（过期、用户谢绝、并入其他工单、判定无用）不计入。',
    'proactive tickets where nothing was found', '未发现问题的主动工单', 'proactive tickets closed', '已关闭的主动工单',
    'share', 'reliability_engineer', 'lower');
create view service.counted_false_alarms as
select id ticket, null::int appliance_no, ended_at at, null::text aspect, source channel,
    (coalesce(finding, '') = 'nothing_found' or end_reason in ('false_alarm', 'nothing_found'))::int numerator, 1 denominator
from service.ticket
where source in ('prediction', 'fault_code') and ended_at is not null
    and end_reason not in ('expired', 'declined', 'joined', 'not_useful');

-- 3

insert into service.indicator values ('response_time', 3, 'response time', '响应时间',
    'ticket opened → first contact: the first talk with the customer that we began, guidance, answer, or the step that takes the ticket up. Counts in the month of the contact.',
    '工单受理 → 首次联系用户：我方首次主动联系、远程指导、答复，或接单处理。计入联系当月。',
    'seconds from opening to the first contact', '受理到首次联系的秒数', 'tickets with a first contact', '已首次联系的工单',
    'seconds', 'call_centre', 'lower');
create view service.counted_response_time as
select t.id ticket, null::int appliance_no, first.at, null::text aspect, t.channel,
    extract(epoch from greatest(first.at - t.opened_at, interval '0')) numerator, 1 denominator
from (
    select ticket, min(at) at from (
        select ticket, at from service.ticket_contact where not incoming
        union all select ticket, given_at from service.ticket_guidance
        union all select ticket, at from service.ticket_answer_given
        union all select ticket, at from service.ticket_event where from_state = 'opened' and to_state not in ('closed', 'cancelled')) contact
    group by ticket) first
join service.ticket t on t.id = first.ticket;

insert into service.indicator values ('response_in_time', 4, 'response inside the promised time', '及时响应率',
    'first contacts inside the promised time ÷ first contacts promised. A promise that is broken counts from the breach, whether or not it was kept later.',
    '在承诺时间内首次联系 ÷ 承诺的首次联系。超时即计入，不论此后是否完成。',
    'promises kept', '按时兑现', 'promises kept or broken', '兑现或超时', 'share', 'call_centre', 'higher');
create view service.counted_response_in_time as
select ticket, null::int appliance_no, coalesce(breached_at, ended_at) at, null::text aspect, null::text channel,
    (breached_at is null)::int numerator, 1 denominator
from service.clock_promise where promise = 'first_contact' and (breached_at is not null or outcome in ('met', 'late'));

-- 4

insert into service.indicator values ('timeliness', 5, 'repair and maintenance timeliness', '及时率',
    'jobs finished inside the promised time ÷ jobs. Repairs, part replacements, installations and maintenance; a job still open past its time counts as late, one cancelled before its time does not count.',
    '在承诺时间内完成的工作 ÷ 全部工作。含维修、换件、安装和保养；超时未完成即计为不及时，到期前取消的不计。',
    'jobs finished in time', '按时完成的工作', 'jobs finished or overdue', '已完成或已超时的工作', 'share', 'service_centre', 'higher');
create view service.counted_timeliness as
select p.ticket, null::int appliance_no, coalesce(p.breached_at, p.ended_at) at, null::text aspect, null::text channel,
    (p.breached_at is null)::int numerator, 1 denominator
from service.clock_promise p join service.ticket t on t.id = p.ticket
where p.promise = 'finished' and (p.breached_at is not null or p.outcome in ('met', 'late'))
    and t.kind in ('repair', 'part_replacement', 'installation', 'maintenance');

insert into service.indicator values ('on_time_arrival', 6, 'on-time arrival', '准时上门率',
    'visits begun inside the window agreed with the customer ÷ visits with a window. Too early is not on time either.',
    '在约定时段内开始的上门 ÷ 有约定时段的上门。早到也不算准时。',
    'visits begun inside the window', '时段内开始的上门', 'visits with a window', '有约定时段的上门', 'share', 'service_centre', 'higher');
create view service.counted_on_time_arrival as
select ticket, null::int appliance_no, arrived_at at, null::text aspect, null::text channel,
    (arrived_at between window_from and window_to)::int numerator, 1 denominator
from service.ticket_visit where window_from is not null;

-- 5

insert into service.indicator values ('cycle_time', 7, 'repair cycle time', '维修周期',
    'opened → accepted, of repairs and part replacements. A ticket that was reopened counts to its last acceptance.',
    '受理 → 用户验收（维修和换件）。重新受理的工单以最后一次验收为准。',
    'seconds from opening to acceptance', '受理到验收的秒数', 'tickets accepted', '已验收的工单', 'seconds', 'service_centre', 'lower');
create view service.counted_cycle_time as
select t.id ticket, null::int appliance_no, a.at, null::text aspect, t.source channel,
    extract(epoch from greatest(a.at - t.opened_at, interval '0')) numerator, 1 denominator
from service.last_acceptance a join service.ticket t on t.id = a.ticket where t.kind in ('repair', 'part_replacement');

insert into service.indicator values ('first_time_fix', 8, 'first-time fix', '首次解决率',
    'tickets closed after one visit, not reopened inside the guarantee ÷ tickets closed. Repairs and part replacements with at least one visit; a new ticket about the same component inside the repair guarantee counts as not fixed. The figure of the last months can still fall.',
    '一次上门后关闭且保修期内未重新受理的工单 ÷ 已关闭工单。含至少一次上门的维修和换件；维修保证期内同一部件再次报修视为未解决。近几个月的数值仍可能下降。',
    'fixed at the first visit', '首次上门即解决', 'tickets closed that had a visit', '有上门的已关闭工单', 'share', 'service_centre', 'higher');
create view service.counted_first_time_fix as
select ticket, null::int appliance_no, at, null::text aspect, source channel,
    (visits = 1 and not came_back)::int numerator, 1 denominator
from service.closed_work where visits > 0;

-- 6

insert into service.indicator values ('problem_resolution', 9, 'problem resolution', '问题解决率',
    'solved ÷ reported: tickets that a customer opened or joined with a problem, question or complaint, and that are closed. Counts in the month of the report, so what is still open is not solved. False reports and tickets joined to another are in neither.',
    '已解决 ÷ 已反映：用户反映的问题、咨询或投诉中已关闭的工单。计入反映当月，未关闭即未解决。误报和并入其他工单的不计。',
    'problems solved', '已解决的问题', 'problems reported', '已反映的问题', 'share', 'service_centre', 'higher');
create view service.counted_problem_resolution as
select id ticket, null::int appliance_no, coalesce(called_at, opened_at) at, null::text aspect, channel,
    (state = 'closed')::int numerator, 1 denominator
from service.ticket
where (source = 'customer' or joined_at is not null)
    and kind in ('repair', 'part_replacement', 'usage_guidance', 'consultation', 'complaint')
    and coalesce(end_reason, '') not in ('false_alarm', 'joined');

insert into service.indicator values ('repair_success', 10, 'repair success', '维修成功率',
    'repaired ÷ attempted: of repairs and part replacements on which work began (on site or in the workshop) and that have ended. Exchange, refund and giving up are no success; where nothing was wrong, nothing was attempted.',
    '修复 ÷ 尝试维修：已开始（上门或送修）且已结束的维修和换件。换货、退货和放弃维修不算成功；无故障的不计。',
    'repaired', '修复', 'repairs attempted', '尝试的维修', 'share', 'service_centre', 'higher');
create view service.counted_repair_success as
select t.id ticket, null::int appliance_no, t.ended_at at, null::text aspect, null::text channel,
    (t.end_reason in ('repaired', 'misuse'))::int numerator, 1 denominator
from service.ticket t
where t.ended_at is not null and t.kind in ('repair', 'part_replacement') and t.end_reason not in ('nothing_found', 'false_alarm', 'joined')
    and (exists (select from service.ticket_visit v where v.ticket = t.id)
        or exists (select from service.ticket_event e where e.ticket = t.id and e.to_state = 'workshop'));

insert into service.indicator values ('repair_pass', 11, 'repair pass rate', '维修合格率',
    'repairs without a repeat inside the repair guarantee ÷ repairs. A repeat: reopened, or another ticket about the same component. The figure of the last months can still fall.',
    '维修保证期内无返修的维修 ÷ 维修总数。返修指重新受理或同一部件再次报修。近几个月的数值仍可能下降。',
    'repairs that lasted', '合格的维修', 'repairs', '维修总数', 'share', 'service_centre', 'higher');
create view service.counted_repair_pass as
select ticket, null::int appliance_no, at, null::text aspect, null::text channel, (not came_back)::int numerator, 1 denominator
from service.closed_work where reason = 'repaired';

-- 7

insert into service.indicator values ('product_repair_rate', 12, 'product repair rate', '返修率',
    'repairs ÷ installed base, by model and lot: repairs closed in a month ÷ appliances in use in that month (purchased, else registered; not exchanged or taken back). Over several months it is the mean for a month.',
    '维修数 ÷ 保有量（按型号和批次）：当月关闭的维修 ÷ 当月在用家电（已购买或已登记，未换退）。跨月为月均值。',
    'repairs', '维修数', 'appliances in use × months', '在用家电 × 月数', 'rate', 'quality_engineer', 'lower');
create view service.counted_product_repair_rate as
select ticket, appliance_no, at, null::text aspect, null::text channel, 1 numerator, 0 denominator
from service.closed_work where reason = 'repaired' and appliance_no is not null
union all
-- Appliances of one place and lot that came into use and left it in the same months are one row, under one of their numbers; the middle of
-- the month is in the same month everywhere.
select null, g.appliance_no, (m + interval '14 days 12 hours') at time zone 'UTC', null, null, 0, g.appliances
from (
    select min(a.appliance_no) appliance_no, count(*) appliances,
        date_trunc('month', greatest(coalesce(a.purchased_on::timestamp, a.created_at at time zone 'UTC'), known.since at time zone 'UTC'))
            since,
        date_trunc('month', least(gone.at, known.until) at time zone 'UTC') until
    from fleet.appliance a
    join service.appliance_place p on p.appliance_no = a.appliance_no
    left join (select t.appliance_no, min(r.settled_at) at from service.return_case r join service.ticket t on t.id = r.ticket
        where r.settled_at is not null group by t.appliance_no) gone on gone.appliance_no = a.appliance_no
    cross join (select (select min(opened_at) from service.ticket) since,
        (select at from service.ticket_event order by at desc limit 1) until) known
    group by p.centre, p.type, p.model, p.lot, 3, 4) g
cross join lateral generate_series(g.since, g.until, interval '1 month') m;

-- 8

insert into service.indicator values ('complaint_response_time', 13, 'complaint response time', '投诉响应时间',
    'complaint received → first answer to the customer. Counts in the month of the answer.',
    '收到投诉 → 首次答复用户。计入答复当月。',
    'seconds from the complaint to the first answer', '收到投诉到首次答复的秒数', 'complaints answered', '已答复的投诉',
    'seconds', 'service_centre', 'lower', 'complaint_class');
create view service.counted_complaint_response_time as
select t.id ticket, null::int appliance_no, g.at, coalesce(k.class, 'unclassified') aspect, t.channel,
    extract(epoch from greatest(g.at - coalesce(t.called_at, t.opened_at), interval '0')) numerator, 1 denominator
from (select ticket, min(at) at from service.ticket_answer_given group by ticket) g
join service.ticket t on t.id = g.ticket and t.kind = 'complaint'
left join service.complaint k on k.ticket = t.id;

insert into service.indicator values ('complaint_resolution_time', 14, 'complaint resolution time', '投诉解决时间',
    'complaint received → accepted by the customer as resolved. One that was reopened counts to its last acceptance.',
    '收到投诉 → 用户认可解决。重新受理的以最后一次认可为准。',
    'seconds from the complaint to its resolution', '收到投诉到解决的秒数', 'complaints resolved', '已解决的投诉',
    'seconds', 'service_centre', 'lower', 'complaint_class');
create view service.counted_complaint_resolution_time as
select t.id ticket, null::int appliance_no, a.at, coalesce(k.class, 'unclassified') aspect, t.channel,
    extract(epoch from greatest(a.at - coalesce(t.called_at, t.opened_at), interval '0')) numerator, 1 denominator
from service.last_acceptance a join service.ticket t on t.id = a.ticket and t.kind = 'complaint'
left join service.complaint k on k.ticket = t.id;

insert into service.indicator values ('complaint_share', 15, 'complaints by class', '投诉分类占比',
    'complaints of a class ÷ all complaints received.', '某类投诉 ÷ 全部投诉。',
    'complaints of the class', '该类投诉', 'complaints', '全部投诉', 'share', 'quality_engineer', 'lower', 'complaint_class', true);
create view service.counted_complaint_share as
select t.id ticket, null::int appliance_no, coalesce(t.called_at, t.opened_at) at, c.class aspect, t.channel,
    (c.class = coalesce(k.class, 'unclassified'))::int numerator, 1 denominator
from service.ticket t left join service.complaint k on k.ticket = t.id
cross join (select class from service.complaint_class union all select 'unclassified') c
where t.kind = 'complaint';

-- 9

insert into service.indicator values ('exchange_rate', 16, 'exchange rate', '换货率',
    'exchanges settled ÷ services finished.', '已完成换货 ÷ 已完成服务。',
    'exchanges settled', '已完成换货', 'services finished', '已完成服务', 'share', 'quality_engineer', 'lower');
create view service.counted_exchange_rate as
select ticket, null::int appliance_no, settled_at at, null::text aspect, null::text channel, 1 numerator, 0 denominator
from service.return_case where settled_at is not null and way = 'exchange'
union all select ticket, null, at, null, null, 0, 1 from service.finished_service;

insert into service.indicator values ('refund_rate', 17, 'refund rate', '退货率',
    'refunds settled ÷ services finished.', '已完成退货退款 ÷ 已完成服务。',
    'refunds settled', '已完成退货退款', 'services finished', '已完成服务', 'share', 'quality_engineer', 'lower');
create view service.counted_refund_rate as
select ticket, null::int appliance_no, settled_at at, null::text aspect, null::text channel, 1 numerator, 0 denominator
from service.return_case where settled_at is not null and way = 'refund'
union all select ticket, null, at, null, null, 0, 1 from service.finished_service;

insert into service.indicator values ('return_time', 18, 'exchange and refund time', '退换货时间',
    'exchange or refund proposed → settled.', '提出退换货 → 完成。',
    'seconds from proposal to settlement', '提出到完成的秒数', 'exchanges and refunds settled', '已完成的退换货',
    'seconds', 'service_centre', 'lower', 'way');
create view service.counted_return_time as
select ticket, null::int appliance_no, settled_at at, way aspect, null::text channel,
    extract(epoch from settled_at - proposed_at) numerator, 1 denominator
from service.return_case where settled_at is not null;

-- 10

insert into service.indicator values ('complaint_rate', 19, 'complaint rate', '投诉率',
    'complaints received per million services finished; unfounded ones count too.', '每百万次已完成服务的投诉数，不成立的投诉也计入。',
    'complaints received', '收到的投诉', 'services finished', '已完成服务', 'ppm', 'headquarters', 'lower');
create view service.counted_complaint_rate as
select id ticket, null::int appliance_no, coalesce(called_at, opened_at) at, null::text aspect, null::text channel, 1 numerator, 0 denominator
from service.ticket where kind = 'complaint'
union all select ticket, null, at, null, null, 0, 1 from service.finished_service;

insert into service.indicator values ('dissatisfaction_rate', 20, 'dissatisfaction rate', '不满意率',
    'services with which the customer was not satisfied, per million services finished: a mark of 1 or 2 or "not solved", on the record sheet, in a survey or in a follow-up call. Each service counts once.',
    '每百万次已完成服务中用户不满意的服务数：服务记录单、调查或回访中评分为1或2，或表示未解决。每次服务计一次。',
    'services with a dissatisfied customer', '用户不满意的服务', 'services finished', '已完成服务', 'ppm', 'headquarters', 'lower');
create view service.counted_dissatisfaction_rate as
select said.ticket, null::int appliance_no, min(said.at) at, null::text aspect, null::text channel, 1 numerator, 0 denominator
from (
    select ticket, signed_at at from service.record_sheet where not solved or worst <= 2
    union all select ticket, at from service.survey where not solved or least(attitude, efficiency, quality, product) <= 2
    union all select ticket, at from service.ticket_follow_up where reached and (not solved or rating <= 2)) said
join service.ticket t on t.id = said.ticket and t.kind <> 'complaint'
group by said.ticket
union all select ticket, null, at, null, null, 0, 1 from service.finished_service;

insert into service.indicator values ('omission_rate', 21, 'omission rate', '服务遗漏率',
    'reported problems that missed one of the four nothing-missed steps (recorded, handled, reviewed, fed back) when their ticket was closed, per million services finished.',
    '每百万次已完成服务中，关闭工单时"四个不漏"（记录、处理、审核、反馈）有遗漏的已反映问题数。',
    'reported problems with a step missed', '有遗漏的问题', 'services finished', '已完成服务', 'ppm', 'headquarters', 'lower');
create view service.counted_omission_rate as
select f.ticket, null::int appliance_no, f.at, null::text aspect, null::text channel, 1 numerator, 0 denominator
from service.first_closing f join service.ticket t on t.id = f.ticket
where (t.source = 'customer' or t.joined_at is not null) and not (
    (t.fault_codes <> '{}' or exists (select from service.ticket_answer x where x.ticket = f.ticket
            and x.field in ('symptom', 'question', 'complaint', 'wish'))
        or exists (select from service.ticket_contact x where x.ticket = f.ticket and x.incoming and x.words is not null))
    and (exists (select from service.ticket_finding x where x.ticket = f.ticket)
        or exists (select from service.ticket_answer_given x where x.ticket = f.ticket)
        or exists (select from service.record_sheet x where x.ticket = f.ticket)
        or exists (select from service.ticket_guidance x where x.ticket = f.ticket and x.solved)
        or exists (select from service.return_case x where x.ticket = f.ticket and x.settled_at is not null))
    and (exists (select from service.ticket_review x where x.ticket = f.ticket and x.passed)
        or exists (select from service.ticket_guidance x where x.ticket = f.ticket and x.solved))
    and exists (select from service.ticket_feedback x where x.ticket = f.ticket))
union all select ticket, null, at, null, null, 0, 1 from service.finished_service;

-- 11

insert into service.indicator values ('satisfaction', 22, 'customer satisfaction', '用户满意度',
    'mean mark of the surveys answered, 1 to 5; the dimensions of a survey (attitude, efficiency, quality, product) by their weights. By aspect: the score of each dimension; by channel: form, phone, online.',
    '已答调查的平均得分（1至5分），各维度（态度、效率、质量、产品）按权重计。可按维度和渠道（表单、电话、在线）查看。',
    'marks × weights', '得分 × 权重', 'weights: 1 for a survey', '权重：每份调查为1', 'mark', 'headquarters', 'higher', 'dimension');
create view service.counted_satisfaction as
select s.ticket, null::int appliance_no, s.at, m.dimension aspect, s.channel,
    m.mark * w.weight / d.weights numerator, w.weight / d.weights denominator
from service.survey s
cross join lateral (values ('attitude', s.attitude), ('efficiency', s.efficiency), ('quality', s.quality), ('product', s.product))
    m (dimension, mark)
cross join lateral (
    select f.id, (select sum(x.weight) from service.survey_dimension x where x.definition = f.id) weights
    from service.survey_definition f where f.valid_from <= (s.at at time zone 'UTC')::date
    order by f.valid_from desc, f.version desc limit 1) d
join service.survey_dimension w on w.definition = d.id and w.dimension = m.dimension;

-- 12

-- When a household was served, or came to us.
create view service.household_touch as
select household, ticket, at, true served from service.finished_service where household is not null
union all
select household, id, opened_at, false from service.ticket where household is not null and source = 'customer';

insert into service.indicator values ('returning_customers', 23, 'returning customers', '回头客率',
    'households served in a month that had been served before, in the 24 months before ÷ households served in the month.',
    '当月服务且此前24个月内曾服务过的家庭 ÷ 当月服务的家庭。',
    'households served again', '再次服务的家庭', 'households served', '服务的家庭', 'share', 'headquarters', 'higher');
create view service.counted_returning_customers as
select distinct on (s.household, date_trunc('month', s.at at time zone p.zone)) s.ticket, null::int appliance_no, s.at,
    null::text aspect, null::text channel, coalesce(s.at - s.before <= interval '24 months', false)::int numerator, 1 denominator
from (select household, ticket, at, lag(at) over (partition by household order by at, ticket) before
    from service.finished_service where household is not null) s
join service.ticket_place p on p.ticket = s.ticket
order by s.household, date_trunc('month', s.at at time zone p.zone), s.at;

insert into service.indicator values ('lost_customers', 24, 'lost customers', '流失客户率',
    'households served in a month that were neither served nor heard of in the 12 months after ÷ households served in the month. Months less than 12 months old are not counted yet. A household may also be content and silent; read it beside satisfaction.',
    '当月服务后12个月内既未再服务也未来联系的家庭 ÷ 当月服务的家庭。不足12个月的月份暂不计。满意但无需求的家庭也在内，应与满意度对照。',
    'households not heard of again', '未再联系的家庭', 'households served', '服务的家庭', 'share', 'headquarters', 'lower');
create view service.counted_lost_customers as
select distinct on (s.household, date_trunc('month', s.at at time zone p.zone)) s.ticket, null::int appliance_no, s.at,
    null::text aspect, null::text channel, (s.after is null or s.after > s.at + interval '12 months')::int numerator, 1 denominator
from (select household, ticket, at, served, lead(at) over (partition by household order by at, ticket) after
    from service.household_touch) s
join service.ticket_place p on p.ticket = s.ticket
where s.served and s.at + interval '12 months' <= (select at from service.ticket_event order by at desc limit 1)
order by s.household, date_trunc('month', s.at at time zone p.zone), s.at desc;

-- 13

insert into service.indicator values ('parts_availability', 25, 'parts availability', '备件满足率',
    'reservations filled from the first warehouse asked ÷ reservations: each part that a ticket asked for counts once. The first warehouse is the centre''s own or one of its vans; what came from further up, or had to be bought, was not available.',
    '首选仓库即满足的预留 ÷ 全部预留：工单所需的每种配件计一次。首选仓库为网点仓或其服务车；由上级仓库调拨或需采购的视为未满足。',
    'parts held at the first warehouse', '首选仓库满足的配件', 'parts asked for', '申请的配件', 'share', 'parts_manager', 'higher');
create view service.counted_parts_availability as
with first as (
    select distinct on (r.ticket, coalesce(r.asked, r.part)) r.ticket, coalesce(r.asked, r.part) part, r.held_at at, m.warehouse
    from service.reservation r join service.stock_move m on m.reservation = r.id and m.kind = 'reserve'
    where r.ticket is not null order by r.ticket, coalesce(r.asked, r.part), r.held_at, r.id)
select coalesce(f.ticket, p.ticket) ticket, null::int appliance_no, least(f.at, p.made_at) at, null::text aspect, null::text channel,
    (f.ticket is not null and (p.ticket is null or p.made_at > f.at) and exists (
        select from service.ticket t join service.centre c on c.id = t.centre join service.warehouse w on w.id = f.warehouse
        where t.id = f.ticket and (w.id = c.warehouse or (w.kind = 'van' and w.parent = c.warehouse))))::int numerator, 1 denominator
from first f full join service.purchase_proposal p on p.ticket = f.ticket and p.part = f.part;

-- The views that are the same for all.
do $$
declare
    one service.indicator;
begin
    for one in select * from service.indicator order by place loop
        execute format($view$
            create view service.case_%1$s as
            select x.ticket, x.at, coalesce(p.region, q.region) region, coalesce(p.centre, q.centre) centre,
                coalesce(p.type, q.type) "type", coalesce(p.model, q.model) model, coalesce(p.lot, q.lot) lot,
                date_trunc('month', x.at at time zone coalesce(p.zone, q.zone))::date "month", x.aspect, x.channel,
                x.numerator::numeric numerator, x.denominator::numeric denominator
            from service.counted_%1$s x
            left join service.ticket_place p on p.ticket = x.ticket
            left join service.appliance_place q on q.appliance_no = x.appliance_no and x.ticket is null
            $view$, one.name);
        execute format($view$
            create view service.indicator_%1$s as
            select region, centre, "type", model, lot, "month", aspect, channel, sum(numerator) numerator, sum(denominator) denominator,
                sum(numerator) / nullif(sum(denominator), 0) * %2$s "value", count(*) cases
            from service.case_%1$s group by region, centre, "type", model, lot, "month", aspect, channel
            $view$, one.name, case one.unit when 'ppm' then 1000000 else 1 end);
        execute format('comment on view service.indicator_%s is %L', one.name, one.name_en || ' (' || one.name_zh || '): ' || one.definition_en);
        execute format('comment on view service.counted_%s is %L', one.name, one.name_en || ': ' || one.definition_en);
        execute format('comment on view service.case_%s is %L', one.name, 'The cases behind service.indicator_' || one.name);
    end loop;
end $$;

-- What the field takes as good: the three rates under 10 a million; 85 of 100 fixed at the first visit, 74 are usual.
insert into service.indicator_target (indicator, valid_from, version, value, limit_value, source, owner, note, who, at) values
    ('complaint_rate', '1900-01-01', 1, 10, 15, 'industry', 'headquarters', 'under 10 per million', 'hearthwatch', '2026-01-01Z'),
    ('dissatisfaction_rate', '1900-01-01', 1, 10, 15, 'industry', 'headquarters', 'under 10 per million', 'hearthwatch', '2026-01-01Z'),
    ('omission_rate', '1900-01-01', 1, 10, 15, 'industry', 'headquarters', 'under 10 per million', 'hearthwatch', '2026-01-01Z'),
    ('first_time_fix', '1900-01-01', 1, 0.85, 0.74, 'industry', 'service_centre', '85 to 90 % is good, 74 % usual', 'hearthwatch',
        '2026-01-01Z');
