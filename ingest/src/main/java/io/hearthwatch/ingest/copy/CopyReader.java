package io.hearthwatch.ingest.copy;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Streams the answer of a query by {@code COPY (query) TO STDOUT (FORMAT binary)}: several times faster than a cursor, and one
 * row in memory at a time. Owned by one thread. The connection can do nothing else until it is closed.
 */
public final class CopyReader implements AutoCloseable {
    private final Connection connection;
    private final CopyOut copy;
    private final CopyRow row = new CopyRow();
    private boolean first = true;

    /**
     * @param query SQL with every value written into it, as COPY takes no parameters; so of numbers and known names only
     */
    public CopyReader(Connection connection, String query) throws SQLException {
        this.connection = connection;
        copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("copy (" + query + ") to stdout (format binary)");
    }

    /** The next row, valid until the one after it; null at the end. */
    public CopyRow next() throws SQLException {
        // The server sends one row a message, the first one behind the file's header, and last a row of -1 fields.
        byte[] message = copy.readFromCopy();
        if (message == null) {
            return null;
        }
        int start = 0;
        if (first) {
            first = false;
            start = CopyBuffer.HEADER_LENGTH;
        }
        if (message.length < start + 2 || CopyBuffer.int2At(message, start) < 0) {
            return finish();
        }
        row.at(message, start);
        return row;
    }

    private CopyRow finish() throws SQLException {
        while (copy.readFromCopy() != null) {
            // Nothing is left but the end of the protocol's exchange.
        }
        return null;
    }

    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            // The driver cannot take up a connection again whose copy was cancelled half-way (42.7.14: "Got CopyData
            // without an
            // active copy operation"), and reading on to the end may take minutes.
            connection.abort(Runnable::run);
        }
    }
}
