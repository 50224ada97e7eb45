package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which steps may follow, and what each needs. The steps are data ({@code service.ticket_transition}); a need is either something that the
 * step itself brings ({@code give}) or something that has to be there before it ({@code missing}).
 */
final class StepRules {
    private StepRules() {}

    /**
     * A step that may follow.
     *
     * @param give keys that the step's request has to bring
     * @param missing what has to be done before it, and how
     */
    record Next(String to, List<String> give, List<Needs.Missing> missing) {
        Map<String, Object> shown() {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("to", to);
            shown.put("give", give);
            shown.put("missing", missing.stream().map(Needs.Missing::shown).toList());
            return shown;
        }
    }

    private record Row(String to, List<String> needs) {}

    static List<Next> next(Connection connection, TicketRow ticket) throws SQLException {
        List<Row> rows = Sql.list(
                connection,
                """
                select to_state, needs from service.ticket_transition where kind = ? and from_state = ? and not by_itself
                order by to_state in ('cancelled', 'reopened', 'exchange', 'refund'), to_state
                """,
                row -> new Row(row.getString("to_state"), List.copyOf(Arrays.asList((String[])
                        row.getArray("needs").getArray()))),
                ticket.kind(),
                ticket.state());
        List<Next> next = new ArrayList<>();
        for (Row row : rows) {
            List<String> give = new ArrayList<>();
            List<Needs.Missing> missing = new ArrayList<>();
            for (String need : row.needs()) {
                List<String> brought = Needs.broughtBy(need);
                give.addAll(brought);
                if (brought.isEmpty()) {
                    Needs.missing(connection, ticket, row.to(), need).ifPresent(missing::add);
                }
            }
            next.add(new Next(row.to(), List.copyOf(give), List.copyOf(missing)));
        }
        return next;
    }

    static List<Map<String, Object>> shown(Connection connection, TicketRow ticket) throws SQLException {
        return next(connection, ticket).stream().map(Next::shown).toList();
    }

    /**
     * The step of that name.
     *
     * @throws TicketRefusal with all steps that may follow, if this one may not, or not yet
     */
    static Next allowed(Connection connection, TicketRow ticket, String to) throws SQLException {
        List<Next> all = next(connection, ticket);
        List<String> names = all.stream().map(Next::to).toList();
        Optional<Next> wanted =
                all.stream().filter(next -> next.to().equals(to)).findFirst();
        if (wanted.isEmpty()) {
            throw TicketRefusal.conflict(
                            "a ticket of kind " + ticket.kind() + " cannot go from " + ticket.state() + " to " + to,
                            names.isEmpty() ? "it has ended; open another" : "it can go to " + String.join(", ", names))
                    .with("step", ticket.state())
                    .with("allowed", all.stream().map(Next::shown).toList());
        }
        List<Needs.Missing> missing = wanted.get().missing();
        if (!missing.isEmpty()) {
            throw TicketRefusal.conflict(
                            ticket.number() + " cannot " + becoming(to) + " yet: "
                                    + String.join(
                                            "; ",
                                            missing.stream()
                                                    .map(Needs.Missing::what)
                                                    .toList()),
                            missing.get(0).how())
                    .with("step", ticket.state())
                    .with("missing", missing.stream().map(Needs.Missing::shown).toList())
                    .with("allowed", all.stream().map(Next::shown).toList());
        }
        return wanted.get();
    }

    private static String becoming(String to) {
        return switch (to) {
            case "exchange" -> "be exchanged";
            case "refund" -> "be refunded";
            case "workshop" -> "go to the workshop";
            case "on_site" -> "be on site";
            case "followed_up" -> "be followed up";
            default -> "be " + to;
        };
    }
}
