package io.hearthwatch.servicedesk.parts;

import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What must hold of stock at any moment, whatever runs and whatever was killed: one query each, which counts what breaks it. The
 * database's constraints enforce most of it; this looks at what is really stored.
 */
public final class StockAudit {
    private static final Map<String, String> RULES = rules();

    private StockAudit() {}

    /**
     * A rule that does not hold.
     *
     * @param rule what should hold, in words
     * @param count how often it does not
     */
    public record Violation(String rule, long count) {}

    private static Map<String, String> rules() {
        Map<String, String> rules = new LinkedHashMap<>();
        rules.put("each shelf is the sum of its moves", """
                select count(*) from service.stock s full join (
                    select warehouse, part, sum(on_hand_delta) on_hand, sum(reserved_delta) reserved,
                        sum(quarantined_delta) quarantined, sum(picked_delta) picked
                    from service.stock_move group by warehouse, part) m using (warehouse, part)
                where (s.on_hand, s.reserved, s.quarantined, s.picked)
                    is distinct from (m.on_hand, m.reserved, m.quarantined, m.picked)
                """);
        rules.put("nothing is negative, and no more is promised than is there", """
                select count(*) from service.stock where on_hand < 0 or reserved < 0 or quarantined < 0 or picked < 0
                    or picked > reserved or reserved + quarantined > on_hand
                """);
        rules.put("units received = on hand + in transit + consumed + written off, for each part", """
                select count(*) from (
                    select part, sum(on_hand_delta) filter (where kind = 'receipt')
                            + coalesce(sum(on_hand_delta) filter (where kind = 'adjustment' and on_hand_delta > 0), 0) received,
                        -coalesce(sum(on_hand_delta) filter (where kind in ('consume', 'sale')), 0) consumed,
                        -coalesce(sum(on_hand_delta) filter (where kind = 'write_off' or (kind = 'adjustment' and on_hand_delta < 0)), 0)
                            written_off
                    from service.stock_move group by part) m
                full join (select part, sum(on_hand) on_hand from service.stock group by part) s using (part)
                left join (select part, sum(quantity) in_transit from service.transfer where state = 'shipped' group by part) t
                    using (part)
                where coalesce(received, 0) <> on_hand + coalesce(in_transit, 0) + consumed + written_off
                """);
        rules.put("every reserved unit has an owner, and every picked one", """
                select count(*) from service.stock s left join (
                    select warehouse, part, sum(quantity) filter (where state in ('held', 'picked')) held,
                        sum(quantity) filter (where state = 'picked') picked
                    from service.reservation where ended_at is null group by warehouse, part) r using (warehouse, part)
                where reserved <> coalesce(held, 0) or s.picked <> coalesce(r.picked, 0)
                """);
        rules.put("each reservation has one owner and balanced moves", """
                select count(*) from service.reservation r left join (
                    select reservation, sum(reserved_delta) reserved, sum(picked_delta) picked,
                        count(*) filter (where kind = 'reserve') made,
                        count(*) filter (where kind in ('release', 'consume', 'return')) ended,
                        count(*) filter (where kind = 'consume') consumed
                    from service.stock_move where reservation is not null group by reservation) m on m.reservation = r.id
                where num_nonnulls(r.ticket, r.holder) <> 1 or coalesce(made, 0) <> 1
                    or reserved <> case when r.state in ('held', 'picked') then r.quantity else 0 end
                    or m.picked <> case r.state when 'picked' then r.quantity else 0 end
                    or consumed <> case r.state when 'consumed' then 1 else 0 end
                    or (r.ended_at is null and ended <> 0) or ended > 1
                """);
        rules.put("every numbered unit that was fitted left a shelf, or is said to have come from outside stock", """
                select count(*) from service.part_serial s where s.state = 'fitted' and not case
                    when s.reservation is not null then exists (
                        select from service.reservation r where r.id = s.reservation and r.state = 'consumed')
                    else exists (select from service.part_line l where l.ticket = s.ticket and l.part = s.part
                        and l.new_serial = s.serial and l.outside_stock > 0) end
                """);
        rules.put("every unit built in under a ticket left a shelf, or is said to have come from outside stock", """
                select count(*) from (
                    select ticket, part, sum(quantity - outside_stock) units from service.part_line group by ticket, part) l
                where units > (select coalesce(sum(r.quantity), 0) from service.reservation r
                    where r.ticket = l.ticket and r.state = 'consumed' and l.part in (r.part, r.asked))
                """);
        rules.put("no reservation outlives its ticket", """
                select count(*) from service.reservation r join service.ticket t on t.id = r.ticket
                where r.ended_at is null and t.ended_at is not null
                """);
        rules.put("what a transfer sent is in transit or has arrived, once", """
                select count(*) from service.transfer t left join (
                    select transfer, count(*) filter (where kind = 'transfer_out') sent, count(*) filter (where kind = 'transfer_in') came,
                        sum(on_hand_delta) filter (where kind in ('transfer_out', 'transfer_in')) net,
                        sum(on_hand_delta) filter (where kind = 'write_off') lost
                    from service.stock_move where transfer is not null group by transfer) m on m.transfer = t.id
                where coalesce(sent, 0) <> case when t.state in ('shipped', 'received') then 1 else 0 end
                    or coalesce(came, 0) <> case t.state when 'received' then 1 else 0 end
                    or coalesce(net, 0) <> case t.state when 'shipped' then -t.quantity else 0 end
                    or coalesce(m.lost, 0) <> -t.lost
                """);
        rules.put("what is ordered or sent for a reservation is what it holds", """
                select (
                    select count(*) from service.transfer t join service.reservation r on r.id = t.reservation
                    where (t.state = 'ordered' and (r.state <> 'held' or r.warehouse <> t.source
                                or (r.part, r.quantity) <> (t.part, t.quantity)))
                        or (t.state = 'shipped' and (r.state not in ('in_transit', 'released')
                                or (r.part, r.quantity) <> (t.part, t.quantity)))
                ) + (
                    select count(*) from service.reservation r where r.state = 'in_transit' and not exists (
                        select from service.transfer t where t.reservation = r.id and t.state = 'shipped')
                )
                """);
        rules.put("every request that was carried out has its answer", """
                select count(*) from service.stock_operation where answer is null
                """);
        return rules;
    }

    /** All rules that do not hold, as of one instant; empty when everything is right. */
    public static List<Violation> violations(Connection connection) throws SQLException {
        List<Violation> violations = new ArrayList<>();
        StringBuilder all = new StringBuilder();
        int number = 0;
        // One statement sees one snapshot, however busy the desk is.
        for (String query : RULES.values()) {
            all.append(number == 0 ? "" : " union all ")
                    .append("select ")
                    .append(number++)
                    .append(" rule, (")
                    .append(query)
                    .append(") broken");
        }
        List<String> names = List.copyOf(RULES.keySet());
        Sql.list(connection, all.toString(), row -> {
            long broken = row.getLong("broken");
            return broken == 0 || violations.add(new Violation(names.get(row.getInt("rule")), broken));
        });
        return violations;
    }

    /** The rules in words. */
    public static List<String> ruleNames() {
        return List.copyOf(RULES.keySet());
    }
}
