package io.hearthwatch.servicedesk;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What a service file stated last about things that people change too: a statement counts once, so that loading the same file again takes
 * back nothing that people have decided since. Stateless.
 */
public final class Stated {
    private Stated() {}

    /** Whether a file says this for the first time, or says something else than last time; remembers it. */
    public static boolean isNew(Connection connection, String subject, String value) throws SQLException {
        Optional<String> before = Sql.first(
                connection,
                "select value from service.stated where subject = ?",
                row -> row.getString("value"),
                subject);
        if (before.equals(Optional.of(value))) {
            return false;
        }
        Sql.update(connection, """
                insert into service.stated (subject, value) values (?, ?)
                on conflict (subject) do update set value = excluded.value
                """, subject, value);
        return true;
    }
}
