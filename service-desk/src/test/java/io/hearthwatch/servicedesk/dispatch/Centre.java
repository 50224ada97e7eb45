package io.hearthwatch.servicedesk.dispatch;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.TestDatabase;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.fleet.NewAppliance;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.customer.Customers;
import io.hearthwatch.servicedesk.dispatch.route.Planner;
import io.hearthwatch.servicedesk.organisation.Scope;
import io.hearthwatch.servicedesk.ticket.TicketReceipt;
import io.hearthwatch.servicedesk.ticket.TicketRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A service centre in Shanghai with two technicians and twelve households, on a database of its own; it is Monday, eight in the morning
 * there.
 */
final class Centre implements AutoCloseable {
    static final Instant EIGHT = Instant.parse("2026-11-23T00:00:00Z");
    static final LocalDate TODAY = LocalDate.parse("2026-11-23");
    static final Planner.Limits MOVES = new Planner.Limits(1, Duration.ZERO, 500);

    final TestDatabase test = TestDatabase.create();
    final Catalog catalog = Catalog.load(List.of());
    final ServiceDesk desk;
    final Dispatch dispatch;
    volatile Instant now = EIGHT;
    private int opened;

    Centre() {
        this(0, 12, 0);
    }

    /** With that many households, which lie in a square of that many kilometres; 0 for one road. */
    Centre(int kilometres, int households, long seed) {
        this(kilometres, households, seed, 0);
    }

    /** With that many more technicians, who can do everything, and no van. */
    Centre(int kilometres, int households, long seed, int more) {
        Random random = new Random(seed);
        Fleet fleet = new Fleet(test.database(), catalog, () -> now);
        desk = new ServiceDesk(test.database(), catalog, fleet, () -> now);
        dispatch = desk.dispatch();
        StringBuilder file = new StringBuilder("""
                warehouses: {W: {name: W}, V1: {name: Van 1, parent: W}}
                centres:
                  A: {name: {en: Shanghai, zh: 上海}, time_zone: Asia/Shanghai, latitude: 31.2, longitude: 121.5, warehouse: W}
                  B: {name: Other, time_zone: Asia/Shanghai, latitude: 31.9, longitude: 121.5, warehouse: W}
                technicians:
                  li: {name: Li Wei, centre: A, skills: {washing_machine: [hardware]}, warehouse: V1}
                  wu: {name: Wu Na, centre: A, skills: {"*": ["*"]}}
                  he: {name: He Yu, centre: B, skills: {"*": ["*"]}}
                %sdefault_centres: {washing_machine: A}
                households:
                """.formatted(technicians(more)));
        for (int i = 1; i <= households; i++) {
            file.append(
                    "  H%d: {name: H %d, address: Road %d, phone: \"%d\", language: en, centre: A, appliances: [a-%d],"
                            .formatted(i, i, i, i, i));
            double north = kilometres == 0 ? i / 1000.0 : (random.nextDouble() - .5) * kilometres / 111;
            double east = (random.nextDouble() - .5) * kilometres / 95;
            file.append(" latitude: %s, longitude: %s}\n".formatted(31.2 + north, 121.5 + east));
            fleet.add(NewAppliance.of("a-" + i, "washing_machine"));
        }
        try {
            Path path = Files.createTempFile("service", ".yaml");
            desk.load(Files.writeString(path, file));
            Files.delete(path);
            announceAt(null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its days are announced by hand, as long as a test does not say the hour. */
    void announceAt(String hour) {
        test.database()
                .withConnection(
                        connection -> Sql.update(connection, "update service.centre set announce_at = ?::time", hour));
    }

    private static String technicians(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj("  t%1$d: {name: Technician %1$d, centre: A, skills: {'*': ['*']}}\n"::formatted)
                .collect(Collectors.joining());
    }

    /** A ticket of another household each time, about the drain pump. */
    String open() {
        opened++;
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("kind", "repair");
        input.put("source", "inspection");
        input.put("appliance", "a-" + opened);
        input.put("component", "drain_pump");
        return desk.work().open(TicketRequest.of("li", null, input)).id();
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

    Customers customers() {
        return desk.customers();
    }

    String token(String ticket) {
        return customers().link(Long.parseLong(ticket)).token();
    }

    /** A ticket of which all is known but the window. */
    String triaged() {
        String ticket = open();
        int version = version(ticket);
        desk.work().change(ticket, TicketRequest.of("li", version, Map.of("answers", ANSWERS)));
        step(ticket, "triaged", Map.of("way", "home"));
        return ticket;
    }

    /** A ticket with a window that somebody agreed on the phone. */
    String scheduled(int fromHour, int toHour) {
        String ticket = triaged();
        step(
                ticket,
                "scheduled",
                Map.of(
                        "window_from",
                        hour(fromHour).toString(),
                        "window_to",
                        hour(toHour).toString()));
        return ticket;
    }

    TicketReceipt step(String ticket, String to, Map<String, Object> input) {
        Map<String, Object> all = new LinkedHashMap<>(input);
        all.put("to", to);
        return desk.work().step(ticket, TicketRequest.of("li", version(ticket), all));
    }

    /** That hour of the day at the centre. */
    static Instant hour(int hour) {
        return EIGHT.plus(Duration.ofHours(hour - 8L));
    }

    int version(String ticket) {
        return number("select version from service.ticket where id = " + ticket);
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

    DayPlan plan(String why) {
        return plan(TODAY, why);
    }

    DayPlan plan(LocalDate day, String why) {
        return dispatch.search(
                Scope.EVERYTHING, new Dispatch.Order("A", day, Duration.ofSeconds(1), false, "chen", why), MOVES);
    }

    DayPlan day() {
        return dispatch.day(Scope.EVERYTHING, "A", TODAY);
    }

    PlannedVisit visit(String ticket) {
        return day().routes().stream()
                .flatMap(route -> route.visits().stream())
                .filter(visit -> Long.toString(visit.ticket()).equals(ticket) && visit.endedAt() == null)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        test.close();
    }
}
