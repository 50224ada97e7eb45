package io.hearthwatch.app.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TimeKeeperTest {
    private static final Instant T = Instant.parse("2026-11-22T06:00:00Z");

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // overflows on the way, as it may
    private final Work first = new Work("first");
    private final Work second = new Work("second");
    private final TimeKeeper keeper = new TimeKeeper(List.of(first, second), nanos::get);

    @Test
    void workThatFailsDoesNotHoldUpTheRest() {
        first.failure = new IllegalStateException("no model");
        keeper.runUpTo(T);
        assertThat(second.runs).containsExactly(T);
        assertThat(keeper.states())
                .containsExactly(
                        new DueState("first", 1, T, "no model", null), new DueState("second", 0, null, null, T));
    }

    @Test
    void anErrorDoesNotEndDueWorkEither() {
        first.failure = new NoClassDefFoundError("native library");
        keeper.runUpTo(T);
        assertThat(second.runs).hasSize(1);
        assertThat(keeper.states().get(0).failing()).isTrue();
    }

    @Test
    void workThatFailsIsTriedAgainLaterAndLaterButAtLeastOnceAMinute() {
        first.failure = new IllegalStateException("away");
        int rounds = 3_600 * 2; // an hour of rounds of half a second
        for (int i = 0; i < rounds; i++) {
            keeper.runUpTo(T.plusMillis(500L * i));
            nanos.addAndGet(Duration.ofMillis(500).toNanos());
        }
        assertThat(first.runs.size()).isBetween(60, 75);
        assertThat(second.runs).hasSize(rounds);
        assertThat(keeper.states().get(0).failingSince()).isEqualTo(T);
    }

    @Test
    void workThatSucceedsAgainIsRunEveryRoundAgain() {
        first.failure = new IllegalStateException("away");
        keeper.runUpTo(T);
        first.failure = null;
        keeper.runUpTo(T);
        assertThat(first.runs).as("not before its pause is over").hasSize(1);
        nanos.addAndGet(Duration.ofMillis(500).toNanos());
        keeper.runUpTo(T.plusSeconds(1));
        keeper.runUpTo(T.plusSeconds(2));
        assertThat(first.runs).containsExactly(T, T.plusSeconds(1), T.plusSeconds(2));
        assertThat(keeper.states().get(0)).isEqualTo(new DueState("first", 0, null, null, T.plusSeconds(2)));
    }

    @Test
    void workThatHoldsUpNothingFailsBesideADrivenClock() {
        first.failure = new IllegalStateException("no room");
        first.holdsUpTime = false;
        keeper.runAll(T);
        assertThat(second.runs).containsExactly(T);
        assertThat(keeper.states().get(0).failures()).isEqualTo(1);
        first.holdsUpTime = true;
        assertThatThrownBy(() -> keeper.runAll(T)).hasMessage("no room");
    }

    private static final class Work implements DueWork {
        private boolean holdsUpTime = true;
        private final String name;
        private final List<Instant> runs = new ArrayList<>();
        private Throwable failure;

        Work(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Optional<Instant> nextDue() {
            return Optional.empty();
        }

        @Override
        public boolean holdsUpTime() {
            return holdsUpTime;
        }

        @Override
        public void runDue(Instant at) {
            runs.add(at);
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof RuntimeException exception) {
                throw exception;
            }
        }
    }
}
