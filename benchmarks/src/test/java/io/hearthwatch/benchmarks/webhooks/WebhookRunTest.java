package io.hearthwatch.benchmarks.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A short run of {@code benchmarks/webhooks}: two servers, one of them killed, and every receiver behaves badly. */
class WebhookRunTest {
    @Test
    void receiversThatBehaveBadlyAreToldOfEverythingThoughAServerIsKilled() throws Exception {
        StringWriter progress = new StringWriter();
        WebhookRun.Settings settings = new WebhookRun.Settings(20_261_123, 60, 1, .1, Duration.ofMillis(500), false);
        WebhookRun run = new WebhookRun(settings, new PrintWriter(progress, true));
        WebhookRun.Result result;
        try (run) {
            result = run.run();
        }
        assertThat(result.examples()).as(progress.toString()).isEmpty();
        assertThat(result.lost()).isZero();
        assertThat(result.kills()).isEqualTo(1);
        assertThat(result.events()).isGreaterThanOrEqualTo(60);
        assertThat(result.deliveries()).isEqualTo(Behaviour.values().length * result.events());
        assertThat(result.repeats().values()).anyMatch(times -> times > 0);
        assertThat(Files.exists(run.home())).as("it clears away what it made").isFalse();
    }
}
