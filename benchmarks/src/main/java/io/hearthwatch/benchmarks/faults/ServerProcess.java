package io.hearthwatch.benchmarks.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hearthwatch.database.ConnectionSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code serve} as a process of its own, with its embedded database in a directory of its own. */
public final class ServerProcess implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern READY = Pattern.compile("ready mqtt=[^:]+:(\\d+) http=[^:]+:(\\d+)");
    private static final int START_SECONDS = 120;
    private static final int STOP_SECONDS = 60;
    private static final int ATTEMPTS = 3;

    private final Path directory;
    private final Path clockOffset;
    private final Path log;
    private final PostgresProcesses postgres;
    private final List<String> where;
    private volatile Process process;
    private volatile int mqttPort;
    private volatile int httpPort;
    private volatile boolean closed;

    /**
     * @param home a directory of this run's own: the data, the log, and the file that moves the server's clock go there
     */
    public ServerProcess(Path home) {
        this(home, List.of("--data-dir", home.resolve("data").toString()));
    }

    /** The same with arguments that say where the data is, such as another server's database. */
    public ServerProcess(Path home, List<String> where) {
        this.where = List.copyOf(where);
        this.directory = home.resolve("data");
        this.clockOffset = home.resolve("clock-offset");
        this.log = home.resolve("server.log");
        this.postgres = new PostgresProcesses(directory);
    }

    /** Starts it, and returns when appliances can connect. */
    public void start() throws IOException, InterruptedException {
        IOException last = null;
        for (int attempt = 0; attempt < ATTEMPTS && !closed; attempt++) {
            try {
                startOnce();
                return;
            } catch (IOException e) {
                last = e;
                process.destroyForcibly().waitFor();
            }
        }
        throw last == null ? new IOException("the run ends") : last;
    }

    private synchronized void startOnce() throws IOException, InterruptedException {
        if (closed) {
            throw new IOException("the run ends");
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-Dhearthwatch.clock.offset-file=" + clockOffset,
                "-cp",
                System.getProperty("java.class.path"),
                "io.hearthwatch.app.Main",
                "serve",
                "--mqtt-port",
                "0",
                "--http-port",
                "0"));
        command.addAll(where);
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        if (closed) {
            process.destroyForcibly();
        }
        process.getOutputStream().close();
        CompletableFuture<Matcher> ready = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(process, ready), "server-output");
        reader.setDaemon(true);
        reader.start();
        try {
            Matcher line = ready.get(START_SECONDS, TimeUnit.SECONDS);
            mqttPort = Integer.parseInt(line.group(1));
            httpPort = Integer.parseInt(line.group(2));
            postgres.all();
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("serve did not start; the end of its log:\n" + tail(), e);
        }
    }

    private static void read(Process process, CompletableFuture<Matcher> ready) {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                Matcher matcher = READY.matcher(line);
                if (matcher.find()) {
                    ready.complete(matcher);
                }
            }
        } catch (IOException e) {
            // The process ended.
        }
        ready.completeExceptionally(new IOException("it ended without a ready line"));
    }

    private String tail() throws IOException {
        if (!Files.exists(log)) {
            return "";
        }
        List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 12), lines.size()));
    }

    /** As {@code kill -9} does. */
    public void kill() throws IOException, InterruptedException {
        postgres.all();
        process.destroyForcibly().waitFor();
    }

    /** The same, and the database's processes with it: both at once, as when a machine loses its power. */
    public void killWithDatabase() throws IOException, InterruptedException {
        PostgresProcesses.signal(postgres.all(), "KILL");
        process.destroyForcibly().waitFor();
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    int mqttPort() {
        return mqttPort;
    }

    /** Where the API listens; another port after every start. */
    public int httpPort() {
        return httpPort;
    }

    PostgresProcesses postgres() {
        return postgres;
    }

    /** The file that holds the milliseconds by which the server's clock is off. */
    Path clockOffset() {
        return clockOffset;
    }

    /** What the server has logged. */
    public Path log() {
        return log;
    }

    /** Where the database is now; its port changes with every start of the server. */
    public ConnectionSettings database() throws IOException {
        JsonNode file = JSON.readTree(directory.resolve("server.json").toFile());
        return new ConnectionSettings(
                file.path("url").asText(),
                file.path("user").asText(),
                file.path("password").asText());
    }

    /** A connection to the database, straight and not through the server. */
    public Connection connect() throws IOException, SQLException {
        ConnectionSettings where = database();
        Properties signIn = new Properties();
        signIn.setProperty("user", where.user());
        signIn.setProperty("password", where.password());
        signIn.setProperty("ApplicationName", "faults");
        signIn.setProperty("loginTimeout", "5");
        return DriverManager.getConnection(where.jdbcUrl(), signIn);
    }

    /** An orderly stop, as on Ctrl-C; its exit status, or nothing if it had to be killed. */
    public Optional<Integer> stop() throws InterruptedException {
        process.destroy();
        if (process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            return Optional.of(process.exitValue());
        }
        process.destroyForcibly().waitFor();
        return Optional.empty();
    }

    /** Ends all processes at once, whatever state they are in. */
    @Override
    public void close() {
        closed = true;
        if (process != null) {
            process.destroyForcibly();
        }
        try {
            postgres.end();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("cannot end the database's processes in " + directory, e);
        }
    }
}
