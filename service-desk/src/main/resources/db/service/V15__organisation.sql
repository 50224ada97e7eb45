-- The organisation: headquarters, regions, service centres with what they may do and when they work, technicians, and the people who use
-- the service with what each of them may see.

create table service.region (
    id      text primary key,
    name_en text not null,
    name_zh text not null
);

-- Centres that were there before have no region: they belong to headquarters.
alter table service.centre
    add column region text references service.region,
    add column kind   text not null default 'own_shop'
        check (kind in ('own_shop', 'repair_shop', 'dedicated_service', 'retailer', 'do_it_yourself'));
create index centre_region on service.centre (region);

-- Areas that a centre serves: the beginning of a postal code, or the name of a district.
create table service.centre_territory (
    centre text not null references service.centre,
    area   text not null,
    primary key (centre, area)
);

-- What a centre may repair; '*' stands for every type or every class.
create table service.centre_competence (
    centre      text not null references service.centre,
    type        text not null,
    fault_class text not null check (fault_class in ('*', 'hardware', 'software', 'network', 'misuse')),
    primary key (centre, type, fault_class)
);

-- Working hours by day of the week, and days that differ. Centres without a row work Monday to Friday from 8 to 18.
create table service.centre_calendar (
    centre  text primary key references service.centre,
    week    jsonb not null,
    days    jsonb not null default '{}',
    version int not null default 1
);

create table service.certificate (
    id         bigint generated always as identity primary key,
    centre     text not null references service.centre,
    name       text not null,
    issued_on  date not null,
    expires_on date not null,
    at         timestamptz not null,
    who        text not null,
    check (expires_on > issued_on),
    unique (centre, name, issued_on)
);
create index certificate_centre on service.certificate (centre, expires_on desc);

create table service.centre_audit (
    id      bigint generated always as identity primary key,
    centre  text not null references service.centre,
    held_on date not null,
    auditor text not null,
    score   numeric(5, 2) not null check (score between 0 and 100),
    remarks text,
    at      timestamptz not null,
    unique (centre, held_on)
);

-- What an audit asked for. It is over only when its effect was checked; where it had none, another one follows it.
create table service.corrective_action (
    id         bigint generated always as identity primary key,
    audit      bigint not null references service.centre_audit,
    centre     text not null references service.centre,
    what       text not null,
    owner      text not null,
    due_on     date not null,
    follows    bigint unique references service.corrective_action,
    done_at    timestamptz,
    done_by    text,
    checked_at timestamptz,
    checked_by text,
    effective  boolean,
    remarks    text,
    check ((done_at is null) = (done_by is null)),
    check ((checked_at is null) = (effective is null)),
    check (checked_at is null or (done_at is not null and checked_by is not null)),
    check (checked_by is distinct from done_by or checked_by is null)
);
create index corrective_action_centre on service.corrective_action (centre, due_on);

create table service.technician (
    id          text primary key,
    centre      text not null references service.centre,
    name        text not null,
    grade       text not null check (grade in ('junior', 'qualified', 'intermediate', 'senior')),
    hours       jsonb,
    warehouse   text references service.warehouse,
    latitude    double precision check (latitude between -90 and 90),
    longitude   double precision check (longitude between -180 and 180),
    position_at timestamptz,
    points      int not null default 100,
    revoked_at  timestamptz,
    active      boolean not null default true,
    check ((latitude is null) = (longitude is null))
);
create index technician_centre on service.technician (centre);

create table service.technician_skill (
    technician  text not null references service.technician,
    type        text not null,
    fault_class text not null check (fault_class in ('*', 'hardware', 'software', 'network', 'misuse')),
    primary key (technician, type, fault_class)
);

-- Every gain and loss of licence points. Nothing else changes a technician's points.
create table service.licence_move (
    id         bigint generated always as identity primary key,
    technician text not null references service.technician,
    at         timestamptz not null,
    who        text not null,
    points     int not null,
    reason     text not null check (reason in ('broken_promise', 'out_of_standard', 'overcharge', 'not_fixed_first', 'repeat_repair',
                                               'delighted_customer', 'improvement', 'review', 'retraining')),
    ticket     bigint references service.ticket,
    remarks    text,
    check (points <> 0 or reason in ('review', 'retraining')),
    check (reason not in ('broken_promise', 'out_of_standard', 'overcharge', 'not_fixed_first', 'repeat_repair') or points < 0),
    check (reason not in ('delighted_customer', 'improvement') or points > 0)
);
create index licence_move_technician on service.licence_move (technician, id);
-- What one ticket costs or earns a technician, it does once.
create unique index licence_move_once on service.licence_move (technician, ticket, reason) where ticket is not null;
create trigger licence_move_is_append_only before update or delete on service.licence_move
    for each row execute function service.refuse_change();

create function service.apply_licence_move() returns trigger language plpgsql as $$
begin
    -- Below 60 the licence is gone, until a retraining gives it back.
    update service.technician set points = points + new.points,
            revoked_at = case when new.reason = 'retraining' then null
                when points + new.points < 60 then coalesce(revoked_at, new.at) else revoked_at end
        where id = new.technician;
    return null;
end $$;
create trigger apply_licence_move after insert on service.licence_move
    for each row execute function service.apply_licence_move();

create table service.training (
    id         bigint generated always as identity primary key,
    technician text not null references service.technician,
    topic      text not null,
    mode       text not null check (mode in ('classroom', 'online', 'on_the_job', 'self_study')),
    held_on    date not null,
    score      numeric(5, 2) check (score between 0 and 100),
    passed     boolean,
    plan       text,
    at         timestamptz not null,
    who        text not null
);
create index training_technician on service.training (technician, held_on desc);

-- Who uses the service. While nobody is registered, whoever reaches the server may do everything.
create table service.person (
    id         text primary key,
    name       text not null,
    role       text not null check (role in ('administrator', 'headquarters', 'region_supervisor', 'station_chief', 'dispatcher',
                   'information_agent', 'technician', 'technical_support', 'parts_manager', 'reliability_engineer', 'quality_engineer')),
    region     text references service.region,
    centre     text references service.centre,
    technician text references service.technician,
    active     boolean not null default true,
    added_at   timestamptz not null,
    check (region is null or centre is null),
    check ((role = 'technician') = (technician is not null)),
    check (role <> 'region_supervisor' or region is not null),
    check (role not in ('station_chief', 'technician') or centre is not null),
    check (role not in ('administrator', 'headquarters') or (region is null and centre is null))
);

-- Of a token only the SHA-256 is kept: 32 random bytes cannot be searched for, so a slow hash would add nothing.
create table service.person_token (
    id         bigint generated always as identity primary key,
    person     text not null references service.person,
    hash       bytea not null unique check (length(hash) = 32),
    label      text,
    made_at    timestamptz not null,
    expires_at timestamptz,
    revoked_at timestamptz
);
create index person_token_person on service.person_token (person);

-- Who looked at a customer's name, address and phone.
create table service.look (
    id        bigint generated always as identity primary key,
    at        timestamptz not null,
    who       text not null,
    household text not null,
    ticket    bigint,
    what      text not null,
    masked    boolean not null
);
create index look_household on service.look (household, id);
create index look_at on service.look (at);
create trigger look_is_append_only before update or delete on service.look
    for each row execute function service.refuse_change();
