package io.hearthwatch.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hearthwatch.app.cli.ExitStatus;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.TestDatabase;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.fleet.NewAppliance;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.outbox.Delivery;
import io.hearthwatch.servicedesk.outbox.OutboxSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Subscriptions of other systems from the command line, and what could not be delivered. */
class WebhookCommandTest {
    /** Nobody listens there. */
    private static final String NOBODY = "http://127.0.0.1:1/events";

    private TestDatabase test;
    private ServiceDesk desk;

    @TempDir
    Path temp;

    @BeforeEach
    void open() throws IOException {
        test = TestDatabase.create();
        Catalog catalog = Catalog.load(List.of());
        Fleet fleet = new Fleet(test.database(), catalog, InstantSource.system());
        desk = new ServiceDesk(test.database(), catalog, fleet, InstantSource.system());
        fleet.add(NewAppliance.of("a-1", "washing_machine"));
        desk.load(Files.writeString(temp.resolve("service.yaml"), """
                warehouses: {W: {name: W}}
                regions: {north: {name: North}}
                centres:
                  A: {name: A, time_zone: UTC, latitude: 31.2, longitude: 121.5, warehouse: W, region: north}
                default_centres: {washing_machine: A}
                households:
                  H1: {name: H 1, address: Road 1, phone: "1", language: en, centre: A, appliances: [a-1]}
                """));
    }

    @AfterEach
    void close() {
        test.close();
    }

    private Ended run(String... arguments) {
        return Ended.of(test, arguments);
    }

    private Ended done(String... arguments) {
        Ended ended = run(arguments);
        assertThat(ended.status()).as(ended.err()).isZero();
        return ended;
    }

    private JsonNode json(String... arguments) throws IOException {
        Path file = temp.resolve("report.json");
        List<String> line = new ArrayList<>(List.of(arguments));
        line.addAll(List.of("--json", file.toString()));
        done(line.toArray(String[]::new));
        return new ObjectMapper().readTree(file.toFile());
    }

    private void refused(int status, String why, String whatToDo, String... arguments) {
        Ended ended = run(arguments);
        assertThat(ended.status()).as(ended.out() + ended.err()).isEqualTo(status);
        assertThat(ended.err()).contains(why, whatToDo).doesNotContain("\tat ");
    }

    /** One ticket whose first event could not be delivered. */
    private String parked() {
        done("ticket", "open", "--appliance", "a-1", "--source", "inspection", "--set", "component=drain_pump");
        desk.outgoing().configure(OutboxSettings.defaults().withAttempts(1), Duration.ofDays(30));
        try (Delivery delivery = desk.outgoing().delivery(InstantSource.system())) {
            delivery.start();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> desk.outgoing().backlog().parked() > 0);
        }
        return "HW-000001";
    }

    @Test
    void aSubscriptionIsMadeSeenChangedAndRemovedAndItsSecretIsShownOnce() throws IOException {
        assertThat(done("webhook", "list").out()).contains("nobody is told anything", "webhook add NAME URL");
        Path file = temp.resolve("made.json");
        Ended made = done(
                "webhook",
                "add",
                "erp",
                NOBODY,
                "--type",
                "ticket.*",
                "--type",
                "part.reserved",
                "--region",
                "north",
                "--except-by",
                "erp",
                "--json",
                file.toString());
        assertThat(made.out()).contains("webhook erp is told ticket.*, part.reserved of region north");
        String secret = made.out().replaceAll("(?s).*(whsec_\\S+).*", "$1");
        assertThat(secret).startsWith("whsec_");
        assertThat(Files.readString(file)).contains("\"erp\"").doesNotContain("whsec_");
        assertThat(done("webhook", "list").out())
                .contains("erp", "active", "0 waiting", NOBODY)
                .doesNotContain(secret);

        assertThat(done("webhook", "change", "erp", "--name", "sap", "--active", "false", "--type", "ticket.opened")
                        .out())
                .contains("webhook sap is stopped, told ticket.opened");
        JsonNode changed = json("webhook", "list").get(0);
        assertThat(changed.path("except_by").get(0).asText()).isEqualTo("erp");
        assertThat(changed.path("stopped_why").asText()).isEqualTo("stopped by a person");
        Ended second = done("webhook", "secret", "sap", "--both-for", "2h");
        assertThat(second.out()).contains("whsec_").doesNotContain(secret);

        assertThat(done("webhook", "remove", "sap").out()).contains("webhook sap is removed");
        assertThat(json("webhook", "list")).isEmpty();
    }

    @Test
    void whatCouldNotBeDeliveredIsListedShownSentAgainAndLeftOut() throws IOException {
        done("webhook", "add", "erp", NOBODY);
        assertThat(done("webhook", "dead", "erp").out()).contains("nothing is parked");
        String ticket = parked();
        assertThat(done("webhook", "list").out()).contains("1 parked");
        JsonNode dead = json("webhook", "dead", "erp").get(0);
        assertThat(dead.path("ticket").asText()).isEqualTo(ticket);
        assertThat(dead.path("sequence").asLong()).isEqualTo(1);
        assertThat(dead.path("last_error").asText()).isEqualTo("nobody listens at the address");
        String event = dead.path("event").asText();
        assertThat(done("webhook", "dead", "erp", "--limit", "5").out())
                .contains(ticket, event, "io.hearthwatch.ticket.opened", "1 attempts since");
        assertThat(done("webhook", "show", "erp", event).out())
                .contains("waiting after 1 attempts", "no answer", "nobody listens at the address");
        assertThat(json("webhook", "show", "erp", event)
                        .path("event")
                        .path("id")
                        .asText())
                .isEqualTo(event);

        refused(ExitStatus.FAILED, "the reason", "say why", "webhook", "skip", "erp", event, "--reason", " ");
        assertThat(done("webhook", "skip", "erp", event, "--reason", "entered by hand")
                        .out())
                .contains("event " + event + " is left out");
        assertThat(done("webhook", "show", "erp", event).out()).contains("skipped", "entered by hand");
        assertThat(done("webhook", "replay", "erp", "--ticket", ticket).out()).contains("the events of 0 tickets");
        assertThat(done("webhook", "replay", "erp", "--event", event).out()).contains("the events of 1 tickets go on");
        assertThat(json("webhook", "replay", "erp", "--from", "2026-01-01T00:00:00Z")
                        .path("events")
                        .asInt())
                .isPositive();
        assertThat(done("webhook", "replay", "erp").out()).contains("the events of 0 tickets");
    }

    @Test
    void whatMakesNoSenseIsRefusedWithWhatToDo() {
        done("webhook", "add", "erp", NOBODY);
        int failed = ExitStatus.FAILED;
        refused(ExitStatus.USAGE, "which?", "replay", "webhook");
        refused(failed, "called 'erp' already", "another name", "webhook", "add", "erp", NOBODY);
        refused(failed, "not one of http or https", "https://", "webhook", "add", "x", "ftp://example.org/");
        refused(failed, "holds a user", "https://", "webhook", "add", "x", "https://u:p@example.org/");
        refused(failed, "the type 'cake' is none", "ticket.opened", "webhook", "add", "x", NOBODY, "--type", "cake");
        refused(failed, "mode", "binary", "webhook", "add", "x", NOBODY, "--mode", "pigeon");
        refused(failed, "'nowhere'", "centre list", "webhook", "add", "x", NOBODY, "--centre", "nowhere");
        refused(
                failed,
                "both 'region' and 'centre'",
                "one of them",
                "webhook",
                "add",
                "x",
                NOBODY,
                "--centre",
                "A",
                "--region",
                "north");
        refused(ExitStatus.USAGE, "not an instant", "webhook add", "webhook", "add", "x", NOBODY, "--from", "soon");
        refused(failed, "'nobody'", "webhook list", "webhook", "dead", "nobody");
        refused(failed, "'e-1'", "dead letters", "webhook", "show", "erp", "e-1");
        refused(
                failed,
                "no ticket 'HW-000009'",
                "webhook dead erp",
                "webhook",
                "replay",
                "erp",
                "--ticket",
                "HW-000009");
        refused(
                ExitStatus.USAGE,
                "only one of --ticket",
                "--ticket HW",
                "webhook",
                "replay",
                "erp",
                "--ticket",
                "HW-000001",
                "--event",
                "e");
        refused(failed, "cannot stay valid", "30", "webhook", "secret", "erp", "--both-for", "60d");
        refused(ExitStatus.USAGE, "between 1 and 1000", "--limit 100", "webhook", "dead", "erp", "--limit", "-1");
        refused(ExitStatus.USAGE, "--reason", "webhook skip", "webhook", "skip", "erp", "e");
        assertThat(desk.outgoing().webhooks().all(io.hearthwatch.servicedesk.organisation.Scope.EVERYTHING))
                .hasSize(1);
    }
}
