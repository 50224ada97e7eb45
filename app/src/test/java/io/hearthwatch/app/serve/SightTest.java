package io.hearthwatch.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.console.HealthCheck.Health;
import io.hearthwatch.ingest.ShardState;
import java.util.List;
import org.junit.jupiter.api.Test;

class SightTest {
    private static final ShardState WELL = new ShardState(0, true, 0, 0.01);

    @Test
    void ingestIsWellWhileItsThreadsGetOn() {
        assertThat(Sight.ingest(List.of(WELL, new ShardState(1, true, 20, 299))))
                .isEqualTo(Health.well("2 shards store messages"));
    }

    @Test
    void aThreadThatEndedIsNotReady() {
        Health health = Sight.ingest(List.of(WELL, new ShardState(1, false, 0, 0)));
        assertThat(health.well()).isFalse();
        assertThat(health.detail()).contains("shard 1 has ended").contains("started anew");
    }

    @Test
    void aBatchThatDoesNotGetThroughForMinutesIsNotReady() {
        Health health = Sight.ingest(List.of(new ShardState(0, true, 412, 601), WELL));
        assertThat(health.well()).isFalse();
        assertThat(health.detail()).contains("shard 0 has not got its batch stored for 10 min, 412 attempts failed");
    }
}
