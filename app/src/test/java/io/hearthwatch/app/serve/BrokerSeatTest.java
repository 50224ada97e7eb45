package io.hearthwatch.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.database.ProcessLocks;
import io.hearthwatch.database.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class BrokerSeatTest {
    @Test
    void eachProcessHasASessionOfItsOwnAndTheNextOneInheritsADeadOnes() {
        try (TestDatabase test = TestDatabase.create();
                ProcessLocks first = test.database().processLocks();
                ProcessLocks second = test.database().processLocks();
                ProcessLocks third = test.database().processLocks()) {
            BrokerSeat one = new BrokerSeat(test.database(), first, "g");
            BrokerSeat two = new BrokerSeat(test.database(), second, "g");
            assertThat(one.get()).isEqualTo("hearthwatch-g-1");
            assertThat(two.get()).isEqualTo("hearthwatch-g-2");
            assertThat(one.get()).isEqualTo("hearthwatch-g-1");
            assertThat(new BrokerSeat(test.database(), second, "other").get()).isEqualTo("hearthwatch-other-1");

            first.close();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() ->
                            new BrokerSeat(test.database(), third, "g").get().equals("hearthwatch-g-1"));
            assertThat(two.get()).isEqualTo("hearthwatch-g-2");
        }
    }

    @Test
    void aSessionThatWasLeftIsEmptiedOnceItsProcessHadTimeToComeBack() throws Exception {
        try (TestDatabase test = TestDatabase.create();
                ProcessLocks first = test.database().processLocks();
                ProcessLocks second = test.database().processLocks()) {
            assertThat(new BrokerSeat(test.database(), first, "g").get()).isEqualTo("hearthwatch-g-1");
            BrokerSeat two = new BrokerSeat(test.database(), second, "g");
            assertThat(two.get()).isEqualTo("hearthwatch-g-2");
            AtomicLong nanos = new AtomicLong();
            AtomicBoolean away = new AtomicBoolean(true);
            List<String> emptied = new ArrayList<>();
            LeftSeats left = new LeftSeats(
                    two,
                    session -> {
                        emptied.add(session);
                        if (away.get()) {
                            throw new IllegalStateException("the broker is away");
                        }
                        return 3;
                    },
                    Duration.ofSeconds(60),
                    nanos::get);

            left.look();
            nanos.addAndGet(Duration.ofSeconds(90).toNanos());
            left.look();
            assertThat(emptied).as("its process lives").isEmpty();

            first.close();
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                boolean free = two.take(1);
                two.giveBack(1);
                return free;
            });
            left.look();
            nanos.addAndGet(Duration.ofSeconds(59).toNanos());
            left.look();
            assertThat(emptied).as("it may come back").isEmpty();
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            left.look();
            assertThat(emptied).containsExactly("hearthwatch-g-1");
            away.set(false);
            left.look();
            left.look();
            assertThat(emptied).as("again after a failure, and never after").hasSize(2);
            assertThat(two.others()).isEmpty();
            assertThat(two.get()).isEqualTo("hearthwatch-g-2");
        }
    }
}
