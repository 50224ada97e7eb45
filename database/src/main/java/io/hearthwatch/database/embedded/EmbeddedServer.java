package io.hearthwatch.database.embedded;

import io.hearthwatch.database.ConnectionSettings;
import io.hearthwatch.database.DatabaseUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of our own on one data directory: made the first time, started, watched, started anew when it dies, and
 * stopped on {@link #close()}. Listens on loopback with a generated password. The caller holds the directory's lock
 * ({@link DataDirectory}), so that whatever server is found running on it is a leftover.
 */
public final class EmbeddedServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedServer.class);
    private static final String USER = "hearthwatch";
    private static final String DATABASE = "hearthwatch";
    /** Name of a cluster's directory while it is filled from elsewhere. */
    static final String UNFINISHED = "restore.part";

    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");
    private static final int START_SECONDS = 90;
    private static final int STOP_SECONDS = 60;
    private static final int LOOK_SECONDS = 5;
    /** Looks in a row at which a server that we did not stop may say that it is stopping. */
    private static final int STOPPING_LOOKS = 2;

    private final Path directory;
    private final Path programs;
    private final Privileges privileges;
    private final Map<String, String> settings;
    private final String password;
    private final int port;
    private final ServerProbe probe;
    private volatile boolean closing;
    private volatile boolean started;
    private volatile Process process;

    private EmbeddedServer(
            Path directory,
            Path programs,
            Privileges privileges,
            Map<String, String> settings,
            String password,
            int port) {
        this.directory = directory;
        this.programs = programs;
        this.privileges = privileges;
        this.settings = Map.copyOf(settings);
        this.password = password;
        this.port = port;
        this.probe = new ServerProbe(port, USER, password);
    }

    /**
     * Starts the server of a directory, making the directory and the database when they are missing.
     *
     * @param directory holds the data ({@code pg/}), the password and the log; made readable by the owner only
     * @param cache where the programs are unpacked, once for all directories
     * @param settings server settings beyond the defaults, such as {@code fsync=off} for tests
     * @throws DatabaseUnavailableException with the end of the server's log, if it does not start
     */
    public static EmbeddedServer start(Path directory, Path cache, Map<String, String> settings) {
        try {
            Path home = directory.toAbsolutePath().normalize();
            createPrivate(home);
            if (Files.exists(home.resolve(UNFINISHED))) {
                throw new IOException("a backup's restore into this directory did not finish; restore it again");
            }
            Privileges privileges = Privileges.detect();
            // The user "nobody" cannot read a cache in root's home.
            Path programs = Binaries.unpackInto(
                    privileges.changeOwner() == null ? Binaries.place(home, cache) : home.resolve(Binaries.OWN));
            String password = password(home);
            if (!Files.exists(home.resolve("pg"))) {
                initialise(home, programs, privileges, password);
            }
            refuseOtherVersion(home, programs);
            stopLeftover(home);
            EmbeddedServer server = new EmbeddedServer(home, programs, privileges, settings, password, freePort());
            server.launch();
            server.createDatabase();
            server.watch();
            return server;
        } catch (IOException e) {
            throw new DatabaseUnavailableException(
                    "cannot start the embedded database in " + directory + ": " + e.getMessage(), e);
        }
    }

    /** How to connect; for the owner of the directory and whoever may read its files. */
    public ConnectionSettings connection() {
        return new ConnectionSettings("jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE, USER, password);
    }

    /** The server's process id; changes when it had to be started anew. */
    public long pid() {
        return process.pid();
    }

    /** Whether the server has started and not ended since. A frozen server runs, too; asks the operating system only. */
    boolean runs() {
        return started && process.isAlive();
    }

    private static void createPrivate(Path home) throws IOException {
        if (!Files.exists(home)) {
            Files.createDirectories(home.getParent());
            Files.createDirectory(
                    home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    private static String password(Path home) throws IOException {
        Path file = home.resolve("password");
        if (Files.exists(file)) {
            return Files.readString(file, StandardCharsets.UTF_8).strip();
        }
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        SafeFiles.write(file, password);
        return password;
    }

    private static void initialise(Path home, Path programs, Privileges privileges, String password)
            throws IOException {
        log.info("making a database in {}", home);
        Path aside = home.resolve("pg.new");
        Binaries.deleteTree(aside);
        Path passwordFile = home.resolve("password.initdb");
        SafeFiles.write(passwordFile, password);
        Files.createDirectory(
                aside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        privileges.own(home);
        List<String> command = new ArrayList<>(privileges.prefix());
        command.addAll(List.of(
                programs.resolve("bin/initdb").toString(),
                "--pgdata=" + aside,
                "--username=" + USER,
                "--auth=scram-sha-256",
                "--pwfile=" + passwordFile,
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8"));
        try {
            Commands.run(command, home);
        } finally {
            Files.deleteIfExists(passwordFile);
        }
        Files.move(aside, home.resolve("pg"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void refuseOtherVersion(Path home, Path programs) throws IOException {
        String data = Files.readString(home.resolve("pg/PG_VERSION"), StandardCharsets.UTF_8)
                .strip();
        int program = majorVersion(programs);
        if (!data.equals(String.valueOf(program))) {
            throw new IOException(
                    "the data was made by PostgreSQL " + data + ", and this program brings PostgreSQL " + program
                            + ", which cannot read its files; nothing was changed. Go on with the version of Hearthwatch that made it, or move"
                            + " the data as docs/operations.md says under 'Another PostgreSQL'");
        }
    }

    /** Major version of unpacked programs. */
    static int majorVersion(Path programs) throws IOException {
        Process version = new ProcessBuilder(programs.resolve("bin/postgres").toString(), "--version").start();
        String said = new String(version.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        Matcher matcher = VERSION.matcher(said);
        if (!matcher.find()) {
            throw new IOException("cannot tell the version of " + programs + ": " + said);
        }
        return Integer.parseInt(matcher.group(1));
    }

    /**
     * Makes the database of a directory out of a cluster's files from elsewhere. The server's single-user mode replays their log and sets a
     * password of this directory's own; only then do they get their name.
     */
    static void adopt(Path home, Path cache, DataDirectory.Filling filling) throws IOException {
        Privileges privileges = Privileges.detect();
        Path programs = Binaries.unpackInto(
                privileges.changeOwner() == null ? Binaries.place(home, cache) : home.resolve(Binaries.OWN));
        Path aside = home.resolve(UNFINISHED);
        Binaries.deleteTree(aside);
        Files.createDirectory(
                aside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        boolean done = false;
        try {
            filling.into(aside);
            String password = password(home);
            privileges.own(home);
            List<String> single = new ArrayList<>(privileges.prefix());
            single.addAll(List.of(programs.resolve("bin/postgres").toString(), "--single", "-D", aside.toString()));
            single.addAll(
                    List.of("-c", "logging_collector=off", "-c", "log_min_messages=error", "-c", "log_statement=none"));
            single.add("postgres");
            // Generated by us from letters that need no quoting; on standard input, where no list of processes shows
            // it.
            Commands.run(single, home, "alter role " + USER + " password '" + password + "'\n", "ERROR:");
            List<String> sync = new ArrayList<>(privileges.prefix());
            sync.addAll(List.of(programs.resolve("bin/initdb").toString(), "--sync-only", "--pgdata=" + aside));
            Commands.run(sync, home);
            Files.move(aside, home.resolve("pg"), StandardCopyOption.ATOMIC_MOVE);
            SafeFiles.forceDirectory(home);
            done = true;
        } finally {
            if (!done) {
                Binaries.deleteTree(aside);
                Files.deleteIfExists(home.resolve("password"));
            }
        }
    }

    /** Stops the server that a killed owner left behind on this directory. */
    private static void stopLeftover(Path home) throws IOException {
        Optional<ProcessHandle> leftover = postmaster(home);
        if (leftover.isEmpty()) {
            return;
        }
        ProcessHandle handle = leftover.get();
        log.warn("stopping the database server {} that an earlier process left behind", handle.pid());
        for (String signal : List.of("INT", "QUIT", "KILL")) {
            Commands.signal(handle.pid(), signal);
            for (int i = 0; i < 100 && postmaster(home).isPresent(); i++) {
                pause(100);
            }
            if (postmaster(home).isEmpty()) {
                return;
            }
        }
    }

    /** The live postmaster that this directory's {@code postmaster.pid} names, if there is one. */
    private static Optional<ProcessHandle> postmaster(Path home) throws IOException {
        Path file = home.resolve("pg/postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        if (lines.isEmpty() || !lines.get(0).strip().matches("\\d+")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
                .filter(ProcessHandle::isAlive)
                // A process id is reused in time: only a program named postgres is the server.
                .filter(handle ->
                        handle.info().command().map(c -> c.contains("postgres")).orElse(false));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void launch() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        Path startLog = directory.resolve("postgres-start.log");
        started = false;
        while (true) {
            process = new ProcessBuilder(command())
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(startLog.toFile())
                    .start();
            process.getOutputStream().close();
            if (becomesReady(deadline)) {
                started = true;
                return;
            }
            String said = tail(startLog) + tail(directory.resolve("log/postgresql.log"));
            // A process that was killed can look alive until it is reaped; its lock file goes stale a little later.
            boolean staleLock = said.contains("postmaster.pid") || said.contains("shared memory block");
            if (!staleLock || System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new IOException("the server did not start: " + said.strip());
            }
            pause(500);
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(privileges.prefix());
        command.add(programs.resolve("bin/postgres").toString());
        command.addAll(List.of("-D", directory.resolve("pg").toString()));
        Map<String, String> all = new java.util.LinkedHashMap<>();
        all.put("listen_addresses", "127.0.0.1");
        all.put("port", String.valueOf(port));
        all.put("unix_socket_directories", "");
        all.put("max_connections", "60");
        all.put("shared_buffers", "256MB");
        all.put("max_wal_size", "2GB");
        all.put("wal_compression", "on");
        all.put("checkpoint_timeout", "15min");
        all.put("fsync", "on");
        all.put("synchronous_commit", "on");
        all.put("jit", "off");
        all.put("timezone", "UTC");
        all.put("log_timezone", "UTC");
        // Seven files, one a weekday, overwritten a week later: the log stays bounded.
        all.put("logging_collector", "on");
        all.put("log_directory", directory.resolve("log").toString());
        all.put("log_filename", "postgresql-%a.log");
        all.put("log_truncate_on_rotation", "on");
        all.put("log_rotation_age", "1d");
        all.put("log_rotation_size", "0");
        all.putAll(settings);
        all.forEach((key, value) -> command.addAll(List.of("-c", key + "=" + value)));
        return command;
    }

    /**
     * False if the process ends, or nobody answers until the deadline. Recovery after a crash may take longer: a server that says that it
     * is starting is left to it, since killing it would only make it start over.
     */
    private boolean becomesReady(long deadline) {
        long until = deadline;
        while (process.isAlive() && System.nanoTime() < until) {
            switch (probe.look()) {
                case READY -> {
                    return true;
                }
                case STARTING -> until = Math.max(until, System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS));
                case STOPPING, AWAY -> {}
            }
            pause(50);
        }
        return false;
    }

    private void createDatabase() throws IOException {
        try (Connection connection = probe.connect();
                var exists = connection.prepareStatement("select 1 from pg_database where datname = ?")) {
            exists.setString(1, DATABASE);
            if (!exists.executeQuery().next()) {
                connection.createStatement().execute("create database " + DATABASE);
            }
        } catch (SQLException e) {
            throw new IOException("cannot make the database: " + e.getMessage(), e);
        }
    }

    /** Starts the server anew whenever it ends without our asking. */
    private void watch() {
        Thread watcher = new Thread(
                () -> {
                    long backOff = 200;
                    while (!closing) {
                        try {
                            awaitEnd();
                            if (closing) {
                                return;
                            }
                            log.error(
                                    "the database server ended with status {}; starting it anew", process.exitValue());
                            pause(backOff);
                            stopLeftover(directory);
                            launch();
                            log.info("the database server runs again");
                            backOff = 200;
                        } catch (IOException e) {
                            backOff = Math.min(backOff * 2, 10_000);
                            log.error("cannot start the database server anew: {}", e.getMessage());
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                            return;
                        }
                    }
                },
                "embedded-postgres-watcher");
        watcher.setDaemon(true);
        watcher.start();
    }

    /**
     * Returns when the process has ended. A server that somebody else told to stop (a SIGTERM to all processes, for example) lets nobody
     * in any more, but ends only when the last client leaves, and our clients stay: it is helped along.
     */
    private void awaitEnd() throws IOException, InterruptedException {
        int stopping = 0;
        while (!process.waitFor(LOOK_SECONDS, TimeUnit.SECONDS)) {
            stopping = !closing && probe.look() == ServerProbe.State.STOPPING ? stopping + 1 : 0;
            if (stopping >= STOPPING_LOOKS) {
                log.error("the database server {} was told to stop by somebody else; ending it", process.pid());
                Commands.signal(process.pid(), stopping % 2 == 0 ? "QUIT" : "KILL");
            }
        }
    }

    private static String tail(Path file) throws IOException {
        if (!Files.exists(file)) {
            return "";
        }
        String text = Files.readString(file, StandardCharsets.UTF_8);
        return text.substring(Math.max(0, text.length() - 2000));
    }

    private static void pause(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    /** Stops the server: clients are disconnected, everything is written. Takes a fraction of a second. */
    @Override
    public void close() {
        closing = true;
        try {
            for (String signal : List.of("INT", "QUIT", "KILL")) {
                Commands.signal(process.pid(), signal);
                if (Commands.waitFor(process, STOP_SECONDS)) {
                    return;
                }
            }
        } catch (IOException e) {
            log.error("cannot stop the database server {}: {}", process.pid(), e.getMessage());
        }
    }
}
