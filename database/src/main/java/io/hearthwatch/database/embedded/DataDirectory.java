package io.hearthwatch.database.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hearthwatch.database.ConnectionSettings;
import io.hearthwatch.database.DatabaseUnavailableException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process's hold on a data directory with its embedded server.
 *
 * <p>The owner holds an operating-system lock on {@code owner.lock} (gone with the process, however it ends), runs the server and
 * writes {@code server.json}, readable by the owner only. Others attach: they read that file and hold a shared lock on
 * {@code attached.lock}, which an owner that is a short command waits for before it stops the server under them.
 */
public final class DataDirectory implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DataDirectory.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long ATTACH_SECONDS = 120;
    private static final Set<String> NOT_CONTENT =
            Set.of("owner.lock", "owner.json", "attached.lock", Binaries.OWN, EmbeddedServer.UNFINISHED, "lost+found");

    private final Path directory;
    private final ConnectionSettings connection;
    private final EmbeddedServer server;
    private final FileLock lock;
    private final boolean yields;

    private DataDirectory(
            Path directory, ConnectionSettings connection, EmbeddedServer server, FileLock lock, boolean yields) {
        this.directory = directory;
        this.connection = connection;
        this.server = server;
        this.lock = lock;
        this.yields = yields;
    }

    /**
     * Takes the directory for a server process, which must be its owner.
     *
     * @throws DirectoryInUseException naming the owner's process id, if there is one
     */
    public static DataDirectory own(Path directory, Path cache) {
        Path home = prepare(directory);
        FileLock lock = tryOwn(home);
        if (lock == null) {
            long pid = ownerPid(home);
            throw new DirectoryInUseException(
                    "the data directory " + home + " is in use by process " + (pid < 0 ? "(starting)" : pid), pid);
        }
        return asOwner(home, cache, lock, false);
    }

    /** Uses the directory's database for a command: through a live owner's server, or else as its owner for as long as it takes. */
    public static DataDirectory use(Path directory, Path cache) {
        Path home = prepare(directory);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(ATTACH_SECONDS);
        while (true) {
            FileLock lock = tryOwn(home);
            if (lock != null) {
                return asOwner(home, cache, lock, true);
            }
            DataDirectory attached = tryAttach(home);
            if (attached != null) {
                return attached;
            }
            if (System.nanoTime() > deadline) {
                throw new DatabaseUnavailableException("process " + ownerPid(home) + " holds the data directory " + home
                        + ", but its database does not answer");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    /** Puts the files of a database cluster into an empty directory. */
    @FunctionalInterface
    public interface Filling {
        void into(Path cluster) throws IOException;
    }

    /**
     * @throws DirectoryNotEmptyException if there is anything in the directory but what an unfinished {@link #fill} left
     */
    public static void checkEmpty(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> content = Files.list(directory)) {
            Optional<Path> other = content.filter(
                            file -> !NOT_CONTENT.contains(file.getFileName().toString()))
                    .findAny();
            if (other.isPresent()) {
                throw new DirectoryNotEmptyException(
                        directory + " is not empty: it has " + other.get().getFileName());
            }
        }
    }

    /**
     * Makes a data directory out of a cluster's files from elsewhere, such as a base backup: brings them to a consistent state and gives
     * the server a new password. The directory is usable only once this returns.
     *
     * @param directory does not exist, or is empty
     * @param cache where the server's programs are unpacked
     */
    public static void fill(Path directory, Path cache, Filling filling) throws IOException {
        Path home = prepare(directory);
        FileLock lock = tryOwn(home);
        if (lock == null) {
            throw new DirectoryInUseException("the data directory " + home + " is in use", ownerPid(home));
        }
        try {
            checkEmpty(home);
            EmbeddedServer.adopt(home, cache, filling);
        } finally {
            release(lock);
        }
    }

    /**
     * Major version of the PostgreSQL that this program brings.
     *
     * @param directory where its programs are unpacked if this user has no cache
     */
    public static int postgresMajor(Path directory, Path cache) throws IOException {
        Path place = Binaries.place(directory.toAbsolutePath().normalize(), cache);
        if (!place.equals(cache)) {
            prepare(directory); // readable by its owner only, before anything is in it
        }
        return EmbeddedServer.majorVersion(Binaries.unpackInto(place));
    }

    /** How to connect to the directory's server. */
    public ConnectionSettings connection() {
        return connection;
    }

    /** Whether this process runs the server. */
    public boolean isOwner() {
        return server != null;
    }

    /**
     * False from the moment at which the directory's server ends until it runs again. Asks nobody but the operating system; always true where
     * another process runs the server.
     */
    public boolean serverRuns() {
        return server == null || server.runs();
    }

    private static Path prepare(Path directory) {
        Path home = directory.toAbsolutePath().normalize();
        try {
            if (!Files.exists(home)) {
                Files.createDirectories(
                        home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            return home;
        } catch (IOException e) {
            throw new DatabaseUnavailableException("cannot make the data directory " + home + ": " + e, e);
        }
    }

    private static FileLock tryOwn(Path home) {
        return lock(home.resolve("owner.lock"), false, false);
    }

    /** The lock, or null if another process, or another part of this one, holds it. */
    @SuppressWarnings("resource") // the channel lives as long as the lock and is closed with it
    private static FileLock lock(Path file, boolean shared, boolean wait) {
        try {
            FileChannel channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    SafeFiles.OWNER_ONLY);
            try {
                FileLock lock =
                        wait ? channel.lock(0, Long.MAX_VALUE, shared) : channel.tryLock(0, Long.MAX_VALUE, shared);
                if (lock == null) {
                    channel.close();
                }
                return lock;
            } catch (OverlappingFileLockException e) {
                channel.close();
                return null;
            }
        } catch (IOException e) {
            throw new DatabaseUnavailableException("cannot lock " + file + ": " + e, e);
        }
    }

    private static DataDirectory asOwner(Path home, Path cache, FileLock lock, boolean yields) {
        boolean done = false;
        try {
            // What an earlier owner wrote is void from here on.
            Files.deleteIfExists(home.resolve("server.json"));
            SafeFiles.write(home.resolve("owner.json"), JSON.writeValueAsString(Map.of("pid", pid())));
            EmbeddedServer server = EmbeddedServer.start(home, cache, Map.of());
            ConnectionSettings connection = server.connection();
            SafeFiles.write(
                    home.resolve("server.json"),
                    JSON.writeValueAsString(Map.of(
                            "pid", pid(),
                            "url", connection.jdbcUrl(),
                            "user", connection.user(),
                            "password", connection.password())));
            done = true;
            return new DataDirectory(home, connection, server, lock, yields);
        } catch (IOException e) {
            throw new DatabaseUnavailableException("cannot use the data directory " + home + ": " + e, e);
        } finally {
            if (!done) {
                release(lock);
            }
        }
    }

    private static DataDirectory tryAttach(Path home) {
        FileLock shared = lock(home.resolve("attached.lock"), true, false);
        if (shared == null) {
            return null;
        }
        try {
            // Read under the lock: an owner that is about to stop removes the file only after it got the lock alone.
            JsonNode file = JSON.readTree(home.resolve("server.json").toFile());
            ConnectionSettings connection = new ConnectionSettings(
                    file.path("url").asText(),
                    file.path("user").asText(),
                    file.path("password").asText());
            try (Connection probe =
                    DriverManager.getConnection(connection.jdbcUrl(), connection.user(), connection.password())) {
                if (probe.isValid(5)) {
                    return new DataDirectory(home, connection, null, shared, true);
                }
            }
        } catch (IOException | SQLException notYet) {
            log.debug("cannot attach to {} yet: {}", home, notYet.getMessage());
        }
        release(shared);
        return null;
    }

    private static long ownerPid(Path home) {
        try {
            return JSON.readTree(home.resolve("owner.json").toFile())
                    .path("pid")
                    .asLong(-1);
        } catch (IOException e) {
            return -1;
        }
    }

    private static long pid() {
        return ProcessHandle.current().pid();
    }

    private static void release(FileLock lock) {
        try {
            lock.acquiredBy().close();
        } catch (IOException e) {
            log.warn("cannot release a lock: {}", e.getMessage());
        }
    }

    /** Lets go. The owner stops the server; a short command waits for those attached first. */
    @Override
    public void close() {
        if (server == null) {
            release(lock);
            return;
        }
        FileLock alone = lock(directory.resolve("attached.lock"), false, false);
        if (alone == null && yields) {
            log.info("waiting for other commands that use this database to end");
            alone = lock(directory.resolve("attached.lock"), false, true);
        }
        try {
            Files.deleteIfExists(directory.resolve("server.json"));
        } catch (IOException e) {
            log.warn("cannot remove {}: {}", directory.resolve("server.json"), e.getMessage());
        }
        server.close();
        if (alone != null) {
            release(alone);
        }
        release(lock);
    }
}
