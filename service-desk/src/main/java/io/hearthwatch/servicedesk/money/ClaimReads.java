package io.hearthwatch.servicedesk.money;

import io.hearthwatch.servicedesk.organisation.Scope;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Claims as they are shown. */
final class ClaimReads {
    private static final String COLUMNS = """
            select c.id, t.number ticket, c.centre, c.currency, c.at claimed_at, c.who claimed_by, c.note,
                case when c.withdrawn_at is not null then 'withdrawn' when d.ticket is not null then 'settled' else 'checked' end state,
                s.number "statement",
                (select sum(allowed) from service.settlement_claim_line l where l.claim = c.id) allowed
            from service.settlement_claim c join service.ticket t on t.id = c.ticket
            left join service.settled_ticket d on d.ticket = c.ticket and c.withdrawn_at is null
            left join service.settlement_statement s on s.id = d.statement where
            """;

    private ClaimReads() {}

    static Map<String, Object> shown(Connection connection, long claim) throws SQLException {
        Map<String, Object> shown = new LinkedHashMap<>(
                Rows.first(connection, COLUMNS + " c.id = ?", claim).orElseThrow());
        shown.put("lines", Rows.of(connection, """
                select n, item, part_line, quantity, km, amount claimed, allowed, verdict, evidence, findings, decided_by, decided_at
                from service.settlement_claim_line where claim = ? order by n
                """, claim));
        shown.put("history", Rows.of(connection, """
                select at, who, what, detail from service.settlement_event where claim = ? order by id
                """, claim));
        return shown;
    }

    static List<Map<String, Object>> list(
            Connection connection, Scope scope, String centre, String ticket, Long before, int limit)
            throws SQLException {
        return Rows.of(
                connection,
                COLUMNS + Scope.clause("c.centre") + """
                 and (?::text is null or c.centre = ?) and (?::text is null or t.number = ?) and (?::bigint is null or c.id < ?::bigint)
                order by c.id desc limit ?
                """,
                scope.isEverything(),
                scope.ids(),
                centre,
                centre,
                ticket,
                ticket,
                before,
                before,
                Math.min(limit, Rows.MOST));
    }
}
