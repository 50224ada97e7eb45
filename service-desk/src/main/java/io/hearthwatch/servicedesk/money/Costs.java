package io.hearthwatch.servicedesk.money;

import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What service costs, by station and element, and beside it what customers paid: booked by itself from tickets and statements, and by hand
 * with evidence. An entry never changes; it is taken back by its counter-entry. Thread-safe; every call blocks on the database.
 */
public final class Costs {
    private static final Duration AGAIN = Duration.ofMinutes(10);

    private final Writing writing;
    private final Budgets budgets;

    Costs(Writing writing, Budgets budgets) {
        this.writing = writing;
        this.budgets = budgets;
    }

    /** What a list is about; null members don't limit it. */
    public record Filter(
            String region, String centre, String element, YearMonth month, String ticket, Long before, int limit) {}

    /**
     * A cost that somebody books by hand.
     *
     * @param centre whose, or null for headquarters'
     * @param ticket its number, or null
     * @param due what could not be booked by itself and is booked by this, such as {@code return:12}; or null
     */
    public record Entry(
            String centre,
            String element,
            BigDecimal amount,
            String currency,
            LocalDate bookedOn,
            String ticket,
            String evidence,
            String due) {}

    /** Books what has become due, and tries again what could not be booked, so that whoever looks sees what is so now. */
    void bringUp() {
        bringUp(Duration.ZERO);
    }

    /** Books what has become due; of what could not be booked only what was not tried for a while. */
    void bringUpNew() {
        bringUp(AGAIN);
    }

    private void bringUp(Duration pause) {
        Instant at = writing.now();
        writing.inTransaction(connection -> {
            budgets.warn(connection, CostFeed.run(connection, at, at.minus(pause)), at);
            return null;
        });
    }

    /**
     * An issued statement's lines are costs of its month; but what a centre owes for compensation is none, nor less of it: the compensation
     * was booked when it was paid.
     */
    void bookStatement(Connection connection, Statements.Head statement, Instant at, String who) throws SQLException {
        Sql.update(connection, """
                insert into service.cost_entry (kind, region, centre, element, amount, currency, booked_on, ticket, source, source_id,
                    evidence, at, who)
                select 'cost', c.region, s.centre, l.element, l.amount, l.currency, (s.month + interval '1 month - 1 day')::date, l.ticket,
                    'settlement', l.id::text, s.number || ' ' || l.item, ?, ?
                from service.settlement_line l join service.settlement_statement s on s.id = l.statement
                join service.centre c on c.id = s.centre
                where s.id = ? and l.amount <> 0 and l.item <> 'compensation_due' and not exists (
                    select from service.settlement_correction k join service.settlement_line o on o.id = k.line
                    where k.id = l.correction and o.item = 'compensation_due')
                order by l.id
                """, at, who, statement.id());
        budgets.warn(connection, List.of(statement.month()), at);
    }

    /** Books a cost by hand. */
    public Map<String, Object> add(Actor actor, Entry entry) {
        MoneyRights.BOOK.check(actor.caller(), entry.centre());
        BigDecimal amount = Words.amount("amount", entry.amount(), 2, Words.MOST);
        Words.currency(entry.currency());
        String evidence = Words.required("evidence", entry.evidence());
        if (amount.signum() == 0) {
            throw Refusal.invalid("'amount' is nothing", "book what it cost; to take an entry back, counter it");
        }
        return writing.write((connection, at) -> {
            if (entry.bookedOn()
                    .isAfter(LocalDate.ofInstant(at, java.time.ZoneOffset.UTC).plusDays(1))) {
                throw Refusal.invalid("'booked_on' has not come yet", "book what was spent");
            }
            String kind = Sql.first(
                            connection,
                            "select kind from service.cost_element where element = ?",
                            row -> row.getString("kind"),
                            entry.element())
                    .orElseThrow(() -> Refusal.invalid(
                            "there is no element '" + Words.shortened(String.valueOf(entry.element())) + "'",
                            "look at /api/v1/money/elements"));
            if (entry.centre() != null
                    && Sql.first(connection, "select 1 from service.centre where id = ?", row -> true, entry.centre())
                            .isEmpty()) {
                throw Refusal.notFound("service centre", entry.centre(), "look at /api/v1/centres");
            }
            Long ticket = entry.ticket() == null ? null : ticket(connection, entry);
            String[] due = due(connection, entry.due());
            long id = Sql.first(
                            connection,
                            """
                            insert into service.cost_entry (kind, region, centre, element, amount, currency, booked_on, ticket, source,
                                source_id, evidence, at, who)
                            values (?, (select region from service.centre where id = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id
                            """,
                            row -> row.getLong("id"),
                            kind,
                            entry.centre(),
                            entry.centre(),
                            entry.element(),
                            amount,
                            entry.currency(),
                            entry.bookedOn(),
                            ticket,
                            due[0],
                            due[1],
                            evidence,
                            at,
                            actor.name())
                    .orElseThrow();
            budgets.warn(connection, List.of(entry.bookedOn().withDayOfMonth(1)), at);
            return shown(connection, id);
        });
    }

    private static long ticket(Connection connection, Entry entry) throws SQLException {
        return Sql.first(
                        connection,
                        "select id from service.ticket where number = ? and centre is not distinct from ?",
                        row -> row.getLong("id"),
                        entry.ticket(),
                        entry.centre())
                .orElseThrow(
                        () -> Refusal.notFound("ticket of that centre", entry.ticket(), "look at /api/v1/tickets"));
    }

    /** What is booked by hand because it could not be booked by itself is due no more. */
    private static String[] due(Connection connection, String due) throws SQLException {
        if (due == null) {
            return new String[] {"manual", null};
        }
        Writing.lock(connection, "service.cost_feed", "");
        String[] parts = due.split(":", 2);
        if (parts.length < 2
                || Sql.update(
                                connection,
                                "delete from service.cost_due where source = ? and source_id = ?",
                                parts[0],
                                parts[1])
                        == 0) {
            throw Refusal.notFound("due entry", due, "look at /api/v1/money/costs-due");
        }
        return parts;
    }

    /** Takes an entry back by its counter-entry. */
    public Map<String, Object> counter(Actor actor, long entry, String reason) {
        MoneyRights.BOOK.check(actor.caller());
        String why = Words.required("reason", reason);
        return writing.write((connection, at) -> {
            Map<String, Object> old = Rows.first(connection, "select * from service.cost_entry where id = ?", entry)
                    .filter(found -> actor.caller().scope().contains((String) found.get("centre")))
                    .orElseThrow(() -> Refusal.notFound("entry", Long.toString(entry), "look at /api/v1/money/costs"));
            if (old.get("counters") != null) {
                throw Refusal.conflict("entry " + entry + " is a counter-entry itself", "book the cost anew");
            }
            if (old.get("source").equals("settlement")) {
                throw Refusal.conflict(
                        "entry " + entry + " stands in an issued statement", "correct the statement instead");
            }
            Writing.lock(connection, "service.cost_counter", Long.toString(entry));
            if (Sql.first(connection, "select 1 from service.cost_entry where counters = ?", row -> true, entry)
                    .isPresent()) {
                throw Refusal.conflict("entry " + entry + " is countered already", "book the cost anew");
            }
            long id = Sql.first(connection, """
                            insert into service.cost_entry (kind, region, centre, element, amount, currency, booked_on, ticket, source,
                                evidence, at, who, counters)
                            select e.kind, e.region, e.centre, e.element, -e.amount, e.currency,
                                (?::timestamptz at time zone coalesce(c.time_zone, 'UTC'))::date, e.ticket, 'counter', ?, ?, ?, e.id
                            from service.cost_entry e left join service.centre c on c.id = e.centre where e.id = ? returning id
                            """, row -> row.getLong("id"), at, why, at, actor.name(), entry)
                    .orElseThrow();
            return shown(connection, id);
        });
    }

    private static final String SELECT = """
            select e.id, e.kind, e.region, e.centre, e.element, e.amount, e.currency, e.booked_on, t.number ticket, e.source, e.source_id,
                e.evidence, e.at, e.who, e.counters, (select o.id from service.cost_entry o where o.counters = e.id) countered_by
            from service.cost_entry e left join service.ticket t on t.id = e.ticket where
            """;

    private static Map<String, Object> shown(Connection connection, long id) throws SQLException {
        return new LinkedHashMap<>(
                Rows.first(connection, SELECT + " e.id = ?", id).orElseThrow());
    }

    /** Entries in the caller's scope, the newest first; what has become due is booked first. */
    public List<Map<String, Object>> list(Actor actor, Filter filter) {
        Scope scope = MoneyRights.LOOK.check(actor.caller());
        bringUp();
        LocalDate first = filter.month() == null ? null : filter.month().atDay(1);
        return writing.read(connection -> Rows.of(
                connection,
                SELECT + Scope.clause("e.centre") + """
                 and (?::text is null or e.region = ?) and (?::text is null or e.centre = ?) and (?::text is null or e.element = ?)
                    and (?::date is null or e.booked_on between ?::date and (?::date + interval '1 month - 1 day'))
                    and (?::text is null or t.number = ?) and (?::bigint is null or e.id < ?::bigint)
                order by e.id desc limit ?
                """,
                scope.isEverything(),
                scope.ids(),
                filter.region(),
                filter.region(),
                filter.centre(),
                filter.centre(),
                filter.element(),
                filter.element(),
                first,
                first,
                first,
                filter.ticket(),
                filter.ticket(),
                filter.before(),
                filter.before(),
                Math.min(filter.limit(), Rows.MOST)));
    }

    /** Cost and revenue by region, centre and element of a month. */
    public List<Map<String, Object>> matrix(Actor actor, YearMonth month) {
        Scope scope = MoneyRights.LOOK.check(actor.caller());
        bringUp();
        return writing.read(connection -> Rows.of(
                connection,
                "select m.* from (select 'cost' kind, * from service.service_cost union all select 'revenue', * from"
                        + " service.service_revenue) m where month = ? and " + Scope.clause("m.centre")
                        + " order by kind, region, centre, element, currency",
                month.atDay(1),
                scope.isEverything(),
                scope.ids()));
    }

    /** What could not be booked yet, and why, the oldest first; for headquarters, since its centre may not be known. */
    public List<Map<String, Object>> due(Actor actor, int limit) {
        MoneyRights.RULE.check(actor.caller());
        bringUp();
        return writing.read(connection -> Rows.of(
                connection,
                "select source || ':' || source_id due, at, problem from service.cost_due order by at, source, source_id limit ?",
                Math.min(limit, Rows.MOST)));
    }
}
