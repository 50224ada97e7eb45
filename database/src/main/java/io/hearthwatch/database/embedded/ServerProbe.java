package io.hearthwatch.database.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * Knocks at a server on loopback.
 *
 * @param port where it listens
 * @param user role to sign in with
 * @param password its password
 */
record ServerProbe(int port, String user, String password) {
    private static final String CANNOT_CONNECT_NOW = "57P03";

    /** What it says. */
    enum State {
        READY,
        /** It is starting, or recovering after a crash. */
        STARTING,
        /** It was told to stop, and lets nobody in. */
        STOPPING,
        /** Nobody answers, or something else is wrong. */
        AWAY
    }

    State look() {
        try (Connection connection = connect()) {
            return connection.isValid(5) ? State.READY : State.AWAY;
        } catch (SQLException e) {
            if (!CANNOT_CONNECT_NOW.equals(e.getSQLState())) {
                return State.AWAY;
            }
            // One state for both; the words are English, since our databases are made with --locale=C.
            return String.valueOf(e.getMessage()).contains("shutting down") ? State.STOPPING : State.STARTING;
        }
    }

    /** A connection to the database that every server has. */
    Connection connect() throws SQLException {
        Properties signIn = new Properties();
        signIn.setProperty("user", user);
        signIn.setProperty("password", password);
        signIn.setProperty("connectTimeout", "5");
        signIn.setProperty("loginTimeout", "10");
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres", signIn);
    }

    @Override
    public String toString() {
        return "server on port " + port;
    }
}
