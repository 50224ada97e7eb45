package io.hearthwatch.database;

import io.hearthwatch.database.embedded.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A fresh, empty database on a real PostgreSQL server: one embedded server for each test JVM, or the one that {@code TEST_DATABASE_URL}
 * gives ({@code jdbc:postgresql://host:port/db?user=…&password=…}, whose role may create databases). Where that server has TimescaleDB,
 * every database gets the extension, so that all tests run on hypertables.
 */
public final class TestDatabase implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static EmbeddedServer server;

    /** Null for the only database of a server that has just one. */
    private final String name;

    private final ConnectionSettings admin;
    private final ConnectionSettings settings;
    private final Database database;

    private TestDatabase(String name, ConnectionSettings admin, ConnectionSettings settings) {
        this.name = name;
        this.admin = admin;
        this.settings = settings;
        this.database = Database.connect(settings, 12);
    }

    public static TestDatabase create() {
        return on(admin());
    }

    /** The server that {@code TEST_DATABASE_URL} gives. */
    public static Optional<ConnectionSettings> given() {
        return Optional.ofNullable(System.getenv("TEST_DATABASE_URL"))
                .filter(url -> !url.isBlank())
                .map(url -> new ConnectionSettings(url, null, null));
    }

    /** The only database of a server, emptied first. */
    public static TestDatabase only(ConnectionSettings settings) {
        execute(settings, """
                do $$ declare name text; begin
                    for name in select nspname from pg_namespace
                        where nspname in ('app', 'fleet', 'telemetry', 'prediction', 'service')
                    loop execute format('drop schema %I cascade', name); end loop;
                end $$
                """);
        return new TestDatabase(null, settings, settings);
    }

    /** A new database on a server whose role may create some. */
    public static TestDatabase on(ConnectionSettings admin) {
        String name = "hw_test_" + ProcessHandle.current().pid() + "_" + NUMBER.incrementAndGet();
        execute(admin, "create database " + name);
        String url = admin.jdbcUrl().replaceFirst("(jdbc:postgresql://[^/]+/)[^?]*", "$1" + name);
        ConnectionSettings settings = new ConnectionSettings(url, admin.user(), admin.password());
        // Ours has none; on a given one it is there to be tested.
        execute(settings, """
                do $$ begin
                    if exists (select from pg_available_extensions where name = 'timescaledb') then
                        set local client_min_messages = error;
                        create extension if not exists timescaledb;
                    end if;
                end $$
                """);
        return new TestDatabase(name, admin, settings);
    }

    public Database database() {
        return database;
    }

    public ConnectionSettings settings() {
        return settings;
    }

    /** Ends every connection to this database but the caller's own, as an operator or a restart would. */
    public void cutConnections() {
        execute(
                admin,
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name
                        + "' and pid <> pg_backend_pid()");
    }

    /** Has the database refuse everyone, and ends the connections that are there. */
    public void refuseConnections() {
        execute(admin(), "alter database " + name + " with allow_connections false");
        cutConnections();
    }

    /** The end of {@link #refuseConnections}. */
    public void acceptConnections() {
        execute(admin(), "alter database " + name + " with allow_connections true");
    }

    @Override
    public void close() {
        database.close();
        if (name != null) {
            execute(admin, "drop database if exists " + name + " with (force)");
        }
    }

    private static synchronized ConnectionSettings admin() {
        if (given().isPresent()) {
            return given().get();
        }
        if (server == null) {
            try {
                Path home = Files.createTempDirectory("hearthwatch-test-");
                server = EmbeddedServer.start(
                        home.resolve("data"),
                        Path.of(System.getProperty("user.home"), ".cache", "hearthwatch"),
                        // A test's data need not survive a power cut; durability has tests of its own.
                        Map.of("fsync", "off", "max_connections", "120", "shared_buffers", "128MB"));
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    server.close();
                    delete(home);
                }));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return server.connection();
    }

    private static void execute(ConnectionSettings where, String sql) {
        try (Connection connection = where.user() == null
                        ? DriverManager.getConnection(where.jdbcUrl())
                        : DriverManager.getConnection(where.jdbcUrl(), where.user(), where.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }

    private static void delete(Path root) {
        try (Stream<Path> tree = Files.walk(root)) {
            tree.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            // Left for the system's own cleaning of temporary files.
        }
    }
}
