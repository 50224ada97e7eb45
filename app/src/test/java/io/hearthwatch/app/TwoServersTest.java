package io.hearthwatch.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.TestDatabase;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.fleet.NewAppliance;
import io.hearthwatch.servicedesk.ServiceDesk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two servers on one database do the work of one, also when one of them is killed in the middle: no ticket twice, no write done twice, no
 * event lost or out of its ticket's order, no message to a customer twice.
 */
class TwoServersTest {
    private static final int APPLIANCES = 40;
    /** More than one server has under way at one receiver. */
    private static final int OF_BOTH = 5;

    private static final String ANSWERS = "{\"model\":\"WM-8014\",\"serial\":\"S1\",\"production_date\":\"2025-01-01\","
            + "\"purchase_date\":\"2025-03-01\",\"purchase_channel\":\"shop\",\"symptom\":\"noise\",\"began\":\"2026-11-20\","
            + "\"environment\":\"kitchen\",\"wish\":\"soon\"}";

    @TempDir
    Path temp;

    private final Instant start = InstantSource.system().instant().truncatedTo(ChronoUnit.SECONDS);
    private final Map<String, String> secrets = new HashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private EitherServer servers;

    @Test
    void doTheWorkOfOneAlsoWhenOneIsKilled() throws Exception {
        try (TestDatabase test = TestDatabase.create();
                EventReceiver receiver = EventReceiver.start()) {
            prepare(test);
            Cli.Serve one = serve(test, receiver);
            try (Cli.Serve two = serve(test, receiver)) {
                servers = new EitherServer(one, two);
                agree();
                assertThat(servers.send(
                                        0,
                                        "POST",
                                        "/api/v1/webhooks",
                                        "{\"name\":\"erp\",\"url\":\"" + receiver.url("/events") + "\"}")
                                .status())
                        .isEqualTo(200);

                work(0, APPLIANCES / 2);
                receiver.hold();
                Future<?> rest = threads.submit(() -> {
                    work(APPLIANCES / 2, APPLIANCES);
                    return null;
                });
                await().atMost(Duration.ofSeconds(60)).until(() -> receiver.held() >= OF_BOTH);
                one.killNow();
                receiver.release();
                rest.get(2, TimeUnit.MINUTES);

                oneTicketForEachCase(test);
                everyEventArrived(test, receiver);
                everyMessageWasSent(test, receiver);
            } finally {
                one.close();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void prepare(TestDatabase test) throws Exception {
        Catalog catalog = Catalog.load(List.of());
        Fleet fleet = new Fleet(test.database(), catalog, InstantSource.system());
        StringBuilder file = new StringBuilder("""
                warehouses: {W: {name: W}}
                centres:
                  A: {name: {en: Shanghai, zh: 上海}, time_zone: Asia/Shanghai, latitude: 31, longitude: 121, warehouse: W}
                default_centres: {washing_machine: A}
                households:
                """);
        for (int i = 0; i < APPLIANCES; i++) {
            secrets.put(
                    "w-" + i,
                    fleet.add(NewAppliance.of("w-" + i, "washing_machine")).secret());
            file.append("  H" + i + ": {name: Ada Weber, address: Long Street " + i
                    + ", phone: \"+49 30 1\", language: en, centre: A, appliances: [w-" + i + "]}\n");
        }
        new ServiceDesk(test.database(), catalog, fleet, InstantSource.system())
                .load(Files.writeString(temp.resolve("service.yaml"), file));
    }

    private static Cli.Serve serve(TestDatabase test, EventReceiver receiver) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "--database",
                test.settings().jdbcUrl(),
                "--mqtt-port",
                "0",
                "--http-port",
                "0",
                "--webhook-timeout",
                "5s",
                "--message-webhook",
                receiver.url("/messages"),
                "--message-webhook-secret",
                "not-a-real-one"));
        if (test.settings().user() != null) {
            arguments.addAll(List.of("--database-user", test.settings().user()));
        }
        if (test.settings().password() != null) {
            arguments.addAll(List.of("--database-password", test.settings().password()));
        }
        return Cli.Serve.start(arguments.toArray(new String[0]));
    }

    private void agree() throws Exception {
        for (int i = 0; i < APPLIANCES; i++) {
            assertThat(servers.send(
                                    i % 2,
                                    "PUT",
                                    "/api/v1/households/H" + i + "/preferences",
                                    "{\"channel\":\"webhook\",\"consent\":true,\"how\":\"on the phone\",\"language\":\"en\"}")
                            .status())
                    .isEqualTo(200);
        }
    }

    /** Each appliance has its case; four at a time. */
    private void work(int from, int to) throws Exception {
        ExecutorService four = Executors.newFixedThreadPool(4);
        try {
            List<Future<Void>> cases = new ArrayList<>();
            for (int i = from; i < to; i++) {
                int nth = i;
                cases.add(four.submit(() -> {
                    switch (nth % 4) {
                        case 0 -> visit(nth);
                        case 1 -> callAboutFault(nth);
                        case 2 -> twoFaults(nth);
                        default -> seenByTwo(nth);
                    }
                    return null;
                }));
            }
            for (Future<Void> each : cases) {
                each.get(2, TimeUnit.MINUTES);
            }
        } finally {
            four.shutdownNow();
        }
    }

    /** The same request at both, then steps of which only one can be the next. */
    private void visit(int nth) throws Exception {
        String body = "{\"who\":\"Li\",\"kind\":\"repair\",\"source\":\"inspection\",\"appliance\":\"w-" + nth
                + "\",\"component\":\"drain_pump\"}";
        List<EitherServer.Answer> opened = atBoth(
                server -> servers.send(server, "POST", "/api/v1/tickets", body, "Idempotency-Key", "open-" + nth));
        assertThat(opened).allMatch(answer -> answer.status() == 201, "opened: " + opened);
        assertThat(opened.get(0).json()).isEqualTo(opened.get(1).json());
        String ticket = "/api/v1/tickets/" + opened.get(0).json().path("number").asText();
        onlyOne(nth, "POST", ticket, "/steps", "{\"who\":\"Li\",\"to\":\"triaged\",\"way\":\"home\"}");
        onlyOne(nth, "PATCH", ticket, "", "{\"who\":\"Li\",\"answers\":" + ANSWERS + "}");
        Instant window = start.plus(Duration.ofDays(3)).truncatedTo(ChronoUnit.HOURS);
        onlyOne(
                nth,
                "POST",
                ticket,
                "/steps",
                "{\"who\":\"Li\",\"to\":\"scheduled\",\"window_from\":\"" + window + "\",\"window_to\":\""
                        + window.plus(Duration.ofHours(2)) + "\"}");
    }

    /** Two people at once, each at a server, have read the same version: one of them is too late. */
    private void onlyOne(int nth, String method, String ticket, String what, String body) throws Exception {
        String version =
                "\"" + servers.get(nth % 2, ticket).json().path("version").asText() + "\"";
        List<EitherServer.Answer> answers = atBoth(server -> servers.send(
                server,
                method,
                ticket + what,
                body,
                "If-Match",
                version,
                "Idempotency-Key",
                ticket + version + server));
        assertThat(answers.stream().map(EitherServer.Answer::status))
                .as("%s %s", body, answers)
                .containsExactlyInAnyOrder(200, 412);
    }

    /** The customer calls while the appliance tells both servers of a safety code: one case. */
    private void callAboutFault(int nth) throws Exception {
        String body =
                "{\"who\":\"Li\",\"kind\":\"repair\",\"source\":\"customer\",\"channel\":\"phone\",\"appliance\":\"w-"
                        + nth + "\",\"words\":\"water on the floor\"}";
        Future<Void> fault = threads.submit(() -> fault(nth, "E99"));
        List<EitherServer.Answer> answers = atBoth(
                server -> servers.send(server, "POST", "/api/v1/tickets", body, "Idempotency-Key", "call-" + nth));
        assertThat(answers).allMatch(answer -> answer.status() / 100 == 2, "taken: " + answers);
        assertThat(answers.get(0).json()).isEqualTo(answers.get(1).json());
        fault.get(2, TimeUnit.MINUTES);
    }

    private void twoFaults(int nth) throws Exception {
        fault(nth, "E99");
        fault(nth, "E34");
    }

    private Void fault(int nth, String code) throws Exception {
        String id = "w-" + nth;
        atBoth(server -> {
            servers.fault(server, id, secrets.get(id), code, start.toEpochMilli());
            return null;
        });
        return null;
    }

    /** Two requests of their own about the same: the second is told of the first one's ticket. */
    private void seenByTwo(int nth) throws Exception {
        String body = "{\"who\":\"Li\",\"kind\":\"repair\",\"source\":\"inspection\",\"appliance\":\"w-" + nth
                + "\",\"component\":\"heater\"}";
        List<EitherServer.Answer> answers = atBoth(server ->
                servers.send(server, "POST", "/api/v1/tickets", body, "Idempotency-Key", "seen-" + nth + "-" + server));
        assertThat(answers.stream().map(EitherServer.Answer::status))
                .as("%s", answers)
                .containsExactlyInAnyOrder(201, 409);
    }

    private interface At<T> {
        T server(int server) throws Exception;
    }

    private <T> List<T> atBoth(At<T> work) throws Exception {
        List<Callable<T>> both = List.of(() -> work.server(0), () -> work.server(1));
        List<T> results = new ArrayList<>();
        for (Future<T> result : threads.invokeAll(both)) {
            results.add(result.get());
        }
        return results;
    }

    private static void oneTicketForEachCase(TestDatabase test) {
        long quarter = APPLIANCES / 4;
        assertThat(number(test, "select count(*) from telemetry.fault"))
                .as("each fault is stored once")
                .isEqualTo(3 * quarter);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(number(test, "select count(*) from service.safety_fault"))
                        .isEqualTo(3 * quarter));
        assertThat(number(test, "select count(*) from service.ticket")).isEqualTo(5 * quarter);
        assertThat(number(test, """
                select count(*) from (select 1 from service.ticket group by appliance_no, component having count(*) > 1) twice
                """)).isZero();
        assertThat(number(test, "select count(*) from service.ticket where state = 'scheduled'"))
                .isEqualTo(quarter);
    }

    private void everyEventArrived(TestDatabase test, EventReceiver receiver) throws Exception {
        Map<String, String> events = new LinkedHashMap<>();
        Map<String, Long> last = new HashMap<>();
        String place = "0";
        for (JsonNode page = page(place); !page.path("events").isEmpty(); page = page(place)) {
            for (JsonNode event : page.path("events")) {
                String ticket = event.path("subject").asText();
                long sequence = Long.parseLong(event.path("sequence").asText());
                assertThat(sequence).as("%s", event).isEqualTo(last.getOrDefault(ticket, 0L) + 1);
                last.put(ticket, sequence);
                assertThat(events.put(event.path("id").asText(), ticket + " " + sequence))
                        .isNull();
            }
            place = page.path("next").asText();
        }
        assertThat(last).hasSize(APPLIANCES / 4 * 5);
        // What the killed server had leased is sent again, also where it was the last of its ticket.
        String waiting = "select count(*) from service.webhook_delivery where state = 'waiting'";
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(number(test, waiting)).isZero());
        assertThat(receiver.taken().keySet()).isEqualTo(events.keySet());
        assertThat(receiver.wrong()).isEmpty();
        assertThat(receiver.hasFailed()).isTrue();
        assertThat(receiver.taken().values())
                .as("what the killed server had under way came again")
                .anyMatch(times -> times > 1);
    }

    private JsonNode page(String place) throws Exception {
        return servers.get(1, "/api/v1/events?limit=50&after=" + place).json();
    }

    private static void everyMessageWasSent(TestDatabase test, EventReceiver receiver) {
        String due = "from service.message where state <> 'sent' and kind <> 'reminder'";
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(number(test, "select count(*) " + due + " and claimed_until is null"))
                        .isZero());
        // As if the five minutes had passed that the killed server's claims are good for.
        execute(test, "update service.message set next_at = made_at where id in (select id " + due + ")");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(number(test, "select count(*) " + due)).isZero());
        Map<String, List<String>> messages = receiver.messages();
        assertThat(messages.values().stream().map(each -> each.get(0)).distinct())
                .as("of each ticket one message of a kind")
                .hasSameSizeAs(messages.keySet());
        assertThat((long) messages.size())
                .isEqualTo(number(test, "select count(*) from service.message where state = 'sent'"));
        String seen = "select count(*) from service.ticket t where source <> 'customer'"
                + " or exists (select from service.ticket_event e where e.ticket = t.id and e.what = 'more_urgent')";
        assertThat(number(test, seen) + APPLIANCES / 4)
                .as("seen for each that the customer did not open or that a safety code joined, and booked")
                .isEqualTo(messages.size());
        messages.forEach((id, requests) -> assertThat((long) requests.size())
                .as("%s", requests)
                .isLessThanOrEqualTo(number(
                        test, "select attempts from service.message where id = " + id.substring("message-".length()))));
        assertThat(number(test, "select count(*) from service.message where attempts > 2"))
                .isZero();
    }

    private static void execute(TestDatabase test, String sql) {
        test.database().withConnection(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate(sql);
            }
        });
    }

    private static long number(TestDatabase test, String sql) {
        return test.database().withConnection(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return row.getLong(1);
            }
        });
    }
}
