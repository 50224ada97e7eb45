package io.hearthwatch.gateway.broker;

import io.hearthwatch.fleet.Appliance;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages of appliances that nobody registered: all counted, some kept for people to see, and one log line a minute at most, so that
 * neither table nor log grows with what strangers send. Owned by the intake's thread.
 */
final class UnknownAppliances {
    private static final Logger log = LoggerFactory.getLogger(UnknownAppliances.class);

    /** Kept as rejected under this number, which the registry gives to nobody. */
    private static final int NOBODY = 0;

    private static final int KEPT_AT_ONCE = 100;
    private static final long NANOS_PER_KEPT = TimeUnit.SECONDS.toNanos(10);
    private static final long NANOS_PER_LINE = TimeUnit.MINUTES.toNanos(1);

    private final BrokerMetrics metrics;
    private long room = KEPT_AT_ONCE;
    private long refilled = System.nanoTime();
    private long lastLine = System.nanoTime() - NANOS_PER_LINE;
    private long sinceLine;

    UnknownAppliances(BrokerMetrics metrics) {
        this.metrics = metrics;
    }

    /** An appliance to reject the message under. */
    static Appliance standIn(String id) {
        return new Appliance(NOBODY, id, "", null, null, null, null, null);
    }

    /** Counts a message; true if it may be kept, too. */
    boolean worthKeeping(String id, String topic) {
        metrics.unknownAppliances.increment();
        sinceLine++;
        long now = System.nanoTime();
        if (now - lastLine >= NANOS_PER_LINE) {
            log.warn(
                    "{} message(s) from the broker for appliances that are not registered, the last for '{}' on {}; register them with"
                            + " hearthwatch appliance add",
                    sinceLine,
                    shown(id),
                    shown(topic));
            lastLine = now;
            sinceLine = 0;
        }
        long more = (now - refilled) / NANOS_PER_KEPT;
        if (more > 0) {
            room = Math.min(KEPT_AT_ONCE, room + more);
            refilled += more * NANOS_PER_KEPT;
        }
        if (room == 0) {
            return false;
        }
        room--;
        return true;
    }

    /** What strangers chose, fit for one line of a log. */
    private static String shown(String text) {
        String cut = text.length() <= 100 ? text : text.substring(0, 100) + "…";
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
