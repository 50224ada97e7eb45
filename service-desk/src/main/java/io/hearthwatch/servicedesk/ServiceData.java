package io.hearthwatch.servicedesk;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Stores what a service file says: adds and changes, never removes, since another file may have brought the rest. One transaction;
 * loads take turns.
 */
final class ServiceData {
    private final Database database;
    private final Catalog catalog;

    ServiceData(Database database, Catalog catalog) {
        this.database = database;
        this.catalog = catalog;
    }

    private record Shelf(String warehouse, String part) {}

    /** Units on a shelf, and those of them that a load may not take away. */
    private record Level(int onHand, int bound) {}

    LoadReport load(Path path, Instant now) {
        return database.inTransaction(connection -> {
            Sql.list(connection, "select pg_advisory_xact_lock(hashtext('service.load')::bigint)", row -> null);
            // Before the locks on stock, as whoever opens a ticket does.
            Gate.lockForChange(connection);
            ServiceFile file = ServiceFile.read(path, catalog, known(connection));
            Map<Shelf, Integer> stated = stated(connection);
            Map<Shelf, Level> levels = lockLevels(connection);
            Map<ServiceFile.Stated, Integer> deltas = stockChanges(file, stated, levels);
            file.terms.check(
                    connection,
                    file.households.stream().map(ServiceFile.Household::id).collect(Collectors.toSet()));
            file.problems().throwIfAny();

            int changed = store(connection, file, false)
                    + file.organisation.store(connection, false)
                    + file.clocks.store(connection)
                    + file.terms.store(connection)
                    + file.engineers.store(connection);
            int moves = 0;
            for (ServiceFile.Stated line : file.stock) {
                Shelf shelf = new Shelf(line.warehouse(), line.part());
                if (stated.getOrDefault(shelf, -1) != line.onHand()) {
                    state(connection, line);
                    changed++;
                }
                int delta = deltas.get(line);
                if (delta != 0 || !levels.containsKey(shelf)) {
                    boolean first = !stated.containsKey(shelf) && !levels.containsKey(shelf);
                    move(connection, line, delta, first ? "receipt" : "adjustment", now);
                    moves++;
                }
            }
            changed += new PolicyStatements(connection, catalog, now).apply(file);
            if (changed > 0) {
                Outbox.append(connection, now, "service.loaded", null, Map.of("changed", changed, "moves", moves));
            }
            return new LoadReport(file.entries(), changed, moves, unknownAppliances(connection, file));
        });
    }

    /** What is there already, which a file may refer to. */
    static ServiceFile.Known known(Connection connection) throws SQLException {
        Set<String> centres =
                new HashSet<>(Sql.list(connection, "select id from service.centre", row -> row.getString("id")));
        Map<String, String> parents = new HashMap<>();
        Sql.list(
                connection,
                "select id, parent from service.warehouse",
                row -> parents.put(row.getString("id"), row.getString("parent")));
        Set<String> regions =
                new HashSet<>(Sql.list(connection, "select id from service.region", row -> row.getString("id")));
        Set<String> technicians = new HashSet<>(
                Sql.list(connection, "select id from service.technician where active", row -> row.getString("id")));
        return new ServiceFile.Known(centres, parents, regions, technicians);
    }

    private static Map<Shelf, Integer> stated(Connection connection) throws SQLException {
        Map<Shelf, Integer> stated = new HashMap<>();
        Sql.list(
                connection,
                "select warehouse, part, on_hand from service.stock_stated",
                row -> stated.put(new Shelf(row.getString("warehouse"), row.getString("part")), row.getInt("on_hand")));
        return stated;
    }

    private static Map<Shelf, Level> lockLevels(Connection connection) throws SQLException {
        Map<Shelf, Level> levels = new HashMap<>();
        Sql.list(
                connection,
                """
                select warehouse, part, on_hand, reserved + quarantined bound from service.stock
                order by warehouse, part for update
                """,
                row -> levels.put(
                        new Shelf(row.getString("warehouse"), row.getString("part")),
                        new Level(row.getInt("on_hand"), row.getInt("bound"))));
        return levels;
    }

    /**
     * How many units each line adds or takes away. A shelf's first figure is a count of what is there; a later one moves the shelf by as
     * much as the figure differs from the one before, so that parts used since then stay used.
     */
    private static Map<ServiceFile.Stated, Integer> stockChanges(
            ServiceFile file, Map<Shelf, Integer> stated, Map<Shelf, Level> levels) {
        Map<ServiceFile.Stated, Integer> deltas = new HashMap<>();
        for (ServiceFile.Stated line : file.stock) {
            Shelf shelf = new Shelf(line.warehouse(), line.part());
            Level level = levels.getOrDefault(shelf, new Level(0, 0));
            int delta = line.onHand() - stated.getOrDefault(shelf, level.onHand());
            deltas.put(line, delta);
            if (level.onHand() + delta < level.bound()) {
                line.where()
                        .problem(
                                "would leave " + (level.onHand() + delta) + " on hand, but " + level.bound()
                                        + " are held for tickets or quarantined",
                                "state at least " + (line.onHand() + level.bound() - level.onHand() - delta));
            }
        }
        return deltas;
    }

    private static void state(Connection connection, ServiceFile.Stated line) throws SQLException {
        Sql.update(connection, """
                insert into service.stock_stated (warehouse, part, on_hand) values (?, ?, ?)
                on conflict (warehouse, part) do update set on_hand = excluded.on_hand
                """, line.warehouse(), line.part(), line.onHand());
    }

    private static void move(Connection connection, ServiceFile.Stated line, int delta, String kind, Instant now)
            throws SQLException {
        Sql.update(
                connection,
                "insert into service.stock_move (at, warehouse, part, kind, on_hand_delta) values (?, ?, ?, ?, ?)",
                now,
                line.warehouse(),
                line.part(),
                kind,
                delta);
    }

    /**
     * Stores warehouses, centres, prices and households.
     *
     * @param byPeople whether people say it, now; what a file says of something that people change too counts once
     */
    static int store(Connection connection, ServiceFile file, boolean byPeople) throws SQLException {
        int changed = 0;
        for (ServiceFile.Warehouse warehouse : file.warehouses) {
            changed += Sql.update(
                    connection,
                    """
                    insert into service.warehouse as old (id, name_en, name_zh, parent) values (?, ?, ?, ?)
                    on conflict (id) do update
                        set name_en = excluded.name_en, name_zh = excluded.name_zh, parent = excluded.parent
                        where (old.name_en, old.name_zh, old.parent)
                            is distinct from (excluded.name_en, excluded.name_zh, excluded.parent)
                    """,
                    warehouse.id(),
                    warehouse.name().en(),
                    warehouse.name().zh(),
                    warehouse.parent());
        }
        for (ServiceFile.Centre centre : file.centres) {
            if (!byPeople && !Stated.isNew(connection, "centre " + centre.id(), Sql.json(centre.toString()))) {
                continue;
            }
            changed += Sql.update(
                    connection,
                    """
                    insert into service.centre as old (id, name_en, name_zh, time_zone, latitude, longitude, warehouse)
                    values (?, ?, ?, ?, ?, ?, ?)
                    on conflict (id) do update
                        set name_en = excluded.name_en, name_zh = excluded.name_zh, time_zone = excluded.time_zone,
                            latitude = excluded.latitude, longitude = excluded.longitude, warehouse = excluded.warehouse
                        where (old.name_en, old.name_zh, old.time_zone, old.latitude, old.longitude, old.warehouse)
                            is distinct from (excluded.name_en, excluded.name_zh, excluded.time_zone, excluded.latitude,
                                excluded.longitude, excluded.warehouse)
                    """,
                    centre.id(),
                    centre.name().en(),
                    centre.name().zh(),
                    centre.zone(),
                    centre.latitude(),
                    centre.longitude(),
                    centre.warehouse());
        }
        for (ServiceFile.Price price : file.prices) {
            changed += Sql.update(connection, """
                    insert into service.price as old (part, amount, currency) values (?, ?, ?)
                    on conflict (part) do update set amount = excluded.amount, currency = excluded.currency
                        where old is distinct from excluded
                    """, price.part(), price.amount(), price.currency());
        }
        for (ServiceFile.DefaultCentre centre : file.defaultCentres) {
            changed += Sql.update(connection, """
                    insert into service.default_centre as old (type, centre) values (?, ?)
                    on conflict (type) do update set centre = excluded.centre where old is distinct from excluded
                    """, centre.type(), centre.centre());
        }
        for (ServiceFile.Household household : file.households) {
            if (byPeople || Stated.isNewPersonal(connection, "household " + household.id(), household.toString())) {
                changed += storeHousehold(connection, household, byPeople) ? 1 : 0;
            }
        }
        return changed;
    }

    private static boolean storeHousehold(Connection connection, ServiceFile.Household household, boolean byPeople)
            throws SQLException {
        int changed = Sql.update(
                connection,
                """
                insert into service.household as old (id, name, address, phone, language, centre) values (?, ?, ?, ?, ?, ?)
                on conflict (id) do update
                    set name = excluded.name, address = excluded.address, phone = excluded.phone,
                        language = excluded.language, centre = excluded.centre
                    -- What was erased stays so, whatever a file still says.
                    where old.erased_at is null and (old.name, old.address, old.phone, old.language, old.centre)
                        is distinct from (excluded.name, excluded.address, excluded.phone, excluded.language, excluded.centre)
                """,
                household.id(),
                household.name(),
                household.address(),
                household.phone(),
                household.language(),
                household.centre());
        // Of those that a file listed, one that is no longer in the list has moved out; what people connected stays.
        changed += byPeople
                ? 0
                : Sql.update(
                        connection,
                        "delete from service.household_appliance where household = ? and appliance <> all (?) and by_file",
                        household.id(),
                        household.appliances());
        changed += Sql.update(connection, """
                insert into service.household_appliance as old (appliance, household, by_file) select unnest(?), ?, ?
                on conflict (appliance) do update set household = excluded.household, by_file = excluded.by_file
                    where old.household <> excluded.household
                """, household.appliances(), household.id(), !byPeople);
        return changed > 0;
    }

    private static List<String> unknownAppliances(Connection connection, ServiceFile file) throws SQLException {
        List<String> named = file.households.stream()
                .flatMap(household -> household.appliances().stream())
                .toList();
        return Sql.list(connection, """
                select id from unnest(?) named (id) where not exists (select from fleet.appliance a where a.id = named.id)
                order by id
                """, row -> row.getString("id"), named);
    }
}
