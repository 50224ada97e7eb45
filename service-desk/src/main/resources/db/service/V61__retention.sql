-- How long what is personal is kept, and what was erased when that was over.

-- Months after the end that the kind speaks of; see docs/customers.md.
create table service.retention_rule (
    kind       text primary key check (kind in ('answers', 'words', 'signatures', 'messages', 'reports', 'looks', 'household')),
    months     int not null check (months between 1 and 600),
    changed_at timestamptz,
    changed_by text,
    check ((changed_at is null) = (changed_by is null))
);
insert into service.retention_rule (kind, months) values
    ('answers', 24), ('words', 24), ('signatures', 36), ('messages', 12), ('reports', 12), ('looks', 24), ('household', 36);
create table service.retention_change (
    id     bigint generated always as identity primary key,
    kind   text not null,
    months int not null,
    before int not null,
    at     timestamptz not null,
    who    text not null
);
create trigger retention_change_is_append_only before update or delete on service.retention_change
    for each row execute function service.refuse_change();

-- What was erased of which ticket when its time was over; once for each time that the ticket ended.
create table service.retention_done (
    ticket   bigint not null references service.ticket,
    kind     text not null,
    ended_at timestamptz not null,
    at       timestamptz not null,
    erased   int not null check (erased >= 0),
    primary key (ticket, kind, ended_at)
);
create trigger retention_done_is_append_only before update or delete on service.retention_done
    for each row execute function service.refuse_change();
create index ticket_ended_with_customer on service.ticket (ended_at)
    where ended_at is not null and (household is not null or source = 'customer');
create index report_without_ticket on service.report (done_at) where erased_at is null;

-- Since when no appliance is a household's any more; null while one is.
alter table service.household add column left_at timestamptz;

-- Looks are forgotten when their time is over, and by nothing else.
create function service.refuse_change_but_retention() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' and current_setting('service.erasing', true) = 'on' then
        return old;
    end if;
    raise exception '% is append-only', tg_table_name using errcode = 'check_violation';
end $$;
drop trigger look_is_append_only on service.look;
create trigger look_is_append_only before update or delete on service.look
    for each row execute function service.refuse_change_but_retention();

-- A household's tickets, and those by which its reports waited before anybody knew whose they were.
create function service.tickets_of(of_household text) returns setof bigint language sql stable as $$
    select id from service.ticket where household = of_household
    union
    select r.intake from service.report r join service.ticket t on t.id = r.ticket
    where t.household = of_household and r.intake is not null
$$;

-- Why what is personal about a ticket is still needed at an instant; null where nothing needs it.
create function service.kept_because(of_ticket bigint, as_of timestamptz) returns text language sql stable as $$
    select case
        when t.ended_at is null or exists (
                select from service.ticket o where o.household = t.household and o.ended_at is null)
            or exists (select from service.ticket o where o.parent = t.id and o.ended_at is null) then 'open_ticket'
        when exists (select from service.report r where r.intake = t.id and r.state = 'intake') then 'open_report'
        when exists (select from service.part_line p where p.ticket = t.id and p.guaranteed_until >= as_of::date)
            or (t.end_reason = 'repaired' and t.ended_at > as_of - make_interval(days => coalesce((
                select g.repair_guarantee_days from service.guarantee_rule g where g.type in (t.type, '*')
                order by g.type = '*', g.purchased_from desc, g.version desc limit 1), 0)))
            or exists (
                select from fleet.appliance a, service.guarantee_rule g
                where a.appliance_no = t.appliance_no and g.type in (a.type, '*') and g.purchased_from <= a.purchased_on
                    and a.purchased_on + make_interval(months => greatest(g.repair_months, g.main_part_months)) > as_of)
            then 'guarantee'
        when exists (
                select from service.settlement_claim c where c.ticket = t.id and c.withdrawn_at is null and not exists (
                    select from service.settlement_line l join service.settlement_statement s on s.id = l.statement
                    where l.claim = c.id and s.state = 'paid'))
            or exists (select from service.settlement_dispute d where d.ticket = t.id and d.answered_at is null)
            or exists (select from service.compensation_case k where k.ticket = t.id and k.state = 'open')
            or exists (select from service.return_case r
                where r.ticket = t.id and r.settled_at is null and r.refused_at is null)
            then 'open_claim'
        end
    from service.ticket t where t.id = of_ticket
$$;

-- What was sent cannot be told from the fingerprint of an erased report.
create or replace function service.guard_report() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        raise exception 'a report is never deleted' using errcode = 'check_violation';
    elsif (new.reference, new.at, new.kind) is distinct from (old.reference, old.at, old.kind)
            or (new.fingerprint <> old.fingerprint and new.erased_at is null) then
        raise exception 'what report % is about never changes', old.reference using errcode = 'check_violation';
    elsif new.state <> old.state and (old.state, new.state) not in
            (('received', 'opened'), ('received', 'intake'), ('intake', 'completed')) then
        raise exception 'report % cannot go from % to %', old.reference, old.state, new.state using errcode = 'check_violation';
    end if;
    return new;
end $$;
