-- Households, appliances, technicians, centres and regions that people enter and change one by one, beside what service files bring: each has
-- a version, so that nobody overwrites what another one changed meanwhile, and every change is on record.

alter table service.region add column version int not null default 1;
alter table service.centre add column version int not null default 1,
    add column active boolean not null default true;
alter table service.technician add column version int not null default 1;
alter table service.household add column version int not null default 1;

-- What a file listed, a later file may take out of the list; what people connected stays until people disconnect it.
alter table service.household_appliance add column by_file boolean not null default true;

-- Any change of a record makes another version of it, whoever makes it. A licence has its own ledger, and where a technician is, is no
-- change of theirs.
create function service.next_version() returns trigger language plpgsql as $$
declare
    apart text[] := array['version', 'points', 'revoked_at'];
begin
    if tg_table_name = 'technician' and (to_jsonb(new) ->> 'position_at') is not null then
        apart := apart || array['position_at', 'latitude', 'longitude'];
    end if;
    if to_jsonb(new) - apart is distinct from to_jsonb(old) - apart then
        new.version := old.version + 1;
    end if;
    return new;
end $$;
create trigger next_version before update on service.region for each row execute function service.next_version();
create trigger next_version before update on service.centre for each row execute function service.next_version();
create trigger next_version before update on service.technician for each row execute function service.next_version();
create trigger next_version before update on service.household for each row execute function service.next_version();

-- Who changed what. Of a household only the names of what changed: the values are personal.
create table service.register_change (
    id      bigint generated always as identity primary key,
    at      timestamptz not null,
    who     text not null,
    kind    text not null check (kind in ('region', 'centre', 'technician', 'household')),
    subject text not null,
    what    text not null check (what in ('created', 'changed', 'deactivated', 'reactivated', 'appliance_connected', 'appliance_changed',
                                          'appliance_disconnected')),
    version int not null,
    fields  text[] not null default '{}',
    detail  jsonb not null default '{}'
);
create index register_change_subject on service.register_change (kind, subject, id desc);
create trigger register_change_is_append_only before update or delete on service.register_change
    for each row execute function service.refuse_change();

-- Numbers of households that nobody gave one.
create sequence service.household_number;
