package io.hearthwatch.servicedesk.report;

import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The table of reports. Stateless. */
final class ReportStore {
    /** The same sent again within it is a double click, or somebody who is not sure that it arrived. */
    private static final Duration SAME = Duration.ofDays(1);
    /** Without letters and digits that are taken for each other. */
    private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private static final SecureRandom RANDOM = new SecureRandom();

    private ReportStore() {}

    /** A report that is kept, and how often it was tried to make it a ticket. */
    record Kept(long id, String reference, Instant at, Report report, String state, Long intake, int attempts) {}

    /** Keeps a report; the reference that it has, or had when the same came before. */
    static ReportDesk.Receipt keep(Connection connection, Report report, Instant at) throws SQLException {
        String fingerprint = fingerprint(report);
        Sql.list(
                connection,
                "select pg_advisory_xact_lock(hashtext('service.report'), hashtext(?))",
                row -> null,
                fingerprint);
        Optional<ReportDesk.Receipt> before = Sql.first(
                connection,
                "select reference, at from service.report where fingerprint = ? and at > ? order by at desc limit 1",
                row -> new ReportDesk.Receipt(row.getString("reference"), Sql.instant(row, "at")),
                fingerprint,
                at.minus(SAME));
        if (before.isPresent()) {
            return before.get();
        }
        String reference = reference();
        Sql.update(
                connection,
                """
                insert into service.report (reference, fingerprint, at, language, kind, name, phone, email, address, postcode, symptom,
                    began, wish, wished_time, type, model, serial, dangers, consent, next_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                reference,
                fingerprint,
                at,
                report.language(),
                report.kind(),
                report.name(),
                report.phone(),
                report.email(),
                report.address(),
                report.postcode(),
                report.symptom(),
                report.began(),
                report.wish(),
                report.wishedTime(),
                report.type(),
                report.model(),
                report.serial(),
                report.dangers(),
                report.consent(),
                at);
        return new ReportDesk.Receipt(reference, at);
    }

    /** A reference that nobody can guess; of the same form for everybody. */
    static String reference() {
        StringBuilder text = new StringBuilder("R");
        for (int i = 0; i < 8; i++) {
            text.append(i % 4 == 0 ? "-" : "").append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    private static String fingerprint(Report report) {
        try {
            byte[] all = report.everything().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(all));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The next one that is due, locked; those that others work on are left out. */
    static Optional<Kept> claim(Connection connection, Instant at) throws SQLException {
        return Sql.first(
                connection,
                "select * from service.report where next_at <= ? order by next_at, id limit 1 for update skip locked",
                ReportStore::read,
                at);
    }

    static Optional<Kept> lock(Connection connection, String reference) throws SQLException {
        return Sql.first(
                connection,
                "select * from service.report where reference = ? for update",
                ReportStore::read,
                reference);
    }

    static Optional<Instant> nextDue(Connection connection) throws SQLException {
        return Sql.first(
                        connection,
                        "select min(next_at) next_at from service.report where next_at is not null",
                        row -> Optional.ofNullable(Sql.instant(row, "next_at")))
                .flatMap(next -> next);
    }

    static void later(Connection connection, Kept kept, Instant next) throws SQLException {
        Sql.update(
                connection,
                "update service.report set attempts = attempts + 1, next_at = ? where id = ?",
                next,
                kept.id());
    }

    /** What became of a report: a ticket, or a ticket by which it waits. */
    static void done(Connection connection, Kept kept, String state, Long ticket, Long intake, String who, Instant at)
            throws SQLException {
        Sql.update(connection, """
                update service.report set state = ?, ticket = ?, intake = coalesce(?, intake), next_at = null, done_at = ?, done_by = ?
                where id = ?
                """, state, ticket, intake, at, who, kept.id());
    }

    private static Kept read(ResultSet row) throws SQLException {
        return new Kept(
                row.getLong("id"),
                row.getString("reference"),
                Sql.instant(row, "at"),
                report(row),
                row.getString("state"),
                row.getObject("intake", Long.class),
                row.getInt("attempts"));
    }

    private static Report report(ResultSet row) throws SQLException {
        return new Report(
                row.getString("language"),
                row.getString("kind"),
                row.getString("name"),
                row.getString("phone"),
                row.getString("email"),
                row.getString("address"),
                row.getString("postcode"),
                row.getString("symptom"),
                row.getString("began"),
                row.getString("wish"),
                row.getString("wished_time"),
                row.getString("type"),
                row.getString("model"),
                row.getString("serial"),
                texts(row, "dangers"),
                row.getString("consent"));
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.copyOf(Arrays.asList((String[]) row.getArray(column).getArray()));
    }

    /** Reports inside a scope, the newest first. */
    static List<ReportView> list(Connection connection, Scope scope, String reference, String state, int limit)
            throws SQLException {
        return Sql.list(
                connection,
                """
                select r.*, t.number ticket_number, i.number intake_number, coalesce(t.centre, i.centre) its_centre,
                    array(select f.field from service.ticket_field f where f.kind = r.kind order by f.place) needed
                from service.report r left join service.ticket t on t.id = r.ticket left join service.ticket i on i.id = r.intake
                where (?::text is null or r.reference = ?) and (?::text is null or r.state = ?)
                    and (?::boolean or coalesce(t.centre, i.centre) = any (?))
                order by r.id desc limit ?
                """,
                ReportStore::view,
                reference,
                reference,
                state,
                state,
                scope.isEverything(),
                scope.ids(),
                limit);
    }

    private static ReportView view(ResultSet row) throws SQLException {
        Report report = report(row);
        String state = row.getString("state");
        return new ReportView(
                row.getString("reference"),
                Sql.instant(row, "at"),
                state,
                report.language(),
                report.kind(),
                report.name(),
                report.phone(),
                report.email(),
                report.address(),
                report.postcode(),
                report.symptom(),
                report.began(),
                report.wish(),
                report.wishedTime(),
                report.type(),
                report.model(),
                report.serial(),
                Reporting.dangers(report).stream().map(Danger::id).toList(),
                row.getString("ticket_number"),
                row.getString("intake_number"),
                state.equals("intake") ? missing(report, texts(row, "needed")) : List.of(),
                row.getString("its_centre"),
                Sql.instant(row, "done_at"),
                row.getString("done_by"));
    }

    /** What must be known for the kind of work, in its order, and is not in the report. */
    private static List<String> missing(Report report, List<String> needed) {
        List<String> missing = new ArrayList<>();
        for (String field : needed) {
            String said = switch (field) {
                case "customer_name" -> report.name();
                case "phone" -> report.phone();
                case "address" -> report.address();
                case "model" -> report.model();
                case "serial" -> report.serial();
                case "symptom", "question", "complaint" -> report.symptom();
                case "began" -> report.began();
                case "wish" -> report.wish();
                default -> null;
            };
            if (said == null) {
                missing.add(field);
            }
        }
        return missing;
    }
}
