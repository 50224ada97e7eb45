-- What customers report by the public form, before anybody knows whose it is. A report is kept first and answered with its reference; a
-- little later it becomes a ticket, or a ticket that an agent has to complete. So the answer says nothing of what is known here.
create table service.report (
    id          bigint generated always as identity primary key,
    reference   text not null unique check (reference ~ '^R-[A-Z2-9]{4}-[A-Z2-9]{4}$'),
    -- Of all that was sent: the same again within a day is the same report.
    fingerprint text not null,
    at          timestamptz not null,
    language    text not null check (language in ('en', 'zh')),
    kind        text not null references service.ticket_kind,
    -- Of the person: gone when the report is erased.
    name        text check (length(name) between 1 and 200),
    phone       text check (length(phone) between 6 and 40),
    email       text check (length(email) between 3 and 254),
    address     text check (length(address) between 1 and 500),
    postcode    text check (length(postcode) between 1 and 20),
    symptom     text check (length(symptom) between 1 and 2000),
    began       text check (length(began) between 1 and 200),
    wish        text check (length(wish) between 1 and 2000),
    wished_time text check (length(wished_time) between 1 and 200),
    -- Of the appliance.
    type        text,
    model       text check (length(model) between 1 and 100),
    serial      text check (length(serial) between 1 and 100),
    -- What they ticked, or wrote of, that may hurt somebody.
    dangers     text[] not null default '{}' check (dangers <@ '{burning,water,shock,gas}'::text[]),
    -- Which wording they agreed to, so that it can be shown later.
    consent     text not null,
    -- What became of it. A report without an appliance or a household that is surely theirs waits for an agent as "intake".
    state       text not null default 'received' check (state in ('received', 'opened', 'intake', 'completed')),
    ticket      bigint references service.ticket,
    intake      bigint references service.ticket,
    done_at     timestamptz,
    done_by     text,
    attempts    int not null default 0,
    next_at     timestamptz,
    erased_at   timestamptz,
    check ((state = 'received') = (next_at is not null)),
    check (state not in ('opened', 'completed') or ticket is not null),
    check (state <> 'intake' or (intake is not null and ticket is null)),
    check (erased_at is null or num_nonnulls(name, phone, email, address, symptom, wish) = 0),
    check (erased_at is not null or num_nonnulls(phone, email) > 0)
);
create index report_fingerprint on service.report (fingerprint, at);
create index report_next on service.report (next_at) where next_at is not null;
create index report_intake on service.report (intake) where state = 'intake';
create index report_ticket on service.report (ticket) where ticket is not null;

create function service.guard_report() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        raise exception 'a report is never deleted' using errcode = 'check_violation';
    elsif (new.reference, new.fingerprint, new.at, new.kind) is distinct from (old.reference, old.fingerprint, old.at, old.kind) then
        raise exception 'what report % is about never changes', old.reference using errcode = 'check_violation';
    elsif new.state <> old.state and (old.state, new.state) not in
            (('received', 'opened'), ('received', 'intake'), ('intake', 'completed')) then
        raise exception 'report % cannot go from % to %', old.reference, old.state, new.state using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger guard_report before update or delete on service.report for each row execute function service.guard_report();

-- That what somebody reported has arrived, told by the way they chose before.
alter table service.message
    drop constraint message_kind_check,
    add constraint message_kind_check check (kind in ('seen', 'booked', 'reminder', 'on_the_way', 'done', 'rate', 'stop_use', 'recall',
        'maintenance', 'received'));
