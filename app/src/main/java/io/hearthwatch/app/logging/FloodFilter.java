package io.hearthwatch.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Marker;

/**
 * Lets through a few lines of a kind in ten seconds and counts the rest: what thousands of appliances have reason for at once, such as a
 * registry that cannot be asked, must not fill an operator's disk. The first line after that time is followed by how many were left out.
 * What is of a kind has the same logger and the same format, of which there are only as many as there are in the program. Thread-safe.
 */
public final class FloodFilter extends TurboFilter {
    static final int LINES = 5;
    static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final String OURS = "io.hearthwatch";
    private static final int MOST_KINDS = 1_000;

    private record Kind(long begun, int lines, long leftOut) {}

    private final Map<String, Kind> kinds = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;

    public FloodFilter() {
        this(System::nanoTime);
    }

    FloodFilter(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public FilterReply decide(
            Marker marker, Logger logger, Level level, String format, Object[] parameters, Throwable cause) {
        if (format == null
                || level.levelInt < Level.INFO_INT
                || level.levelInt < logger.getEffectiveLevel().levelInt
                || !logger.getName().startsWith(OURS)
                || logger.getName().equals(FloodFilter.class.getName())) {
            return FilterReply.NEUTRAL;
        }
        String key = logger.getName() + '\n' + format;
        if (kinds.size() >= MOST_KINDS && !kinds.containsKey(key)) {
            kinds.clear(); // somebody puts values into formats; better some lines too many than memory without a bound
        }
        long now = nanoTime.getAsLong();
        long[] leftOut = {0};
        Kind kind = kinds.compute(key, (k, before) -> {
            if (before == null || now - before.begun() >= WINDOW_NANOS) {
                leftOut[0] = before == null ? 0 : before.leftOut();
                return new Kind(now, 1, 0);
            }
            return before.lines() < LINES
                    ? new Kind(before.begun(), before.lines() + 1, 0)
                    : new Kind(before.begun(), before.lines(), before.leftOut() + 1);
        });
        if (leftOut[0] > 0) {
            logger.getLoggerContext()
                    .getLogger(FloodFilter.class)
                    .warn("{} more lines were left out that began: {}", leftOut[0], format);
        }
        return kind.leftOut() > 0 ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}
