-- Customers: how they want to hear from us, what they were told, their answers.

-- Preferences and consent; without a row nobody is written to.
create table service.household_contact (
    household  text primary key references service.household,
    channel    text not null check (channel in ('email', 'webhook', 'none')),
    email      text,
    consent    boolean not null,
    consent_at timestamptz not null,
    consent_how text not null,
    quiet      boolean not null default false,
    check (channel <> 'email' or email is not null)
);

-- Key under which customers' links are signed; made once, on first use.
create table service.link_key (
    only_row boolean primary key default true check (only_row),
    key      bytea not null check (length(key) = 32),
    made_at  timestamptz not null
);

-- What customers are told. Written in the transaction of what it tells of; whoever claims one sends it and says so. A key keeps
-- anything from being said twice.
create table service.message (
    id            bigint generated always as identity primary key,
    household     text not null references service.household,
    ticket        bigint references service.ticket,
    kind          text not null check (kind in ('seen', 'booked', 'reminder', 'on_the_way', 'done', 'rate')),
    once          text not null unique,
    channel       text not null check (channel in ('email', 'webhook')),
    language      text not null,
    subject       text not null,
    body          text not null,
    made_at       timestamptz not null,
    send_at       timestamptz not null,
    -- A reminder of a window that has changed is no longer wanted.
    window_from   timestamptz,
    state         text not null default 'queued' check (state in ('queued', 'sent', 'withheld', 'failed')),
    attempts      int not null default 0,
    claimed_until timestamptz,
    next_at       timestamptz,
    sent_at       timestamptz,
    error         text,
    check ((state = 'sent') = (sent_at is not null)),
    check ((state = 'queued') = (next_at is not null))
);
create index message_next on service.message (next_at) where next_at is not null;
create index message_ticket on service.message (ticket);

-- A window that a customer is about to book; so that two do not get the same one.
create table service.slot_hold (
    ticket      bigint primary key references service.ticket,
    centre      text not null references service.centre,
    window_from timestamptz not null,
    window_to   timestamptz not null,
    held_until  timestamptz not null
);
create index slot_hold_centre on service.slot_hold (centre, window_from);

create table service.survey (
    id         bigint generated always as identity primary key,
    ticket     bigint not null references service.ticket,
    round      int not null,
    channel    text not null check (channel in ('form', 'phone', 'online')),
    at         timestamptz not null,
    attitude   smallint not null check (attitude between 1 and 5),
    efficiency smallint not null check (efficiency between 1 and 5),
    quality    smallint not null check (quality between 1 and 5),
    product    smallint not null check (product between 1 and 5),
    solved     boolean not null,
    words      text check (length(words) <= 2000),
    unique (ticket, round)
);

-- Calls to customers that are to be made and of which no alarm was raised yet.
create view service.due_call as
select t.id ticket, 'check_back' kind, 'check_back ' || g.id subject, g.check_back_due due_at, t.centre
from service.ticket_guidance g join service.ticket t on t.id = g.ticket
where g.checked_at is null and t.ended_at is null
    and not exists (select from service.alarm a where a.ticket = t.id and a.subject = 'check_back ' || g.id)
union all
select t.id, 'follow_up', 'follow_up ' || f.id, f.due_at, t.centre
from service.ticket_follow_up f join service.ticket t on t.id = f.ticket
where f.at is null and t.ended_at is null
    and not exists (select from service.alarm a where a.ticket = t.id and a.subject = 'follow_up ' || f.id);
