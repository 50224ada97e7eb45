package io.hearthwatch.ingest;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/** Arrays as parameters, of primitives too: one statement for many rows. */
final class SqlArrays {
    private SqlArrays() {}

    /**
     * @param type PostgreSQL's name of the elements' type
     * @param array an array of primitives, or of objects that may be null
     */
    static Array of(Connection connection, String type, Object array) throws SQLException {
        return connection.unwrap(PGConnection.class).createArrayOf(type, array);
    }
}
