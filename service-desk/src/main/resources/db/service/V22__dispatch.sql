-- Dispatch: who visits which household when. A place on a technician's day is one row; the database lets nobody be in two places at once.

-- Where a household is, and the engineer that it has for life; without a place it is taken to be at its service centre.
alter table service.household
    add column latitude  double precision check (latitude between -90 and 90),
    add column longitude double precision check (longitude between -180 and 180),
    add column engineer  text references service.technician,
    add check ((latitude is null) = (longitude is null));

-- When a technician does not work although the calendar says so.
create table service.technician_absence (
    id         bigint generated always as identity primary key,
    technician text not null references service.technician,
    from_at    timestamptz not null,
    to_at      timestamptz not null,
    reason     text not null check (reason in ('ill', 'leave', 'training', 'other')),
    at         timestamptz not null,
    who        text not null,
    ended_at   timestamptz,
    ended_by   text,
    check (from_at < to_at),
    check ((ended_at is null) = (ended_by is null))
);
create index technician_absence_technician on service.technician_absence (technician, to_at) where ended_at is null;

-- A centre's day as it was planned last. The revision counts every change of what the day's plan depends on, so that a plan that was
-- computed from something older is not published over it.
create table service.dispatch_day (
    centre       text not null references service.centre,
    day          date not null,
    revision     bigint not null default 1,
    planned_at   timestamptz,
    planned_by   text,
    solve_millis int,
    score        text,
    costs        jsonb not null default '{}',
    unassigned   jsonb not null default '[]',
    -- Since when, and why, the plan no longer fits; null while it does.
    stale_since  timestamptz,
    stale_why    text,
    primary key (centre, day),
    check ((stale_since is null) = (stale_why is null))
);
create index dispatch_day_stale on service.dispatch_day (stale_since) where stale_since is not null and planned_at is not null;

-- Texts as ranges of one value each, so that an exclusion constraint can compare them without an extension.
create type service.text_range as range (subtype = text, collation = "C");

create table service.dispatch_visit (
    id             bigint generated always as identity primary key,
    ticket         bigint not null references service.ticket,
    centre         text not null references service.centre,
    day            date not null,
    -- Technicians whom nobody registered are known to their centre alone.
    technician     text not null,
    during         tstzrange not null check (not isempty(during) and lower_inc(during) and not upper_inc(during)
                                             and not lower_inf(during) and not upper_inf(during)),
    -- The window that it is for.
    window_from    timestamptz not null,
    window_to      timestamptz not null,
    travel_minutes int not null default 0 check (travel_minutes >= 0),
    source         text not null check (source in ('booking', 'plan', 'hand')),
    reasons        jsonb not null default '[]',
    pinned_by      text,
    pinned_at      timestamptz,
    pinned_time    boolean not null default false,
    -- A place that a customer is about to book; nobody's from then on, unless it was booked.
    held_until     timestamptz,
    arrived_at     timestamptz,
    made_at        timestamptz not null,
    made_by        text not null,
    ended_at       timestamptz,
    check ((pinned_by is null) = (pinned_at is null)),
    check (not pinned_time or pinned_by is not null),
    constraint dispatch_never_in_two_places exclude using gist (
        service.text_range(lower(technician), lower(technician), '[]') with &&, during with &&) where (ended_at is null)
        -- A new plan moves many at once; only what it comes to has to hold.
        deferrable initially immediate
);
create unique index dispatch_visit_of_a_ticket on service.dispatch_visit (ticket) where ended_at is null and held_until is null;
create unique index dispatch_visit_held_for_a_ticket on service.dispatch_visit (ticket) where ended_at is null and held_until is not null;
create index dispatch_visit_day on service.dispatch_visit (centre, day);
create index dispatch_visit_technician on service.dispatch_visit (lower(technician), day);

-- What changed, and why.
create table service.dispatch_change (
    id              bigint generated always as identity primary key,
    centre          text not null references service.centre,
    day             date not null,
    at              timestamptz not null,
    who             text not null,
    why             text not null,
    ticket          bigint not null references service.ticket,
    what            text not null check (what in ('placed', 'moved', 'handed_over', 'dropped')),
    from_technician text,
    from_begin      timestamptz,
    to_technician   text,
    to_begin        timestamptz,
    check ((what = 'placed') = (from_technician is null)),
    check ((what = 'dropped') = (to_technician is null))
);
create index dispatch_change_day on service.dispatch_change (centre, day, id desc);
create index dispatch_change_ticket on service.dispatch_change (ticket, id desc);
create trigger dispatch_change_is_append_only before update or delete on service.dispatch_change
    for each row execute function service.refuse_change();

-- Windows that customers are about to book are places on a route now.
drop table service.slot_hold;
