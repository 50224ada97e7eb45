package io.hearthwatch.gateway;

import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.ingest.ConnectionEvent;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What had to be done about appliances, told to the listener and the log at most once a minute for an appliance and kind, with the
 * number of times. Safe for use by several threads; bounded, so that in a storm some numbers are told early.
 */
final class Incidents {
    private static final Logger LOG = LoggerFactory.getLogger(Incidents.class);
    private static final int REMEMBERED = 10_000;
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private record Kind(int applianceNo, ConnectionEvent event) {}

    private static final class Count {
        final Appliance appliance;
        final String detail;
        long toldNanos;
        long untold;

        Count(Appliance appliance, String detail) {
            this.appliance = appliance;
            this.detail = detail;
        }
    }

    private final ConnectionEvents events;
    private final Map<Kind, Count> counts = new LinkedHashMap<>();

    Incidents(ConnectionEvents events) {
        this.events = events;
    }

    /**
     * Something happened once.
     *
     * @param detail for the log; of the first time
     */
    synchronized void happened(Appliance appliance, ConnectionEvent event, String detail, long now) {
        Kind kind = new Kind(appliance.no(), event);
        Count count = counts.get(kind);
        if (count == null) {
            makeRoom(now);
            count = new Count(appliance, detail);
            counts.put(kind, count);
            count.untold++;
            tell(kind, count, now);
            return;
        }
        count.untold++;
    }

    /** Tells what has waited for a minute, and forgets where nothing happened in it. */
    synchronized void flush(long now) {
        Iterator<Map.Entry<Kind, Count>> all = counts.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<Kind, Count> next = all.next();
            Count count = next.getValue();
            if (now - count.toldNanos < QUIET_NANOS) {
                continue;
            }
            if (count.untold == 0) {
                all.remove();
            } else {
                tell(next.getKey(), count, now);
            }
        }
    }

    /** Tells everything, because the gateway stops. */
    synchronized void close(long now) {
        counts.forEach((kind, count) -> {
            if (count.untold > 0) {
                tell(kind, count, now);
            }
        });
        counts.clear();
    }

    private void makeRoom(long now) {
        if (counts.size() >= REMEMBERED) {
            Iterator<Map.Entry<Kind, Count>> oldest = counts.entrySet().iterator();
            Map.Entry<Kind, Count> first = oldest.next();
            oldest.remove();
            if (first.getValue().untold > 0) {
                tell(first.getKey(), first.getValue(), now);
            }
        }
    }

    private void tell(Kind kind, Count count, long now) {
        long times = count.untold;
        count.untold = 0;
        count.toldNanos = now;
        // Refused connections are warned of by number elsewhere; this says whose they were.
        LOG.atLevel(kind.event() == ConnectionEvent.REFUSED ? Level.INFO : Level.WARN)
                .log(
                        "appliance {}: {}{}",
                        count.appliance.id(),
                        count.detail,
                        times == 1 ? "" : " (" + times + " times)");
        events.tell(listener -> listener.happened(count.appliance, kind.event(), times));
    }
}
