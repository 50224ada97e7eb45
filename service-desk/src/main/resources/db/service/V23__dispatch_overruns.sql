-- Until when a visit under way is expected to last, where that is longer than planned.
alter table service.dispatch_visit add column late_until timestamptz;
create index dispatch_visit_under_way on service.dispatch_visit (greatest(upper(during), late_until))
    where arrived_at is not null and ended_at is null;
