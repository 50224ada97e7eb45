-- Why points were taken is said in the words of the catalogs, and not in their codes. Entries that were made before stay as they were written.

-- What is promised, in words that follow "promise broken: ".
create table service.promise_name (
    promise text primary key,
    name_en text not null,
    name_zh text not null
);
insert into service.promise_name values
    ('first_contact', 'the customer hears from us in time', '按时首次联系用户'),
    ('visit', 'the visit begins in time', '按时上门'),
    ('finished', 'the work is finished in time', '按时完工'),
    ('acknowledge', 'the job is acknowledged in time', '按时接单'),
    ('confirm', 'the time is agreed with the customer in time', '按时与用户确认上门时间'),
    ('first_answer', 'the complaint is answered in time', '按时答复投诉'),
    ('time', 'the time that the customer was told', '向用户承诺的时间'),
    ('free_repair', 'the free repair that the customer was promised', '向用户承诺的免费维修'),
    ('other', 'what the customer was promised', '向用户承诺的其他事项');
comment on table service.promise_name is 'reference data';

-- What of a visit's checklist was left undone, in the order of the list; an item that no list has any more by its code.
create function service.undone_words(of_kind text, items text[]) returns jsonb language sql stable as $$
    select jsonb_build_object('en', string_agg(coalesce(c.name_en, replace(i.item, '_', ' ')), ', ' order by c.place, i.n),
        'zh', string_agg(coalesce(c.name_zh, i.item), '、' order by c.place, i.n))
    from unnest(items) with ordinality i (item, n) left join service.checklist_item c on c.kind = of_kind and c.item = i.item
$$;

-- What costs or earns points: certain, and not lifted. One row for a technician, a ticket and a reason.
create or replace view service.licence_cause as
select k.id technician, x.ticket, x.reason, min(x.at) at,
    jsonb_build_object('en', string_agg(x.en, '; ' order by x.at, x.en), 'zh', string_agg(x.zh, '；' order by x.at, x.en)) cause
from (
    -- A promise that whoever was sent could keep, and that nobody excused.
    select 'broken_promise' reason, c.ticket, service.technician_sent(c.ticket, c.opened_at) technician, c.opened_at at,
        'promise broken: ' || coalesce(n.name_en, replace(coalesce(p.promise, q.promise), '_', ' ')) en,
        '承诺未兑现：' || coalesce(n.name_zh, coalesce(p.promise, q.promise)) zh
    from service.compensation_case c
    left join service.clock_promise p on p.id = c.clock
    left join service.ticket_promise q on q.id = c.promise
    left join service.promise_name n on n.promise = coalesce(p.promise, q.promise)
    where c.state <> 'refused' and coalesce(p.promise, q.promise) not in ('first_contact')
    union all
    select 'out_of_standard', s.ticket, service.technician_there(s.ticket, s.signed_at), s.signed_at,
        'left undone: ' || (u.words ->> 'en'), '未按规范完成：' || (u.words ->> 'zh')
    from service.record_sheet s join service.ticket t on t.id = s.ticket
    cross join lateral service.undone_words(t.kind, s.out_of_standard) u (words) where cardinality(s.out_of_standard) > 0
    union all
    -- The last word of the review counts.
    select 'out_of_standard', r.ticket, r.technician, r.at, 'the review was not passed', '复核未通过'
    from service.ticket_review r
    where not r.passed and not exists (
        select from service.ticket_review n where n.ticket = r.ticket and n.round = r.round and n.id > r.id and n.passed)
    union all
    -- A complaint about the service or the repair whose cause was found, and that did not turn out to be none.
    select 'out_of_standard', c.about, service.technician_there(c.about, f.at), f.at, 'complaint ' || t.number || ' upheld', '投诉成立：' || t.number
    from service.complaint c join service.ticket t on t.id = c.ticket join service.first_closing f on f.ticket = c.ticket
    where c.about is not null and c.class in ('service', 'repair') and c.cause is not null
        and coalesce(t.end_reason, '') not in ('false_alarm', 'nothing_found', 'not_useful', 'joined', 'declined')
    union all
    select 'overcharge', s.ticket, service.technician_there(s.ticket, s.signed_at), s.signed_at, 'charged above the tariff', '超标准收费'
    from service.record_sheet s where s.above_tariff
    union all
    -- What goes to the workshop takes two visits.
    select 'not_fixed_first', w.ticket, (select v.technician from service.ticket_visit v where v.ticket = w.ticket order by v.number limit 1),
        w.at, 'it took ' || w.visits || ' visits', '上门 ' || w.visits || ' 次才解决'
    from service.closed_work w
    where w.visits > 1 and w.reason = 'repaired'
        and not exists (select from service.ticket_event e where e.ticket = w.ticket and e.to_state = 'workshop')
    union all
    select 'repeat_repair', w.ticket, service.technician_there(w.ticket, w.at), w.at, 'came back inside the repair guarantee', '维修保证期内返修'
    from service.closed_work w join service.ticket t on t.id = w.ticket left join service.guarantee_of_type g on g.type = t.type
    where w.reason = 'repaired' and w.came_back and w.visits > 0 and (
        -- Certain once what followed is closed too: then it is known whether there was anything.
        t.times_reopened > 0 and t.state = 'closed'
            and coalesce(t.end_reason, '') not in ('false_alarm', 'nothing_found', 'not_useful', 'joined', 'expired')
        or exists (
            select from service.ticket l
            where l.appliance_no = t.appliance_no and l.id <> t.id and l.state = 'closed'
                and l.opened_at >= w.at and l.opened_at < w.at + make_interval(days => coalesce(g.days, 90))
                and l.kind in ('repair', 'part_replacement')
                and (l.component = t.component or (l.parent = t.id and l.link = 'repair_guarantee' and l.component = 'unknown'))
                and (l.source not in ('prediction', 'maintenance_plan') or l.finding = 'failure')
                and coalesce(l.end_reason, '') not in ('false_alarm', 'nothing_found', 'not_useful', 'joined', 'expired')))
    union all
    -- The marks that a customer gives without the technician beside.
    select 'delighted_customer', s.ticket, service.technician_there(s.ticket, s.at), s.at, 'full marks in the survey', '满意度调查满分'
    from service.survey s where s.solved and least(s.attitude, s.efficiency, s.quality, s.product) = 5
) x join service.technician k on lower(k.id) = lower(x.technician)
group by k.id, x.ticket, x.reason;
