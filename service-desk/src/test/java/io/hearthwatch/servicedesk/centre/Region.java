package io.hearthwatch.servicedesk.centre;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.TestDatabase;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.fleet.NewAppliance;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.organisation.Scope;
import io.hearthwatch.servicedesk.ticket.TicketReceipt;
import io.hearthwatch.servicedesk.ticket.TicketRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Four service centres around Shanghai and one in Munich, on a database of their own; Monday, eight in the morning in Shanghai. */
final class Region implements AutoCloseable {
    static final Instant EIGHT = Instant.parse("2026-11-23T00:00:00Z");
    static final LocalDate TODAY = LocalDate.parse("2026-11-23");

    private static final String FILE = """
            regions: {east: {name: East}, south: {name: South}}
            warehouses:
              TOP: {name: Central}
              W: {name: Pudong, parent: TOP}
              X: {name: Puxi, parent: TOP}
              Y: {name: Suzhou, parent: TOP}
              M: {name: Munich}
            centres:
              pudong: {name: {en: Pudong, zh: 浦东网点}, time_zone: Asia/Shanghai, latitude: 31.2, longitude: 121.5, warehouse: W, region: east,
                territory: ["2001"], competences: {washing_machine: [hardware]}}
              pudong2: {name: {en: Pudong 2, zh: 浦东二网点}, time_zone: Asia/Shanghai, latitude: 31.2, longitude: 121.6, warehouse: W, region: east,
                territory: ["2001", 浦东], competences: {washing_machine: ["*"], dishwasher: [hardware]}}
              puxi: {name: {en: Puxi, zh: 浦西网点}, time_zone: Asia/Shanghai, latitude: 31.2, longitude: 121.4, warehouse: X, region: east,
                territory: ["2000", Xuhui]}
              suzhou: {name: {en: Suzhou, zh: 苏州网点}, time_zone: Asia/Shanghai, latitude: 31.3, longitude: 120.6, warehouse: Y, region: south,
                work: [installation, repair, maintenance]}
              munich: {name: {en: Munich, zh: 慕尼黑网点}, time_zone: Europe/Berlin, latitude: 48.1, longitude: 11.6, warehouse: M,
                territory: ["80", "81"]}
            technicians:
              li: {name: Li Wei, centre: pudong, skills: {washing_machine: [hardware]}}
              wu: {name: Wu Na, centre: pudong2, skills: {"*": ["*"]}}
              he: {name: He Yu, centre: pudong2, skills: {"*": ["*"]}}
              mu: {name: Mia, centre: munich, skills: {"*": ["*"]}}
            default_centres: {washing_machine: puxi, dishwasher: puxi}
            households:
            """;

    final TestDatabase test = TestDatabase.create();
    final ServiceDesk desk;
    final Fleet fleet;
    private final StringBuilder file = new StringBuilder(FILE);
    volatile Instant now = EIGHT;
    private int added;

    Region() {
        Catalog catalog = Catalog.load(List.of());
        fleet = new Fleet(test.database(), catalog, () -> now);
        desk = new ServiceDesk(test.database(), catalog, fleet, () -> now);
        home("centre: pudong, address: \"Century Avenue 1, 200120 Shanghai\"");
    }

    void load(String yaml) {
        try {
            Path path = Files.createTempFile("service", ".yaml");
            desk.load(Files.writeString(path, yaml));
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A household with a washing machine, said as a file says it; the appliance's id. */
    String home(String said) {
        return home(said, "washing_machine");
    }

    String home(String said, String type) {
        added++;
        fleet.add(NewAppliance.of("a-" + added, type));
        file.append("  H%d: {name: H %d, phone: \"%d\", language: en, appliances: [a-%d], %s}\n"
                .formatted(added, added, added, added, said));
        load(file.toString());
        return "a-" + added;
    }

    static final Map<String, Object> ANSWERS = Map.ofEntries(
            Map.entry("model", "WM-8014"),
            Map.entry("serial", "S1"),
            Map.entry("production_date", "2025-01-01"),
            Map.entry("purchase_date", "2025-03-01"),
            Map.entry("purchase_channel", "shop"),
            Map.entry("symptom", "noise"),
            Map.entry("began", "2026-11-20"),
            Map.entry("environment", "kitchen"),
            Map.entry("wish", "soon"));

    /** A ticket about the drain pump of a new household of pudong, with a window from ten to noon at Shanghai. */
    String scheduled() {
        String home = home("centre: pudong, address: \"Century Avenue 1, 200120\", latitude: 31.2, longitude: 121.5");
        String ticket = open(home, Map.of("component", "drain_pump", "answers", ANSWERS))
                .id();
        step(ticket, "triaged", Map.of("way", "home"));
        step(ticket, "scheduled", Map.of("window_from", "2026-11-23T02:00:00Z", "window_to", "2026-11-23T04:00:00Z"));
        return ticket;
    }

    TicketReceipt step(String ticket, String to, Map<String, Object> input) {
        Map<String, Object> all = new LinkedHashMap<>(input);
        all.put("to", to);
        return desk.work().step(ticket, TicketRequest.of("li", version(ticket), all));
    }

    TicketReceipt handOver(String ticket, String centre, String cause) {
        return handOver(ticket, centre, cause, version(ticket));
    }

    TicketReceipt handOver(String ticket, String centre, String cause, Integer version) {
        return desk.work()
                .handOver(
                        ticket,
                        TicketRequest.of(
                                "chen", version, Map.of("centre", centre, "cause", cause, "reason", "too much to do")));
    }

    int version(String ticket) {
        return number("select version from service.ticket where id = " + ticket);
    }

    void receive(String warehouse, String part, int quantity) {
        desk.spareParts()
                .receive(
                        new io.hearthwatch.servicedesk.parts.Client(
                                java.util.UUID.randomUUID().toString(), "li"),
                        warehouse,
                        part,
                        quantity,
                        false,
                        null);
    }

    TicketReceipt open(String appliance) {
        return open(appliance, Map.of());
    }

    TicketReceipt open(String appliance, Map<String, Object> more) {
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("kind", "repair");
        input.put("source", "inspection");
        input.put("appliance", appliance);
        input.putAll(more);
        return desk.work().open(TicketRequest.of("chen", null, input));
    }

    /** The centre that a new ticket about an appliance comes to, with the rule. */
    String chosen(String appliance) {
        return chosen(open(appliance));
    }

    String chosen(TicketReceipt ticket) {
        return text(
                "select t.centre || ' ' || (e.detail -> 'centre' ->> 'how') from service.ticket t join service.ticket_event e"
                        + " on e.ticket = t.id and e.what = 'opened' where t.id = " + ticket.id());
    }

    String why(TicketReceipt ticket, String language) {
        return text("select detail -> 'centre' -> 'why' ->> '" + language + "' from service.ticket_event"
                + " where what = 'opened' and ticket = " + ticket.id());
    }

    void certify(String centre, String until) {
        desk.organisation()
                .centres()
                .certify(
                        Scope.EVERYTHING,
                        centre,
                        "home repair",
                        LocalDate.parse("2026-01-01"),
                        LocalDate.parse(until),
                        "hq");
    }

    /** Every shelf holds what its reservations say, and has what the ledger says. */
    void stockAddsUp() {
        assertThat(number("""
                        select count(*) from service.stock s where reserved <> coalesce((select sum(quantity) from service.reservation r
                            where r.warehouse = s.warehouse and r.part = s.part and r.state in ('held', 'picked')), 0)
                            or on_hand <> coalesce((select sum(on_hand_delta) from service.stock_move m
                                where m.warehouse = s.warehouse and m.part = s.part), 0)
                        """)).isZero();
    }

    void execute(String sql) {
        test.database().inTransaction(connection -> Sql.update(connection, sql));
    }

    int number(String sql) {
        return test.database()
                .withConnection(connection ->
                        Sql.first(connection, sql, row -> row.getInt(1)).orElseThrow());
    }

    String text(String sql) {
        return test.database()
                .withConnection(connection -> Sql.first(connection, sql, row -> String.valueOf(row.getString(1)))
                        .orElseThrow());
    }

    @Override
    public void close() {
        test.close();
    }
}
