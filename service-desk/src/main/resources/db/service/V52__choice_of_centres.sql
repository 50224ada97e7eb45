-- Which service centre takes a ticket: what a centre may and can do, whom it serves, and how much it has to do already.

-- Kinds of work that a centre does; a centre without a row does all.
create table service.centre_work (
    centre text not null references service.centre,
    kind   text not null references service.ticket_kind,
    primary key (centre, kind)
);

-- By what the choice goes; one row.
create table service.assignment_rule (
    only_row    boolean primary key default true check (only_row),
    -- How far away a centre serves that names no areas.
    reach_km    double precision not null default 50 check (reach_km > 0),
    -- How many jobs a technician does in a day, so that open jobs are days of work.
    jobs_a_day  double precision not null default 5 check (jobs_a_day > 0)
);
insert into service.assignment_rule default values;

-- The great circle in kilometres, by the haversine formula with the earth's mean radius of 6371 km; null where a place is not known.
create function service.kilometres(lat1 double precision, lon1 double precision, lat2 double precision, lon2 double precision)
returns double precision language sql immutable strict as $$
    select 2 * 6371 * asin(least(1, sqrt(power(sind((lat2 - lat1) / 2), 2)
        + cosd(lat1) * cosd(lat2) * power(sind((lon2 - lon1) / 2), 2))))
$$;

-- The postal code in an address: the last number of five or six digits, else the last of four.
create function service.postal_code(address text) returns text language sql immutable as $$
    select m[1] from regexp_matches(address, '(?<![0-9])([0-9]{4,6})(?![0-9])', 'g') with ordinality found (m, n)
    order by length(m[1]) >= 5 desc, n desc limit 1
$$;

-- Whether an address lies in an area: the beginning of its postal code, or the name of a district in it. Names in letters of one byte
-- begin where a word does.
create function service.lies_in(area text, address text, code text) returns boolean language sql immutable as $$
    select case
        when area ~ '^[0-9]+$' then starts_with(code, area)
        when octet_length(area) = length(area)
            then position(' ' || lower(area) in ' ' || translate(lower(address), ',;./()-', '       ')) > 0
        else position(area in address) > 0 end
$$;

-- Technicians of a centre who are at work with a licence and have the skill for a type (null: any).
create function service.centre_hands(of_centre text, about_type text) returns int language sql stable as $$
    select count(*)::int from service.technician t where t.centre = of_centre and t.active and t.revoked_at is null
        and (about_type is null or exists (select from service.technician_skill s
            where s.technician = t.id and s.type in (about_type, '*')))
$$;

-- Why a centre cannot take a job now; empty where it can.
--   certificate: it was certified, and no certificate is valid today. A centre of which no certificate was ever kept is not asked for one.
--   competence:  it names what it repairs, and this type or class of fault is not among it.
--   kind:        it names which work it does, and this is not among it.
--   technician:  it has registered technicians, and nobody who is at work with a licence has the skill.
create function service.centre_lacks(c service.centre, about_type text, about_kind text, about_class text, at timestamptz)
returns text[] language sql stable as $$
    select array_remove(array[
        case when exists (select from service.certificate k where k.centre = c.id)
            and not exists (select from service.certificate k where k.centre = c.id
                and (at at time zone c.time_zone)::date between k.issued_on and k.expires_on) then 'certificate' end,
        case when about_type is not null and exists (select from service.centre_competence k where k.centre = c.id)
            and not exists (select from service.centre_competence k where k.centre = c.id and k.type in (about_type, '*')
                and (about_class is null or k.fault_class in (about_class, '*'))) then 'competence' end,
        case when exists (select from service.centre_work w where w.centre = c.id)
            and not exists (select from service.centre_work w where w.centre = c.id and w.kind = about_kind) then 'kind' end,
        case when about_type is not null and (select visit from service.ticket_kind where kind = about_kind)
            and exists (select from service.technician t where t.centre = c.id and t.active)
            and service.centre_hands(c.id, about_type) = 0 then 'technician' end], null)
$$;

-- Jobs of a centre that are still to be done.
create function service.centre_jobs(of_centre text) returns int language sql stable as $$
    select count(*)::int from service.ticket t where t.centre = of_centre and t.ended_at is null
        and t.state not in ('repaired', 'accepted', 'reviewed', 'followed_up')
$$;

-- Nobody is able to take a ticket: whoever has it now, headquarters hear of it.
alter table service.alarm drop constraint alarm_kind_check;
alter table service.alarm add constraint alarm_kind_check check (kind in
    ('warning', 'breach', 'not_acknowledged', 'escalation', 'check_back', 'follow_up', 'no_centre', 'information'));
alter table service.alarm drop constraint alarm_role_check;
alter table service.alarm add constraint alarm_role_check check (role in
    ('technician', 'information_agent', 'dispatcher', 'station_chief', 'region_supervisor', 'headquarters'));
