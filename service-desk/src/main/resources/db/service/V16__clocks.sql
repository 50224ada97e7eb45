-- Promises with their clocks: what was promised by when, in whose working hours; pauses; warnings, breaches and escalation.

-- What a service file says instead of the built-in rules. '*' stands for every kind of work.
create table service.clock_rule (
    kind             text not null,
    promise          text not null,
    urgency          smallint not null check (urgency between 0 and 3),
    seconds          bigint not null check (seconds > 0),
    warn_seconds     bigint not null check (warn_seconds >= 0),
    escalate_seconds bigint not null check (escalate_seconds > 0),
    round_the_clock  boolean not null,
    primary key (kind, promise, urgency)
);

create table service.clock_promise (
    id               bigint generated always as identity primary key,
    ticket           bigint not null references service.ticket,
    promise          text not null,
    -- Counts what is promised anew: after a reopening, at another dispatch.
    round            int not null check (round > 0),
    centre           text references service.centre,
    round_the_clock  boolean not null,
    promised_seconds bigint not null check (promised_seconds > 0),
    warn_seconds     bigint not null check (warn_seconds >= 0),
    escalate_seconds bigint not null check (escalate_seconds > 0),
    started_at       timestamptz not null,
    -- Working time used before the clock last began to run; null runs_since: it stands.
    used_millis      bigint not null default 0 check (used_millis >= 0),
    runs_since       timestamptz,
    paused_at        timestamptz,
    paused_millis    bigint not null default 0,
    due_at           timestamptz,
    warn_at          timestamptz,
    -- The next instant at which something happens if nothing is done: a warning, the breach, the next person.
    next_at          timestamptz,
    level            smallint not null default -1,
    warned_at        timestamptz,
    breached_at      timestamptz,
    ended_at         timestamptz,
    outcome          text check (outcome in ('met', 'late', 'dropped')),
    unique (ticket, promise, round),
    check ((ended_at is null) = (outcome is null)),
    check (ended_at is null or (runs_since is null and next_at is null)),
    check (outcome <> 'met' or breached_at is null),
    check (runs_since is null or due_at is not null)
);
create unique index clock_promise_one_open on service.clock_promise (ticket, promise) where ended_at is null;
create index clock_promise_next on service.clock_promise (next_at) where next_at is not null;

-- Time that a ticket waits for the customer or for a part.
create table service.ticket_wait (
    id       bigint generated always as identity primary key,
    ticket   bigint not null references service.ticket,
    for_what text not null check (for_what in ('customer', 'part')),
    reason   text not null,
    since    timestamptz not null,
    who      text not null,
    ended_at timestamptz,
    ended_by text,
    check ((ended_at is null) = (ended_by is null)),
    check (ended_at >= since)
);
create unique index ticket_wait_one on service.ticket_wait (ticket) where ended_at is null;

-- Somebody has to act. Each step of escalation of each promise raises one alarm, whoever finds it due.
create table service.alarm (
    id              bigint generated always as identity primary key,
    ticket          bigint not null references service.ticket,
    promise         bigint references service.clock_promise,
    kind            text not null check (kind in ('warning', 'breach', 'not_acknowledged', 'escalation', 'check_back', 'follow_up')),
    level           smallint not null check (level between 0 and 4),
    role            text not null check (role in ('technician', 'dispatcher', 'station_chief', 'region_supervisor', 'headquarters')),
    centre          text references service.centre,
    subject         text not null,
    raised_at       timestamptz not null,
    acknowledged_at timestamptz,
    acknowledged_by text,
    ended_at        timestamptz,
    unique (ticket, subject, kind, level),
    check ((acknowledged_at is null) = (acknowledged_by is null))
);
create index alarm_open on service.alarm (raised_at desc) where ended_at is null;
create index alarm_ticket on service.alarm (ticket);

-- What a broken promise costs us, drawn from the centre's deposit.
create table service.breach_tariff (
    promise  text primary key,
    amount   numeric(12, 2) not null check (amount >= 0),
    currency text not null check (currency ~ '^[A-Z]{3}$')
);
create table service.breach_case (
    id        bigint generated always as identity primary key,
    promise   bigint not null unique references service.clock_promise,
    ticket    bigint not null references service.ticket,
    centre    text references service.centre,
    amount    numeric(12, 2),
    currency  text,
    opened_at timestamptz not null,
    state     text not null check (state in ('open', 'paid', 'refused')),
    ended_at  timestamptz,
    ended_by  text,
    note      text,
    check ((state = 'open') = (ended_at is null)),
    check ((ended_at is null) = (ended_by is null)),
    check (state <> 'paid' or amount is not null),
    check (state <> 'refused' or note is not null)
);
create index breach_case_open on service.breach_case (centre, opened_at) where state = 'open';
