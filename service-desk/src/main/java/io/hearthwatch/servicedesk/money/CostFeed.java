package io.hearthwatch.servicedesk.money;

import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * Books what tickets cost and bring in, each once: parts used up at the price of that day, compensation paid, exchanges and refunds settled,
 * what customers paid. What cannot be booked yet, such as a part without a price, stays due with the reason, and is tried again: of what
 * waits so, the 500 that were not tried for longest in each pass. A pass that only something new has caused leaves alone what was tried
 * lately: otherwise each part that is used up would try 500 others again.
 */
final class CostFeed {
    /** What is due, with where it belongs and what it comes to; null where that is not known yet. A day is the centre's. */
    private static final String FOUND = """
            select d.source, d.source_id, f.*, c.region, (d.at at time zone coalesce(c.time_zone, 'UTC'))::date booked_on
            from (select * from service.cost_due where problem is null
                union all (select * from service.cost_due
                    where problem is not null and (tried_at is null or tried_at <= ?)
                    order by tried_at nulls first, source, source_id limit 500)) d join lateral (
                select r.ticket, z.id centre, 'parts' element, 'cost' kind, round(-m.on_hand_delta * price.amount, 2) amount, price.currency,
                    -m.on_hand_delta || ' × ' || m.part || coalesce(' for ' || t.number, '') evidence, coalesce(m.who, 'hearthwatch') who
                from service.stock_move m left join service.reservation r on r.id = m.reservation
                left join service.ticket t on t.id = r.ticket
                left join service.centre z on z.id = coalesce(t.centre,
                    (select w.id from service.centre w where w.warehouse = m.warehouse order by w.id limit 1))
                left join lateral service.part_price_on(m.part, (m.at at time zone coalesce(z.time_zone, 'UTC'))::date) price on true
                where d.source = 'part' and m.id = d.source_id::bigint
                union all
                select c.ticket, c.centre, 'compensation', 'cost', c.amount, c.currency, 'compensation case ' || c.id || ' of ' || t.number,
                    c.ended_by
                from service.compensation_case c join service.ticket t on t.id = c.ticket
                where d.source = 'promise' and c.id = d.source_id::bigint
                union all
                select b.ticket, b.centre, 'compensation', 'cost', b.amount, b.currency, 'breach case ' || b.id || ' of ' || t.number,
                    b.ended_by
                from service.breach_case b join service.ticket t on t.id = b.ticket
                where d.source = 'clock' and b.id = d.source_id::bigint
                union all
                select r.ticket, t.centre, r.way, 'cost', r.amount, r.currency, r.way || ' ' || r.id || ' of ' || t.number, r.settled_by
                from service.return_case r join service.ticket t on t.id = r.ticket
                where d.source = 'return' and r.id = d.source_id::bigint
                union all
                select s.ticket, t.centre, 'customer_payment', 'revenue', coalesce(s.charged, q.amount, 0), q.currency,
                    case when s.charged is null then 'quote agreed to for ' else 'record sheet of ' end || t.number, s.who
                from service.record_sheet s join service.ticket t on t.id = s.ticket
                left join lateral service.quote_due(s.ticket, s.round) q on true
                where d.source = 'record_sheet' and s.ticket = split_part(d.source_id, '.', 1)::bigint
                    and s.round = split_part(d.source_id, '.', 2)::int) f on true
            left join service.centre c on c.id = f.centre
            """;

    private CostFeed() {}

    /**
     * Books what is due.
     *
     * @param triedUntil what was tried and failed later than this is left for another time
     * @return the first days of the months in which something was booked
     */
    static List<LocalDate> run(Connection connection, Instant at, Instant triedUntil) throws SQLException {
        Writing.lock(connection, "service.cost_feed", "");
        // A record sheet on which nothing is charged costs nothing and brings nothing.
        List<LocalDate> booked = Sql.list(
                connection,
                "with found as materialized (" + FOUND + """
                ), gone as (delete from service.cost_due d using found f where (d.source, d.source_id) = (f.source, f.source_id)
                    and ((f.amount is not null and f.currency is not null) or (f.source = 'record_sheet' and f.amount = 0))),
                booked as (insert into service.cost_entry (kind, region, centre, element, amount, currency, booked_on, ticket, source, source_id,
                    evidence, at, who)
                select kind, region, centre, element, amount, currency, booked_on, ticket, source, source_id, evidence, ?, who from found
                where amount is not null and currency is not null and (source <> 'record_sheet' or amount > 0)
                on conflict (source, source_id) where source_id is not null do nothing returning booked_on),
                tried as (update service.cost_due d set tried_at = ? from found f where (d.source, d.source_id) = (f.source, f.source_id)
                    and (f.amount is null or f.currency is null) and not (f.source = 'record_sheet' and coalesce(f.amount = 0, false)))
                select distinct date_trunc('month', booked_on::timestamp)::date as month from booked
                """,
                row -> row.getObject("month", LocalDate.class),
                triedUntil,
                at,
                at);
        Sql.update(connection, """
                update service.cost_due d set problem = case d.source when 'part' then 'no_price'
                    when 'return' then case when (select r.amount from service.return_case r where r.id = d.source_id::bigint) is null
                        then 'no_amount' else 'no_currency' end
                    else 'no_currency' end
                where problem is null
                """);
        return booked;
    }
}
