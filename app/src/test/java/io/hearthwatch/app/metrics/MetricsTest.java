package io.hearthwatch.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import io.hearthwatch.app.TestServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The metrics of a running service: that they add up, mean what the documents say, and name nobody. */
class MetricsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path DOCS = Path.of("..", "docs");
    private static final String ID = "WM-SEEN-1";
    private static final int MESSAGES = 400;

    private static TestServer server;
    private static Mqtt5BlockingClient appliance;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        appliance = server.connect(ID, server.register(ID, "washing_machine"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Exposition scrape() {
        HttpResponse<String> answer = server.get("/metrics");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).contains("text/plain; version=0.0.4; charset=utf-8");
        return new Exposition(answer.body());
    }

    private static void publish(String payload) {
        appliance
                .publishWith()
                .topic("appliances/" + ID + "/telemetry")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload.getBytes(StandardCharsets.UTF_8))
                .send();
    }

    private static String reading(long ts, String metric) {
        return "{\"ts\":" + ts + ",\"values\":{\"" + metric + "\":3.5}}";
    }

    @Test
    void whatIsReceivedIsStoredRepeatedRejectedOrInFlightAtEveryLook() throws InterruptedException {
        Exposition before = scrape();
        long now = server.workspace().clock().instant().toEpochMilli();
        AtomicBoolean done = new AtomicBoolean();
        Thread watcher = new Thread(() -> {
            while (!done.get()) {
                identity(scrape());
            }
        });
        AtomicBoolean failed = new AtomicBoolean();
        watcher.setUncaughtExceptionHandler((thread, e) -> failed.set(true));
        watcher.start();
        for (int i = 0; i < MESSAGES; i++) {
            publish(reading(now - i * 1_000L, "drum_vibration"));
        }
        publish(reading(now, "drum_vibration"));
        assertThatThrownBy(() -> publish(reading(now - 1, "no_such_metric"))).isInstanceOf(Mqtt5PubAckException.class);
        assertThatThrownBy(() -> publish("not json")).isInstanceOf(Mqtt5PubAckException.class);
        publish("{\"values\":{\"drum_vibration\":1}}");
        done.set(true);
        watcher.join();

        Exposition after = scrape();
        identity(after);
        assertThat(failed).as("a look that did not add up").isFalse();
        assertThat(grown("hearthwatch_items_received_total", before, after)).isEqualTo(MESSAGES + 4);
        assertThat(grown("hearthwatch_items_stored_total", before, after)).isEqualTo(MESSAGES + 1);
        assertThat(grown("hearthwatch_items_repeated_total", before, after)).isEqualTo(1);
        assertThat(grown("hearthwatch_items_rejected_total", before, after)).isEqualTo(2);
        assertThat(grown("hearthwatch_items_unstamped_total", before, after)).isEqualTo(1);
        assertThat(after.value("hearthwatch_items_rejected_total", "reason", "unknown_metric"))
                .isEqualTo(1);
        assertThat(grown("hearthwatch_messages_received_total", before, after)).isEqualTo(MESSAGES + 4);
        assertThat(grown("hearthwatch_messages_acknowledged_total", before, after))
                .isEqualTo(MESSAGES + 2);
        assertThat(after.value("hearthwatch_messages_refused_total", "reason", "all_rejected"))
                .isEqualTo(2);
        // Noted after the acknowledgement was written, so that it may be seen a moment later.
        await().atMost(Duration.ofSeconds(60))
                .until(() -> grown("hearthwatch_acknowledge_seconds_count", before, scrape()) == MESSAGES + 4);
        assertThat(grown("hearthwatch_commit_seconds_count", before, after))
                .isEqualTo(grown("hearthwatch_commits_total", before, after))
                .isPositive();
        assertThat(after.sum("hearthwatch_batch_items_sum")).isEqualTo(after.sum("hearthwatch_items_received_total"));
    }

    private static void identity(Exposition look) {
        assertThat(look.sum("hearthwatch_items_received_total"))
                .isEqualTo(look.sum("hearthwatch_items_stored_total")
                        + look.sum("hearthwatch_items_repeated_total")
                        + look.sum("hearthwatch_items_rejected_total")
                        + look.sum("hearthwatch_items_in_flight"));
    }

    private static double grown(String name, Exposition before, Exposition after) {
        return after.sum(name) - before.sum(name);
    }

    @Test
    void stateOfTheServiceIsThere() {
        Exposition look = scrape();
        assertThat(look.sum("hearthwatch_appliances_connected")).isEqualTo(1);
        assertThat(look.sum("hearthwatch_queue_limit_bytes")).isPositive();
        assertThat(look.sum("hearthwatch_build_info")).isEqualTo(1);
        assertThat(look.sum("process_resident_memory_bytes")).isPositive();
        for (String work : List.of("hours", "tickets", "decisions", "relay", "expiry", "housekeeping")) {
            assertThat(look.value("hearthwatch_due_work_failures_total", "work", work))
                    .isZero();
            assertThat(look.value("hearthwatch_due_work_failing", "work", work)).isZero();
        }
        assertThat(look.value("hearthwatch_ingest_shards", "state", "running")).isPositive();
        assertThat(look.value("hearthwatch_ingest_shards", "state", "ended")).isZero();
        assertThat(look.sum("hearthwatch_clock_jumps_total")).isZero();
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            Exposition later = scrape();
            assertThat(later.sum("hearthwatch_database_up")).isEqualTo(1);
            assertThat(later.sum("hearthwatch_database_size_bytes")).isPositive();
            assertThat(later.value("hearthwatch_due_work_lag_seconds", "work", "relay"))
                    .isZero();
            assertThat(later.sum("hearthwatch_event_loop_delay_seconds_count")).isPositive();
        });
    }

    @Test
    void noLabelNamesAnAppliance() {
        publish(reading(server.workspace().clock().instant().toEpochMilli(), "motor_temperature"));
        Exposition look = scrape();
        assertThat(look.samples()).noneMatch(sample -> sample.labels().containsValue(ID));
        Map<String, Long> series = look.samples().stream()
                .filter(sample -> !sample.labels().containsKey("le"))
                .collect(Collectors.groupingBy(Exposition.Sample::name, Collectors.counting()));
        assertThat(series)
                .allSatisfy((name, count) -> assertThat(count).as(name).isLessThan(40));
    }

    @Test
    void namesAndUnitsFollowTheConventions() {
        assertThat(scrape().families().values()).allSatisfy(family -> {
            assertThat(family.name()).matches("(hearthwatch|jvm|process|system)_[a-z0-9_]*[a-z0-9]");
            assertThat(family.help()).isNotBlank();
            assertThat(family.name().endsWith("_total")).isEqualTo(family.type().equals("counter"));
            assertThat(family.name()).doesNotContain("_ms", "milli", "_kb");
        });
    }

    @Test
    void readinessListsEveryCheck() throws IOException {
        // A machine that is too busy to ask the database for some seconds is not ready for as long.
        HttpResponse<String> answer = await().atMost(Duration.ofSeconds(60))
                .until(() -> server.get("/health/ready"), ready -> ready.statusCode() == 200);
        JsonNode json = JSON.readTree(answer.body());
        assertThat(json.get("checks").findValuesAsText("name"))
                .containsExactly("service", "database", "ingest", "due_work", "disk", "clock", "models", "tickets");
        assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
    }

    /** {@code -Ddocs.update=true} writes it anew. */
    @Test
    void everyMetricIsInTheCatalogueAndNothingElse() throws IOException {
        StringBuilder text = new StringBuilder("""
                # Metrics

                `GET /metrics` on the HTTP port gives every metric in Prometheus' text format. `docs/monitoring/` has a Grafana dashboard,
                alert rules and an example of a scrape configuration. A test keeps this table equal to a running server.

                Counters count since the process started. What is asked of the database (`hours_dirty`, `relay_backlog`, `tickets_open`,
                `due_work_lag`, its size, `model_*`) is up to 15 seconds old, and NaN while the database is away. No label names an appliance.

                Of the items of messages, at every look: received = stored + repeated + rejected + in flight.

                | metric | type | labels | what |
                |---|---|---|---|
                """);
        scrape().families()
                .values()
                .forEach(family -> text.append("| `")
                        .append(family.name())
                        .append("` | ")
                        .append(family.type())
                        .append(" | ")
                        .append(String.join(", ", family.labels()))
                        .append(" | ")
                        .append(family.help())
                        .append(" |\n"));
        Path path = DOCS.resolve("metrics.md");
        if (Boolean.getBoolean("docs.update")) {
            Files.writeString(path, text.toString());
        }
        assertThat(path).content().isEqualTo(text.toString());
    }

    @Test
    void dashboardAndAlertsNameOnlyMetricsThatAreThere() throws IOException {
        Set<String> there =
                scrape().samples().stream().map(Exposition.Sample::name).collect(Collectors.toSet());
        assertThat(MonitoringFiles.names()).isNotEmpty().isSubsetOf(there);
        Set<String> shown = MonitoringFiles.names();
        List<String> ours = there.stream()
                .filter(name -> name.startsWith("hearthwatch_") && !name.matches(".*_(bucket|sum|count)"))
                .toList();
        assertThat(ours.stream().filter(shown::contains).count())
                .as("most of our own metrics are shown")
                .isGreaterThan(ours.size() * 8L / 10);
    }

    @Test
    void labelsInTheExpressionsAreThere() throws IOException {
        Exposition look = scrape();
        Pattern by = Pattern.compile("sum by \\((\\w+)\\) \\((?:rate|increase)\\((\\w+)");
        for (String expression : MonitoringFiles.expressions()) {
            Matcher matcher = by.matcher(expression);
            while (matcher.find()) {
                String name = matcher.group(2);
                String label = matcher.group(1);
                assertThat(look.samples())
                        .as(expression)
                        .anyMatch(sample ->
                                sample.name().equals(name) && sample.labels().containsKey(label));
            }
        }
    }

    @Test
    void dashboardIsWhatGrafanaCanRead() throws IOException {
        JsonNode dashboard = MonitoringFiles.dashboard();
        assertThat(dashboard.path("schemaVersion").asInt()).isGreaterThanOrEqualTo(36);
        assertThat(dashboard.path("title").asText()).isEqualTo("Hearthwatch");
        assertThat(dashboard.path("uid").asText()).matches("[a-zA-Z0-9_-]{1,40}");
        Set<Integer> ids = new HashSet<>();
        Set<String> places = new HashSet<>();
        for (JsonNode panel : dashboard.path("panels")) {
            String title = panel.path("title").asText();
            assertThat(ids.add(panel.path("id").asInt()))
                    .as("%s: an id of its own", title)
                    .isTrue();
            assertThat(panel.path("type").asText()).as(title).isIn("row", "timeseries", "stat");
            JsonNode place = panel.path("gridPos");
            assertThat(place.path("x").asInt() + place.path("w").asInt())
                    .as(title)
                    .isBetween(1, 24);
            assertThat(places.add(place.path("x") + "/" + place.path("y")))
                    .as("%s: a place of its own", title)
                    .isTrue();
            if (!panel.path("type").asText().equals("row")) {
                assertThat(panel.path("targets")).as(title).isNotEmpty();
                for (JsonNode target : panel.path("targets")) {
                    assertThat(target.path("expr").asText()).as(title).satisfies(MetricsTest::balanced);
                    assertThat(target.at("/datasource/uid").asText()).isEqualTo("${datasource}");
                }
            }
        }
        for (JsonNode rule : MonitoringFiles.yaml("alerts.yml").at("/groups/0/rules")) {
            assertThat(rule.path("alert").asText()).matches("Hearthwatch[A-Za-z]+");
            assertThat(rule.at("/labels/severity").asText()).isIn("warning", "critical");
            assertThat(rule.path("expr").asText()).satisfies(MetricsTest::balanced);
        }
        assertThat(MonitoringFiles.yaml("prometheus.yml")
                        .at("/scrape_configs/0/job_name")
                        .asText())
                .isEqualTo("hearthwatch");
    }

    private static void balanced(String expression) {
        for (String pair : List.of("()", "{}", "[]")) {
            assertThat(expression.chars().filter(c -> c == pair.charAt(0)).count())
                    .as(expression)
                    .isEqualTo(
                            expression.chars().filter(c -> c == pair.charAt(1)).count());
        }
    }
}
