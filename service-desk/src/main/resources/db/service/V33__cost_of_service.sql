-- What service costs, as indicators: by ticket, and against its budget. Amounts are told apart by their currency, always. And the views of
-- closed and accepted work anew, so that the months asked for are looked up, and not picked from all that ever was.

alter table service.indicator
    drop constraint indicator_unit_check,
    add constraint indicator_unit_check check (unit in ('share', 'ppm', 'seconds', 'mark', 'rate', 'money')),
    -- What the cases' channel is, where it is not how somebody came. Currencies are never added: figures are always told apart by them.
    add column channel text check (channel = 'currency'),
    -- By aspect, each aspect has its own numerator over the denominator of all.
    add column common_denominator boolean not null default false;

insert into service.indicator (name, place, name_en, name_zh, definition_en, definition_zh, numerator_en, numerator_zh, denominator_en,
        denominator_zh, unit, owner, better, aspect, channel, common_denominator) values
    ('cost_of_service', 26, 'cost of service', '单次服务成本',
    'what tickets cost ÷ tickets closed, by element of cost (aspect) and currency (channel). All that is booked to a ticket counts where the ticket was closed first, and in that month; what is booked later still raises it. A ticket that cost nothing counts too, in each currency that its centre books in. Costs that belong to no ticket, such as training and premises, and of tickets still open are not in it; budget_use has them.',
    '工单成本 ÷ 已关闭工单数，可按费用科目（aspect）查看，按币种（channel）分列。工单的全部入账费用计入首次关闭的网点和月份，之后入账的也会累加。无费用的工单按网点所用币种计入分母。不属于工单的费用（培训、场地等）和未关闭工单的费用不计，见预算执行率。',
    'costs of the tickets', '工单成本', 'tickets closed', '已关闭工单', 'money', 'headquarters', 'lower', 'element', 'currency', true),
    ('budget_use', 27, 'budget against actual', '预算执行率',
    'what service cost ÷ its budget, by element (aspect) and currency (channel), of each month that has a budget. The narrowest budget counts: centres'' own; a region''s where none of its centres has one for that element and month; that of all together where nobody else has one. 1 is all of it spent.',
    '实际费用 ÷ 预算，按费用科目（aspect）和币种（channel）分列，计有预算的月份。以最具体的预算为准：网点预算；区域内网点均无预算时用区域预算；均无时用总部预算。1表示用完。',
    'what was spent', '实际费用', 'what may be spent', '预算', 'share', 'headquarters', 'lower', 'element', 'currency', false);

create view service.counted_cost_of_service as
with booked as (
    select ticket, currency, element, sum(amount) amount from service.cost_entry where kind = 'cost' and ticket is not null
    group by ticket, currency, element)
select f.ticket, null::int appliance_no, f.at, b.element aspect, b.currency channel, b.amount numerator, 0 denominator
from booked b join service.first_closing f on f.ticket = b.ticket
union all
select f.ticket, null, f.at, null, c.currency, 0, 1
from service.first_closing f join service.ticket t on t.id = f.ticket
join (select distinct centre, currency from service.cost_entry where kind = 'cost' and ticket is not null) c
    on c.centre is not distinct from t.centre
union all
-- Whose centre changed after its first cost was booked.
select distinct f.ticket, null::int, f.at, null, b.currency, 0, 1
from booked b join service.first_closing f on f.ticket = b.ticket join service.ticket t on t.id = f.ticket
where not exists (select from service.cost_entry e where e.kind = 'cost' and e.ticket is not null and e.currency = b.currency
    and e.centre is not distinct from t.centre);

create view service.counted_budget_use as
select null::bigint ticket, null::int appliance_no, (a.month + interval '14 days 12 hours') at time zone 'UTC' as at, a.element aspect,
    a.currency channel, a.actual numerator, a.budget denominator, coalesce(a.region, c.region) region, a.centre, a.month
from service.budget_against_actual a left join service.centre c on c.id = a.centre
where a.budget > 0 and (a.level = 'centre'
    or (a.level = 'region' and not exists (
        select from service.budget_now n join service.centre z on z.id = n.centre
        where z.region = a.region and (n.element, n.month, n.currency) = (a.element, a.month, a.currency)))
    or (a.level = 'headquarters' and not exists (
        select from service.budget_now n where num_nonnulls(n.region, n.centre) > 0
            and (n.element, n.month, n.currency) = (a.element, a.month, a.currency))));

create view service.case_cost_of_service as
select x.ticket, x.at, p.region, p.centre, p.type, p.model, p.lot, date_trunc('month', x.at at time zone p.zone)::date "month", x.aspect,
    x.channel, x.numerator::numeric numerator, x.denominator::numeric denominator
from service.counted_cost_of_service x join service.ticket_place p on p.ticket = x.ticket;

create view service.case_budget_use as
select x.ticket, x.at, x.region, x.centre, null::text "type", null::text model, null::text lot, x.month, x.aspect, x.channel,
    x.numerator::numeric numerator, x.denominator::numeric denominator
from service.counted_budget_use x;

-- By region × element: what a ticket costs, over the tickets of all elements.
create view service.indicator_cost_of_service as
select s.region, s.centre, s."type", s.model, s.lot, s."month", e.aspect, s.channel,
    coalesce(sum(s.numerator) filter (where s.aspect = e.aspect or e.aspect is null), 0) numerator, sum(s.denominator) denominator,
    coalesce(sum(s.numerator) filter (where s.aspect = e.aspect or e.aspect is null), 0) / nullif(sum(s.denominator), 0) "value",
    count(*) filter (where s.denominator > 0) cases
from service.case_cost_of_service s
cross join (select element aspect from service.cost_element where kind = 'cost' union all select null) e
group by s.region, s.centre, s."type", s.model, s.lot, s."month", e.aspect, s.channel;

create view service.indicator_budget_use as
select region, centre, "type", model, lot, "month", aspect, channel, sum(numerator) numerator, sum(denominator) denominator,
    sum(numerator) / nullif(sum(denominator), 0) "value", count(*) cases
from service.case_budget_use group by region, centre, "type", model, lot, "month", aspect, channel;

do $$
declare
    one service.indicator;
begin
    for one in select * from service.indicator where channel is not null order by place loop
        execute format('comment on view service.indicator_%s is %L', one.name, one.name_en || ' (' || one.name_zh || '): ' || one.definition_en);
        execute format('comment on view service.counted_%s is %L', one.name, one.name_en || ': ' || one.definition_en);
        execute format('comment on view service.case_%s is %L', one.name, 'The cases behind service.indicator_' || one.name);
    end loop;
end $$;

insert into service.indicator_target (indicator, valid_from, version, value, limit_value, source, owner, note, who, at) values
    ('budget_use', '1900-01-01', 1, 1, 1, 'own_history', 'headquarters', 'inside the budget', 'hearthwatch', '2026-01-01Z');

-- What has an earlier closing, or a later acceptance or reopening, is looked for by ticket: the span of time goes to the index.
create index ticket_event_closed_at on service.ticket_event (at) include (ticket, id) where to_state = 'closed';
create index ticket_event_accepted_at on service.ticket_event (at) include (ticket, id) where to_state = 'accepted';
create index ticket_of_appliance on service.ticket (appliance_no, opened_at) where kind in ('repair', 'part_replacement');
create or replace view service.first_closing as
select f.ticket, f.at from service.ticket_event f
where f.to_state = 'closed' and not exists (
    select from service.ticket_event e where e.ticket = f.ticket and e.to_state = 'closed' and e.id < f.id);
create or replace view service.last_acceptance as
select a.ticket, a.at from service.ticket_event a
where a.to_state = 'accepted' and not exists (
    select from service.ticket_event e where e.ticket = a.ticket and e.to_state in ('accepted', 'reopened') and e.id > a.id);

-- As it was; visits are counted once for each ticket, and what came back is found by the appliance and the time.
create or replace view service.closed_work as
select f.ticket, f.at, t.appliance_no, t.source,
    case when t.times_reopened = 0 then t.end_reason else (
        select e.detail ->> 'reason' from service.ticket_event e where e.ticket = f.ticket and e.to_state = 'closed' order by e.id limit 1)
    end reason,
    v.visits,
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
left join service.guarantee_of_type g on g.type = t.type
cross join lateral (select count(*) visits from service.ticket_visit v where v.ticket = f.ticket and v.arrived_at <= f.at) v;
