package io.hearthwatch.servicedesk.money;

import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Statements of what a centre is paid for a month: made as drafts, issued, confirmed or disputed by the centre, paid. A draft can be made
 * anew; what is issued never changes, and is put right by a correction in the centre's next one. Thread-safe; every call blocks on the
 * database. However many servers make the same month's statement, it is one.
 */
public final class Statements {
    private final Writing writing;
    private final Costs costs;

    Statements(Writing writing, Costs costs) {
        this.writing = writing;
        this.costs = costs;
    }

    /** What a write needs to know of a statement, which it has locked. */
    record Head(
            long id,
            String number,
            String centre,
            LocalDate month,
            String currency,
            String state,
            String issuedBy,
            Instant answerBy) {}

    /**
     * Makes a centre's statements of a month that is over, one for each currency, or adds to the drafts what has come since.
     *
     * @param again whether drafts are made anew from what is known now
     * @return {@code statements}, and {@code not_settled}: jobs left out, with the reason
     */
    public Map<String, Object> make(Actor actor, String centre, YearMonth month, boolean again) {
        MoneyRights.SETTLE.check(actor.caller(), centre);
        return writing.write((connection, at) -> {
            ZoneId zone = Sql.first(
                            connection,
                            "select time_zone from service.centre where id = ?",
                            row -> ZoneId.of(row.getString("time_zone")),
                            centre)
                    .orElseThrow(() -> Refusal.notFound("service centre", centre, "look at /api/v1/centres"));
            Instant end = month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant();
            if (end.isAfter(at)) {
                throw Refusal.conflict(month + " is not over in " + zone, "make its statement from " + end + " on");
            }
            Writing.lockCentre(connection, centre);
            if (again) {
                empty(connection, centre, month.atDay(1));
            }
            Making making = new Making(connection, centre, month.atDay(1), at, actor.name());
            List<Long> made = making.make(end);
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("statements", made.isEmpty() ? List.of() : heads(connection, made));
            answer.put("not_settled", making.left());
            return answer;
        });
    }

    private static void empty(Connection connection, String centre, LocalDate month) throws SQLException {
        String drafts =
                " where statement in (select id from service.settlement_statement where centre = ? and month = ? and state = 'draft')";
        Sql.update(connection, "delete from service.settlement_line" + drafts, centre, month);
        Sql.update(connection, "delete from service.settled_ticket" + drafts, centre, month);
        Sql.update(
                connection,
                "update service.settlement_statement set total = 0 where centre = ? and month = ? and state = 'draft'",
                centre,
                month);
    }

    /** Issues a draft: from now on it never changes, its lines are cost, and the centre has its days to confirm or dispute. */
    public Map<String, Object> issue(Actor actor, String statement) {
        MoneyRights.SETTLE.check(actor.caller());
        return writing.write((connection, at) -> {
            Head head = lock(connection, actor, statement);
            require(head, "issued", "draft");
            int lines = Sql.first(
                            connection,
                            "select count(*) n from service.settlement_line where statement = ?",
                            row -> row.getInt("n"),
                            head.id())
                    .orElseThrow();
            if (lines == 0) {
                throw Refusal.conflict(head.number() + " has no lines", "make it again when jobs are accepted");
            }
            refuseReopened(connection, head);
            Sql.update(connection, """
                    update service.settlement_statement set state = 'issued', issued_at = ?, issued_by = ?, answer_by = ?::timestamptz
                        + (select make_interval(days => dispute_days) from service.settlement_terms) where id = ?
                    """, at, actor.name(), at, head.id());
            Writing.noteStatement(connection, head.id(), at, actor.name(), "issued", Map.of("lines", lines));
            costs.bookStatement(connection, head, at, actor.name());
            return shown(connection, head.id());
        });
    }

    /** Jobs may have been reopened since the draft was made; from now on none of them is, until the statement is issued. */
    private static void refuseReopened(Connection connection, Head head) throws SQLException {
        List<String> reopened = Sql.list(
                connection,
                "select t.number from service.settled_ticket d join service.ticket t on t.id = d.ticket where d.statement = ? and not "
                        + Jobs.ACCEPTED + " order by t.id for share of t",
                row -> row.getString("number"),
                head.id());
        if (!reopened.isEmpty()) {
            throw Refusal.conflict(
                    head.number() + " has jobs that were reopened since: "
                            + String.join(", ", reopened.subList(0, Math.min(10, reopened.size()))),
                    "make it anew, with again; they are settled when they are accepted");
        }
    }

    /** The centre agrees; after its days are over headquarters may say so for it. */
    public Map<String, Object> confirm(Actor actor, String statement) {
        MoneyRights.LOOK.check(actor.caller());
        return writing.write((connection, at) -> {
            Head head = lock(connection, actor, statement);
            require(head, "confirmed", "issued");
            boolean lapsed = at.isAfter(head.answerBy());
            (lapsed && MoneyRights.headquarters(actor.caller()) ? MoneyRights.RULE : MoneyRights.ANSWER)
                    .check(actor.caller());
            Sql.update(connection, """
                    update service.settlement_statement set state = 'confirmed', confirmed_at = ?, confirmed_by = ? where id = ?
                    """, at, actor.name(), head.id());
            Writing.noteStatement(
                    connection, head.id(), at, actor.name(), "confirmed", Map.of("days_were_over", lapsed));
            return shown(connection, head.id());
        });
    }

    /**
     * Notes the payment.
     *
     * @param payment its reference, such as the bank's
     */
    public Map<String, Object> pay(Actor actor, String statement, String payment) {
        MoneyRights.RULE.check(actor.caller());
        String reference = Words.required("payment", payment);
        return writing.write((connection, at) -> {
            Head head = lock(connection, actor, statement);
            require(head, "paid", "confirmed", "resolved");
            Sql.update(connection, """
                    update service.settlement_statement set state = 'paid', paid_at = ?, paid_by = ?, payment = ? where id = ?
                    """, at, actor.name(), reference, head.id());
            Writing.noteStatement(connection, head.id(), at, actor.name(), "paid", Map.of("payment", reference));
            return shown(connection, head.id());
        });
    }

    /**
     * Puts right what was issued, by a line in the centre's next statement.
     *
     * @param line of the statement that it is about, or null
     * @param amount what is added, or taken if negative
     */
    public Map<String, Object> correct(Actor actor, String statement, Long line, BigDecimal amount, String reason) {
        MoneyRights.RULE.check(actor.caller());
        String why = Words.required("reason", reason);
        if (amount == null || amount.signum() == 0) {
            throw Refusal.invalid("'amount' is missing, or nothing", "say what is added, or with - what is taken");
        }
        Words.amount("amount", amount.abs(), 2, Words.MOST);
        return writing.write((connection, at) -> {
            Head head = lock(connection, actor, statement);
            if (head.state().equals("draft")) {
                throw Refusal.conflict(head.number() + " is a draft", "make it again instead");
            }
            long correction = correction(connection, head, line, null, amount, why, at, actor.name());
            Map<String, Object> detail = new LinkedHashMap<>();
            detail.put("correction", correction);
            detail.put("line", line);
            detail.put("amount", amount);
            Writing.noteStatement(connection, head.id(), at, actor.name(), "corrected", detail);
            return shown(connection, head.id());
        });
    }

    static long correction(
            Connection connection,
            Head head,
            Long line,
            Long ticket,
            BigDecimal amount,
            String reason,
            Instant at,
            String who)
            throws SQLException {
        Map<String, Object> of = line == null ? Map.of("element", "other") : line(connection, head, line);
        return Sql.first(
                        connection,
                        """
                        insert into service.settlement_correction (statement, line, ticket, element, amount, currency, reason, at, who)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?) returning id
                        """,
                        row -> row.getLong("id"),
                        head.id(),
                        line,
                        line == null ? ticket : of.get("ticket"),
                        of.get("element"),
                        amount,
                        head.currency(),
                        reason,
                        at,
                        who)
                .orElseThrow();
    }

    /** A line of a statement. */
    static Map<String, Object> line(Connection connection, Head head, long line) throws SQLException {
        return Rows.first(
                        connection,
                        "select * from service.settlement_line where id = ? and statement = ?",
                        line,
                        head.id())
                .orElseThrow(() -> Refusal.notFound("line", Long.toString(line), "read the lines of " + head.number()));
    }

    /** Finds a statement by its number or id in the caller's scope, and locks everything about its centre. */
    static Head lock(Connection connection, Actor actor, String statement) throws SQLException {
        Head found = find(connection, actor, statement).orElseThrow(() -> missing(statement));
        Writing.lockCentre(connection, found.centre());
        return find(connection, actor, statement).orElseThrow();
    }

    static Refusal missing(String statement) {
        return Refusal.notFound("statement", statement, "look at /api/v1/money/statements");
    }

    private static Optional<Head> find(Connection connection, Actor actor, String statement) throws SQLException {
        return Sql.first(
                        connection,
                        "select * from service.settlement_statement where number = ? or id::text = ?",
                        row -> new Head(
                                row.getLong("id"),
                                row.getString("number"),
                                row.getString("centre"),
                                row.getObject("month", LocalDate.class),
                                row.getString("currency"),
                                row.getString("state"),
                                row.getString("issued_by"),
                                Sql.instant(row, "answer_by")),
                        statement,
                        statement)
                .filter(head -> actor.caller().scope().contains(head.centre()));
    }

    static void require(Head head, String to, String... from) {
        if (!List.of(from).contains(head.state())) {
            throw Refusal.conflict(
                    head.number() + " is " + head.state() + ", and cannot be " + to,
                    "that is for one that is " + String.join(" or ", from));
        }
    }

    private static final String HEAD = """
            select s.id, s.number, s.centre, c.region, s.month, s.currency, s.state, s.total, s.made_at, s.made_by, s.issued_at, s.issued_by,
                s.answer_by, s.confirmed_at, s.confirmed_by, s.paid_at, s.paid_by, s.payment,
                (select count(*) from service.settled_ticket d where d.statement = s.id) jobs
            from service.settlement_statement s join service.centre c on c.id = s.centre where
            """;

    private static List<Map<String, Object>> heads(Connection connection, List<Long> ids) throws SQLException {
        return Rows.of(
                connection,
                HEAD + " s.id::text = any (?) order by s.id",
                ids.stream().map(String::valueOf).toList());
    }

    static Map<String, Object> shown(Connection connection, long id) throws SQLException {
        Map<String, Object> shown = new LinkedHashMap<>(
                Rows.first(connection, HEAD + " s.id = ?", id).orElseThrow());
        shown.put("lines", Rows.of(connection, """
                select l.id, t.number ticket, l.item,
                    coalesce(i.name_en, case when l.deposit_entry is null then 'correction' else 'compensation beyond the deposit' end) name_en,
                    coalesce(i.name_zh, case when l.deposit_entry is null then '更正' else '保证金不足的赔付' end) name_zh,
                    l.element, l.part_line, l.claim, l.rule, l.quantity, l.amount, l.currency, l.verdict, l.findings, l.evidence
                from service.settlement_line l left join service.ticket t on t.id = l.ticket
                left join service.settlement_item i on i.item = l.item
                where l.statement = ? order by t.id nulls last, i.place nulls last, l.id
                """, id));
        shown.put("disputes", Rows.of(connection, Disputes.SELECT + " d.statement = ? order by d.id", id));
        shown.put("corrections", Rows.of(connection, """
                select c.id, c.line, c.amount, c.currency, c.reason, c.at, c.who, s.number settled_in
                from service.settlement_correction c left join service.settlement_line l on l.correction = c.id
                left join service.settlement_statement s on s.id = l.statement where c.statement = ? order by c.id
                """, id));
        shown.put(
                "deposit",
                Deposits.ofMonth(
                        connection,
                        (String) shown.get("centre"),
                        (String) shown.get("currency"),
                        YearMonth.parse((String) shown.get("month")).atDay(1)));
        shown.put("history", Rows.of(connection, """
                select at, who, what, detail from service.settlement_event where statement = ? order by id
                """, id));
        return shown;
    }

    /** A statement with its lines, disputes, corrections and history. */
    public Map<String, Object> one(Actor actor, String statement) {
        MoneyRights.LOOK.check(actor.caller());
        return writing.read(connection -> shown(
                connection,
                find(connection, actor, statement)
                        .orElseThrow(() -> missing(statement))
                        .id()));
    }

    /**
     * Statements in the caller's scope, the newest first; null members don't limit it.
     *
     * @param before only older ones than this id
     */
    public List<Map<String, Object>> list(
            Actor actor, String centre, YearMonth month, String state, Long before, int limit) {
        Scope scope = MoneyRights.LOOK.check(actor.caller());
        LocalDate first = month == null ? null : month.atDay(1);
        return writing.read(connection -> Rows.of(
                connection,
                HEAD + Scope.clause("s.centre") + """
                 and (?::text is null or s.centre = ?) and (?::date is null or s.month = ?) and (?::text is null or s.state = ?)
                    and (?::bigint is null or s.id < ?::bigint) order by s.id desc limit ?
                """,
                scope.isEverything(),
                scope.ids(),
                centre,
                centre,
                first,
                first,
                state,
                state,
                before,
                before,
                Math.min(limit, Rows.MOST)));
    }
}
