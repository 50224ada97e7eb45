package io.hearthwatch.benchmarks.training;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.benchmarks.load.Memory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A command of Hearthwatch in a process of its own whose heap is bounded, watched from outside.
 *
 * @param heap its most, as {@code -Xmx} takes it
 * @param store options that name the database and the catalog
 */
record BoundedCommand(String heap, List<String> store) {
    private static final int SECONDS_BETWEEN_LOOKS = 10;

    /** Runs {@code model} with these words; what it says is shown. */
    Map<String, Object> run(String... words) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-cp",
                System.getProperty("java.class.path"),
                "io.hearthwatch.app.Main",
                "model"));
        line.addAll(List.of(words));
        line.addAll(List.of("--type", LargeFleet.TYPE));
        line.addAll(store);
        long begun = System.nanoTime();
        Process process = new ProcessBuilder(line).inheritIO().start();
        Memory memory = new Memory(process.pid());
        long live = 0;
        long resident = 0;
        try {
            int wait = 1; // the first look soon, so that a short command is seen too
            while (!process.waitFor(wait, TimeUnit.SECONDS)) {
                wait = SECONDS_BETWEEN_LOOKS;
                try {
                    live = Math.max(live, memory.liveHeapBytes());
                    resident = memory.mostResidentBytes();
                } catch (IOException e) {
                    // It is just ending; what it had before counts.
                }
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (process.exitValue() != 0) {
            throw new CommandFailure("`model " + words[0] + "` ended with " + process.exitValue(), "see what it said");
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("seconds", Math.round((System.nanoTime() - begun) / 1e9));
        figures.put("live_heap_mb", live >> 20);
        figures.put("resident_mb", resident >> 20);
        return figures;
    }
}
