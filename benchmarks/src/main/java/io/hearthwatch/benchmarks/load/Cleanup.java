package io.hearthwatch.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a run leaves behind unless it is undone: processes and directories. Undone in reverse order, once, also on Ctrl-C. */
final class Cleanup implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Cleanup.class);
    private static final long STOP_SECONDS = 20;

    private final Deque<AutoCloseable> actions = new ArrayDeque<>();
    private boolean closed;

    Cleanup() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "cleanup"));
    }

    synchronized <T extends AutoCloseable> T later(T action) {
        if (closed) {
            throw new IllegalStateException("the run is being ended");
        }
        actions.push(action);
        return action;
    }

    /** Starts a process, which ends at the latest with the run. */
    synchronized Process start(ProcessBuilder builder) throws IOException {
        if (closed) {
            throw new IllegalStateException("the run is being ended");
        }
        Process process = builder.start();
        actions.push(() -> stop(process));
        return process;
    }

    /** A new directory under the one for temporary files. */
    Path directory() throws IOException {
        Path directory = Files.createTempDirectory("hearthwatch-benchmark-");
        later(() -> delete(directory));
        return directory;
    }

    static void stop(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor(STOP_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static void delete(Path directory) throws IOException {
        List<Path> tree;
        try (Stream<Path> walk = Files.walk(directory)) {
            tree = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : tree) {
            Files.deleteIfExists(path);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        while (!actions.isEmpty()) {
            try {
                actions.pop().close();
            } catch (Exception e) {
                log.warn("while cleaning up: {}", e.toString());
            }
        }
    }
}
