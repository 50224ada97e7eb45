package io.hearthwatch.database;

import java.sql.SQLException;

/** A statement failed for a reason that is not the database being away. */
public final class DatabaseException extends RuntimeException {
    private final String sqlState;

    public DatabaseException(SQLException cause) {
        super(cause.getMessage(), cause);
        this.sqlState = cause.getSQLState();
    }

    public DatabaseException(String message) {
        super(message);
        this.sqlState = null;
    }

    /** The five characters of the SQL standard's state, or null where there is none. */
    public String sqlState() {
        return sqlState;
    }
}
