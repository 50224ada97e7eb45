package io.hearthwatch.servicedesk.customer;

import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases what is personal when the time for which it may be kept is over, in portions that are each a transaction: a process that dies in
 * between goes on where it was. What an open ticket, a guarantee, a claim or a dispute still needs is kept. Thread-safe.
 */
public final class Retention {
    /** Who erases, in the records. */
    public static final String WHO = "retention";

    private static final Logger log = LoggerFactory.getLogger(Retention.class);
    private static final int PORTION = 50;
    private static final int MOST_PORTIONS = 40;
    private static final int LOOKS = 5_000;

    /** Kinds that go by the end of a ticket, and what the erasure calls their parts. */
    private static final Map<String, List<String>> OF_TICKETS = ofTickets();

    private final Database database;
    private final InstantSource clock;
    private final Map<String, AtomicLong> erased = new ConcurrentHashMap<>();

    Retention(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    private static Map<String, List<String>> ofTickets() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        all.put("answers", List.of("answers", "symptoms"));
        all.put(
                "words",
                List.of(
                        "contacts",
                        "wishes",
                        "promises",
                        "follow_ups",
                        "surveys",
                        "replies",
                        "events",
                        "sent_events",
                        "summaries",
                        "kept_replies",
                        "kept_answers"));
        all.put("signatures", List.of("record_sheets", "quotes"));
        all.put("messages", List.of("messages"));
        return all;
    }

    /** All kinds. */
    public static List<String> kinds() {
        return List.of("answers", "words", "signatures", "messages", "reports", "looks", "household");
    }

    /** What the service's clock shows. */
    public Instant now() {
        return clock.instant();
    }

    /** How many tickets, reports, looks and households this process has erased something of, by kind. */
    public Map<String, Long> erased() {
        return erased.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().get()));
    }

    /** The rules, and what is due by each at an instant; nothing is erased. */
    public List<RetentionRule> due(Instant at) {
        return database.withConnection(connection -> {
            List<RetentionRule> rules = rules(connection);
            return rules.stream().map(rule -> counted(connection, rule, at)).toList();
        });
    }

    private static List<RetentionRule> rules(Connection connection) throws SQLException {
        return Sql.list(
                connection,
                "select * from service.retention_rule order by kind",
                row -> new RetentionRule(
                        row.getString("kind"),
                        row.getInt("months"),
                        Sql.instant(row, "changed_at"),
                        row.getString("changed_by"),
                        0,
                        Map.of()));
    }

    private static Instant before(Instant at, RetentionRule rule) {
        return at.atOffset(ZoneOffset.UTC).minusMonths(rule.months()).toInstant();
    }

    private static RetentionRule counted(Connection connection, RetentionRule rule, Instant at) {
        try {
            Map<String, Long> counts = new LinkedHashMap<>();
            String sql = "select coalesce(kept, '') kept, count(*) n from (" + RetentionDue.of(rule.kind())
                    + ") due group by 1 order by 1";
            Sql.list(
                    connection,
                    sql,
                    row -> counts.put(row.getString("kept"), row.getLong("n")),
                    RetentionDue.parameters(rule.kind(), at, before(at, rule)));
            long due = Optional.ofNullable(counts.remove("")).orElse(0L);
            return new RetentionRule(rule.kind(), rule.months(), rule.changedAt(), rule.changedBy(), due, counts);
        } catch (SQLException e) {
            throw Database.translate(e);
        }
    }

    /**
     * Erases what is due at an instant, at most some thousands of each kind; what is left is done by the next pass.
     *
     * @return how many tickets, reports, looks and households
     */
    public int run(Instant at) {
        database.inTransaction(connection -> RetentionDue.noteWhoLeft(connection, at));
        int all = 0;
        for (RetentionRule rule : database.withConnection(Retention::rules)) {
            int done = 0;
            for (int i = 0; i < MOST_PORTIONS; i++) {
                int some = database.inTransaction(connection -> portion(connection, rule, at));
                done += some;
                if (some < (rule.kind().equals("looks") ? LOOKS : PORTION)) {
                    break;
                }
            }
            if (done > 0) {
                log.info("retention: erased {} of {}, {} months after their end", rule.kind(), done, rule.months());
                erased.computeIfAbsent(rule.kind(), kind -> new AtomicLong()).addAndGet(done);
            }
            all += done;
        }
        return all;
    }

    private static int portion(Connection connection, RetentionRule rule, Instant at) throws SQLException {
        Instant before = before(at, rule);
        if (rule.kind().equals("looks")) {
            return looks(connection, before);
        }
        List<String> due = Sql.list(
                connection,
                "select key from (" + RetentionDue.of(rule.kind())
                        + ") due where kept is null order by since, key limit " + PORTION,
                row -> row.getString("key"),
                RetentionDue.parameters(rule.kind(), at, before));
        for (String key : due) {
            switch (rule.kind()) {
                case "reports" -> Sql.update(connection, Erasure.REPORTS + " id = ?", at, Long.parseLong(key));
                case "household" ->
                    Erasure.erase(
                            connection, key, "kept for " + rule.months() + " months after the relation ended", WHO, at);
                default -> ticket(connection, rule.kind(), Long.parseLong(key), at);
            }
        }
        return due.size();
    }

    private static void ticket(Connection connection, String kind, long ticket, Instant at) throws SQLException {
        Sql.list(connection, "select 1 from service.ticket where id = ? for no key update", row -> null, ticket);
        // Whoever was faster has noted it; and a ticket that was reopened meanwhile has not ended.
        Optional<Instant> ended = Sql.first(connection, """
                select ended_at from service.ticket t where id = ? and ended_at is not null and not exists (
                    select from service.retention_done d where d.ticket = t.id and d.kind = ? and d.ended_at = t.ended_at)
                """, row -> Sql.instant(row, "ended_at"), ticket, kind);
        if (ended.isPresent()) {
            int rows = Erasure.ofTicket(connection, ticket, OF_TICKETS.get(kind));
            Sql.update(
                    connection,
                    "insert into service.retention_done (ticket, kind, ended_at, at, erased) values (?, ?, ?, ?, ?)",
                    ticket,
                    kind,
                    ended.get(),
                    at,
                    rows);
        }
    }

    private static int looks(Connection connection, Instant before) throws SQLException {
        Sql.list(connection, "select set_config('service.erasing', 'on', true)", row -> true);
        int gone = Sql.update(
                connection,
                "delete from service.look where id = any (array(select id from service.look where at < ? order by at limit ?))",
                before,
                LOOKS);
        Sql.list(connection, "select set_config('service.erasing', 'off', true)", row -> true);
        return gone;
    }
}
