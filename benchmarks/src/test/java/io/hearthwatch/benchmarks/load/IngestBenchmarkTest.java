package io.hearthwatch.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hearthwatch.app.Main;
import io.hearthwatch.app.cli.Hearthwatch;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole of {@code benchmarks/ingest} in small: that it runs, and says what it promises. What the figures are is nobody's business here. */
class IngestBenchmarkTest {
    @TempDir
    private Path directory;

    private static final List<String> PROGRAM = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName());

    private JsonNode run(String... arguments) throws Exception {
        Path file = directory.resolve("figures.json");
        StringWriter said = new StringWriter();
        CommandLine line = Hearthwatch.commandLine(new IngestBenchmark(PROGRAM));
        line.setOut(new PrintWriter(said)).setErr(new PrintWriter(said));
        String[] all = Stream.concat(Stream.of(arguments), Stream.of("--json", file.toString()))
                .toArray(String[]::new);
        assertThat(line.execute(all)).as(said.toString()).isZero();
        return new ObjectMapper().readTree(file.toFile());
    }

    @Test
    void theFiguresPromisedAreThere() throws Exception {
        JsonNode figures = run(
                "--parts",
                "CONNECTIONS,READINGS_1,READINGS_60,PUBLISHERS",
                "--connections",
                // Of fewer the heap's own ups and downs are as great.
                "500",
                "--publishers",
                "20",
                "--rounds",
                "1",
                "--seconds",
                "1",
                "--warm-up",
                "1");

        JsonNode single = figures.path("readings_1");
        for (String key : List.of("messages_per_second", "ratio_to_copy", "ack_p50_ms", "ack_p99_ms")) {
            assertThat(single.path(key).asDouble()).as(key).isPositive();
        }
        assertThat(single.has("ratio_to_mosquitto_pipe")).isTrue();
        JsonNode many = figures.path("readings_60");
        assertThat(many.path("rows_per_second").asDouble())
                .isGreaterThan(many.path("messages_per_second").asDouble());
        assertThat(many.path("ratio_to_copy").asDouble()).isPositive();
        assertThat(figures.path("connections").path("count").asInt()).isEqualTo(500);
        assertThat(figures.path("connections").path("heap_bytes_each").asInt()).isPositive();
        assertThat(figures.path("memory").path("most_rss_mb").asDouble()).isPositive();
        assertThat(figures.path("growth").has("10_publishers")).isTrue();
    }

    @Test
    void numbersThatMakeNoSenseAreRefused() {
        StringWriter said = new StringWriter();
        CommandLine line = Hearthwatch.commandLine(new IngestBenchmark(PROGRAM));
        line.setErr(new PrintWriter(said));

        assertThat(line.execute("--publishers", "0")).isEqualTo(2);
        assertThat(said.toString()).contains("at least one publisher").contains("try:");
    }
}
