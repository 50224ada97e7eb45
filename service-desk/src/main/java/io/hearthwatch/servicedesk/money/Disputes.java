package io.hearthwatch.servicedesk.money;

import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a centre does not agree with: opened with reason and evidence within its days, answered by headquarters, by another person than the
 * one who decided it and the one who disputes it. What is granted comes with the next statement. Thread-safe; every call blocks.
 */
public final class Disputes {
    static final String SELECT = """
            select d.id, s.number "statement", s.centre, t.number ticket, d.line, d.wanted, d.currency, d.reason, d.evidence, d.opened_at,
                d.opened_by, d.decided_by, case when d.answered_at is null then 'open' else 'answered' end state, d.answered_at,
                d.answered_by, d.outcome, d.granted, d.answer, d.correction
            from service.settlement_dispute d join service.settlement_statement s on s.id = d.statement
            join service.ticket t on t.id = d.ticket where
            """;

    private final Writing writing;

    Disputes(Writing writing) {
        this.writing = writing;
    }

    /**
     * Disputes a line of an issued statement, or a ticket of it as a whole.
     *
     * @param line the line, or null
     * @param ticket the ticket's number; may be null with a line
     * @param wanted how much more the centre wants
     */
    public Map<String, Object> open(
            Actor actor,
            String statement,
            Long line,
            String ticket,
            BigDecimal wanted,
            String reason,
            String evidence) {
        MoneyRights.ANSWER.check(actor.caller());
        BigDecimal amount = Words.amount("amount", wanted, 2, Words.MOST);
        if (amount.signum() == 0) {
            throw Refusal.invalid("'amount' is nothing", "say how much more it should be");
        }
        String why = Words.required("reason", reason);
        String proof = Words.required("evidence", evidence);
        return writing.write((connection, at) -> {
            Statements.Head head = Statements.lock(connection, actor, statement);
            Statements.require(head, "disputed", "issued", "disputed");
            if (at.isAfter(head.answerBy())) {
                throw Refusal.conflict(
                        head.number() + " could be disputed until " + head.answerBy(),
                        "ask headquarters for a correction");
            }
            long about = ticket(connection, head, line, ticket);
            if (Sql.first(connection, """
                    select 1 from service.settlement_dispute where statement = ? and ticket = ? and line is not distinct from ?
                    """, row -> true, head.id(), about, line).isPresent()) {
                throw Refusal.conflict("that is disputed already", "read the disputes of " + head.number());
            }
            long id = Sql.first(
                            connection,
                            """
                            insert into service.settlement_dispute (statement, line, ticket, wanted, currency, reason, evidence,
                                opened_at, opened_by, decided_by)
                            values (?, ?, ?, ?, ?, ?, ?, ?, ?, coalesce((select c.decided_by from service.settlement_line l
                                join service.settlement_claim_line c on c.claim = l.claim and c.item = l.item
                                    and c.part_line is not distinct from l.part_line where l.id = ?), ?)) returning id
                            """,
                            row -> row.getLong("id"),
                            head.id(),
                            line,
                            about,
                            amount,
                            head.currency(),
                            why,
                            proof,
                            at,
                            actor.name(),
                            line,
                            head.issuedBy())
                    .orElseThrow();
            if (head.state().equals("issued")) {
                Sql.update(
                        connection,
                        "update service.settlement_statement set state = 'disputed' where id = ?",
                        head.id());
            }
            Writing.noteStatement(
                    connection, head.id(), at, actor.name(), "disputed", Map.of("dispute", id, "wanted", amount));
            return shown(connection, id);
        });
    }

    private static long ticket(Connection connection, Statements.Head head, Long line, String ticket)
            throws SQLException {
        if (line != null) {
            Map<String, Object> of = Statements.line(connection, head, line);
            if (of.get("ticket") == null) {
                throw Refusal.invalid("line " + line + " is about no ticket", "ask headquarters for a correction");
            }
            return ((Number) of.get("ticket")).longValue();
        }
        String number = Words.required("ticket", ticket);
        return Sql.first(
                        connection,
                        "select t.id from service.ticket t join service.settled_ticket d on d.ticket = t.id"
                                + " where d.statement = ? and t.number = ?",
                        row -> row.getLong("id"),
                        head.id(),
                        number)
                .orElseThrow(() -> Refusal.notFound("ticket", number, "read the lines of " + head.number()));
    }

    /**
     * Answers a dispute.
     *
     * @param outcome {@code upheld}, {@code partly} or {@code rejected}
     * @param granted how much, where it is partly upheld; null otherwise
     */
    public Map<String, Object> answer(Actor actor, long dispute, String outcome, BigDecimal granted, String words) {
        MoneyRights.RULE.check(actor.caller());
        String said = Words.required("answer", words);
        if (!List.of("upheld", "partly", "rejected").contains(Objects.toString(outcome))) {
            throw Refusal.invalid("'outcome' is not known", "use upheld, partly or rejected");
        }
        return writing.write((connection, at) -> {
            Map<String, Object> found = find(connection, actor, dispute);
            Statements.Head head = Statements.lock(connection, actor, (String) found.get("statement"));
            found = find(connection, actor, dispute);
            if (found.get("answered_at") != null) {
                throw Refusal.conflict("dispute " + dispute + " is answered already", "read it");
            }
            refuseOneOfThem(actor, found);
            BigDecimal wanted = (BigDecimal) found.get("wanted");
            BigDecimal amount = amount(outcome, granted, wanted);
            Long correction = amount.signum() == 0
                    ? null
                    : Long.valueOf(Statements.correction(
                            connection,
                            head,
                            (Long) found.get("line"),
                            Sql.first(
                                            connection,
                                            "select ticket from service.settlement_dispute where id = ?",
                                            row -> row.getLong("ticket"),
                                            dispute)
                                    .orElseThrow(),
                            amount,
                            "dispute " + dispute + ": " + (said.length() > 400 ? said.substring(0, 400) : said),
                            at,
                            actor.name()));
            Sql.update(connection, """
                    update service.settlement_dispute set answered_at = ?, answered_by = ?, outcome = ?, granted = ?, answer = ?,
                        correction = ? where id = ?
                    """, at, actor.name(), outcome, amount, said, correction, dispute);
            Sql.update(connection, """
                    update service.settlement_statement s set state = 'resolved' where s.id = ? and not exists (
                        select from service.settlement_dispute d where d.statement = s.id and d.answered_at is null)
                    """, head.id());
            Writing.noteStatement(
                    connection,
                    head.id(),
                    at,
                    actor.name(),
                    "dispute_answered",
                    Map.of("dispute", dispute, "outcome", outcome, "granted", amount));
            return shown(connection, dispute);
        });
    }

    private static void refuseOneOfThem(Actor actor, Map<String, Object> found) {
        for (String role : List.of("decided_by", "opened_by")) {
            if (actor.is((String) found.get(role))) {
                throw Refusal.conflict(
                        actor.name() + (role.equals("opened_by") ? " opened it" : " decided what is disputed")
                                + ", and cannot answer it",
                        "let another person answer it");
            }
        }
    }

    private static BigDecimal amount(String outcome, BigDecimal granted, BigDecimal wanted) {
        if (!outcome.equals("partly")) {
            if (granted != null) {
                throw Refusal.invalid("'granted' goes with partly only", "leave it out");
            }
            return outcome.equals("upheld") ? wanted : BigDecimal.ZERO.setScale(2);
        }
        BigDecimal amount = Words.amount("granted", granted, 2, Words.MOST);
        if (amount.signum() == 0 || amount.compareTo(wanted) >= 0) {
            throw Refusal.invalid("partly is more than nothing and less than " + wanted, "or use upheld or rejected");
        }
        return amount;
    }

    private static Map<String, Object> find(Connection connection, Actor actor, long dispute) throws SQLException {
        return Rows.first(connection, SELECT + " d.id = ?", dispute)
                .filter(found -> actor.caller().scope().contains((String) found.get("centre")))
                .orElseThrow(
                        () -> Refusal.notFound("dispute", Long.toString(dispute), "look at /api/v1/money/disputes"));
    }

    private static Map<String, Object> shown(Connection connection, long dispute) throws SQLException {
        return new LinkedHashMap<>(
                Rows.first(connection, SELECT + " d.id = ?", dispute).orElseThrow());
    }

    /** Disputes in the caller's scope, those that wait first, the oldest first. */
    public List<Map<String, Object>> list(Actor actor, boolean openOnly, int limit) {
        Scope scope = MoneyRights.LOOK.check(actor.caller());
        return writing.read(connection -> Rows.of(
                connection,
                SELECT + Scope.clause("s.centre")
                        + " and (not ?::boolean or d.answered_at is null) order by d.answered_at is not null, d.id limit ?",
                scope.isEverything(),
                scope.ids(),
                openOnly,
                Math.min(limit, Rows.MOST)));
    }
}
