package io.hearthwatch.servicedesk;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Component;
import io.hearthwatch.catalog.Costs;
import io.hearthwatch.catalog.FaultClass;
import io.hearthwatch.catalog.FaultCode;
import io.hearthwatch.catalog.Part;
import io.hearthwatch.catalog.Severity;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.database.Database;
import io.hearthwatch.database.TestDatabase;
import io.hearthwatch.fleet.ComponentEvent;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.fleet.NewAppliance;
import io.hearthwatch.servicedesk.policy.RecentFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A service desk with a small catalog, a fleet, and a clock that the test sets, on a database that is empty at first. All tests of a JVM
 * share the database, one after the other: emptying it is ten times faster than making a new one.
 */
final class Desk implements AutoCloseable {
    static final Instant START = Instant.parse("2026-03-01T06:00:00Z");
    static final Duration WEEK = Duration.ofDays(7);

    /** Two centres below one region below one centre of all; DP-1 is at WA (2), region (1), main (3); SE-1 only at main (1). */
    static final String SERVICE = """
            warehouses:
              MAIN: {name: Main}
              REGION: {name: {en: Region, zh: 大区}, parent: MAIN}
              WA: {name: A, parent: REGION}
              WB: {name: B, parent: REGION}
            centres:
              A: {name: {en: Centre A, zh: 网点甲}, time_zone: Asia/Shanghai, latitude: 31.2, longitude: 121.5, warehouse: WA}
              B: {name: Centre B, time_zone: Europe/Berlin, latitude: 52.5, longitude: 13.4, warehouse: WB}
            stock:
              WA: {DP-1: 2}
              REGION: {DP-1: 1}
              MAIN: {DP-1: 3, SE-1: 1}
            prices:
              DP-1: {amount: 18.5, currency: EUR}
            default_centres: {washer: A}
            households:
              H1: {name: Ada, address: Long Street 1, phone: "+49 30 1234567", language: zh, centre: B, appliances: [w-2]}
            costs:
              washer:
                pump: {missed_failure: 300, needless_visit: 60, held_part: 3}
            """;

    private static TestDatabase shared;

    private final TestDatabase test = sharedDatabase();
    final Catalog catalog = catalog();
    final Fleet fleet;
    final ServiceDesk desk;
    Instant now = START;

    Desk() {
        fleet = new Fleet(test.database(), catalog, () -> now);
        desk = new ServiceDesk(test.database(), catalog, fleet, () -> now);
        empty();
        execute("insert into service.ticketing (type, enabled, since) values ('washer', true, now())");
    }

    private static synchronized TestDatabase sharedDatabase() {
        if (shared == null) {
            shared = TestDatabase.create();
        }
        return shared;
    }

    private void empty() {
        execute("""
                do $$ begin
                    execute (select 'truncate ' || string_agg(format('%I.%I', table_schema, table_name), ', ') || ' restart identity'
                        from information_schema.tables where table_schema in ('fleet', 'service') and table_type = 'BASE TABLE'
                            and table_name <> 'schema_version'
                            and obj_description(format('%I.%I', table_schema, table_name)::regclass)
                                is distinct from 'reference data');
                end $$
                """);
    }

    static Catalog catalog() {
        Map<String, Component> components = Map.of(
                "pump", component("pump", "Drain pump", List.of("DP-1")),
                "door", component("door", "Door lock", List.of("DL-1", "SE-1")));
        Map<String, FaultCode> faults = Map.of(
                "E1", fault("E1", Severity.WARNING, "pump"),
                "E2", fault("E2", Severity.SAFETY, "pump"),
                "E3", fault("E3", Severity.CRITICAL, "door"));
        Map<String, Part> parts = Map.of(
                "DP-1", new Part("DP-1", new Text("Pump DP-1", "水泵 DP-1")),
                "DL-1", new Part("DL-1", Text.same("Lock DL-1")),
                "SE-1", new Part("SE-1", Text.same("Seal SE-1")));
        return new Catalog(List.of(new ApplianceType(
                "washer", new Text("Washer", "洗衣机"), List.of(), components, faults, parts, Map.of())));
    }

    private static Component component(String id, String label, List<String> parts) {
        return new Component(id, new Text(label, label + "件"), parts, true, 45, "any", new Costs(200, 50, 2));
    }

    private static FaultCode fault(String code, Severity severity, String suspect) {
        return new FaultCode(
                code,
                Text.same("Fault " + code),
                FaultClass.HARDWARE,
                severity,
                List.of(suspect),
                new Text("Clean the filter", "清洁过滤器"));
    }

    /** A desk on the same database that speaks of other appliances. */
    ServiceDesk withCatalog(Catalog other) {
        return new ServiceDesk(test.database(), other, new Fleet(test.database(), other, () -> now), () -> now);
    }

    Desk withService() {
        desk.load(file(SERVICE));
        return this;
    }

    /** Registers appliances w-1, w-2, …; their numbers. */
    List<Integer> appliances(int count) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            numbers.add(
                    fleet.add(NewAppliance.of("w-" + i, "washer")).appliance().no());
        }
        return numbers;
    }

    static Path file(String text) {
        try {
            Path file = Files.createTempFile("service", ".yaml");
            file.toFile().deleteOnExit();
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Proposal proposal(int appliance, String component, double probability, Instant asOf, RecentFault... faults) {
        return new Proposal(
                UUID.randomUUID(),
                appliance,
                component,
                probability,
                asOf,
                WEEK,
                "model-1",
                List.of(new Text("Drain time 94 s, usually 41 to 55 s", "排水时间 94 秒，通常为 41 至 55 秒")),
                List.of(faults));
    }

    void fails(int appliance, String component, Instant at) {
        ComponentEvent event = new ComponentEvent(appliance, component, at, at, null);
        fleet.recordFailures(List.of(event));
        desk.onFailure(event);
    }

    void isRepaired(int appliance, String component, Instant at) {
        ComponentEvent event = new ComponentEvent(appliance, component, at, at, false);
        fleet.recordRepairs(List.of(event));
        desk.onRepair(event);
    }

    TicketSummary ticketOf(Outcome outcome) {
        return desk.ticket(outcome.ticket().orElseThrow()).orElseThrow().summary();
    }

    /** On hand, reserved. */
    List<Integer> shelf(String warehouse, String part) {
        return desk.parts().stream()
                .filter(stock ->
                        stock.warehouse().equals(warehouse) && stock.part().equals(part))
                .findFirst()
                .map(stock -> List.of(stock.onHand(), stock.reserved()))
                .orElseThrow();
    }

    long number(String sql) {
        return test.database().withConnection(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    Database database() {
        return test.database();
    }

    List<List<Object>> rows(String sql) {
        return test.database().withConnection(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                List<List<Object>> rows = new ArrayList<>();
                while (row.next()) {
                    List<Object> values = new ArrayList<>();
                    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                        values.add(row.getObject(i));
                    }
                    rows.add(values);
                }
                return rows;
            }
        });
    }

    void execute(String sql) {
        test.database().withConnection(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    @Override
    public void close() {
        empty();
    }
}
