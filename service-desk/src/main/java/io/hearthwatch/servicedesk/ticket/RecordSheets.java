package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.servicedesk.Sql;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the customer signs: remarks, whether it is solved, a rating for each dimension, and what was charged. What was left undone of the
 * checklist, and a charge above the tariff, are kept with it.
 */
final class RecordSheets {
    private static final List<String> DIMENSIONS = List.of("attitude", "efficiency", "quality", "product");

    private RecordSheets() {}

    static Map<String, Object> add(Connection connection, TicketRow ticket, TicketRequest request, Instant at)
            throws SQLException {
        Writing.requireOpen(ticket);
        TicketInput input = request.input().allow("signed_by", "remarks", "solved", "ratings", "charged");
        if (!List.of("on_site", "repaired", "exchange", "refund").contains(ticket.state())) {
            throw TicketRefusal.conflict(
                    "there is nothing to sign while " + ticket.number() + " is " + ticket.state(),
                    "let the customer sign when the work is done");
        }
        if (ticket.state().equals("on_site") && repairs(connection, ticket)) {
            throw TicketRefusal.conflict(
                    "the customer signs the result, and " + ticket.number() + " is not repaired yet",
                    "take the step to repaired first");
        }
        if (signed(connection, ticket)) {
            throw TicketRefusal.conflict(
                    "the record sheet of " + ticket.number() + " is signed already",
                    "read it in the ticket; note what the customer says later by POST /api/v1/tickets/{id}/contacts");
        }
        String signer = input.required("signed_by", "say who signed");
        Map<String, Integer> ratings = ratings(input.object("ratings"));
        boolean solved = input.flag("solved").orElse(true);
        Optional<BigDecimal> charged = input.amount("charged");
        BigDecimal due = Quotes.due(connection, ticket);
        if (charged.isPresent()
                && charged.get().signum() > 0
                && due.signum() == 0
                && !Payers.customerPays(connection, ticket)) {
            throw TicketRefusal.conflict(
                    "nothing may be charged: " + Payers.of(connection, ticket).why(), "leave out \"charged\"");
        }
        boolean above = charged.isPresent() && charged.get().compareTo(due) > 0;
        List<String> undone = undone(connection, ticket);
        int worst = ratings.values().stream().mapToInt(Integer::intValue).min().orElse(5);
        Sql.update(
                connection,
                """
                insert into service.record_sheet (ticket, round, signed_by, signed_at, remarks, solved, ratings, worst, charged,
                    above_tariff, out_of_standard, who)
                values (?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?)
                """,
                ticket.id(),
                ticket.round(),
                signer,
                at,
                input.text("remarks").orElse(null),
                solved,
                Sql.json(ratings),
                worst,
                charged.orElse(null),
                above,
                undone,
                request.who());
        Writing.note(
                connection,
                ticket,
                at,
                request.who(),
                "record_sheet_signed",
                Map.of("solved", solved, "ratings", ratings, "above_tariff", above, "out_of_standard", undone));
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("solved", solved);
        result.put("above_tariff", above);
        result.put("out_of_standard", undone);
        return result;
    }

    /** Whether the kind of work has a result of its own before it is accepted. */
    private static boolean repairs(Connection connection, TicketRow ticket) throws SQLException {
        return Sql.first(
                        connection,
                        "select 1 from service.ticket_transition where kind = ? and to_state = 'repaired' limit 1",
                        row -> true,
                        ticket.kind())
                .isPresent();
    }

    private static boolean signed(Connection connection, TicketRow ticket) throws SQLException {
        return Sql.first(
                        connection,
                        "select 1 from service.record_sheet where ticket = ? and round = ?",
                        row -> true,
                        ticket.id(),
                        ticket.round())
                .isPresent();
    }

    private static Map<String, Integer> ratings(TicketInput input) {
        input.allow(DIMENSIONS.toArray(String[]::new));
        Map<String, Integer> ratings = new LinkedHashMap<>();
        for (String dimension : DIMENSIONS) {
            input.number(dimension, 1, 5).ifPresent(rating -> ratings.put(dimension, rating));
        }
        return ratings;
    }

    private static List<String> undone(Connection connection, TicketRow ticket) throws SQLException {
        return Sql.list(
                connection,
                """
                select i.item from service.checklist_item i
                where i.kind = ? and not i.blocks and exists (
                        select from service.ticket_visit v where v.ticket = ? and v.round = ?)
                    and not exists (select from service.ticket_check c
                        where c.ticket = ? and c.round = ? and c.item = i.item and c.done)
                order by i.place
                """,
                row -> row.getString("item"),
                ticket.kind(),
                ticket.id(),
                ticket.round(),
                ticket.id(),
                ticket.round());
    }

    /** Why what the customer signed reopens the ticket; nothing where it does not. */
    static Optional<String> whyBad(Connection connection, TicketRow ticket) throws SQLException {
        return Sql.first(
                        connection,
                        "select solved, worst from service.record_sheet where ticket = ? and round = ?",
                        row -> row.getBoolean("solved")
                                ? row.getInt("worst") <= FollowUps.BAD ? "rated " + row.getInt("worst") + " of 5" : ""
                                : "not solved",
                        ticket.id(),
                        ticket.round())
                .filter(why -> !why.isEmpty());
    }
}
