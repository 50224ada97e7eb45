-- When a centre announces its next working day by itself: on the working day before, by the centre's own wall clock; null for by hand, as all
-- did until now: nobody is sent by an upgrade.
alter table service.centre add column announce_at time;

-- A day is announced once, whichever server does it: what it brings later is sent at once, and nobody is told again of what stays.
create trigger dispatch_day_is_announced_once before update on service.dispatch_day for each row
    when (old.announced_at is not null and (new.announced_at, new.announced_by) is distinct from (old.announced_at, old.announced_by))
    execute function service.refuse_change();
