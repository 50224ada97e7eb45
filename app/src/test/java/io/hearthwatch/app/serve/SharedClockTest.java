package io.hearthwatch.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hearthwatch.app.clock.DrivenClock;
import io.hearthwatch.app.clock.DueWork;
import io.hearthwatch.app.clock.TimeKeeper;
import io.hearthwatch.app.clock.Turn;
import io.hearthwatch.console.ClockRefusedException;
import io.hearthwatch.database.ProcessLocks;
import io.hearthwatch.database.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two processes' clocks and due work on one database. */
class SharedClockTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final TestDatabase test = TestDatabase.create();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final Peer one = new Peer();
    private final Peer two = new Peer();

    /** What of a server has to do with time. */
    private final class Peer {
        final ProcessLocks locks = test.database().processLocks();
        final Turn turn = new Turn(locks);
        final DrivenClock driven = DrivenClock.open(test.database(), () -> START);
        final ServerClock clock = new ServerClock(new TimeKeeper(List.of(work())), driven, driven, turn);
    }

    /** Work that notes how many do it at the same time. */
    private DueWork work() {
        return new DueWork() {
            @Override
            public String name() {
                return "work";
            }

            @Override
            public Optional<Instant> nextDue() {
                return Optional.empty();
            }

            @Override
            public void runDue(Instant at) {
                most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                test.database().answers();
                atOnce.decrementAndGet();
            }
        };
    }

    @AfterEach
    void close() {
        one.locks.close();
        two.locks.close();
        test.close();
    }

    @Test
    void commandBesideAServiceReadsItsDrivenClockUntilAServiceRunsByTheSystems() {
        assertThat(DrivenClock.of(test.database())).as("never set").isEmpty();
        one.clock.advance(START.plusSeconds(60));
        assertThat(DrivenClock.of(test.database()))
                .hasValueSatisfying(clock -> assertThat(clock.instant()).isEqualTo(START.plusSeconds(60)));

        assertThat(DrivenClock.forget(test.database())).contains(START.plusSeconds(60));
        assertThat(DrivenClock.of(test.database())).isEmpty();
        assertThat(DrivenClock.forget(test.database())).isEmpty();
    }

    @Test
    void oneProcessDoesTheDueWorkAndAnotherTakesOverWhenItEnds() {
        assertThat(one.turn.isMine()).isTrue();
        assertThat(two.turn.isMine()).isFalse();
        assertThat(one.turn.isMine()).isTrue();
        one.locks.close();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(two.turn::isMine);
    }

    @Test
    void aClockMovedByOneProcessIsSeenByTheOtherAndMovesForwardOnly() {
        one.clock.advance(START.plusSeconds(100));
        two.driven.follow();
        assertThat(two.clock.now().now()).isEqualTo(START.plusSeconds(100));
        // Even one that has not looked since does not move it back.
        one.clock.advance(START.plusSeconds(200));
        assertThatThrownBy(() -> two.clock.advance(START.plusSeconds(150)))
                .isInstanceOf(ClockRefusedException.class)
                .hasMessageContaining("forward only");
        two.clock.advance(START.plusSeconds(300));
        one.driven.follow();
        assertThat(one.clock.now().now()).isEqualTo(START.plusSeconds(300));
    }

    @Test
    void twoProcessesNeverMoveTheClockAtTheSameTime() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        List<Future<?>> moving = new ArrayList<>();
        for (Peer peer : List.of(one, two)) {
            moving.add(threads.submit(() -> {
                for (int i = 1; i <= 30; i++) {
                    try {
                        peer.clock.advance(START.plusSeconds(i));
                    } catch (ClockRefusedException e) {
                        // The other one was further.
                    }
                }
            }));
        }
        for (Future<?> mover : moving) {
            mover.get(60, TimeUnit.SECONDS);
        }
        threads.shutdown();
        one.driven.follow();
        assertThat(one.clock.now().now()).isEqualTo(START.plusSeconds(30));
        assertThat(most).hasValue(1);
    }
}
