package io.hearthwatch.app.clock;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The system's clock, off by as many milliseconds as a file says; for tests of what a clock that jumps does to a running server, since
 * the machine's own clock is not theirs to set. Only where the system property {@value #PROPERTY} names the file; a file that is missing or
 * cannot be read changes nothing. Thread-safe.
 */
public final class ShiftedClock implements InstantSource {
    /** Names the file. */
    public static final String PROPERTY = "hearthwatch.clock.offset-file";

    private static final Logger log = LoggerFactory.getLogger(ShiftedClock.class);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final InstantSource clock;
    private final Path file;
    private final AtomicLong nextLook = new AtomicLong(System.nanoTime());
    private volatile long offsetMillis;

    ShiftedClock(InstantSource clock, Path file) {
        this.clock = clock;
        this.file = file;
    }

    /** The system's clock, shifted where the property says so. */
    public static InstantSource system() {
        String file = System.getProperty(PROPERTY);
        return file == null ? InstantSource.system() : new ShiftedClock(InstantSource.system(), Path.of(file));
    }

    @Override
    public Instant instant() {
        long now = System.nanoTime();
        long look = nextLook.get();
        if (now - look >= 0 && nextLook.compareAndSet(look, now + LOOK_NANOS)) {
            look();
        }
        return clock.instant().plusMillis(offsetMillis);
    }

    private void look() {
        try {
            long read = Files.exists(file)
                    ? Long.parseLong(
                            Files.readString(file, StandardCharsets.UTF_8).strip())
                    : 0;
            if (read != offsetMillis) {
                log.warn("the clock is now off by {} ms, as {} says", read, file);
                offsetMillis = read;
            }
        } catch (IOException | NumberFormatException e) {
            log.debug("{} is not read: {}", file, e.toString());
        }
    }
}
