package io.hearthwatch.simulator.outside;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells a running simulation or replay to stop; also its only way to wait, so that every wait ends at once. */
public final class StopSignal {
    private final CountDownLatch raised = new CountDownLatch(1);

    /** Asks to stop. May be called from any thread, more than once. */
    public void raise() {
        raised.countDown();
    }

    public boolean isRaised() {
        return raised.getCount() == 0;
    }

    /** Waits that long, or until stopped; says whether it was stopped. An interrupt counts as a stop. */
    public boolean await(Duration duration) {
        try {
            return raised.await(duration.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            raise();
            return true;
        }
    }
}
