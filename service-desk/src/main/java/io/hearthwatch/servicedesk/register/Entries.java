package io.hearthwatch.servicedesk.register;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** Reads an entry as a service file has it, and stores it. */
@FunctionalInterface
public interface Entries {
    /**
     * Stores an entry.
     *
     * @param section the part of the file
     * @param entry what the file would say under the id
     * @param asker to whom what the entry refers to has to be visible
     * @throws io.hearthwatch.servicedesk.Refusal with all that is wrong with it; nothing is stored then
     */
    void store(Connection connection, String section, String id, Map<String, Object> entry, Asker asker)
            throws SQLException;
}
