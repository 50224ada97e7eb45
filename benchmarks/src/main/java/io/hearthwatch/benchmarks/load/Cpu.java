package io.hearthwatch.benchmarks.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** CPU time of processes as Linux counts it, children included: those alive, and those that ended. */
final class Cpu {
    /** Linux tells times in hundredths of a second, whatever the kernel's own clock. */
    private static final double TICKS_A_SECOND = 100;

    private final Map<String, Long> processes = new LinkedHashMap<>();
    private final Map<String, Double> atStart = new LinkedHashMap<>();

    /** Watches a process under a name. */
    Cpu watch(String name, long pid) {
        processes.put(name, pid);
        return this;
    }

    /** Counts from now. */
    Cpu start() {
        processes.forEach((name, pid) -> atStart.put(name, seconds(pid)));
        return this;
    }

    /** Seconds of CPU since the start for each million of something. */
    Map<String, Double> perMillion(long count) {
        Map<String, Double> used = new LinkedHashMap<>();
        processes.forEach(
                (name, pid) -> used.put(name, (seconds(pid) - atStart.getOrDefault(name, 0.0)) * 1e6 / count));
        return used;
    }

    private static double seconds(long pid) {
        double ticks = ticks(pid);
        for (ProcessHandle child :
                ProcessHandle.of(pid).stream().flatMap(ProcessHandle::children).toList()) {
            ticks += ticks(child.pid());
        }
        return ticks / TICKS_A_SECOND;
    }

    /** User and system time, with that of children that were waited for. */
    private static double ticks(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.UTF_8);
            // The name, in parentheses, may hold anything; after it comes the state, and utime is the eleventh behind.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            double ticks = 0;
            for (int i = 11; i <= 14; i++) {
                ticks += Double.parseDouble(fields[i]);
            }
            return ticks;
        } catch (IOException e) {
            return 0; // it ended between two looks; its parent has its time
        }
    }
}
