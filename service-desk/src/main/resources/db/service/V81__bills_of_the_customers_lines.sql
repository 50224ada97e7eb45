-- What the customer owes of a round's work: of the newest quote that they agreed to, labour and travel where they pay for the work, and of
-- each part as many units as were built in at their cost. Never above the tariff. No row where they agreed to nothing.
create function service.quote_due(of_ticket bigint, of_round int) returns table (amount numeric, currency text) language sql stable as $$
    with quote as (
        select q.lines, q.currency from service.ticket_quote q
        where q.ticket = of_ticket and q.round = of_round and q.consent order by q.id desc limit 1),
    line as (
        select l ->> 'part' part, sum((l ->> 'quantity')::numeric) units, sum((l ->> 'amount')::numeric) amount,
            sum((l ->> 'by_tariff')::numeric) by_tariff
        from quote, jsonb_array_elements(quote.lines) l group by 1),
    share as (
        select line.*, case
            when line.part is not null then least(1, coalesce((
                select sum(p.quantity) from service.part_line p
                where p.ticket = of_ticket and p.round = of_round and p.part = line.part and p.payer = 'customer'), 0) / line.units)
            -- What they agreed to before a ticket was reopened they owed then, whoever pays for the work after it.
            when (select t.times_reopened from service.ticket t where t.id = of_ticket) > of_round then 1
            when coalesce((select p.payer from service.ticket_payer p where p.ticket = of_ticket), 'customer') = 'customer' then 1
            else 0 end counts
        from line)
    select round(coalesce(least(sum(amount * counts), sum(by_tariff * counts)), 0), 2), quote.currency
    from quote left join share on true group by quote.currency
$$;
