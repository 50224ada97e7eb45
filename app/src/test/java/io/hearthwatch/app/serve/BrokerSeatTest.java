package io.hearthwatch.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.database.ProcessLocks;
import io.hearthwatch.database.TestDatabase;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class BrokerSeatTest {
    @Test
    void eachProcessHasASessionOfItsOwnAndTheNextOneInheritsADeadOnes() {
        try (TestDatabase test = TestDatabase.create();
                ProcessLocks first = test.database().processLocks();
                ProcessLocks second = test.database().processLocks();
                ProcessLocks third = test.database().processLocks()) {
            BrokerSeat one = new BrokerSeat(first, "g");
            BrokerSeat two = new BrokerSeat(second, "g");
            assertThat(one.get()).isEqualTo("hearthwatch-g-1");
            assertThat(two.get()).isEqualTo("hearthwatch-g-2");
            assertThat(one.get()).isEqualTo("hearthwatch-g-1");
            assertThat(new BrokerSeat(second, "other").get()).isEqualTo("hearthwatch-other-1");

            first.close();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> new BrokerSeat(third, "g").get().equals("hearthwatch-g-1"));
            assertThat(two.get()).isEqualTo("hearthwatch-g-2");
        }
    }
}
