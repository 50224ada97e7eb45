package io.hearthwatch.app.doctor;

import com.sun.management.UnixOperatingSystemMXBean;
import io.hearthwatch.app.disk.Size;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Java, memory, open files, and the clock. */
final class MachineChecks {
    private static final int JAVA = 17;
    /** The year before which this program did not exist, so no clock is right that says so. */
    private static final int FIRST_YEAR = 2025;

    private static final int LAST_YEAR = 2100;
    private static final Duration JUMP = Duration.ofSeconds(2);
    private static final long LEAST_HEAP = 400_000_000;
    private static final long LEAST_MEMORY = 500_000_000;
    /** Files that the service has open beside connections: the jar, the pool, logs. */
    private static final int OTHER_FILES = 500;

    private final InstantSource clock;
    private final int maxConnections;

    MachineChecks(InstantSource clock, int maxConnections) {
        this.clock = clock;
        this.maxConnections = maxConnections;
    }

    List<Finding> look() {
        List<Finding> found = new ArrayList<>();
        found.add(java(Runtime.version().feature()));
        found.add(memory(Runtime.getRuntime().maxMemory(), available()));
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
            found.add(files(unix.getMaxFileDescriptorCount(), maxConnections));
        }
        found.add(year(clock.instant()));
        found.add(synchronised());
        return found;
    }

    static Finding java(int version) {
        return version < JAVA
                ? Finding.error("java", "Java " + version + " is too old", "install Java 17 or newer")
                : Finding.ok("java", "Java " + version);
    }

    static Finding memory(long heap, OptionalLong available) {
        String says = "up to " + Size.text(heap) + " of heap"
                + (available.isPresent() ? ", " + Size.text(available.getAsLong()) + " of memory available" : "");
        if (heap < LEAST_HEAP) {
            return Finding.warning(
                    "memory",
                    says + "; the service wants " + Size.text(LEAST_HEAP) + " or more",
                    "give Java more with -Xmx (HEARTHWATCH_JAVA_OPTIONS=-Xmx1g)");
        }
        if (available.isPresent() && available.getAsLong() < LEAST_MEMORY) {
            return Finding.warning("memory", says, "end other programs, or take a larger machine");
        }
        return Finding.ok("memory", says);
    }

    private static OptionalLong available() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/meminfo"), StandardCharsets.UTF_8)) {
                if (line.startsWith("MemAvailable:")) {
                    return OptionalLong.of(Long.parseLong(line.replaceAll("\\D", "")) * 1024);
                }
            }
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
        return OptionalLong.empty();
    }

    static Finding files(long limit, int connections) {
        return limit < connections + OTHER_FILES
                ? Finding.warning(
                        "open files",
                        "this user may have " + limit + " files open, and " + connections
                                + " appliances may be connected at once",
                        "raise it to " + (connections + 2 * OTHER_FILES)
                                + ": ulimit -n, or LimitNOFILE in the systemd unit")
                : Finding.ok("open files", "up to " + limit);
    }

    static Finding year(Instant now) {
        int year = now.atOffset(ZoneOffset.UTC).getYear();
        return year < FIRST_YEAR || year > LAST_YEAR
                ? Finding.error(
                        "clock",
                        "the system's clock says " + now + "; readings of appliances would be refused",
                        "set the clock, and keep it right with NTP (chrony, systemd-timesyncd)")
                : Finding.ok("clock", now.toString());
    }

    /**
     * Whether the clock went as time did while all the rest was looked at.
     *
     * @param nanos time that passed between the two, by a clock that cannot be set
     */
    static Finding steady(Instant begun, Instant now, long nanos) {
        Duration gained = Duration.between(begun, now).minusNanos(nanos);
        return gained.abs().compareTo(JUMP) < 0
                ? Finding.ok("clock's pace", "the clock goes as time does")
                : Finding.warning(
                        "clock's pace",
                        "the clock jumped by " + gained.toMillis() / 1000 + " s within " + nanos / 1_000_000_000 + " s",
                        "find out what sets it; a time service moves it slowly");
    }

    private static Finding synchronised() {
        if (Files.exists(Path.of("/run/systemd/timesync/synchronized"))) {
            return Finding.ok("time service", "the clock follows a time server");
        }
        String said = run("timedatectl", "show", "--property=NTPSynchronized", "--value");
        if ("no".equals(said)) {
            return Finding.warning(
                    "time service",
                    "the clock follows no time server",
                    "run one (chrony, systemd-timesyncd): events ahead of the clock are refused");
        }
        return Finding.ok(
                "time service",
                "yes".equals(said) ? "the clock follows a time server" : "cannot be told on this system");
    }

    /** What a short program prints, or nothing if it is not there or takes long. */
    private static String run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(Duration.ofSeconds(5).toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return "";
            }
            return new String(process.getInputStream().readNBytes(100), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
