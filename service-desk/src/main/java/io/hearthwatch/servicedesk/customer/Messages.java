package io.hearthwatch.servicedesk.customer;

import com.fasterxml.jackson.core.type.TypeReference;
import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.TicketClocks;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Writes what customers are to be told, in the transaction of what it tells of, for households that want it. Thread-safe.
 */
final class Messages implements TicketClocks {
    private static final TypeReference<Text> TEXT = new TypeReference<>() {};
    private static final Duration REMIND = Duration.ofHours(24);

    private final Catalog catalog;
    private volatile String publicUrl = "http://127.0.0.1:8080";

    Messages(Catalog catalog) {
        this.catalog = catalog;
    }

    void publicUrl(String url) {
        this.publicUrl = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    String link(String token) {
        return publicUrl + "/c/" + token;
    }

    private record Recipient(
            String household,
            String channel,
            String language,
            MessageWords.About about,
            int round,
            String source,
            boolean ofCampaign,
            int version) {
        Recipient saw(Text said) {
            MessageWords.About other = new MessageWords.About(
                    about.number(), said, about.appliance(), about.windowFrom(), about.windowTo(), about.zone());
            return new Recipient(household, channel, language, other, round, source, ofCampaign, version);
        }
    }

    @Override
    public void opened(Connection connection, long ticket, Instant at) throws SQLException {
        Optional<Recipient> to = recipient(connection, ticket);
        // Whoever called us knows what they saw; and a campaign has words of its own.
        if (to.isPresent() && !to.get().source().equals("customer") && !to.get().ofCampaign()) {
            write(connection, ticket, to.get(), "seen", at, at);
        }
    }

    @Override
    public void stepped(Connection connection, long ticket, String from, String to, Instant at) throws SQLException {
        if (to.equals("reopened")) {
            Surveys.withdraw(connection, ticket);
        }
        Optional<SurveyDefinition> survey = to.equals("accepted") || to.equals("closed")
                ? Surveys.ask(connection, ticket, from, to, at)
                : Optional.empty();
        if (to.equals("cancelled") && countsOn(connection, ticket)) {
            Optional<Recipient> recipient = recipient(connection, ticket);
            if (recipient.isPresent()) {
                write(connection, ticket, recipient.get(), "superseded", at, at);
            }
        }
        if (!to.equals("scheduled") && !to.equals("accepted") && survey.isEmpty()) {
            return;
        }
        Optional<Recipient> recipient = recipient(connection, ticket);
        if (recipient.isEmpty()) {
            return;
        }
        if (to.equals("accepted")) {
            write(connection, ticket, recipient.get(), "done", at, at);
        }
        if (survey.isPresent()) {
            Instant when = at.plus(Duration.ofMinutes(survey.get().waitMinutes()));
            write(connection, ticket, recipient.get(), "rate", at, when);
        }
        if (to.equals("scheduled") && recipient.get().about().windowFrom() != null) {
            Instant window = recipient.get().about().windowFrom();
            write(connection, ticket, recipient.get(), "booked", at, at);
            Instant remind = window.minus(REMIND);
            if (remind.isAfter(at)) {
                write(connection, ticket, recipient.get(), "reminder", at, remind);
            }
        }
    }

    /** Whether a ticket that another one's work made needless had been told of, so that the customer expects somebody. */
    private static boolean countsOn(Connection connection, long ticket) throws SQLException {
        return Sql.first(connection, """
                        select 1 from service.ticket t where t.id = ? and t.end_reason = 'superseded' and (t.window_from is not null
                            or exists (select from service.message m where m.ticket = t.id and m.kind in ('seen', 'booked')))
                        """, row -> true, ticket).isPresent();
    }

    /** Told as if the code had opened a ticket of its own; once for a code. */
    @Override
    public void safetyCode(Connection connection, long ticket, String code, Text said, Instant at) throws SQLException {
        Optional<Recipient> to = recipient(connection, ticket);
        if (to.isPresent()) {
            write(connection, ticket, to.get().saw(said), "seen", " " + code, at, at);
        }
    }

    /** Who counts on a visit to which nobody can come is told, and asked for another time. */
    @Override
    public void missed(Connection connection, long ticket, boolean told, Instant at) throws SQLException {
        Optional<Recipient> recipient = told ? recipient(connection, ticket) : Optional.empty();
        if (recipient.isPresent() && recipient.get().about().windowFrom() != null) {
            write(connection, ticket, recipient.get(), "cannot_come", at, at);
        }
    }

    /** The technician has set out. */
    boolean onTheWay(Connection connection, long ticket, Instant at) throws SQLException {
        Optional<Recipient> recipient = recipient(connection, ticket);
        return recipient.isPresent() && write(connection, ticket, recipient.get(), "on_the_way", at, at);
    }

    /** What they reported has arrived. */
    boolean received(Connection connection, long ticket, Instant at) throws SQLException {
        Optional<Recipient> recipient = recipient(connection, ticket);
        return recipient.isPresent() && write(connection, ticket, recipient.get(), "received", at, at);
    }

    private Optional<Recipient> recipient(Connection connection, long ticket) throws SQLException {
        return Sql.first(connection, """
                select t.*, k.channel wanted, h.language, c.time_zone,
                    exists (select from service.ticket_event e where e.ticket = t.id and e.what = 'opened' and e.detail ?? 'campaign')
                        of_campaign
                from service.ticket t
                join service.household h on h.id = t.household
                join service.household_contact k on k.household = h.id and k.consent and k.channel <> 'none'
                left join service.centre c on c.id = t.centre where t.id = ?
                """, this::read, ticket);
    }

    private Recipient read(ResultSet row) throws SQLException {
        String type = row.getString("type");
        String summary = row.getString("summary");
        return new Recipient(
                row.getString("household"),
                row.getString("wanted"),
                row.getString("language"),
                new MessageWords.About(
                        row.getString("number"),
                        SeenWords.of(
                                catalog,
                                row.getString("source"),
                                type,
                                row.getString("component"),
                                summary.length() > 2 ? Sql.fromJson(summary, TEXT) : null),
                        Optional.ofNullable(type)
                                .flatMap(catalog::find)
                                .map(ApplianceType::label)
                                .orElse(new Text("Appliance", "家电")),
                        Sql.instant(row, "window_from"),
                        Sql.instant(row, "window_to"),
                        row.getString("time_zone")),
                row.getInt("times_reopened"),
                row.getString("source"),
                row.getBoolean("of_campaign"),
                row.getInt("version"));
    }

    private boolean write(Connection connection, long ticket, Recipient to, String kind, Instant at, Instant sendAt)
            throws SQLException {
        return write(connection, ticket, to, kind, "", at, sendAt);
    }

    /** @param which says more exactly what is told once; empty, or with a space before it */
    private boolean write(
            Connection connection, long ticket, Recipient to, String kind, String which, Instant at, Instant sendAt)
            throws SQLException {
        MessageWords.About about = to.about();
        boolean ofWindow = kind.equals("booked")
                || kind.equals("reminder")
                || kind.equals("on_the_way")
                || kind.equals("cannot_come");
        String link = link(Links.signer(connection, at).sign(ticket, at.plus(Links.VALID)));
        MessageWords.Words words = MessageWords.of(kind, to.language(), about, link);
        boolean eachTime = kind.equals("booked") || kind.equals("received") || kind.equals("cannot_come");
        // Each booking is told, also that of a window that was booked before and left.
        String once = kind + " " + ticket + " " + (ofWindow ? String.valueOf(about.windowFrom()) : to.round())
                + (eachTime ? " " + to.version() : "") + which;
        return Sql.update(
                        connection,
                        """
                        insert into service.message (household, ticket, kind, once, channel, language, subject, body, made_at, send_at,
                            window_from, next_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (once) do nothing
                        """,
                        to.household(),
                        ticket,
                        kind,
                        once,
                        to.channel(),
                        to.language(),
                        words.subject(),
                        words.body(),
                        at,
                        sendAt,
                        kind.equals("reminder") ? about.windowFrom() : null,
                        sendAt)
                > 0;
    }
}
