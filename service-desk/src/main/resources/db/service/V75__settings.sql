-- Settings of the whole service that people change: how long what is personal is kept, how technical support works, how a ticket's service
-- centre is chosen. The values stay where the rules read them; here is the version of each group. Who changed what is on record with what
-- else people change.
create table service.setting (
    name       text primary key,
    version    int not null default 1 check (version > 0),
    changed_at timestamptz,
    changed_by text,
    check ((changed_at is null) = (changed_by is null))
);
insert into service.setting (name) values ('retention'), ('support'), ('assignment');
comment on table service.setting is 'reference data';

alter table service.register_change
    drop constraint register_change_kind_check,
    add constraint register_change_kind_check check (kind in ('region', 'centre', 'technician', 'household', 'setting'));

-- What was on record of retention, each change a version.
insert into service.register_change (at, who, kind, subject, what, version, fields, detail)
select at, who, 'setting', 'retention', 'changed', 1 + row_number() over (order by id), array[kind],
    jsonb_build_object(kind, jsonb_build_object('from', before, 'to', months))
from service.retention_change order by id;
update service.setting s set version = 1 + c.n, changed_at = c.at, changed_by = c.who
from (select count(*) n, (array_agg(at order by id desc))[1] at, (array_agg(who order by id desc))[1] who from service.retention_change) c
where s.name = 'retention' and c.n > 0;
drop table service.retention_change;

-- No value changes without its version: what is done by hand counts too.
create function service.setting_changed() returns trigger language plpgsql as $$
begin
    if current_setting('service.setting', true) is distinct from tg_argv[0] then
        update service.setting set version = version + 1, changed_at = null, changed_by = null where name = tg_argv[0];
    end if;
    return null;
end $$;
create trigger setting_changed after update on service.retention_rule for each statement execute function service.setting_changed('retention');
create trigger setting_changed after update on service.support_level for each statement execute function service.setting_changed('support');
create trigger setting_changed after update on service.support_terms for each statement execute function service.setting_changed('support');
create trigger setting_changed after update on service.assignment_rule for each statement execute function service.setting_changed('assignment');
