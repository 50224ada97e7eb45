package io.hearthwatch.servicedesk.customer;

import io.hearthwatch.catalog.Text;
import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Surveys: how customers are asked, who is asked, and what they answer. Each channel takes one answer for each time the work of a ticket
 * was done; a low mark, or a problem that is not solved, makes a call due. Thread-safe.
 */
public final class Surveys {
    private static final Set<String> DONE = Set.of("accepted", "reviewed", "followed_up", "closed");
    private static final Set<String> DIMENSIONS = Set.of("attitude", "efficiency", "quality", "product");

    private final Database database;
    private final InstantSource clock;

    Surveys(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    // Definitions

    /** All definitions, the newest first. */
    public List<SurveyDefinition> definitions() {
        return database.withConnection(connection -> Sql.list(
                connection,
                "select * from service.survey_definition order by valid_from desc, version desc",
                row -> read(connection, row)));
    }

    static Optional<SurveyDefinition> on(Connection connection, Instant at) throws SQLException {
        return Sql.first(connection, """
                select * from service.survey_definition where valid_from <= ? order by valid_from desc, version desc limit 1
                """, row -> read(connection, row), LocalDate.ofInstant(at, ZoneOffset.UTC));
    }

    private static SurveyDefinition read(Connection connection, ResultSet row) throws SQLException {
        long id = row.getLong("id");
        return new SurveyDefinition(
                id,
                row.getObject("valid_from", LocalDate.class),
                row.getInt("version"),
                row.getString("after"),
                row.getInt("wait_minutes"),
                row.getInt("sample_percent"),
                row.getInt("quiet_days"),
                row.getInt("low_mark"),
                row.getInt("call_hours"),
                List.copyOf(Arrays.asList((String[]) row.getArray("kinds").getArray())),
                Sql.list(
                        connection,
                        "select * from service.survey_dimension where definition = ? order by place",
                        each -> new SurveyDefinition.Dimension(
                                each.getString("dimension"),
                                each.getDouble("weight"),
                                new Text(each.getString("name_en"), each.getString("name_zh"))),
                        id),
                row.getString("who"));
    }

    /**
     * Adds a definition; {@code id} and {@code version} are given here. Names of dimensions that are not said stay.
     *
     * @param wanted what holds from its day on
     * @param weights of each dimension, above 0; those that are not said weigh nothing and are left out
     */
    public SurveyDefinition define(SurveyDefinition wanted, Map<String, Double> weights, String who) {
        if (!DIMENSIONS.containsAll(weights.keySet())
                || weights.isEmpty()
                || weights.values().stream().anyMatch(weight -> !(weight > 0) || weight > 100)) {
            throw Refusal.invalid(
                    "the weights are not those of attitude, efficiency, quality and product, each above 0 and at most 100",
                    "such as {\"attitude\": 1, \"efficiency\": 1, \"quality\": 2, \"product\": 1}");
        }
        if (!Set.of("accepted", "closed").contains(wanted.after())) {
            throw Refusal.invalid("nobody is asked after '" + wanted.after() + "'", "use accepted or closed");
        }
        // A day's grace: whoever defines it may be west of the clock. Nobody is asked afterwards by what did not hold
        // then.
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        if (wanted.validFrom().isBefore(today.minusDays(1))) {
            throw Refusal.invalid(
                    "valid_from lies in the past: " + wanted.validFrom(), "send " + today + " or a later day");
        }
        return database.inTransaction(connection -> {
            List<String> known =
                    Sql.list(connection, "select kind from service.ticket_kind", row -> row.getString("kind"));
            if (!known.containsAll(wanted.kinds()) || wanted.kinds().isEmpty()) {
                throw Refusal.invalid("there is an unknown kind of work", "use " + String.join(", ", known));
            }
            Sql.list(connection, "select pg_advisory_xact_lock(hashtext('service.survey_definition'))", row -> null);
            long id = Sql.first(
                            connection,
                            """
                            insert into service.survey_definition (valid_from, version, after, wait_minutes, sample_percent, quiet_days,
                                low_mark, call_hours, kinds, who, at)
                            values (?, (select coalesce(max(version), 0) + 1 from service.survey_definition where valid_from = ?),
                                ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id
                            """,
                            row -> row.getLong("id"),
                            wanted.validFrom(),
                            wanted.validFrom(),
                            wanted.after(),
                            wanted.waitMinutes(),
                            wanted.samplePercent(),
                            wanted.quietDays(),
                            wanted.lowMark(),
                            wanted.callHours(),
                            wanted.kinds(),
                            who,
                            clock.instant())
                    .orElseThrow();
            for (Map.Entry<String, Double> weight : weights.entrySet()) {
                Sql.update(connection, """
                        insert into service.survey_dimension (definition, dimension, place, weight, name_en, name_zh)
                        select ?, dimension, place, ?, name_en, name_zh from service.survey_dimension
                        where dimension = ? order by definition limit 1
                        """, id, weight.getValue(), weight.getKey());
            }
            return definition(connection, id);
        });
    }

    private static SurveyDefinition definition(Connection connection, long id) throws SQLException {
        return Sql.first(
                        connection,
                        "select * from service.survey_definition where id = ?",
                        row -> read(connection, row),
                        id)
                .orElseThrow();
    }

    // Asking

    private record Ticket(String kind, String household, boolean wanted, boolean accepted) {}

    /**
     * Decides, once for a ticket, whether its customer is asked; the reason why not is kept.
     *
     * @return how, if this step is the one after which they are asked, and they are
     */
    static Optional<SurveyDefinition> ask(Connection connection, long ticket, String from, String to, Instant at)
            throws SQLException {
        Optional<SurveyDefinition> definition = on(connection, at);
        Ticket about = Sql.first(
                        connection,
                        """
                        select t.kind, t.household, coalesce(k.consent and k.channel <> 'none' and not k.quiet, false) wanted,
                            exists (select from service.ticket_event e where e.ticket = t.id and e.to_state = 'accepted') accepted
                        from service.ticket t left join service.household_contact k on k.household = t.household where t.id = ?
                        """,
                        row -> new Ticket(
                                row.getString("kind"),
                                row.getString("household"),
                                row.getBoolean("wanted"),
                                row.getBoolean("accepted")),
                        ticket)
                .orElseThrow();
        // Guidance solved it: nothing was accepted. What the service closes by itself, nobody of us did.
        boolean remotely = to.equals("closed") && from.equals("triaged") && !about.accepted();
        if (definition.isEmpty()
                || !definition.get().kinds().contains(about.kind())
                || !((to.equals(definition.get().after()) && !from.equals("opened")) || remotely)) {
            return Optional.empty();
        }
        String leftOut = leftOut(connection, ticket, about, definition.get(), at);
        int decided = Sql.update(
                connection, """
                insert into service.survey_invitation (ticket, definition, household, at, asked, left_out) values (?, ?, ?, ?, ?, ?)
                on conflict (ticket) do nothing
                """, ticket, definition.get().id(), about.household(), at, leftOut == null, leftOut);
        return leftOut == null && decided > 0 ? definition : Optional.empty();
    }

    private static String leftOut(
            Connection connection, long ticket, Ticket about, SurveyDefinition definition, Instant at)
            throws SQLException {
        if (about.household() == null) {
            return "no_household";
        }
        if (!about.wanted()) {
            return "not_wanted";
        }
        boolean lately = Sql.first(
                        connection,
                        "select 1 from service.survey_invitation where household = ? and asked and ticket <> ? and at > ?",
                        row -> true,
                        about.household(),
                        ticket,
                        at.minus(Duration.ofDays(definition.quietDays())))
                .isPresent();
        if (lately && definition.quietDays() > 0) {
            return "asked_lately";
        }
        // By the ticket's number, so that the same ticket is always in the sample or out of it.
        return new SplittableRandom(ticket).nextInt(100) < definition.samplePercent() ? null : "not_sampled";
    }

    /** The work is not done after all: who was not asked yet is not asked now, but when it is done. */
    static void withdraw(Connection connection, long ticket) throws SQLException {
        int withdrawn = Sql.update(connection, """
                update service.message set state = 'withheld', next_at = null, claimed_until = null
                where ticket = ? and kind = 'rate' and state = 'queued' and attempts = 0
                """, ticket);
        if (withdrawn > 0) {
            Sql.update(connection, "delete from service.survey_invitation where ticket = ?", ticket);
        }
    }

    // Answers

    /**
     * Keeps an answer.
     *
     * @param channel form, phone or online
     * @return whether the ticket is to be reopened, because a mark is 1 or 2 or the problem is not solved
     * @throws Refusal if there is nothing to rate, or this channel has its answer already
     */
    static boolean answer(
            Connection connection, long ticket, Customers.Rating rating, String channel, String who, Instant at)
            throws SQLException {
        String state = Sql.first(
                        connection,
                        "select state from service.ticket where id = ? for no key update",
                        row -> row.getString("state"),
                        ticket)
                .orElseThrow(() -> Refusal.notFound("ticket", String.valueOf(ticket), "look at /api/v1/tickets"));
        if (!DONE.contains(state)) {
            throw Refusal.conflict(
                    "there is nothing to rate yet: the ticket is " + state, "rate it once, after the work is done");
        }
        int added = Sql.update(
                connection,
                """
                insert into service.survey (ticket, round, channel, at, attitude, efficiency, quality, product, solved, words, who)
                select id, times_reopened, ?, ?, ?, ?, ?, ?, ?, ?, ? from service.ticket where id = ? on conflict do nothing
                """,
                channel,
                at,
                rating.attitude(),
                rating.efficiency(),
                rating.quality(),
                rating.product(),
                rating.solved(),
                rating.words(),
                who,
                ticket);
        if (added == 0) {
            throw Refusal.conflict("this work is rated already", "the answer of each channel counts once");
        }
        Optional<SurveyDefinition> definition = on(connection, at);
        boolean low = !rating.solved()
                || rating.worst() <= definition.map(SurveyDefinition::lowMark).orElse(2);
        if (low) {
            Sql.update(
                    connection,
                    """
                    insert into service.ticket_follow_up (ticket, round, due_at, reason)
                    select id, times_reopened, ?, 'low_mark' from service.ticket where id = ?
                    on conflict (ticket, reason) where at is null do nothing
                    """,
                    at.plus(Duration.ofHours(
                            definition.map(SurveyDefinition::callHours).orElse(24))),
                    ticket);
        }
        return rating.worst() <= 2 || !rating.solved();
    }

    /** What became of asking about a ticket. */
    public record Asked(boolean asked, String leftOut, Instant at) {}

    /** An answer. */
    public record Answer(
            int round,
            String channel,
            Instant at,
            int attitude,
            int efficiency,
            int quality,
            int product,
            boolean solved,
            String words,
            String who) {}

    /** Whether a ticket's customer was asked; nothing before that is decided. */
    public Optional<Asked> asked(long ticket) {
        return database.withConnection(connection -> Sql.first(
                connection,
                "select asked, left_out, at from service.survey_invitation where ticket = ?",
                row -> new Asked(row.getBoolean("asked"), row.getString("left_out"), Sql.instant(row, "at")),
                ticket));
    }

    /** What was answered about a ticket, the newest first. */
    public List<Answer> answers(long ticket) {
        return database.withConnection(connection -> Sql.list(
                connection,
                "select * from service.survey where ticket = ? order by id desc",
                row -> new Answer(
                        row.getInt("round"),
                        row.getString("channel"),
                        Sql.instant(row, "at"),
                        row.getInt("attitude"),
                        row.getInt("efficiency"),
                        row.getInt("quality"),
                        row.getInt("product"),
                        row.getBoolean("solved"),
                        row.getString("words"),
                        row.getString("who")),
                ticket));
    }
}
