package io.hearthwatch.database;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * New connections for the pool. While the server is away, an attempt waits for it and knocks several times a second, instead of failing:
 * the pool would wait twice as long after each failure, up to five seconds, and so find a server only long after it is back. The pool
 * opens its connections one after the other, so however many wait for one, no more than one knocks. Thread-safe.
 */
final class PatientConnections implements DataSource {
    /** Most that one attempt to open a connection takes. */
    static final int SECONDS_FOR_ONE = 10;

    private static final long KNOCK_MILLIS = 200;

    private final String url;
    private final Properties properties;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile SQLException away;

    /** @param properties the driver's, with user and password */
    PatientConnections(String url, Properties properties) {
        this.url = url;
        this.properties = properties;
    }

    /**
     * A new connection, once the server takes one.
     *
     * @throws SQLException if it refuses for a reason that no waiting will end, or {@link #close} was called
     */
    @Override
    public Connection getConnection() throws SQLException {
        while (true) {
            try {
                Connection connection = DriverManager.getConnection(url, properties);
                away = null;
                return connection;
            } catch (SQLException e) {
                away = e;
                if (!Database.isUnavailable(e) || closesWithin(KNOCK_MILLIS)) {
                    throw e;
                }
            }
        }
    }

    private boolean closesWithin(long millis) {
        try {
            return closed.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Why no connection can be had now, or null. */
    SQLException away() {
        return away;
    }

    /** Ends waiting, so that the pool can be closed. */
    void close() {
        closed.countDown();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the user is part of the properties");
    }

    @Override
    public PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        // The driver logs by itself.
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // Among the properties.
    }

    /** So long the pool waits for an attempt under way when it is closed; in seconds. */
    @Override
    public int getLoginTimeout() {
        return SECONDS_FOR_ONE;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("not a wrapper for " + type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
