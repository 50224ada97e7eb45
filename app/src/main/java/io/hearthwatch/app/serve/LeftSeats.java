package io.hearthwatch.app.serve;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for sessions at the broker whose process is gone and does not come back, and has them emptied and ended: the broker would go
 * on putting messages into them that nobody fetches. Owned by one thread.
 */
final class LeftSeats {
    private static final Logger log = LoggerFactory.getLogger(LeftSeats.class);

    private final BrokerSeat seats;
    private final Emptying emptying;
    private final Duration patience;
    private final LongSupplier nanoTime;
    private final Map<Integer, Long> freeSince = new HashMap<>();

    /** Takes all messages out of a session, and ends it. */
    @FunctionalInterface
    interface Emptying {
        /**
         * @return how many there were
         * @throws IllegalStateException if that could not be done now
         */
        long empty(String session) throws InterruptedException;
    }

    /**
     * @param patience how long a process that ended may take to come back; a restart is quicker
     */
    LeftSeats(BrokerSeat seats, Emptying emptying, Duration patience, LongSupplier nanoTime) {
        this.seats = seats;
        this.emptying = emptying;
        this.patience = patience;
        this.nanoTime = nanoTime;
    }

    /** Looks once, and empties what has been left for long enough. */
    void look() throws InterruptedException {
        for (int number : seats.others()) {
            if (!seats.take(number)) {
                freeSince.remove(number);
                continue;
            }
            try {
                long since = freeSince.computeIfAbsent(number, n -> nanoTime.getAsLong());
                if (nanoTime.getAsLong() - since >= patience.toNanos()) {
                    takeOver(number);
                }
            } finally {
                seats.giveBack(number);
            }
        }
    }

    private void takeOver(int number) throws InterruptedException {
        String session = seats.name(number);
        log.info(
                "nobody has used the broker's session {} for {} s; taking over what is in it",
                session,
                patience.toSeconds());
        try {
            long messages = emptying.empty(session);
            seats.forget(number);
            freeSince.remove(number);
            log.info("the session {} is empty and ended; it had {} message(s)", session, messages);
        } catch (IllegalStateException e) {
            log.warn("the session {} could not be emptied, later again: {}", session, e.getMessage());
        }
    }
}
