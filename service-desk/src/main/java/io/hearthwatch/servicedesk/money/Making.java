package io.hearthwatch.servicedesk.money;

import io.hearthwatch.servicedesk.Sql;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Fills a centre's drafts of a month, one for each currency: with the jobs that were reviewed before the month's end and are in no
 * statement yet, with the corrections that wait, and with the compensation that the deposit did not cover. Done again it adds what has come since, and else nothing. One transaction.
 */
final class Making {
    private final Connection connection;
    private final String centre;
    private final LocalDate month;
    private final Instant at;
    private final String who;
    private final List<Map<String, Object>> left = new ArrayList<>();

    Making(Connection connection, String centre, LocalDate month, Instant at, String who) {
        this.connection = connection;
        this.centre = centre;
        this.month = month;
        this.at = at;
        this.who = who;
    }

    private record Found(Job job, PaidLines paid) {}

    private record Draft(long id, boolean open) {}

    /** Ids of the month's statements. */
    List<Long> make(Instant monthEnd) throws SQLException {
        Rules rules = Rules.read(connection);
        Map<String, List<Found>> jobs = new TreeMap<>();
        for (Job job : Jobs.unsettled(connection, centre, monthEnd)) {
            PaidLines paid = PaidLines.of(connection, job, rules, at);
            TreeSet<String> currencies = new TreeSet<>();
            paid.lines().forEach(line -> currencies.add(line.currency()));
            if (currencies.size() == 1) {
                jobs.computeIfAbsent(currencies.first(), key -> new ArrayList<>())
                        .add(new Found(job, paid));
            } else {
                leave(job, currencies.isEmpty() ? "no_rule" : "mixed_currencies");
            }
        }
        TreeSet<String> currencies = new TreeSet<>(jobs.keySet());
        currencies.addAll(
                Sql.list(connection, DUE + " order by e.currency", row -> row.getString("currency"), centre, monthEnd));
        currencies.addAll(Sql.list(
                connection, CORRECTIONS + " order by currency", row -> row.getString("currency"), centre, month));
        for (String currency : currencies) {
            Draft draft = draft(currency);
            if (draft.open()) {
                for (Found found : jobs.getOrDefault(currency, List.of())) {
                    add(draft.id(), found);
                }
                correct(draft.id(), currency);
                takeDue(draft.id(), currency, monthEnd);
                Sql.update(connection, """
                        update service.settlement_statement set total =
                            (select coalesce(sum(amount), 0) from service.settlement_line where statement = ?) where id = ?
                        """, draft.id(), draft.id());
            } else {
                jobs.getOrDefault(currency, List.of()).forEach(found -> leave(found.job(), "issued_already"));
            }
        }
        return Sql.list(
                connection,
                "select id from service.settlement_statement where centre = ? and month = ? order by currency",
                row -> row.getLong("id"),
                centre,
                month);
    }

    /** Jobs that are in no statement of the month, with the reason. */
    List<Map<String, Object>> left() {
        return left;
    }

    private void leave(Job job, String why) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("ticket", job.number());
        shown.put("why", why);
        left.add(shown);
    }

    /** Corrections of earlier months' statements that are in none yet. */
    private static final String CORRECTIONS = """
            select c.*, s.number statement_number, t.number ticket_number from service.settlement_correction c
            join service.settlement_statement s on s.id = c.statement left join service.ticket t on t.id = c.ticket
            where s.centre = ? and s.month < ? and not exists (select from service.settlement_line l where l.correction = c.id)
            """;

    private Draft draft(String currency) throws SQLException {
        Optional<Long> made = Sql.first(connection, """
                insert into service.settlement_statement (centre, month, currency, state, made_at, made_by)
                values (?, ?, ?, 'draft', ?, ?) on conflict (centre, month, currency) do nothing returning id
                """, row -> row.getLong("id"), centre, month, currency, at, who);
        if (made.isPresent()) {
            Writing.noteStatement(connection, made.get(), at, who, "made", Map.of());
        }
        return Sql.first(
                        connection,
                        """
                        select id, state from service.settlement_statement where centre = ? and month = ? and currency = ? for update
                        """,
                        row -> new Draft(
                                row.getLong("id"), row.getString("state").equals("draft")),
                        centre,
                        month,
                        currency)
                .orElseThrow();
    }

    private void add(long statement, Found found) throws SQLException {
        Job job = found.job();
        Sql.update(
                connection,
                "insert into service.settled_ticket (ticket, statement) values (?, ?)",
                job.ticket(),
                statement);
        for (Line line : found.paid().lines()) {
            insert(
                    statement,
                    job.ticket(),
                    line,
                    element(line.item()),
                    found.paid().claim(),
                    null);
        }
    }

    private String element(String item) throws SQLException {
        return Sql.first(
                        connection,
                        "select element from service.settlement_item where item = ?",
                        row -> row.getString("element"),
                        item)
                .orElseThrow();
    }

    private void correct(long statement, String currency) throws SQLException {
        for (Map<String, Object> each :
                Rows.of(connection, CORRECTIONS + " and c.currency = ? order by c.id", centre, month, currency)) {
            Map<String, Object> evidence = new LinkedHashMap<>();
            evidence.put("statement", each.get("statement_number"));
            evidence.put("line", each.get("line"));
            evidence.put("by", each.get("who"));
            Line line = new Line(
                    "correction",
                    null,
                    BigDecimal.ONE,
                    (BigDecimal) each.get("amount"),
                    currency,
                    null,
                    Verdict.ACCEPTED,
                    List.of(Findings.correction((String) each.get("statement_number"), (String) each.get("reason"))),
                    evidence);
            insert(statement, (Long) each.get("ticket"), line, (String) each.get("element"), null, (Long)
                    each.get("id"));
        }
    }

    /** Compensation beyond a deposit that is in no statement yet. */
    private static final String DUE = """
            select e.id, e.currency, e.wanted, e.shortfall, e.compensation, c.ticket from service.deposit_entry e
            join service.compensation_case c on c.id = e.compensation
            where e.shortfall > 0 and e.centre = ? and e.at < ?
                and not exists (select from service.settlement_line l where l.deposit_entry = e.id)
            """;

    private void takeDue(long statement, String currency, Instant monthEnd) throws SQLException {
        for (Map<String, Object> each :
                Rows.of(connection, DUE + " and e.currency = ? order by e.id", centre, monthEnd, currency)) {
            BigDecimal due = (BigDecimal) each.get("shortfall");
            Map<String, Object> evidence = new LinkedHashMap<>();
            evidence.put("compensation", each.get("compensation"));
            evidence.put("deposit_entry", each.get("id"));
            Line line = new Line(
                    "compensation_due",
                    null,
                    BigDecimal.ONE,
                    due.negate(),
                    currency,
                    null,
                    Verdict.ACCEPTED,
                    List.of(Findings.compensationDue((BigDecimal) each.get("wanted"), due, currency)),
                    evidence);
            insert(statement, (Long) each.get("ticket"), line, "compensation", null, null, (Long) each.get("id"));
        }
    }

    private void insert(long statement, Long ticket, Line line, String element, Long claim, Long correction)
            throws SQLException {
        insert(statement, ticket, line, element, claim, correction, null);
    }

    private void insert(
            long statement, Long ticket, Line line, String element, Long claim, Long correction, Long deposit)
            throws SQLException {
        Sql.update(
                connection,
                """
                insert into service.settlement_line (statement, ticket, item, element, part_line, claim, rule, quantity, amount, currency,
                    verdict, findings, evidence, correction, deposit_entry)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?)
                """,
                statement,
                ticket,
                line.item(),
                element,
                line.partLine(),
                claim,
                line.rule(),
                line.quantity(),
                line.amount(),
                line.currency(),
                line.verdict().id(),
                Sql.json(line.words()),
                Sql.json(line.evidence()),
                correction,
                deposit);
    }
}
