-- What a broken promise costs is the tariff's, which an open case has as its amount; more than that, or where the tariff says nothing, is paid in
-- the name of somebody of headquarters. What was paid before stays as it is.
alter table service.compensation_case add column above_tariff_by text check (above_tariff_by <> '');

create function service.compensation_by_tariff() returns trigger language plpgsql as $$
begin
    if new.above_tariff_by is null and (old.amount is null or new.amount > old.amount or new.currency is distinct from old.currency) then
        raise exception 'compensation % is more than the tariff says, in nobody''s name', new.id using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger compensation_by_tariff before update on service.compensation_case
    for each row when (new.state = 'paid' and old.state = 'open') execute function service.compensation_by_tariff();
