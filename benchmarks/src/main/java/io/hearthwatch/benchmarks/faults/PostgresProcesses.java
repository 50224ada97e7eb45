package io.hearthwatch.benchmarks.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The processes of the embedded PostgreSQL in a data directory, and signals to them. Remembers all that it ever saw, so that none is left
 * behind, not even a stopped one whose postmaster was killed.
 */
final class PostgresProcesses {
    private final Path directory;
    private final Set<ProcessHandle> seen = new LinkedHashSet<>();

    PostgresProcesses(Path directory) {
        this.directory = directory;
    }

    /** The postmaster that runs now. */
    Optional<ProcessHandle> postmaster() throws IOException {
        Path file = directory.resolve("pg/postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        return lines.isEmpty() || !lines.get(0).strip().matches("\\d+")
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(lines.get(0).strip())).filter(ProcessHandle::isAlive);
    }

    /** The postmaster and all its children; nothing if it does not run. */
    synchronized List<ProcessHandle> all() throws IOException {
        List<ProcessHandle> all = new ArrayList<>();
        Optional<ProcessHandle> postmaster = postmaster();
        if (postmaster.isPresent()) {
            all.add(postmaster.get());
            postmaster.get().descendants().forEach(all::add);
        }
        seen.addAll(all);
        seen.removeIf(process -> !process.isAlive());
        return all;
    }

    /** Sends a signal by name. Processes that are gone are no error. */
    static void signal(List<ProcessHandle> processes, String name) throws IOException {
        if (processes.isEmpty()) {
            return;
        }
        String pids = processes.stream().map(p -> String.valueOf(p.pid())).collect(Collectors.joining(" "));
        Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pids)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!kill.waitFor(10, TimeUnit.SECONDS)) {
                kill.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends every process that was ever seen and still runs. */
    synchronized void end() throws IOException {
        all();
        List<ProcessHandle> left = seen.stream().filter(ProcessHandle::isAlive).toList();
        signal(left, "KILL");
        signal(left, "CONT");
    }
}
