package io.hearthwatch.app.health;

import io.hearthwatch.console.HealthCheck.Health;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the database again and again whether it answers, so that everyone else may know without waiting, and says once when it goes away
 * and once when it is back. Asked by one thread; read by any.
 */
public final class DatabaseWatch {
    private static final Logger log = LoggerFactory.getLogger(DatabaseWatch.class);
    /** With the time between two looks, a server that stands still is noticed within two seconds. */
    private static final long PATIENCE_NANOS = Duration.ofMillis(1_500).toNanos();

    private final BooleanSupplier answers;
    private final BooleanSupplier runs;
    private final LongSupplier nanoTime;
    private volatile boolean asking;
    private volatile long askedAt;
    private volatile boolean up = true;
    private volatile long awaySince;
    private volatile double answerSeconds;

    /**
     * @param answers asks it
     * @param runs whether its server's process is there, told at once
     */
    DatabaseWatch(BooleanSupplier answers, BooleanSupplier runs, LongSupplier nanoTime) {
        this.answers = answers;
        this.runs = runs;
        this.nanoTime = nanoTime;
    }

    /** Asks once; may take as long as the pool waits for a connection. */
    void ask() {
        askedAt = nanoTime.getAsLong();
        asking = true;
        boolean answered = answers.getAsBoolean();
        asking = false;
        long now = nanoTime.getAsLong();
        if (Thread.currentThread().isInterrupted()) {
            return; // we were told to stop, which says nothing of the database
        }
        if (answered) {
            answerSeconds = (now - askedAt) / 1e9;
            if (!up) {
                double away = (now - awaySince) / 1e9;
                log.atInfo()
                        .addKeyValue("event", "database_back")
                        .addKeyValue("seconds", away)
                        .log("the database answers again after {} s", Math.round(away));
            }
        } else if (up) {
            awaySince = askedAt;
            log.atWarn()
                    .addKeyValue("event", "database_away")
                    .log("the database does not answer; messages are kept unacknowledged until it does");
        }
        up = answered;
    }

    /** Whether it answered when it was asked last, does not keep us waiting now, and its server has not ended since. */
    public boolean up() {
        return up && runs.getAsBoolean() && !(asking && nanoTime.getAsLong() - askedAt > PATIENCE_NANOS);
    }

    /** How long the last answer took, in seconds. */
    public double answerSeconds() {
        return answerSeconds;
    }

    /** For readiness. */
    public Health health() {
        if (up()) {
            return Health.well("answers within " + Math.max(1, Math.round(answerSeconds * 1e3)) + " ms");
        }
        boolean keepsWaiting = up && runs.getAsBoolean();
        return Health.unwell(
                keepsWaiting
                        ? "has not answered for " + Math.round((nanoTime.getAsLong() - askedAt) / 1e9) + " s"
                        : "does not answer");
    }
}
