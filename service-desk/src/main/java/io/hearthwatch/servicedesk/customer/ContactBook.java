package io.hearthwatch.servicedesk.customer;

import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** How households want to hear from us. Stateless. */
final class ContactBook {
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]{1,64}@[^@\\s]{1,190}");
    private static final String NONE = "none";

    private ContactBook() {}

    /** Preferences of a household, and its centre. */
    static Optional<Map.Entry<Preferences, Optional<String>>> find(Connection connection, String household)
            throws SQLException {
        return Sql.first(
                connection, """
                select h.id, h.language, h.centre, k.channel, k.email, k.consent, k.consent_at, k.consent_how, k.quiet, k.quiet_from,
                    k.quiet_to
                from service.household h left join service.household_contact k on k.household = h.id where h.id = ?
                """, row -> Map.entry(read(row), Optional.ofNullable(row.getString("centre"))), household);
    }

    private static Preferences read(ResultSet row) throws SQLException {
        LocalTime from = row.getObject("quiet_from", LocalTime.class);
        return new Preferences(
                row.getString("id"),
                row.getString("language"),
                row.getString("channel"),
                row.getString("email"),
                row.getBoolean("consent"),
                Sql.instant(row, "consent_at"),
                row.getString("consent_how"),
                from == null ? null : new QuietHours(from, row.getObject("quiet_to", LocalTime.class)).toString(),
                !row.getBoolean("quiet"));
    }

    /** Keeps what a household wants; what is not said stays as it was. */
    static void keep(Connection connection, String household, PreferenceWish wish, Instant at) throws SQLException {
        check(wish);
        int known = Sql.update(
                connection,
                "update service.household set language = coalesce(?, language) where id = ?",
                wish.language(),
                household);
        if (known == 0) {
            throw Refusal.notFound("household", household, "load it with: hearthwatch service load");
        }
        Sql.update(connection, """
                insert into service.household_contact (household, channel, email, consent, consent_at, consent_how)
                values (?, ?, ?, ?, ?, ?)
                on conflict (household) do update set channel = excluded.channel, email = excluded.email,
                    consent = excluded.consent, consent_at = excluded.consent_at, consent_how = excluded.consent_how
                """, household, wish.channel(), wish.email(), wish.consent(), at, wish.how());
        if (wish.quietHours() != null) {
            Optional<QuietHours> hours = quiet(wish);
            Sql.update(
                    connection,
                    "update service.household_contact set quiet_from = ?, quiet_to = ? where household = ?",
                    hours.map(QuietHours::from).orElse(null),
                    hours.map(QuietHours::to).orElse(null),
                    household);
        }
        if (wish.surveys() != null) {
            Sql.update(
                    connection,
                    "update service.household_contact set quiet = ? where household = ?",
                    !wish.surveys(),
                    household);
        }
    }

    private static void check(PreferenceWish wish) {
        if (!List.of("email", "webhook", NONE).contains(wish.channel())) {
            throw Refusal.invalid(
                    "'channel': '" + wish.channel() + "' is no way to reach a customer", "use email, webhook or none");
        }
        if (wish.language() != null && !List.of("en", "zh").contains(wish.language())) {
            throw Refusal.invalid(
                    "'language': '" + wish.language() + "' is no language that messages are written in",
                    "use en or zh");
        }
        if (wish.channel().equals("email")
                && (wish.email() == null || !EMAIL.matcher(wish.email()).matches())) {
            throw Refusal.invalid(
                    "'email' is missing, or is no e-mail address",
                    "send one such as ada@example.org, or another channel");
        }
        if (wish.quietHours() != null) {
            quiet(wish);
        }
    }

    private static Optional<QuietHours> quiet(PreferenceWish wish) {
        return wish.quietHours().strip().equals(NONE)
                ? Optional.empty()
                : Optional.of(QuietHours.parse(wish.quietHours()));
    }
}
