package io.hearthwatch.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A short run of {@code benchmarks/faults}: every kind of fault once at least, on a real server in a process of its own. */
class FaultRunTest {
    private static final long SEED = 20_261_122;

    @Test
    void nothingAcknowledgedIsLostOrDoubledWhateverIsKilledStoppedOrCut() throws Exception {
        StringWriter progress = new StringWriter();
        RunSettings settings = new RunSettings(SEED, Duration.ofSeconds(18), 8, 120, false);
        FaultRun run = new FaultRun(settings, new PrintWriter(progress, true));
        RunResult result;
        try (run) {
            result = run.run();
        }
        StringWriter report = new StringWriter();
        RunReport.print(result, new PrintWriter(report, true));

        assertThat(result.good()).as(progress + "\n" + report).isTrue();
        assertThat(result.findings().acknowledged()).as(progress.toString()).isGreaterThan(50);
        assertThat(result.injectedByKind().keySet()).hasSize(FaultKind.values().length);
        assertThat(RunReport.json(result).path("lost").asLong()).isZero();
        assertThat(Files.exists(run.home())).as("it clears away what it made").isFalse();
    }
}
