package io.hearthwatch.benchmarks.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.database.ConnectionSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The service as a user starts it, in a process of its own. */
final class Serve {
    private static final Pattern READY = Pattern.compile("ready mqtt=\\S+:(\\d+) http=(\\S+:\\d+)");

    private final Process process;
    private final int mqttPort;
    private final URI metrics;
    private final HttpClient http = HttpClient.newHttpClient();

    private Serve(Process process, int mqttPort, URI metrics) {
        this.process = process;
        this.mqttPort = mqttPort;
        this.metrics = metrics;
    }

    /**
     * Starts it and waits until appliances can connect.
     *
     * @param program how Hearthwatch is started
     * @param work where its catalog and its log are put
     */
    static Serve start(Cleanup cleanup, List<String> program, Path work, ConnectionSettings database)
            throws IOException {
        Path catalog = Files.createDirectories(work.resolve("catalog"));
        Files.writeString(catalog.resolve("benchmark.yaml"), Messages.catalog());
        Path log = work.resolve("serve.log");
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(
                "serve",
                "--database",
                database.jdbcUrl(),
                "--database-user",
                database.user(),
                "--catalog",
                catalog.toString(),
                "--mqtt-port",
                "0",
                "--http-port",
                "0",
                // Readings lie in the next hour, so that it is not closed while it is being filled.
                "--max-ahead",
                "3h",
                // One publisher here stands for many appliances; limits that are never reached cost what limits cost.
                "--appliance-messages",
                "1000000",
                "--appliance-bytes",
                "1000000000"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().put("HEARTHWATCH_DATABASE_PASSWORD", database.password());
        Process process = cleanup.start(builder);
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            Matcher ready = READY.matcher(line);
            if (ready.matches()) {
                drain(said);
                return new Serve(
                        process,
                        Integer.parseInt(ready.group(1)),
                        URI.create("http://" + ready.group(2) + "/api/v1/ingest"));
            }
        }
        throw new CommandFailure(
                "the service did not start: " + Files.readString(log).strip(), "bin/hearthwatch serve, by hand");
    }

    private static void drain(BufferedReader said) {
        Thread reader = new Thread(
                () -> {
                    try {
                        while (said.readLine() != null) {
                            // Nothing that it says later matters here.
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                "serve-output");
        reader.setDaemon(true);
        reader.setUncaughtExceptionHandler((thread, ended) -> {});
        reader.start();
    }

    long pid() {
        return process.pid();
    }

    int mqttPort() {
        return mqttPort;
    }

    /** Transactions that ingest has committed, and readings that it has stored. */
    Counts counts() throws IOException {
        try {
            JsonNode json = new ObjectMapper()
                    .readTree(http.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
                            .body());
            return new Counts(
                    json.required("stored").asLong(),
                    json.required("commits").asLong(),
                    json.required("rejected").asLong()
                            + json.required("repeated").asLong());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /**
     * Ingest's counters.
     *
     * @param stored readings stored
     * @param commits transactions
     * @param other readings that were refused or there already
     */
    record Counts(long stored, long commits, long other) {
        Counts since(Counts earlier) {
            return new Counts(stored - earlier.stored, commits - earlier.commits, other - earlier.other);
        }
    }
}
