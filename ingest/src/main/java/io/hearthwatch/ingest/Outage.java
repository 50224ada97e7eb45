package io.hearthwatch.ingest;

import java.sql.SQLException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once, for all shards together, that the database takes no messages, and once that it does again. It may be away, or up and full.
 * Thread-safe.
 */
final class Outage {
    private static final Logger log = LoggerFactory.getLogger(Outage.class);

    private final LongSupplier nanoTime;
    private volatile boolean going;
    private long since;

    Outage(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    synchronized void failed(SQLException why) {
        if (going) {
            return;
        }
        going = true;
        since = nanoTime.getAsLong();
        log.atWarn()
                .addKeyValue("event", "storing_stopped")
                .log(
                        "the database takes no messages; they are kept unacknowledged and tried again: {}",
                        why.getMessage());
    }

    /** A batch was committed. Costs nothing while all is well. */
    void succeeded() {
        if (going) {
            over();
        }
    }

    private synchronized void over() {
        if (!going) {
            return;
        }
        going = false;
        double seconds = (nanoTime.getAsLong() - since) / 1e9;
        log.atInfo()
                .addKeyValue("event", "storing_resumed")
                .addKeyValue("seconds", seconds)
                .log("messages are stored again after {} s", Math.round(seconds));
    }
}
