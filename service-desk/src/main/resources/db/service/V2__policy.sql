-- Who may open tickets by itself: types that an engineer enabled, unless somebody has stopped them, and as many a day as a centre can
-- take. What is not allowed to open is recorded as a would-be ticket.

-- Types that somebody decided about; all others are new, and in shadow.
create table service.ticketing (
    type    text primary key,
    enabled boolean not null,
    since   timestamptz not null
);

-- The emergency switch; '*' for all types. A row is there while it is on.
create table service.ticket_stop (
    type   text primary key,
    at     timestamptz not null,
    who    text not null,
    reason text not null
);

-- What was decided while the switch was on, up to an instant, opens nothing afterwards either.
create table service.ticket_resumed (
    type    text primary key,
    through timestamptz not null
);

alter table service.centre add column tickets_per_day int check (tickets_per_day >= 0);

create table service.cost_currency (
    type     text primary key,
    currency text not null check (currency ~ '^[A-Z]{3}$')
);

-- What a service file stated last; loading the same statement again undoes nothing that people changed since.
create table service.stated (
    subject text primary key,
    value   text not null
);

-- Who changed the policy, and from what to what.
create table service.policy_change (
    id        bigint generated always as identity primary key,
    at        timestamptz not null,
    who       text not null,
    what      text not null check (what in ('enable', 'disable', 'stop', 'resume', 'costs', 'capacity', 'currency')),
    type      text,
    component text,
    centre    text,
    old       jsonb,
    new       jsonb,
    reason    text
);
create trigger policy_change_is_append_only before update or delete on service.policy_change
    for each row execute function service.refuse_change();

-- Tickets that would have been opened. In a lane of its own for each challenger; in the lane '' what the policy held back.
create table service.shadow_ticket (
    id           bigint generated always as identity primary key,
    lane         text not null,
    reason       text not null check (reason in ('not_enabled', 'stopped', 'challenger')),
    type         text not null,
    appliance_no int not null references fleet.appliance,
    component    text not null,
    centre       text references service.centre,
    model_id     text not null,
    decision_id  uuid not null unique,
    probability  double precision not null check (probability between 0 and 1),
    urgency      smallint not null check (urgency between 0 and 3),
    horizon_seconds bigint not null,
    opened_at    timestamptz not null,
    expires_at   timestamptz not null,
    hit_at       timestamptz,
    ended_at     timestamptz,
    end_reason   text check (end_reason in ('repaired', 'expired')),
    check (hit_at > opened_at),
    check (ended_at >= opened_at),
    check ((ended_at is null) = (end_reason is null))
);
create unique index shadow_ticket_one_open on service.shadow_ticket (lane, appliance_no, component) where ended_at is null;
create index shadow_ticket_pair on service.shadow_ticket (appliance_no, component, ended_at);
create index shadow_ticket_expiry on service.shadow_ticket (expires_at) where ended_at is null and hit_at is null;
create index shadow_ticket_opened on service.shadow_ticket (type, opened_at);
create index shadow_ticket_of_day on service.shadow_ticket (centre, opened_at);
create index ticket_of_day on service.ticket (centre, opened_at) where source = 'prediction';

-- An answer may be that the centre has no room today, or only what would have been answered.
alter table service.proposal
    add column shadow        text check (shadow in ('not_enabled', 'stopped', 'challenger')),
    add column shadow_ticket bigint,
    drop constraint proposal_outcome_check,
    add constraint proposal_outcome_check check (outcome in ('opened', 'already_open', 'suppressed', 'waiting')),
    drop constraint proposal_check,
    add constraint proposal_check check ((outcome in ('suppressed', 'waiting')) = (reason is not null));
create index proposal_waiting on service.proposal (as_of) where outcome = 'waiting';
create index proposal_as_of on service.proposal (as_of);
create index proposal_pair on service.proposal (appliance_no, component, as_of);

-- Appliances and components that wait for room at their centre: their last decision found none, and the newest of all is not a day younger.
-- (At a later scoring they would have asked again, or are no longer likely enough.)
create view service.waiting as
select a.type, p.appliance_no, a.id appliance, p.component, p.as_of, p.probability, coalesce(h.centre, d.centre) centre
from service.proposal p join fleet.appliance a using (appliance_no)
left join service.household_appliance ha on ha.appliance = a.id
left join service.household h on h.id = ha.household
left join service.default_centre d on d.type = a.type
where p.outcome = 'waiting' and p.shadow is null
    and p.as_of > (select max(as_of) from service.proposal) - interval '1 day'
    and not exists (
        select from service.proposal later
        where later.appliance_no = p.appliance_no and later.component = p.component and later.as_of > p.as_of);
create index proposal_shadow on service.proposal (as_of) where shadow is not null;

-- Types that this installation served before there was a shadow go on opening tickets.
insert into service.ticketing (type, enabled, since)
select type, true, now() from (
    select type from service.ticket
    union select a.type from service.proposal p join fleet.appliance a using (appliance_no)
    union select type from service.default_centre
    union select type from service.component_cost) known;
do $$ begin
    -- A type that was scored, but has opened no ticket yet. Where the service desk stands alone there are no models.
    if to_regclass('prediction.decided') is not null then
        insert into service.ticketing (type, enabled, since) select type, true, now() from prediction.decided on conflict do nothing;
    end if;
end $$;
insert into service.policy_change (at, who, what, type, old, new, reason)
select now(), 'hearthwatch', 'enable', type, null, '{"enabled": true}', 'served before types could be in shadow' from service.ticketing order by type;
