package io.hearthwatch.servicedesk.dispatch;

import io.hearthwatch.servicedesk.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done by itself, piece by piece: one that fails is logged, counted, and left alone for a while, longer each time; the others go on.
 * Thread-safe.
 */
final class Troubles {
    private static final Logger log = LoggerFactory.getLogger(Troubles.class);
    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final int MOST_DOUBLINGS = 6;
    /** More pieces than fail one by one; the oldest are forgotten, and so tried sooner. */
    private static final int REMEMBERED = 1_000;

    private record Trouble(int failures, Instant until) {}

    private final LongAdder count = new LongAdder();
    private final Map<String, Trouble> known = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Trouble> eldest) {
            return size() > REMEMBERED;
        }
    };

    long count() {
        return count.sum();
    }

    /** @param what in a few words, also what it is known by */
    void attempt(String what, Instant at, Runnable work) {
        Trouble before = of(what);
        if (before != null && at.isBefore(before.until())) {
            return;
        }
        try {
            work.run();
            forget(what);
        } catch (Refusal e) {
            log.debug("{}: later, {}", what, e.getMessage());
        } catch (RuntimeException e) {
            count.increment();
            int failures = before == null ? 1 : before.failures() + 1;
            Duration pause = FIRST.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
            remember(what, new Trouble(failures, at.plus(pause)));
            log.error(
                    "{} failed ({} in a row) and is tried again in {} s; the others go on",
                    what,
                    failures,
                    pause.toSeconds(),
                    e);
        }
    }

    private synchronized Trouble of(String what) {
        return known.get(what);
    }

    private synchronized void remember(String what, Trouble trouble) {
        known.put(what, trouble);
    }

    private synchronized void forget(String what) {
        known.remove(what);
    }
}
