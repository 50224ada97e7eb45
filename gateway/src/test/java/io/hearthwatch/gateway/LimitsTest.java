package io.hearthwatch.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    // nanoTime may be negative and wrap; the rate must not care
    private static final long START = Long.MAX_VALUE - SECOND;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        TestGateway.await(vertx.close());
    }

    @Test
    void whoWaitsIsWokenBitByBitWhileThereIsRoom() {
        AtomicInteger room = new AtomicInteger(250);
        List<Integer> woken = new CopyOnWriteArrayList<>();
        AtomicInteger full = new AtomicInteger();
        Resumption<Integer> resumption = new Resumption<>(
                vertx,
                () -> room.get() > 0,
                number -> {
                    woken.add(number);
                    room.decrementAndGet();
                },
                full::incrementAndGet);
        for (int i = 0; i < 1_000; i++) {
            resumption.add(i);
        }
        resumption.forget(7);
        resumption.begin();
        assertThat(woken).as("not all at once").hasSizeLessThan(600);
        await().atMost(Duration.ofSeconds(30)).until(() -> full.get() == 1);
        assertThat(resumption.size()).as("nobody goes on without room").isEqualTo(599);

        room.set(10_000);
        resumption.begin();
        await().atMost(Duration.ofSeconds(30)).until(() -> woken.size() == 999);
        assertThat(woken).as("in turn").isSorted();
    }

    @Test
    void anApplianceMaySendInOneGoWhatItSavedUpAndThenItsRate() {
        Allowance allowance = new Allowance(new FloodLimits(10, 0, Duration.ofSeconds(60)));
        for (int i = 0; i < 10 * FloodLimits.BURST_SECONDS; i++) {
            assertThat(allowance.use(1_000_000, true, START)).isZero();
        }
        assertThat(allowance.use(1, true, START)).isEqualTo(SECOND / 10);
        assertThat(allowance.use(1, true, START)).isEqualTo(SECOND / 5);
        assertThat(allowance.use(1, true, START + SECOND)).isZero();
    }

    @Test
    void bytesCountAsMessagesDo() {
        Allowance allowance = new Allowance(new FloodLimits(0, 1_000, Duration.ofSeconds(60)));
        assertThat(allowance.use(10_000, true, START)).isZero();
        assertThat(allowance.use(500, true, START)).isEqualTo(SECOND / 2);
    }

    @Test
    void onlyAFloodThatNothingHoldsBackIsCut() {
        FloodLimits limits = new FloodLimits(10, 0, Duration.ofSeconds(60));
        Allowance held = new Allowance(limits);
        Allowance flood = new Allowance(limits);
        Allowance pausing = new Allowance(limits);
        for (int i = 0; i < 100; i++) {
            held.use(1, true, START);
            flood.use(1, false, START);
            pausing.use(1, false, START);
        }
        for (int second = 0; second < 59; second++) {
            for (int i = 0; i < 11; i++) {
                long now = START + second * SECOND;
                assertThat(held.use(1, true, now)).isNotNegative();
                assertThat(flood.use(1, false, now)).isNotNegative();
                assertThat(pausing.use(1, false, now)).isNotNegative();
            }
        }
        long later = START + 61 * SECOND;
        assertThat(held.use(1, true, later)).isPositive();
        assertThat(flood.use(1, false, later)).isEqualTo(-1);
        later += 60 * SECOND;
        for (int i = 0; i < 150; i++) {
            assertThat(pausing.use(1, false, later))
                    .as("it was quiet for a while")
                    .isNotNegative();
        }
    }

    @Test
    void aBurstPassesAndTheRestIsSpread() {
        RateLimit rate = new RateLimit(10, 3);

        for (int i = 0; i < 3; i++) {
            assertThat(rate.claim(START, SECOND)).isZero();
        }
        assertThat(rate.claim(START, SECOND)).isEqualTo(SECOND / 10);
        assertThat(rate.claim(START, SECOND)).isEqualTo(SECOND / 5);
    }

    @Test
    void whoWouldWaitTooLongClaimsNothing() {
        RateLimit rate = new RateLimit(1, 1);

        assertThat(rate.claim(START, 0)).isZero();
        assertThat(rate.claim(START, 0)).isEqualTo(-1);
        assertThat(rate.claim(START, 0)).isEqualTo(-1);
        assertThat(rate.claim(START + SECOND, 0)).isZero();
    }

    @Test
    void theUnusedRateIsNotSavedBeyondTheBurst() {
        RateLimit rate = new RateLimit(1, 2);
        assertThat(rate.claim(START, 0)).isZero();

        long muchLater = START + 100 * SECOND;
        assertThat(rate.claim(muchLater, 0)).isZero();
        assertThat(rate.claim(muchLater, 0)).isZero();
        assertThat(rate.claim(muchLater, 0)).isEqualTo(-1);
    }

    @Test
    void theBudgetHasRoomAgainWhenAQuarterIsFree() {
        ByteBudget budget = new ByteBudget(100);

        assertThat(budget.tryAcquire(60)).isTrue();
        assertThat(budget.tryAcquire(40)).isTrue();
        assertThat(budget.tryAcquire(1)).isFalse();
        budget.release(10);
        assertThat(budget.hasRoom()).as("not for every crumb").isFalse();
        budget.release(30);
        assertThat(budget.hasRoom()).isTrue();
        budget.release(60);
        assertThat(budget.used()).isZero();
        assertThat(budget.tryAcquire(1_000)).as("alone, anything passes").isTrue();
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GatewaySettings.defaults().listeningOn("127.0.0.1", 70_000))
                .withMessageContaining("port");
    }
}
