package io.hearthwatch.servicedesk.customer;

import com.fasterxml.jackson.core.type.TypeReference;
import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that is kept about a household, for the customer who asks for it. */
final class Export {
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
    private static final String OF_TICKET =
            " x join service.ticket t on t.id = x.ticket where t.household = ? order by ";

    private static final Map<String, String> PARTS = parts();

    private Export() {}

    private static Map<String, String> parts() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(
                "appliances",
                "select to_jsonb(x) row from service.household_appliance x where household = ? order by 1");
        all.put(
                "preferences",
                "select to_jsonb(x) - 'household' row from service.household_contact x where household = ?");
        all.put("tickets", """
                select jsonb_build_object('number', number, 'kind', kind, 'source', source, 'state', state, 'opened_at', opened_at,
                    'ended_at', ended_at, 'end_reason', end_reason, 'summary', summary) row
                from service.ticket where household = ? order by id
                """);
        for (String table : List.of(
                "ticket_answer",
                "ticket_contact",
                "ticket_quote",
                "part_line",
                "record_sheet",
                "ticket_wish",
                "ticket_promise",
                "ticket_follow_up",
                "survey",
                "compensation_case")) {
            all.put(
                    table,
                    "select to_jsonb(x) - 'ticket' || jsonb_build_object('ticket', t.number) row from service." + table
                            + OF_TICKET + "x.ticket");
        }
        all.put("messages", """
                select jsonb_build_object('kind', kind, 'channel', channel, 'subject', subject, 'body', body, 'sent_at', sent_at) row
                from service.message where household = ? order by id
                """);
        all.put("reports", """
                select to_jsonb(x) - array['id', 'fingerprint', 'attempts', 'next_at'] || jsonb_build_object('ticket', t.number,
                    'intake', i.number) row
                from service.report x join service.ticket t on t.id = x.ticket left join service.ticket i on i.id = x.intake
                where t.household = ? order by x.id
                """);
        all.put("looks", "select to_jsonb(x) - 'household' row from service.look x where household = ? order by id");
        return all;
    }

    static Optional<Map<String, Object>> of(Connection connection, String household) throws SQLException {
        Optional<Map<String, Object>> known = Sql.first(
                connection,
                "select to_jsonb(h) row from service.household h where id = ?",
                row -> Sql.fromJson(row.getString("row"), OBJECT),
                household);
        if (known.isEmpty()) {
            return known;
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("household", known.get());
        for (Map.Entry<String, String> part : PARTS.entrySet()) {
            all.put(
                    part.getKey(),
                    Sql.list(
                            connection, part.getValue(), row -> Sql.fromJson(row.getString("row"), OBJECT), household));
        }
        return Optional.of(all);
    }
}
