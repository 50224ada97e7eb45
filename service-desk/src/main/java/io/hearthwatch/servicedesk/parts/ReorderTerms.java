package io.hearthwatch.servicedesk.parts;

import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a part may be ordered anew: what service is wanted of it, and how long what is ordered takes to come. */
final class ReorderTerms {
    private static final double USUAL_LEAD_DAYS = 14;

    private ReorderTerms() {}

    record PartPolicy(double serviceLevel, double orderCost, double holdingRate, boolean madeToOrder) {}

    /** @param price what a unit costs to buy, or null where nobody said */
    record Lead(double days, double deviation, int minimum, Double price) {
        static final Lead USUAL = new Lead(USUAL_LEAD_DAYS, 0, 1, null);
    }

    static Map<String, PartPolicy> policies(Connection connection) throws SQLException {
        Map<String, PartPolicy> policies = new LinkedHashMap<>();
        Sql.list(
                connection,
                """
                select coalesce(p.part, k.part) part, coalesce(p.service_level, d.service_level) service_level,
                    coalesce(p.order_cost, d.order_cost) order_cost, coalesce(p.holding_rate, d.holding_rate) holding_rate,
                    coalesce(k.made_to_order, false) made_to_order
                from service.reorder_policy p full join service.part k using (part)
                cross join (select * from service.reorder_policy where part = '*') d
                """,
                row -> policies.put(
                        row.getString("part"),
                        new PartPolicy(
                                row.getDouble("service_level"),
                                row.getDouble("order_cost"),
                                row.getDouble("holding_rate"),
                                row.getBoolean("made_to_order"))));
        policies.putIfAbsent("*", new PartPolicy(.95, 25, .2, false));
        return policies;
    }

    /** From a supplier at the top of the tree, from its parent below. */
    static Map<Shelf, Lead> leads(
            Connection connection, Iterable<Shelf> shelves, Map<String, String> parents, Instant now)
            throws SQLException {
        Map<String, Lead> offers = new LinkedHashMap<>();
        Map<String, Double> ways = new LinkedHashMap<>();
        Map<Shelf, Lead> leads = new LinkedHashMap<>();
        for (Shelf shelf : shelves) {
            if (!offers.containsKey(shelf.part())) {
                offers.put(
                        shelf.part(),
                        Purchases.offer(connection, shelf.part(), now)
                                .map(offer -> new Lead(
                                        offer.leadDays(),
                                        offer.leadDeviation(),
                                        offer.minimum(),
                                        offer.price().doubleValue()))
                                .orElse(Lead.USUAL));
            }
            Lead offer = offers.get(shelf.part());
            String parent = parents.get(shelf.warehouse());
            if (parent == null) {
                leads.put(shelf, offer);
                continue;
            }
            if (!ways.containsKey(shelf.warehouse())) {
                Duration way = Transfers.leadTime(connection, parent, shelf.warehouse());
                ways.put(shelf.warehouse(), way.toSeconds() / 86_400.0);
            }
            leads.put(shelf, new Lead(ways.get(shelf.warehouse()), 0, 1, offer.price()));
        }
        return leads;
    }
}
