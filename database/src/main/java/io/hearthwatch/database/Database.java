package io.hearthwatch.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool of connections to one PostgreSQL database, its migrations, and the storage that its extensions offer. Thread-safe. All
 * calls block: never make them on an event loop.
 */
public final class Database implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Database.class);
    /** The transaction that this thread's work is part of, while there is one. */
    private static final ThreadLocal<Joined> JOINED = new ThreadLocal<>();

    private static final String STARTING_UP = "57P03";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /**
     * Settings of every session. The second lets late rows into compressed chunks however many there are: TimescaleDB would refuse
     * with the class of errors that says "out of resources", and a batch would be tried again for ever. Other servers ignore it.
     */
    private static final String SESSION =
            "-c TimeZone=UTC -c timescaledb.max_tuples_decompressed_per_dml_transaction=0";

    private final ConnectionSettings settings;
    private final PatientConnections newConnections;
    private final HikariDataSource pool;
    private final StorageEngine storage;

    private Database(
            ConnectionSettings settings,
            PatientConnections newConnections,
            HikariDataSource pool,
            StorageEngine storage) {
        this.settings = settings;
        this.newConnections = newConnections;
        this.pool = pool;
        this.storage = storage;
    }

    /**
     * Connects and asks the server what it offers.
     *
     * @param maxConnections most connections that the pool opens
     * @throws DatabaseUnavailableException if the server does not answer, or refuses us
     */
    public static Database connect(ConnectionSettings settings, int maxConnections) {
        // The pool would try again until its timeout; somebody at a command line wants to know at once.
        awaitServer(settings);
        PatientConnections newConnections = new PatientConnections(settings.jdbcUrl(), driver(settings));
        HikariConfig config = new HikariConfig();
        config.setDataSource(newConnections);
        config.setMaximumPoolSize(maxConnections);
        config.setMinimumIdle(Math.min(2, maxConnections));
        config.setPoolName("hearthwatch");
        config.setConnectionTimeout(CONNECT_TIMEOUT.toMillis());
        config.setInitializationFailTimeout(-1);
        HikariDataSource pool = new HikariDataSource(config);
        try (Connection connection = pool.getConnection()) {
            StorageEngine storage = StorageEngine.of(connection);
            log.info("database {}: {}", settings, storage.describe());
            return new Database(settings, newConnections, pool, storage);
        } catch (SQLException e) {
            newConnections.close();
            pool.close();
            throw new DatabaseUnavailableException("cannot use the database " + settings + ": " + rootMessage(e), e);
        }
    }

    private static Properties driver(ConnectionSettings settings) {
        Properties driver = signIn(settings);
        driver.setProperty("ApplicationName", "hearthwatch");
        driver.setProperty("reWriteBatchedInserts", "true");
        driver.setProperty("tcpKeepAlive", "true");
        // The detail of an error quotes whole rows, with names and addresses, and messages of errors get into the log.
        driver.setProperty("logServerErrorDetail", "false");
        driver.setProperty("loginTimeout", String.valueOf(PatientConnections.SECONDS_FOR_ONE));
        driver.setProperty("options", SESSION);
        return driver;
    }

    private static Properties signIn(ConnectionSettings settings) {
        Properties signIn = new Properties();
        if (settings.user() != null) {
            signIn.setProperty("user", settings.user());
        }
        if (settings.password() != null) {
            signIn.setProperty("password", settings.password());
        }
        return signIn;
    }

    /** Returns when the server takes a connection; waits only for one that says that it is starting. */
    private static void awaitServer(ConnectionSettings settings) {
        Properties signIn = signIn(settings);
        long deadline = System.nanoTime() + CONNECT_TIMEOUT.toNanos();
        while (true) {
            try (Connection probe = DriverManager.getConnection(settings.jdbcUrl(), signIn)) {
                return;
            } catch (SQLException e) {
                if (!STARTING_UP.equals(e.getSQLState()) || System.nanoTime() > deadline) {
                    throw new DatabaseUnavailableException(
                            "cannot use the database " + settings + ": " + rootMessage(e), e);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
            }
        }
    }

    /** The pool, for code that needs a connection over several steps. */
    public DataSource dataSource() {
        return pool;
    }

    /**
     * A connection of the pool.
     *
     * @throws SQLException if none can be had within ten seconds; says why the last attempt to open one failed
     */
    public Connection connection() throws SQLException {
        try {
            return pool.getConnection();
        } catch (SQLTransientConnectionException e) {
            SQLException away = newConnections.away();
            if (e.getCause() != null || away == null) {
                throw e;
            }
            throw new SQLTransientConnectionException(away.getMessage(), away.getSQLState(), away);
        }
    }

    /** Locks among the processes on this database; holds one connection beside the pool, opened when it is first needed. */
    public ProcessLocks processLocks() {
        return processLocks("locks");
    }

    /**
     * The same, with a word that others can read in the server's list of sessions while one of the locks is held.
     *
     * @param what what they are held for; only its first 50 characters of ASCII are shown
     */
    public ProcessLocks processLocks(String what) {
        return new ProcessLocks(settings, what);
    }

    /** Where this database is. */
    public ConnectionSettings settings() {
        return settings;
    }

    /** What differs between plain PostgreSQL and TimescaleDB. */
    public StorageEngine storage() {
        return storage;
    }

    /**
     * Runs work in a transaction: committed when it returns, rolled back when it throws. Within {@link #asOneTransaction} it is a part
     * of that one.
     */
    public <T> T inTransaction(SqlWork<T> work) {
        Joined joined = JOINED.get();
        if (joined != null && joined.database() == this) {
            return inPart(joined.connection(), work);
        }
        try (Connection connection = connection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.run(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                try {
                    connection.rollback();
                } catch (SQLException rollback) {
                    e.addSuppressed(rollback);
                }
                throw e;
            }
        } catch (SQLException e) {
            throw translate(e);
        }
    }

    /**
     * Makes one transaction of all that some work does through this object on this thread: what {@link #inTransaction} would have
     * committed is committed with the rest when the work returns, and nothing is when it throws. A part that throws is undone alone, so
     * the work may catch that and go on.
     */
    public <T> T asOneTransaction(SqlWork<T> work) {
        return inTransaction(connection -> {
            Joined outer = JOINED.get();
            JOINED.set(new Joined(this, connection));
            try {
                return work.run(connection);
            } finally {
                if (outer == null) {
                    JOINED.remove();
                } else {
                    JOINED.set(outer);
                }
            }
        });
    }

    private record Joined(Database database, Connection connection) {}

    private static <T> T inPart(Connection connection, SqlWork<T> work) {
        try {
            Savepoint before = connection.setSavepoint();
            try {
                T result = work.run(connection);
                connection.releaseSavepoint(before);
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                try {
                    connection.rollback(before);
                } catch (SQLException rollback) {
                    e.addSuppressed(rollback);
                }
                throw e;
            }
        } catch (SQLException e) {
            throw translate(e);
        }
    }

    /** Runs work with every statement its own transaction; for reads, mostly. Within {@link #asOneTransaction} it is a part of that one. */
    public <T> T withConnection(SqlWork<T> work) {
        Joined joined = JOINED.get();
        if (joined != null && joined.database() == this) {
            return inPart(joined.connection(), work);
        }
        try (Connection connection = connection()) {
            return work.run(connection);
        } catch (SQLException e) {
            throw translate(e);
        }
    }

    /**
     * Brings a module's schema up to this program's version, creating it when it is missing. Concurrent callers wait for each other
     * (Flyway takes an advisory lock). Migrations are {@code V1__name.sql} files in {@code db/<schema>/} on the class path.
     *
     * @throws OtherVersionException if the schema is newer than this program, or an applied migration was changed
     */
    public void migrate(String schema) {
        try {
            FluentConfiguration configuration = Flyway.configure(Database.class.getClassLoader())
                    .dataSource(pool)
                    .schemas(schema)
                    .defaultSchema(schema)
                    .table("schema_version")
                    .locations("classpath:db/" + schema)
                    .failOnMissingLocations(true)
                    .validateMigrationNaming(true)
                    .ignoreMigrationPatterns(new String[0]);
            // A lock of the session, not of a transaction that stays open beside the migration's own.
            configuration
                    .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
                    .setTransactionalLock(false);
            configuration.load().migrate();
        } catch (FlywayValidateException e) {
            throw otherVersion(schema, e);
        } catch (FlywayException e) {
            if (e.getCause() instanceof SQLException sql) {
                throw translate(sql);
            }
            throw new DatabaseException("cannot migrate the schema '" + schema + "': " + rootMessage(e));
        }
    }

    /**
     * Connections of the pool now.
     *
     * @param active in use
     * @param idle open and free
     * @param waiting threads that wait for one
     * @param most that may be open
     */
    public record Pool(int active, int idle, int waiting, int most) {}

    /** How the pool's connections are used; asks the pool only, so it answers at once. */
    public Pool pool() {
        HikariPoolMXBean bean = pool.getHikariPoolMXBean();
        return bean == null
                ? new Pool(0, 0, 0, pool.getMaximumPoolSize())
                : new Pool(
                        bean.getActiveConnections(),
                        bean.getIdleConnections(),
                        bean.getThreadsAwaitingConnection(),
                        pool.getMaximumPoolSize());
    }

    /** Size of the whole database on disk, in bytes. */
    public long sizeBytes() {
        return withConnection(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select pg_database_size(current_database())")) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    private OtherVersionException otherVersion(String schema, FlywayValidateException e) {
        int stored = withConnection(SchemaVersions::stored).getOrDefault(schema, 0);
        int known = SchemaVersions.ofProgram(schema).orElse(0);
        return new OtherVersionException(
                stored > known
                        ? "the schema '" + schema + "' is at version " + stored
                                + ", which a newer Hearthwatch made; this one knows up to version " + known
                        // Not what an operator can bring about: a build whose migrations were edited.
                        : "the schema '" + schema + "' was made by another build of Hearthwatch than this one: "
                                + rootMessage(e));
    }

    /** True if the database answers a trivial query now. */
    public boolean answers() {
        return clock().isPresent();
    }

    /** What the server's clock shows, or nothing where it does not answer. Only to compare clocks: no work goes by it. */
    public Optional<Instant> clock() {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select clock_timestamp()")) {
            row.next();
            return Optional.of(row.getObject(1, OffsetDateTime.class).toInstant());
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    /** Names a failure: the server being away is not the same as a statement being wrong. */
    public static RuntimeException translate(SQLException e) {
        return isUnavailable(e)
                ? new DatabaseUnavailableException("the database is not available: " + rootMessage(e), e)
                : new DatabaseException(e);
    }

    /**
     * Whether a failure says that the server is away, starting, stopping or full, so that the same work may succeed later: connection
     * failures (class 08), insufficient resources such as a full disk (class 53), operator intervention (class 57), a pool without a
     * connection to give.
     */
    public static boolean isUnavailable(SQLException e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql) {
                String state = sql.getSQLState();
                if (sql instanceof SQLTransientConnectionException) {
                    return true;
                }
                if (state != null && (state.startsWith("08") || state.startsWith("53") || state.startsWith("57"))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }

    @Override
    public void close() {
        newConnections.close();
        pool.close();
    }
}
