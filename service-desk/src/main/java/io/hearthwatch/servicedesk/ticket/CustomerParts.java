package io.hearthwatch.servicedesk.ticket;

import com.fasterxml.jackson.core.type.TypeReference;
import io.hearthwatch.servicedesk.Sql;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parts that the customer pays for, held against the newest quote: nobody pays for what they have not agreed to. */
final class CustomerParts {
    private static final TypeReference<List<Map<String, Object>>> LINES = new TypeReference<>() {};

    private CustomerParts() {}

    /** Units by part that were built in in this round and that the customer pays for. */
    static Map<String, Integer> builtIn(Connection connection, TicketRow ticket) throws SQLException {
        Map<String, Integer> units = new LinkedHashMap<>();
        Sql.list(
                connection,
                """
                select part, sum(quantity) units from service.part_line where ticket = ? and round = ? and payer = 'customer'
                group by part order by part
                """,
                row -> units.put(row.getString("part"), row.getInt("units")),
                ticket.id(),
                ticket.round());
        return units;
    }

    /** Units by part in the newest quote of this round, if the customer agreed to it; nothing else counts. */
    static Map<String, Integer> agreed(Connection connection, TicketRow ticket) throws SQLException {
        Optional<String> lines = Sql.first(
                connection,
                "select case when consent then lines::text else '[]' end lines from service.ticket_quote"
                        + " where ticket = ? and round = ? order by id desc limit 1",
                row -> row.getString("lines"),
                ticket.id(),
                ticket.round());
        Map<String, Integer> units = new LinkedHashMap<>();
        if (lines.isPresent()) {
            for (Map<String, Object> line : Sql.fromJson(lines.get(), LINES)) {
                if (line.get("part") != null) {
                    units.merge(
                            line.get("part").toString(),
                            new BigDecimal(line.get("quantity").toString()).intValue(),
                            Integer::sum);
                }
            }
        }
        return units;
    }

    /** What was built in at the customer's cost beyond what they agreed to, such as {@code 1 × WM-DL-6101}. */
    static List<String> notAgreed(Connection connection, TicketRow ticket) throws SQLException {
        Map<String, Integer> builtIn = builtIn(connection, ticket);
        Map<String, Integer> agreed = builtIn.isEmpty() ? Map.of() : agreed(connection, ticket);
        List<String> open = new ArrayList<>();
        builtIn.forEach((part, units) -> {
            int more = units - agreed.getOrDefault(part, 0);
            if (more > 0) {
                open.add(more + " × " + part);
            }
        });
        return open;
    }

    /**
     * Whether the customer has agreed to pay for what is built in now. What was built in is written down in any case, so that the stock tells
     * what is so; but the work is not done before they agree, and nobody builds in what they said no to.
     *
     * @throws TicketRefusal 409 if they did not agree to the newest quote
     */
    static boolean isAgreed(Connection connection, TicketRow ticket, String part, int quantity, Payers.Decision payer)
            throws SQLException {
        boolean declined = Sql.first(
                        connection,
                        "select consent from service.ticket_quote where ticket = ? and round = ? order by id desc limit 1",
                        row -> "f".equals(row.getString("consent")),
                        ticket.id(),
                        ticket.round())
                .orElse(false);
        if (declined) {
            throw TicketRefusal.conflict(
                            "the customer pays for " + part + " (" + payer.why()
                                    + "), and has said no to the newest quote",
                            "leave it out, or make another quote by POST /api/v1/tickets/{id}/quote and keep the answer by POST …/consent")
                    .with("payer", payer.payer());
        }
        return agreed(connection, ticket).getOrDefault(part, 0)
                >= builtIn(connection, ticket).getOrDefault(part, 0) + quantity;
    }
}
