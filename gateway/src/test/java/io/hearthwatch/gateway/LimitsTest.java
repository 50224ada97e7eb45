package io.hearthwatch.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    // nanoTime may be negative and wrap; the rate must not care
    private static final long START = Long.MAX_VALUE - SECOND;

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
    void theBudgetWakesWhoWasTurnedAway() {
        ByteBudget budget = new ByteBudget(100);
        AtomicInteger woken = new AtomicInteger();

        assertThat(budget.tryAcquire(60, woken::incrementAndGet)).isTrue();
        assertThat(budget.tryAcquire(40, woken::incrementAndGet)).isTrue();
        assertThat(budget.tryAcquire(1, woken::incrementAndGet)).isFalse();
        budget.release(10);
        assertThat(woken).as("not for every crumb").hasValue(0);
        budget.release(30);
        assertThat(woken).hasValue(1);
        budget.release(60);
        assertThat(woken).as("once").hasValue(1);
        assertThat(budget.used()).isZero();
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GatewaySettings.defaults().listeningOn("127.0.0.1", 70_000))
                .withMessageContaining("port");
    }
}
