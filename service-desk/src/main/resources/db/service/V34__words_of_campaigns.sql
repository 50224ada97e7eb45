-- What customers are told of campaigns; and hours in which a household wants to be left alone.
alter table service.message
    drop constraint message_kind_check,
    add constraint message_kind_check check (kind in ('seen', 'booked', 'reminder', 'on_the_way', 'done', 'rate', 'stop_use', 'recall',
        'maintenance')),
    add column campaign bigint references service.campaign;
-- A campaign says a ticket's customer what it is about once, however many look at the campaign at once.
create unique index message_once_a_campaign on service.message (ticket, campaign) where campaign is not null;
-- How many tickets a centre got today, without reading those of all other days.
create index campaign_appliance_opened on service.campaign_appliance (at) where state = 'opened';

-- Quiet hours, by the clocks of the household's centre; over midnight where they end before they begin. "quiet" says that the household
-- does not want to be asked how it went.
alter table service.household_contact
    add column quiet_from time,
    add column quiet_to   time,
    add check (num_nonnulls(quiet_from, quiet_to) <> 1),
    add check (quiet_from <> quiet_to);

-- The end of the quiet hours that a household has at an instant; null while it may be written to.
create function service.quiet_until(about text, at timestamptz) returns timestamptz language sql stable as $$
    select greatest(
        (q.now_there::date + q.quiet_to + case when q.quiet_to <= q.now_there::time then interval '1 day' else interval '0' end)
            at time zone q.zone,
        at + interval '1 minute')
    from (
        select k.quiet_from, k.quiet_to, coalesce(c.time_zone, 'UTC') zone, at at time zone coalesce(c.time_zone, 'UTC') now_there
        from service.household_contact k join service.household h on h.id = k.household left join service.centre c on c.id = h.centre
        where k.household = about and k.quiet_from is not null) q
    where case when q.quiet_from < q.quiet_to then q.now_there::time >= q.quiet_from and q.now_there::time < q.quiet_to
        else q.now_there::time >= q.quiet_from or q.now_there::time < q.quiet_to end
$$;
