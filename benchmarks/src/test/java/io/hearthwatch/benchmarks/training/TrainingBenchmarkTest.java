package io.hearthwatch.benchmarks.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hearthwatch.app.cli.Hearthwatch;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole of it, small. */
class TrainingBenchmarkTest {
    @TempDir
    private Path folder;

    private int run(String... arguments) {
        return Hearthwatch.commandLine(new TrainingBenchmark()).execute(arguments);
    }

    @Test
    void trainsAndJudgesInABoundedHeapAndSaysWhatItTook() throws IOException {
        Path json = folder.resolve("figures.json");
        assertThat(run(
                        "--appliances",
                        "50",
                        "--days",
                        "100",
                        "--metrics",
                        "3",
                        "--heap",
                        "400m",
                        "--json",
                        json.toString()))
                .isZero();
        JsonNode figures = new ObjectMapper().readTree(json.toFile());
        assertThat(figures.path("rows").asLong()).isEqualTo(50 * 100 * 24);
        for (String command : new String[] {"train", "evaluate"}) {
            JsonNode one = figures.path(command);
            assertThat(one.path("live_heap_mb").asLong()).isBetween(1L, 400L);
            assertThat(one.path("resident_mb").asLong())
                    .isGreaterThan(one.path("live_heap_mb").asLong());
        }
    }

    @Test
    void aFleetTooSmallToLearnFromIsRefused() {
        assertThat(run("--appliances", "3")).isEqualTo(2);
    }
}
