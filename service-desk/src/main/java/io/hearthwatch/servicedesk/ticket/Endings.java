package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.TicketSteps;
import io.hearthwatch.servicedesk.policy.EndReason;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The last step: how a ticket ends follows from what was found and done, and tells the models what their prediction was worth. */
final class Endings {
    private static final String[] CANCELLED = {"declined", "false_alarm", "not_useful", "nothing_found", "refused"};

    private final TicketSteps steps;
    private final PartHolding parts;

    Endings(TicketSteps steps, PartHolding parts) {
        this.steps = steps;
        this.parts = parts;
    }

    void close(Connection connection, TicketRow ticket, TicketInput input, String who, Instant at) throws SQLException {
        Optional<Findings.Finding> found = Findings.newest(connection, ticket);
        List<String> ends = Sql.first(
                        connection,
                        "select ends from service.ticket_kind where kind = ?",
                        row -> Arrays.asList((String[]) row.getArray("ends").getArray()),
                        ticket.kind())
                .orElseThrow();
        EndReason reason = EndReason.of(input.oneOf("reason", ends).orElse(usual(connection, ticket, found, ends)));
        Map<String, Integer> builtIn = new LinkedHashMap<>();
        Sql.list(
                connection,
                "select part, sum(quantity - outside_stock) units from service.part_line where ticket = ? group by part order by part",
                row -> builtIn.put(row.getString("part"), row.getInt("units")),
                ticket.id());
        parts.end(connection, ticket.id(), builtIn, at);
        Map<String, Object> detail = new LinkedHashMap<>();
        input.text("note").ifPresent(note -> detail.put("note", note));
        steps.end(
                connection,
                ticket.id(),
                new TicketSteps.Ending(
                        "closed", reason, found.map(f -> f.about(ticket)).orElse(null)),
                who,
                detail,
                at);
    }

    private static String usual(
            Connection connection, TicketRow ticket, Optional<Findings.Finding> found, List<String> ends)
            throws SQLException {
        Optional<String> returned = Sql.first(
                connection,
                "select way from service.return_case where ticket = ? and settled_at is not null order by id desc limit 1",
                row -> row.getString("way").equals("exchange") ? "exchanged" : "refunded",
                ticket.id());
        if (returned.isPresent()) {
            return returned.get();
        }
        if (ticket.state().equals("triaged")) {
            return "remote";
        }
        if (found.isPresent() && found.get().nothing() && ends.contains("nothing_found")) {
            return "nothing_found";
        }
        return found.isPresent() && found.get().misuse() && ends.contains("misuse") ? "misuse" : ends.get(0);
    }

    void cancel(Connection connection, TicketRow ticket, TicketInput input, String who, Instant at)
            throws SQLException {
        String said = input.requiredOneOf("reason", CANCELLED);
        Optional<String> because = input.text("because");
        if (because.isEmpty() && !said.equals("declined")) {
            throw input.wrong(
                    "because", "is missing", "say why it is " + said + ", so that models and people learn from it");
        }
        if (said.equals("refused")) {
            Payers.Decision payer = Payers.of(connection, ticket);
            if (!payer.payer().equals("customer")) {
                throw TicketRefusal.conflict(
                                "the visit is owed and must not be refused: " + payer.why(),
                                "schedule it; what the guarantee owes is under \"owed\"")
                        .with("payer", payer.payer());
            }
            Payers.requireKnown(connection, ticket);
        }
        EndReason reason = said.equals("refused") ? EndReason.DECLINED : EndReason.of(said);
        Payers.release(connection, ticket.id());
        parts.end(connection, ticket.id(), Map.of(), at);
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("by", said.equals("refused") ? "centre" : said.equals("declined") ? "customer" : "desk");
        because.ifPresent(words -> detail.put("because", words));
        input.text("note").ifPresent(note -> detail.put("note", note));
        String finding = reason == EndReason.NOTHING_FOUND
                ? "nothing_found"
                : Findings.newest(connection, ticket).map(f -> f.about(ticket)).orElse(null);
        steps.end(connection, ticket.id(), TicketSteps.Ending.of(reason, finding), who, detail, at);
    }
}
