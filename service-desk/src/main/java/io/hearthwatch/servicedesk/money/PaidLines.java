package io.hearthwatch.servicedesk.money;

import io.hearthwatch.servicedesk.Sql;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A job's lines as a statement takes them up.
 *
 * @param claim that they come from, or null
 */
record PaidLines(Long claim, List<Line> lines) {
    /** Lines of a job as they are paid: what is claimed, by the check of now; and by the evidence what is not claimed. */
    static PaidLines of(Connection connection, Job job, Rules rules, Instant at) throws SQLException {
        List<Map<String, Object>> lines = Rows.of(connection, """
                select l.*, c.currency from service.settlement_claim_line l join service.settlement_claim c on c.id = l.claim
                where c.ticket = ? and c.withdrawn_at is null order by l.n
                """, job.ticket());
        List<Line> paid = new ArrayList<>(Assessment.of(job, rules));
        if (lines.isEmpty()) {
            return new PaidLines(null, paid);
        }
        long claim = ((Number) lines.get(0).get("claim")).longValue();
        ClaimCheck check = new ClaimCheck(job, rules);
        for (Map<String, Object> each : lines) {
            Claimed claimed = stored(each);
            paid.removeIf(claimed::about);
            Line line = check.check(claimed, (String) each.get("currency"));
            if (each.get("decided_by") == null) {
                recheck(connection, claim, (Integer) each.get("n"), line, at);
            } else {
                line = decided(each, line);
            }
            paid.add(line);
        }
        return new PaidLines(claim, paid);
    }

    private static Claimed stored(Map<String, Object> row) {
        Number partLine = (Number) row.get("part_line");
        return new Claimed(
                (String) row.get("item"),
                partLine == null ? null : partLine.longValue(),
                (Integer) row.get("quantity"),
                (BigDecimal) row.get("km"),
                (BigDecimal) row.get("amount"),
                (String) row.get("evidence"));
    }

    private static Line decided(Map<String, Object> row, Line line) {
        BigDecimal allowed = (BigDecimal) row.get("allowed");
        Finding finding = Findings.byHand((String) row.get("decided_by"), (String) row.get("reason"));
        return new Line(
                line.item(),
                line.partLine(),
                line.quantity(),
                allowed,
                (String) row.get("currency"),
                line.rule(),
                Verdict.valueOf(((String) row.get("verdict")).toUpperCase(Locale.ROOT)),
                List.of(finding),
                line.evidence());
    }

    private static void recheck(Connection connection, long claim, int n, Line line, Instant at) throws SQLException {
        Sql.update(
                connection,
                """
                update service.settlement_claim_line set allowed = ?, verdict = ?, rule = ?, findings = ?::jsonb, checked_at = ?
                where claim = ? and n = ? and (allowed, verdict) is distinct from (?, ?)
                """,
                line.amount(),
                line.verdict().id(),
                line.rule(),
                Sql.json(line.words()),
                at,
                claim,
                n,
                line.amount(),
                line.verdict().id());
    }
}
