-- What customers pay for a part on a day, wherever a price is told or reckoned with: the favourable price of common parts, else the standard
-- one, each the newest that holds on the day, else the service file's. All parts where none is named.
create function service.part_price_valid(wanted text, day date)
    returns table (part text, class text, amount numeric, currency text, valid_from date, valid_to date) language sql stable as $$
    select distinct on (valid.part) valid.part, valid.class, valid.amount, valid.currency, valid.valid_from, valid.valid_to from (
        select p.part, p.class, p.amount, p.currency, p.valid_from, p.valid_to, case p.class when 'favourable' then 0 else 1 end rank
        from service.part_price p left join service.part k using (part)
        where (wanted is null or p.part = wanted) and p.valid_from <= day and (p.valid_to is null or p.valid_to >= day)
            and (p.class = 'standard' or coalesce(k.favourable, false))
        union all
        select p.part, 'standard', p.amount, p.currency, null, null, 2 from service.price p where wanted is null or p.part = wanted) valid
    order by valid.part, valid.rank, valid.valid_from desc nulls last
$$;

create or replace function service.part_price_on(wanted text, day date) returns table (amount numeric, currency text) language sql stable as $$
    select p.amount, p.currency from service.part_price_valid(wanted, day) p
$$;
