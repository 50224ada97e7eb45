package io.hearthwatch.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Locks that at most one process on a database holds, and that a process holds until it gives them back or ends: PostgreSQL's
 * advisory locks of one session that is kept open for them. A process that is killed loses them at once; one whose machine is gone,
 * within some ten seconds. If the session breaks, all its locks are lost, and the next call finds that out; so what is done under
 * such a lock must stay right when two do it for a moment. Thread-safe; every call blocks.
 */
public final class ProcessLocks implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ProcessLocks.class);
    private static final int SECONDS_TO_ANSWER = 10;
    private static final String SHOWN = "hearthwatch ";

    private final ConnectionSettings settings;
    private final String name;
    private final Set<Long> held = new HashSet<>();
    private Connection session;
    private boolean closed;

    ProcessLocks(ConnectionSettings settings, String what) {
        this.settings = settings;
        // The server keeps 63 characters of ASCII.
        String plain = what.replaceAll("[^ -~]", "?");
        this.name = SHOWN + plain.substring(0, Math.min(plain.length(), 50));
    }

    /**
     * Takes a lock, or finds that it is still held by this process; never waits for another one.
     *
     * @return whether this process holds it now
     * @throws DatabaseUnavailableException if the server does not answer
     */
    public synchronized boolean tryLock(long key) {
        try {
            if (session != null && !session.isValid(SECONDS_TO_ANSWER)) {
                forget();
            }
            if (held.contains(key)) {
                return true;
            }
            if (!ask("select pg_try_advisory_lock(?)", key)) {
                return false;
            }
            held.add(key);
            return true;
        } catch (SQLException e) {
            forget();
            throw Database.translate(e);
        }
    }

    /** Gives a lock back; nothing happens if this process does not hold it. */
    public synchronized void unlock(long key) {
        if (!held.remove(key)) {
            return;
        }
        try {
            ask("select pg_advisory_unlock(?)", key);
        } catch (SQLException e) {
            // The session is over, and so is the lock.
            log.debug("while giving a lock back: {}", e.getMessage());
            forget();
        }
    }

    /**
     * What the session that holds a lock says that it is held for; nothing if nobody holds it, or may not be seen. A hint for people:
     * the next moment it may be another.
     */
    public synchronized Optional<String> heldFor(long key) {
        // A key of 64 bits is shown as two halves, and as the first kind of advisory lock.
        String sql = """
                select a.application_name from pg_locks l join pg_stat_activity a on a.pid = l.pid
                where l.locktype = 'advisory' and l.granted and l.objsubid = 1
                  and l.database = (select oid from pg_database where datname = current_database())
                  and (l.classid::bigint << 32 | l.objid::bigint) = ?
                """;
        try {
            if (session == null) {
                session = open();
            }
            try (PreparedStatement statement = session.prepareStatement(sql)) {
                statement.setLong(1, key);
                try (ResultSet row = statement.executeQuery()) {
                    return row.next() && row.getString(1) != null
                            ? Optional.of(row.getString(1))
                                    .filter(shown -> shown.startsWith(SHOWN))
                                    .map(shown -> shown.substring(SHOWN.length()))
                            : Optional.empty();
                }
            }
        } catch (SQLException e) {
            forget();
            throw Database.translate(e);
        }
    }

    private boolean ask(String sql, long key) throws SQLException {
        if (session == null) {
            session = open();
        }
        try (PreparedStatement statement = session.prepareStatement(sql)) {
            statement.setLong(1, key);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private Connection open() throws SQLException {
        if (closed) {
            throw new SQLException("closed", "08003");
        }
        Properties driver = new Properties();
        if (settings.user() != null) {
            driver.setProperty("user", settings.user());
        }
        if (settings.password() != null) {
            driver.setProperty("password", settings.password());
        }
        driver.setProperty("ApplicationName", name);
        driver.setProperty("connectTimeout", String.valueOf(SECONDS_TO_ANSWER));
        driver.setProperty("socketTimeout", String.valueOf(SECONDS_TO_ANSWER));
        driver.setProperty("tcpKeepAlive", "true");
        // So that the server, too, notices within seconds that a machine is gone, and the locks become free.
        driver.setProperty(
                "options", "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3");
        return DriverManager.getConnection(settings.jdbcUrl(), driver);
    }

    private void forget() {
        held.clear();
        Connection broken = session;
        session = null;
        if (broken != null) {
            try {
                broken.close();
            } catch (SQLException e) {
                log.debug("while closing the session of locks: {}", e.getMessage());
            }
        }
    }

    /** Gives all locks back. */
    @Override
    public synchronized void close() {
        closed = true;
        forget();
    }
}
