package io.hearthwatch.servicedesk.parts;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Part;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.database.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What will be needed of each part at each warehouse, and what to order therefore. A warehouse's need is that of everything below it:
 * parts that open predictions name and that are not held yet, and consumption, whose prior is installed base × failure rate
 * ({@link Need}, {@link Reorder}).
 */
public final class Forecasts {
    /** How many days of consumption the installed base is worth as a prior. */
    static final double PRIOR_DAYS = 30;

    /** Days between two looks at a shelf. */
    static final double LOOK_DAYS = 1;

    private final Database database;
    private final Catalog catalog;
    private final InstantSource clock;
    private final Operations operations;

    Forecasts(Database database, Catalog catalog, InstantSource clock, Operations operations) {
        this.database = database;
        this.catalog = catalog;
        this.clock = clock;
        this.operations = operations;
    }

    /**
     * The outlook of a shelf.
     *
     * @param days how far the expected need looks
     * @param expected mean need of these days; {@code low} and {@code high} hold it with 80 %
     * @param foreseen of it, what open predictions name
     * @param installed appliances served from here that have the part
     * @param used units consumed below in the past 180 days
     * @param coming units ordered or on their way
     * @param waiting tickets that wait for it here
     * @param leadDays from an order to its arrival
     * @param point order at this position or below
     * @param order units to order now, or 0
     * @param risk probability that it runs out before an order of today arrives
     * @param lastsDays days until what is available is used at the expected pace; null where nothing is needed
     */
    public record Outlook(
            String warehouse,
            String part,
            Text name,
            double days,
            double expected,
            int low,
            int high,
            double foreseen,
            int installed,
            int used,
            int available,
            int coming,
            int waiting,
            double leadDays,
            double serviceLevel,
            int point,
            int order,
            double risk,
            Double lastsDays) {
        /** Whether somebody should be warned: it is likely enough to run out before an order could arrive. */
        public boolean warned() {
            return risk > 1 - serviceLevel && (order > 0 || coming > 0 || waiting > 0);
        }
    }

    /**
     * All shelves that have or need something, those to be ordered for first.
     *
     * @param warehouse only this one; null for all
     * @param part only this one; null for all
     * @param days how far to look, more than 0
     */
    public List<Outlook> all(String warehouse, String part, double days) {
        Instant now = clock.instant();
        return database.withConnection(connection -> all(connection, now, days)).stream()
                .filter(each -> warehouse == null || each.warehouse().equals(warehouse))
                .filter(each -> part == null || each.part().equals(part))
                .sorted(Comparator.comparing((Outlook each) -> !each.warned())
                        .thenComparing(Comparator.comparingInt(Outlook::order).reversed())
                        .thenComparing(Comparator.comparingDouble(Outlook::risk).reversed())
                        .thenComparing(Outlook::warehouse)
                        .thenComparing(Outlook::part))
                .toList();
    }

    /** Orders what the outlook says: from suppliers at the top of the tree, below it from the parent where that has enough. */
    public Answer order(Client client, String warehouse) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("warehouse", warehouse);
        return operations.once(client, "order_forecast", request, (connection, step) -> {
            if (warehouse != null) {
                Shelves.checkWarehouse(connection, warehouse);
            }
            Map<String, String> parents = ShelfNeeds.parents(connection);
            List<Long> orders = new ArrayList<>();
            List<Long> transfers = new ArrayList<>();
            List<Outlook> wanted = all(connection, step.at(), 30).stream()
                    .filter(each -> each.order() > 0
                            && (warehouse == null || each.warehouse().equals(warehouse)))
                    .sorted(Comparator.comparing(Outlook::warehouse).thenComparing(Outlook::part))
                    .toList();
            for (Outlook each : wanted) {
                String parent = parents.get(each.warehouse());
                if (parent == null) {
                    orders.add(Purchases.propose(
                            connection,
                            step,
                            new Shelf(each.warehouse(), each.part()),
                            each.order(),
                            "forecast: at or below the reorder point of " + each.point(),
                            false));
                } else {
                    Shelf from = new Shelf(parent, each.part());
                    int units = Math.min(
                            each.order(), Shelves.lock(connection, from).available());
                    if (units > 0) {
                        transfers.add(Transfers.order(connection, step, from, each.warehouse(), units, null)
                                .id());
                    }
                }
            }
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("orders", orders);
            answer.put("transfers", transfers);
            return answer;
        });
    }

    private List<Outlook> all(Connection connection, Instant now, double days) throws SQLException {
        ShelfNeeds needs = new ShelfNeeds(connection, catalog, now, days);
        double pastDays = needs.pastDays();
        Map<String, ReorderTerms.PartPolicy> policies = ReorderTerms.policies(connection);
        Map<String, Double> prices = Kits.prices(connection, now);
        List<Outlook> outlooks = new ArrayList<>();
        needs.shelves().forEach((shelf, inputs) -> {
            if (!inputs.isEmpty()) {
                outlooks.add(outlook(
                        shelf,
                        inputs,
                        needs.lead(shelf),
                        policies.getOrDefault(shelf.part(), policies.get("*")),
                        prices.getOrDefault(shelf.part(), 0.0),
                        pastDays,
                        days));
            }
        });
        return outlooks;
    }

    private Outlook outlook(
            Shelf shelf,
            ShelfNeeds.Inputs in,
            ReorderTerms.Lead lead,
            ReorderTerms.PartPolicy policy,
            double price,
            double pastDays,
            double days) {
        Need unforeseen = Need.consumption(in.rate, PRIOR_DAYS, in.used, pastDays, days);
        double daily = unforeseen.mean() / days;
        Need soon = unforeseen.plus(in.foreseen);
        double span = lead.days() + LOOK_DAYS;
        Need untilArrival = Need.consumption(in.rate, PRIOR_DAYS, in.used, pastDays, span)
                .plus(in.foreseenAtLead)
                .withLeadDeviation(daily, lead.deviation());
        int position = in.available + in.coming - in.waiting;
        Reorder reorder = Reorder.of(
                untilArrival,
                daily * 365,
                policy.serviceLevel(),
                policy.orderCost(),
                lead.price() == null ? price : lead.price(),
                policy.holdingRate(),
                lead.minimum(),
                in.available,
                position);
        // What is made to order is never kept on a shelf.
        int order = policy.madeToOrder() ? Math.max(0, -position) : reorder.quantity();
        double pace = soon.mean() / days;
        return new Outlook(
                shelf.warehouse(),
                shelf.part(),
                name(shelf.part()),
                days,
                soon.mean(),
                soon.quantile(.1),
                soon.quantile(.9),
                in.foreseen.mean(),
                in.installed,
                in.used,
                in.available,
                in.coming,
                in.waiting,
                lead.days(),
                policy.serviceLevel(),
                policy.madeToOrder() ? 0 : reorder.point(),
                order,
                reorder.risk(),
                pace > 0 ? in.available / pace : null);
    }

    private Text name(String part) {
        return catalog.types().values().stream()
                .map(type -> type.parts().get(part))
                .filter(Objects::nonNull)
                .findFirst()
                .map(Part::label)
                .orElse(Text.same(part));
    }
}
