package io.hearthwatch.servicedesk.parts;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Component;
import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** What each shelf, and all below it, needs and has: read once, within one transaction, and summed up along the tree. */
final class ShelfNeeds {
    /** How far back consumption is counted. */
    private static final Duration PAST = Duration.ofDays(180);

    private final Connection connection;
    private final Catalog catalog;
    private final Instant now;
    private final Map<String, String> parents;
    private final Map<Shelf, Inputs> shelves =
            new TreeMap<>(Comparator.comparing(Shelf::warehouse).thenComparing(Shelf::part));
    private final Map<Shelf, ReorderTerms.Lead> leads;

    /** What is summed up for a shelf. */
    static final class Inputs {
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

    private record Foreseen(String home, List<String> parts, double probability, long horizonSeconds) {
        /** What is needed of each part within that time; a prediction that looks further counts in proportion. */
        Need within(double days) {
            return Need.chance(probability * Math.min(1, days * 86_400 / horizonSeconds));
        }
    }

    /**
     * Reads them.
     *
     * @param days how far predictions are looked at
     */
    ShelfNeeds(Connection connection, Catalog catalog, Instant now, double days) throws SQLException {
        this.connection = connection;
        this.catalog = catalog;
        this.now = now;
        this.parents = parents(connection);
        addStock();
        addConsumption();
        addInstalled();
        List<Foreseen> predictions = predictions();
        addForeseen(predictions, days);
        // A prediction may be all that a shelf is needed for, so leads are asked for when every shelf is known.
        this.leads = ReorderTerms.leads(connection, List.copyOf(shelves.keySet()), parents, now);
        addForeseenAtLead(predictions);
    }

    /** In order of warehouse and part. */
    Map<Shelf, Inputs> shelves() {
        return shelves;
    }

    ReorderTerms.Lead lead(Shelf shelf) {
        return leads.getOrDefault(shelf, ReorderTerms.Lead.USUAL);
    }

    /** By warehouse, the one above it, or null. */
    static Map<String, String> parents(Connection connection) throws SQLException {
        Map<String, String> parents = new LinkedHashMap<>();
        Sql.list(
                connection,
                "select id, parent from service.warehouse order by id",
                row -> parents.put(row.getString("id"), row.getString("parent")));
        return parents;
    }

    /** Does something at a warehouse and at all above it. */
    private void upwards(Shelf from, BiConsumer<Shelf, Inputs> what) {
        int steps = 0;
        for (String at = from.warehouse(); at != null && steps++ <= parents.size(); at = parents.get(at)) {
            Shelf shelf = new Shelf(at, from.part());
            what.accept(shelf, shelves.computeIfAbsent(shelf, missing -> new Inputs()));
        }
    }

    private void upwards(Shelf from, Consumer<Inputs> what) {
        upwards(from, (shelf, inputs) -> what.accept(inputs));
    }

    private void addStock() throws SQLException {
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

    private void addConsumption() throws SQLException {
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
                            new Shelf(row.getString("warehouse"), row.getString("part")),
                            inputs -> inputs.used += used);
                    return used;
                },
                now.minus(PAST),
                now);
    }

    /** Days for which consumption is known: since the ledger began, at most 180. */
    double pastDays() throws SQLException {
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
    private void addInstalled() throws SQLException {
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
                select a.type, f.component, count(*)::int failures
                from (select appliance_no, component, time from fleet.failure
                    -- What was replaced just in time needed the part, too.
                    union all select appliance_no, component, time from fleet.repair where why = 'worn') f
                join fleet.appliance a using (appliance_no)
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
            rates.forEach((part, rate) -> upwards(new Shelf(each.home(), part), inputs -> {
                inputs.installed += each.count();
                inputs.rate += rate;
            }));
        }
    }

    /** Parts of open predictions that nothing holds yet. */
    private List<Foreseen> predictions() throws SQLException {
        return Sql.list(connection, """
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
    }

    private void addForeseen(List<Foreseen> predictions, double days) {
        for (Foreseen each : predictions) {
            Need need = each.within(days);
            each.parts()
                    .forEach(part -> upwards(
                            new Shelf(each.home(), part), inputs -> inputs.foreseen = inputs.foreseen.plus(need)));
        }
    }

    /** Each shelf has to last until what is ordered for it arrives: higher up the tree that takes another time. */
    private void addForeseenAtLead(List<Foreseen> predictions) {
        for (Foreseen each : predictions) {
            each.parts()
                    .forEach(part -> upwards(new Shelf(each.home(), part), (shelf, inputs) -> {
                        Need need = each.within(lead(shelf).days() + Forecasts.LOOK_DAYS);
                        inputs.foreseenAtLead = inputs.foreseenAtLead.plus(need);
                    }));
        }
    }

    private List<String> parts(String type, String model, String component) {
        return catalog.find(type)
                .flatMap(each -> each.component(model, component))
                .map(Component::parts)
                .orElse(List.of());
    }
}
