package io.hearthwatch.servicedesk.organisation;

import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalTime;
import java.util.regex.Pattern;

/** When a centre announces its next working day, as people write it: {@code 17:00} by its own clock, or {@code by_hand}. */
final class AnnounceHour {
    static final String BY_HAND = "by_hand";
    private static final Pattern HOUR = Pattern.compile("([01]\\d|2[0-3]):[0-5]\\d");

    private AnnounceHour() {}

    static String of(ResultSet row) throws SQLException {
        LocalTime hour = row.getObject("announce_at", LocalTime.class);
        return hour == null ? BY_HAND : hour.toString();
    }

    /** @throws Refusal if that is no hour */
    static void set(Connection connection, String centre, String text) throws SQLException {
        if (!text.equals(BY_HAND) && !HOUR.matcher(text).matches()) {
            throw Refusal.invalid(
                    "announce_at is '" + text + "', which is no hour",
                    "give one such as 17:00 by the centre's clock, or " + BY_HAND);
        }
        Sql.update(
                connection,
                "update service.centre set announce_at = ?::time where id = ?",
                text.equals(BY_HAND) ? null : text,
                centre);
    }
}
