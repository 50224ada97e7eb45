package io.hearthwatch.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hearthwatch.database.ConnectionSettings;
import io.hearthwatch.database.embedded.DataDirectory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The main job with real processes: recorded history in, a model, a running service, the rest of the history replayed through MQTT and
 * HTTP while the server and the database are killed, and what came of it compared with what the evaluation promised.
 */
class ReplayThroughKillsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path EXAMPLE =
            Path.of("..", "examples", "azure-pdm").toAbsolutePath().normalize();
    private static final String UNTIL = "2015-04-11T06:00:00Z";
    private static final int DAYS = 150;

    @TempDir
    Path temp;

    @Test
    void killsLoseNothingDoubleNothingAndChangeNoDecision() throws Exception {
        RecordedFixture recorded = RecordedFixture.write(temp.resolve("recorded"), 24, DAYS, 7);
        String[] store = {
            "--data-dir",
            temp.resolve("data").toString(),
            "--catalog",
            EXAMPLE.resolve("catalog").toString()
        };
        String mapping = EXAMPLE.resolve("mapping.yaml").toString();
        Path credentials = temp.resolve("secrets.csv");

        Path first = temp.resolve("import.json");
        Cli.ok(with(
                store,
                "import",
                "--mapping",
                mapping,
                recorded.directory().toString(),
                "--until",
                UNTIL,
                "--credentials-out",
                credentials.toString(),
                "--json",
                first.toString()));
        JsonNode imported = read(first);
        assertThat(imported.path("rejected").asLong()).isZero();
        assertThat(imported.path("stored").asLong())
                .isPositive()
                .isEqualTo(imported.path("read").asLong());
        Path second = temp.resolve("again.json");
        Cli.ok(with(
                store,
                "import",
                "--mapping",
                mapping,
                recorded.directory().toString(),
                "--until",
                UNTIL,
                "--json",
                second.toString()));
        assertThat(read(second).path("stored").asLong())
                .as("running it twice changes nothing")
                .isZero();
        assertThat(read(second).path("repeated").asLong())
                .isEqualTo(imported.path("read").asLong());

        Cli.ok(with(store, "service", "load", EXAMPLE.resolve("service.yaml").toString()));
        Cli.ok(with(store, "model", "train", "--type", "pdm_machine", "--horizon", "24h", "--until", UNTIL));

        Path report = temp.resolve("replay.json");
        replayWhileKilling(store, mapping, recorded, credentials, report);

        JsonNode replayed = read(report);
        long published = replayed.path("published").asLong();
        assertThat(published).isPositive();
        assertThat(replayed.path("acknowledged").asLong()).isEqualTo(published);
        assertThat(replayed.path("stored").asLong()).isEqualTo(published);
        assertThat(replayed.path("repeated").asLong()).isZero();
        assertThat(replayed.path("rejected").asLong()).isZero();
        assertThat(stored(
                        store,
                        "select (select count(*) from telemetry.pdm_machine) + (select count(*) from telemetry.fault)"))
                .as("every recorded row is stored once")
                .isEqualTo(recorded.rows());

        Path after = temp.resolve("after.json");
        Cli.ok(with(
                store, "import", "--mapping", mapping, recorded.directory().toString(), "--json", after.toString()));
        assertThat(read(after).path("repeated").asLong())
                .as("what came over MQTT and HTTP equals, number for number, what an import brings")
                .isEqualTo(read(after).path("read").asLong());

        Path evaluation = temp.resolve("evaluation.json");
        Cli.ok(with(
                store,
                "model",
                "evaluate",
                "--type",
                "pdm_machine",
                "--from",
                UNTIL,
                "--policy",
                "--json",
                evaluation.toString()));
        assertThat(replayed.path("policy")).isEqualTo(read(evaluation).path("policy"));
        assertThat(replayed.path("policy").path("preempted").asInt()).isPositive();
        assertThat(replayed.path("policy").path("failures").asInt())
                .isEqualTo(replayed.path("policy").path("preempted").asInt()
                        + replayed.path("policy").path("missed").asInt());

        Path simulation = temp.resolve("simulation.json");
        String[] simulate = {
            "policy", "simulate", "--type", "pdm_machine", "--from", UNTIL, "--json", simulation.toString()
        };
        Cli.ok(with(store, simulate));
        JsonNode simulated = read(simulation);
        assertThat(simulated.path("happened")).isEqualTo(replayed.path("policy"));
        for (String key : List.of("failures", "preempted", "missed", "tickets", "needless")) {
            assertThat(simulated.path("present").path(key))
                    .as(key)
                    .isEqualTo(replayed.path("policy").path(key));
            assertThat(simulated.path("changed").path(key))
                    .as(key)
                    .isEqualTo(replayed.path("policy").path(key));
        }
        assertThat(simulated.path("new_tickets").asInt()
                        + simulated.path("gone_tickets").asInt())
                .isZero();

        assertThat(stored(store, """
                select count(*) from (select decision_id from service.ticket where decision_id is not null
                    group by decision_id having count(*) > 1) twice""")).isZero();
        assertThat(stored(store, """
                select count(*) from service.stock where reserved < 0 or reserved > on_hand""")).isZero();
        assertThat(stored(store, "select count(*) from prediction.decision where relayed_at is null"))
                .isZero();
    }

    /** Kills the server twice and its database once while the replay runs. */
    private void replayWhileKilling(
            String[] store, String mapping, RecordedFixture recorded, Path credentials, Path report) throws Exception {
        Cli.Serve serve = Cli.Serve.start(with(store, "--clock", "driven", "--mqtt-port", "0", "--http-port", "0"));
        String mqtt = String.valueOf(serve.mqttPort());
        String http = String.valueOf(serve.httpPort());
        CompletableFuture<Cli.Result> replay = CompletableFuture.supplyAsync(() -> {
            try {
                return Cli.run(
                        "replay",
                        "--mapping",
                        mapping,
                        "--catalog",
                        EXAMPLE.resolve("catalog").toString(),
                        recorded.directory().toString(),
                        "--credentials",
                        credentials.toString(),
                        "--from",
                        UNTIL,
                        "--mqtt-port",
                        mqtt,
                        "--http-port",
                        http,
                        "--json",
                        report.toString());
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        try {
            clockPasses(http, Instant.parse(UNTIL).plus(Duration.ofDays(5)), replay);
            serve.killNow();
            serve = Cli.Serve.start(with(store, "--clock", "driven", "--mqtt-port", mqtt, "--http-port", http));
            clockPasses(http, Instant.parse(UNTIL).plus(Duration.ofDays(15)), replay);
            killDatabase();
            clockPasses(http, Instant.parse(UNTIL).plus(Duration.ofDays(25)), replay);
            serve.killNow();
            serve = Cli.Serve.start(with(store, "--clock", "driven", "--mqtt-port", mqtt, "--http-port", http));
            Cli.Result result = replay.get(4, java.util.concurrent.TimeUnit.MINUTES);
            assertThat(result.status()).as(result.err()).isZero();
        } finally {
            serve.stop();
        }
    }

    private static void clockPasses(String http, Instant instant, CompletableFuture<?> replay) {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http + "/api/v1/clock"))
                .build();
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptions()
                .until(() -> {
                    assertThat(replay)
                            .as("the replay ended too early to be disturbed")
                            .isNotDone();
                    JsonNode clock = JSON.readTree(client.send(request, HttpResponse.BodyHandlers.ofString())
                            .body());
                    return Instant.parse(clock.path("now").asText()).isAfter(instant);
                });
    }

    private void killDatabase() throws IOException, InterruptedException {
        String pid = Files.readAllLines(temp.resolve("data/pg/postmaster.pid"), StandardCharsets.UTF_8)
                .get(0);
        new ProcessBuilder("sh", "-c", "kill -9 " + pid.strip()).start().waitFor();
    }

    private static String[] with(String[] store, String... arguments) {
        String[] all = new String[arguments.length + store.length];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        System.arraycopy(store, 0, all, arguments.length, store.length);
        return all;
    }

    private static JsonNode read(Path file) throws IOException {
        return JSON.readTree(file.toFile());
    }

    private static long stored(String[] store, String sql) throws Exception {
        try (DataDirectory directory = DataDirectory.use(
                Path.of(store[1]), Path.of(System.getProperty("user.home"), ".cache", "hearthwatch"))) {
            ConnectionSettings where = directory.connection();
            try (Connection connection = DriverManager.getConnection(where.jdbcUrl(), where.user(), where.password());
                    ResultSet row = connection.createStatement().executeQuery(sql)) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
