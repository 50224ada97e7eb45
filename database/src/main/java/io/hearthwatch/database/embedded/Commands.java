package io.hearthwatch.database.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs short helper programs. */
final class Commands {
    private static final long LIMIT_SECONDS = 120;

    private Commands() {}

    /** Runs a program to its end; its output becomes the error's text if it fails. */
    static void run(List<String> command, Path workingDirectory) throws IOException {
        run(command, workingDirectory, "", null);
    }

    /**
     * Runs a program that reads a few lines.
     *
     * @param input what it reads; not shown in errors
     * @param failure what it prints where it fails without an exit status that says so, or null
     */
    static void run(List<String> command, Path workingDirectory, String input, String failure) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(workingDirectory == null ? null : workingDirectory.toFile())
                .redirectErrorStream(true)
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!waitFor(process, LIMIT_SECONDS)) {
            process.destroyForcibly();
            throw new IOException(command.get(0) + " did not end within " + LIMIT_SECONDS + " s");
        }
        if (process.exitValue() != 0 || (failure != null && output.contains(failure))) {
            throw new IOException(String.join(" ", command) + " failed: " + output.strip());
        }
    }

    /** Sends a signal by name; a process that is gone already is no error. */
    static void signal(long pid, String name) throws IOException {
        Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        waitFor(kill, 10);
    }

    static boolean waitFor(Process process, long seconds) throws IOException {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a program", e);
        }
    }
}
