-- Tickets that people open, and what they tell: calls that join a ticket, answers to what must be known, safety codes that open one at once,
-- and writes that are asked for twice but done once.

alter table service.ticket
    add column channel text check (channel in ('form', 'phone', 'email', 'chat', 'web', 'shop')),
    -- When the customer's first call about it came, or the first call that joined it.
    add column called_at timestamptz,
    add column joined_at timestamptz,
    add column way text check (way in ('remote', 'home', 'workshop')),
    add column fault_class text check (fault_class in ('hardware', 'software', 'network', 'misuse')),
    add column fault_codes text[] not null default '{}',
    add column window_from timestamptz,
    add column window_to timestamptz,
    add column technician text,
    add column parent bigint references service.ticket,
    add column link text check (link in ('repair_guarantee', 'one_stop', 'about', 'recall')),
    add check ((window_from is null) = (window_to is null)),
    add check (window_from < window_to),
    add check ((parent is null) = (link is null)),
    add check (parent <> id);
create index ticket_parent on service.ticket (parent) where parent is not null;
create index ticket_technician on service.ticket (technician, window_from) where technician is not null and ended_at is null;

-- What was asked and answered. The values are personal, so they are here, where they can be erased, and not in the events.
create table service.ticket_answer (
    ticket bigint not null references service.ticket,
    field  text not null,
    value  text not null check (length(value) between 1 and 2000),
    who    text not null,
    at     timestamptz not null,
    primary key (ticket, field)
);

create table service.ticket_contact (
    id       bigint generated always as identity primary key,
    ticket   bigint not null references service.ticket,
    at       timestamptz not null,
    noted_at timestamptz not null,
    who      text not null,
    incoming boolean not null,
    channel  text not null check (channel in ('form', 'phone', 'email', 'chat', 'web', 'shop')),
    words    text,
    -- Whether this call is what joined the ticket, and whether the ticket was open, with parts held, before the call.
    joined      boolean not null,
    open_before boolean not null,
    parts_held  text[] not null
);
create index ticket_contact_ticket on service.ticket_contact (ticket, id);
create trigger ticket_contact_is_append_only before delete on service.ticket_contact
    for each row execute function service.refuse_change();

-- A safety code that an appliance raised, and the ticket that it led to; the key lets it lead to one only.
create table service.safety_fault (
    appliance_no int not null references fleet.appliance,
    code         text not null,
    raised_at    timestamptz not null,
    ticket       bigint not null references service.ticket,
    opened       boolean not null,
    primary key (appliance_no, code, raised_at)
);

-- Answers to writes that named a key; the same key gets the same answer.
create table service.write_once (
    key         text primary key check (length(key) between 1 and 200),
    fingerprint text not null,
    answer      jsonb not null,
    at          timestamptz not null
);
create index write_once_at on service.write_once (at);

update service.ticket_transition set needs = '{window,reason,agreement}'
    where to_state = 'scheduled' and from_state in ('scheduled', 'dispatched', 'confirmed');
update service.ticket_transition set needs = '{window,reason}' where to_state = 'scheduled' and from_state = 'on_site';

alter table service.ticket disable trigger guard_ticket;
update service.ticket set expires_at = null where source <> 'prediction' and ended_at is null;
alter table service.ticket enable trigger guard_ticket;
