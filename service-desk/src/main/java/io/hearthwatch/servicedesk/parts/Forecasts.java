package io.hearthwatch.servicedesk.parts;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Component;
import io.hearthwatch.catalog.Part;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What will be needed of each part at each warehouse, and what to order therefore. A warehouse's need is that of everything below it:
 * parts that open predictions name and that are not held yet, and consumption, whose prior is installed base × failure rate
 * ({@link Need}, {@link Reorder}).
 */
public final class Forecasts {
    /** How far back consumption is counted. */
    static final Duration PAST = Duration.ofDays(180);

    /** How many days of consumption the installed base is worth as a prior. */
    static final double PRIOR_DAYS = 30;

    /** Days between two looks at a shelf. */
    static final double LOOK_DAYS = 1;

    private static final double USUAL_LEAD_DAYS = 14;

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

    /** What is summed up along the tree for a shelf. */
    private static final class Inputs {
        int installed;
        double rate;
        int used;
        Need foreseen = new Need(0, 0);
        Need foreseenAtLead = new Need(0, 0);
        int available;
        int coming;
        int waiting;

        boolean isEmpty() {
            return installed == 0 && used == 0 && foreseen.mean() == 0 && available == 0 && coming == 0 && waiting == 0;
        }
    }

    private record Foreseen(String home, List<String> parts, double probability, long horizonSeconds) {}

    private record PartPolicy(double serviceLevel, double orderCost, double holdingRate, boolean madeToOrder) {}

    /** @param price what a unit costs to buy, or null where nobody said */
    private record Lead(double days, double deviation, int minimum, Double price) {
        static final Lead USUAL = new Lead(USUAL_LEAD_DAYS, 0, 1, null);
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
            Map<String, String> parents = parents(connection);
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
        Map<String, String> parents = parents(connection);
        Map<Shelf, Inputs> shelves =
                new TreeMap<>(Comparator.comparing(Shelf::warehouse).thenComparing(Shelf::part));
        addStock(connection, shelves);
        addConsumption(connection, now, parents, shelves);
        addInstalled(connection, now, parents, shelves);
        double pastDays = pastDays(connection, now);
        Map<String, PartPolicy> policies = policies(connection);
        Map<String, Double> prices = Kits.prices(connection, now);
        Map<Shelf, Lead> leads = leads(connection, List.copyOf(shelves.keySet()), parents, now);
        addForeseen(connection, parents, shelves, days, leads);
        List<Outlook> outlooks = new ArrayList<>();
        shelves.forEach((shelf, inputs) -> {
            if (!inputs.isEmpty()) {
                Lead lead = leads.getOrDefault(shelf, Lead.USUAL);
                outlooks.add(outlook(
                        shelf,
                        inputs,
                        lead,
                        policies.getOrDefault(shelf.part(), policies.get("*")),
                        prices.getOrDefault(shelf.part(), 0.0),
                        pastDays,
                        days));
            }
        });
        return outlooks;
    }

    private Outlook outlook(
            Shelf shelf, Inputs in, Lead lead, PartPolicy policy, double price, double pastDays, double days) {
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

    private static Map<String, String> parents(Connection connection) throws SQLException {
        Map<String, String> parents = new LinkedHashMap<>();
        Sql.list(
                connection,
                "select id, parent from service.warehouse order by id",
                row -> parents.put(row.getString("id"), row.getString("parent")));
        return parents;
    }

    /** Does something at a warehouse and at all above it. */
    private static void upwards(
            Map<String, String> parents,
            Map<Shelf, Inputs> shelves,
            Shelf from,
            java.util.function.Consumer<Inputs> what) {
        int steps = 0;
        for (String at = from.warehouse(); at != null && steps++ <= parents.size(); at = parents.get(at)) {
            what.accept(shelves.computeIfAbsent(new Shelf(at, from.part()), shelf -> new Inputs()));
        }
    }

    private static void addStock(Connection connection, Map<Shelf, Inputs> shelves) throws SQLException {
        Sql.list(connection, """
                select warehouse, part, sum(available)::int available, sum(coming)::int coming, sum(waiting)::int waiting from (
                    select warehouse, part, on_hand - reserved - quarantined available, 0 coming, 0 waiting from service.stock
                    union all select target, part, 0, quantity, 0 from service.transfer
                        where state in ('ordered', 'shipped') and reservation is null
                    union all select warehouse, part, 0, quantity, 0 from service.purchase_order where state in ('proposed', 'approved')
                    union all select warehouse, part, 0, 0, quantity from service.purchase_proposal
                        where state = 'proposed' and warehouse is not null) each
                group by warehouse, part
                """, row -> {
            Inputs inputs = shelves.computeIfAbsent(
                    new Shelf(row.getString("warehouse"), row.getString("part")), shelf -> new Inputs());
            inputs.available = row.getInt("available");
            inputs.coming = row.getInt("coming");
            inputs.waiting = row.getInt("waiting");
            return inputs;
        });
    }

    private static void addConsumption(
            Connection connection, Instant now, Map<String, String> parents, Map<Shelf, Inputs> shelves)
            throws SQLException {
        Sql.list(
                connection,
                """
                select coalesce(c.warehouse, m.warehouse) warehouse, m.part, -sum(m.on_hand_delta)::int used from service.stock_move m
                left join service.reservation r on r.id = m.reservation
                left join service.ticket t on t.id = r.ticket left join service.centre c on c.id = t.centre
                where m.kind in ('consume', 'sale') and m.at > ? and m.at <= ? group by 1, 2
                """,
                row -> {
                    int used = row.getInt("used");
                    upwards(
                            parents,
                            shelves,
                            new Shelf(row.getString("warehouse"), row.getString("part")),
                            inputs -> inputs.used += used);
                    return used;
                },
                now.minus(PAST),
                now);
    }

    /** Days for which consumption is known: since the ledger began, at most 180. */
    private static double pastDays(Connection connection, Instant now) throws SQLException {
        Optional<Instant> first = Sql.first(
                        connection,
                        "select min(at) first from service.stock_move",
                        row -> Optional.ofNullable(Sql.instant(row, "first")))
                .flatMap(each -> each);
        double days = first.map(at -> Duration.between(at, now).toSeconds() / 86_400.0)
                .orElse(0.0);
        return Math.max(0, Math.min(PAST.toSeconds() / 86_400.0, days));
    }

    private record Served(String type, String home, int count) {}

    /** Installed base × failure rate: the latter with half a failure added (Jeffreys' prior), so that no rate is zero. */
    private void addInstalled(
            Connection connection, Instant now, Map<String, String> parents, Map<Shelf, Inputs> shelves)
            throws SQLException {
        List<Served> served = Sql.list(
                connection,
                """
                select a.type, c.warehouse, count(*)::int appliances from fleet.appliance a
                left join service.household_appliance ha on ha.appliance = a.id
                left join service.household h on h.id = ha.household
                left join service.default_centre d on d.type = a.type
                join service.centre c on c.id = coalesce(h.centre, d.centre)
                group by a.type, c.warehouse
                """,
                row -> new Served(row.getString("type"), row.getString("warehouse"), row.getInt("appliances")));
        Map<String, Integer> fleet = new LinkedHashMap<>();
        Sql.list(
                connection,
                "select type, count(*)::int appliances from fleet.appliance group by type",
                row -> fleet.put(row.getString("type"), row.getInt("appliances")));
        Map<String, Integer> failures = new LinkedHashMap<>();
        Sql.list(
                connection,
                """
                select a.type, f.component, count(*)::int failures from fleet.failure f join fleet.appliance a using (appliance_no)
                where f.time > ? and f.time <= ? group by 1, 2
                """,
                row -> failures.put(row.getString("type") + "/" + row.getString("component"), row.getInt("failures")),
                now.minus(Duration.ofDays(365)),
                now);
        for (Served each : served) {
            Optional<ApplianceType> type = catalog.find(each.type());
            if (type.isEmpty()) {
                continue;
            }
            Map<String, Double> rates = new TreeMap<>();
            for (Component component : type.get().components().values()) {
                double rate = (failures.getOrDefault(each.type() + "/" + component.id(), 0) + .5)
                        / (365.0 * fleet.get(each.type()));
                component.parts().forEach(part -> rates.merge(part, rate * each.count(), Double::sum));
            }
            rates.forEach((part, rate) -> upwards(parents, shelves, new Shelf(each.home(), part), inputs -> {
                inputs.installed += each.count();
                inputs.rate += rate;
            }));
        }
    }

    /** Parts of open predictions that nothing holds yet; a prediction that looks further than the span counts in proportion. */
    private void addForeseen(
            Connection connection,
            Map<String, String> parents,
            Map<Shelf, Inputs> shelves,
            double days,
            Map<Shelf, Lead> leads)
            throws SQLException {
        List<Foreseen> predictions = Sql.list(connection, """
                select t.type, t.component, a.model, c.warehouse, t.probability, coalesce(t.horizon_seconds, 604800) horizon,
                    array(select coalesce(r.asked, r.part) from service.reservation r where r.ticket = t.id) held
                from service.ticket t join fleet.appliance a using (appliance_no) join service.centre c on c.id = t.centre
                where t.ended_at is null and t.probability is not null
                """, row -> {
            List<String> held = List.of((String[]) row.getArray("held").getArray());
            List<String> parts =
                    parts(row.getString("type"), row.getString("model"), row.getString("component")).stream()
                            .filter(part -> !held.contains(part))
                            .toList();
            return new Foreseen(
                    row.getString("warehouse"), parts, row.getDouble("probability"), row.getLong("horizon"));
        });
        for (Foreseen each : predictions) {
            for (String part : each.parts()) {
                Shelf from = new Shelf(each.home(), part);
                double soon = each.probability() * share(days, each.horizonSeconds());
                upwards(parents, shelves, from, inputs -> inputs.foreseen = inputs.foreseen.plus(Need.chance(soon)));
                double lead = leads.getOrDefault(from, Lead.USUAL).days() + LOOK_DAYS;
                double atLead = each.probability() * share(lead, each.horizonSeconds());
                upwards(
                        parents,
                        shelves,
                        from,
                        inputs -> inputs.foreseenAtLead = inputs.foreseenAtLead.plus(Need.chance(atLead)));
            }
        }
    }

    private static double share(double days, long horizonSeconds) {
        return Math.min(1, days * 86_400 / horizonSeconds);
    }

    private List<String> parts(String type, String model, String component) {
        return catalog.find(type)
                .flatMap(each -> each.component(model, component))
                .map(Component::parts)
                .orElse(List.of());
    }

    private static Map<String, PartPolicy> policies(Connection connection) throws SQLException {
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
    private static Map<Shelf, Lead> leads(
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
