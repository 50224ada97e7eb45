-- Who was pinned to a visit, and perhaps when: what a person decided, kept apart from the place that a plan gives, so that it holds also
-- while the visit has none.
create table service.dispatch_pin (
    id         bigint generated always as identity primary key,
    ticket     bigint not null references service.ticket,
    technician text not null,
    -- When work is to begin; null for any time of the window.
    begin_at   timestamptz,
    at         timestamptz not null,
    who        text not null,
    ended_at   timestamptz,
    ended_by   text,
    check ((ended_at is null) = (ended_by is null))
);
create unique index dispatch_pin_of_a_ticket on service.dispatch_pin (ticket) where ended_at is null;

insert into service.dispatch_pin (ticket, technician, begin_at, at, who)
select ticket, technician, case when pinned_time then lower(during) end, pinned_at, pinned_by
from service.dispatch_visit where pinned_by is not null and ended_at is null and held_until is null and arrived_at is null;

alter table service.dispatch_visit drop column pinned_by, drop column pinned_at, drop column pinned_time;

-- Since when a day's visits are announced to those who do them: each is sent, and what the day still brings is sent at once.
alter table service.dispatch_day
    add column announced_at timestamptz,
    add column announced_by text,
    add check ((announced_at is null) = (announced_by is null));
create index dispatch_day_announced on service.dispatch_day (centre, day) where announced_at is not null;

-- Who is at a customer's is there, whatever was planned: the visits still to come are planned around it.
alter table service.dispatch_visit drop constraint dispatch_never_in_two_places;
update service.dispatch_visit
    set during = tstzrange(arrived_at, arrived_at + (upper(during) - lower(during))) where arrived_at is not null and ended_at is null;
alter table service.dispatch_visit add constraint dispatch_never_in_two_places exclude using gist (
    service.text_range(lower(technician), lower(technician), '[]') with &&, during with &&)
    where (ended_at is null and arrived_at is null) deferrable initially immediate;

-- A job that was announced goes to somebody else: who has it now has not acknowledged it yet.
insert into service.ticket_transition (kind, from_state, to_state, needs)
select kind, s.from_state, 'dispatched', '{technician}'
from service.ticket_transition t cross join (values ('dispatched'), ('confirmed')) s (from_state)
where t.from_state = 'scheduled' and t.to_state = 'dispatched';
