package io.hearthwatch.benchmarks.load;

import com.sun.management.UnixOperatingSystemMXBean;
import io.hearthwatch.app.cli.CommandFailure;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * What the machine allows.
 *
 * @param machine what it is, in a line
 * @param connections how many connections are held open
 * @param remarks what is less than was wanted, in sentences
 */
record Limits(String machine, int connections, List<String> remarks) {
    private static final long DISK_FOR_LONG = 25L << 30;
    private static final long DISK = 4L << 30;
    /** Files that a process has open beside its connections. */
    private static final int OTHER_FILES = 600;

    /**
     * Looks.
     *
     * @param asked how many connections are wanted; null for the usual number
     * @throws CommandFailure if it is too little
     */
    static Limits check(boolean lengthy, Integer asked) {
        File temporary = new File(System.getProperty("java.io.tmpdir"));
        long wanted = lengthy ? DISK_FOR_LONG : DISK;
        if (temporary.getUsableSpace() < wanted) {
            throw new CommandFailure(
                    "this needs " + (wanted >> 30) + " GiB in " + temporary + ", there are "
                            + (temporary.getUsableSpace() >> 30),
                    lengthy ? "without --long, or with TMPDIR on another disk" : "TMPDIR on another disk");
        }
        List<String> remarks = new ArrayList<>();
        int connections = asked != null ? asked : lengthy ? 20_000 : 2_000;
        // Java raises the limit to what the system allows at most, in this process and in the service's.
        long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
        if (connections + OTHER_FILES > files) {
            connections = (int) Math.max(1, files - OTHER_FILES);
            remarks.add("a process may open " + files + " files, so that there are " + connections
                    + " connections only (ulimit -Hn)");
        }
        return new Limits(
                Runtime.getRuntime().availableProcessors() + " cores, Java "
                        + Runtime.version().feature() + ", " + System.getProperty("os.name"),
                connections,
                remarks);
    }
}
