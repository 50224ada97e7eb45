package io.hearthwatch.servicedesk;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What a service file stated last about things that people change too: a statement counts once, so that loading the same file again takes
 * back nothing that people have decided since. Stateless.
 */
public final class Stated {
    private Stated() {}

    /** The same for personal values, of which only a digest is kept. */
    public static boolean isNewPersonal(Connection connection, String subject, String value) throws SQLException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
            return isNew(connection, subject, HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

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
