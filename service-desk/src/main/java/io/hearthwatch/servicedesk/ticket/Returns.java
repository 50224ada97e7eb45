package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.servicedesk.Sql;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Exchange and refund (退换货), one action after the other: {@code propose}, {@code approve} or {@code refuse} by another person, {@code
 * goods_back}, {@code settle} with the new appliance's serial number, whose place it takes, or the money.
 */
final class Returns {
    private final Exchanges exchanges;

    Returns(Exchanges exchanges) {
        this.exchanges = exchanges;
    }

    private record Case(long id, String way, String proposedBy, boolean approved, boolean goodsBack, boolean owed) {}

    Map<String, Object> act(Connection connection, TicketRow ticket, TicketRequest request, Instant at)
            throws SQLException {
        TicketInput input =
                request.input().allow("action", "way", "reason", "refusal", "new_serial", "amount", "currency", "part");
        String action = input.requiredOneOf("action", "propose", "approve", "refuse", "goods_back", "settle");
        Writing.requireOpen(ticket);
        Optional<Case> open = open(connection, ticket);
        if (action.equals("propose") == open.isPresent()) {
            throw TicketRefusal.conflict(
                    open.isPresent()
                            ? article(open.get().way()) + " is proposed already"
                            : "no exchange or refund is proposed",
                    open.isPresent() ? "approve or refuse it" : "propose it first: \"action\": \"propose\"");
        }
        long id = switch (action) {
            case "propose" -> {
                requireNotReturned(connection, ticket, false);
                yield propose(connection, ticket, input, request.who(), at);
            }
            case "approve" -> approve(connection, open.orElseThrow(), request.who(), at);
            case "refuse" -> refuse(connection, open.orElseThrow(), input, request.who(), at);
            case "goods_back" -> goodsBack(connection, open.orElseThrow(), request.who(), at);
            default -> {
                requireStep(ticket, open.orElseThrow().way());
                requireNotReturned(connection, ticket, true);
                yield settle(connection, open.orElseThrow(), input, request.who(), at);
            }
        };
        Map<String, Object> result = new LinkedHashMap<>();
        if (action.equals("settle") && open.orElseThrow().way().equals("exchange")) {
            result.putAll(exchanges.handOver(
                    connection,
                    ticket,
                    input.required("new_serial", ""),
                    input.text("part").orElse(null),
                    at));
        }
        Writing.note(connection, ticket, at, request.who(), "return_" + action, Map.of("return", id));
        result.put("return", id);
        result.put("action", action);
        return result;
    }

    /** What is settled is what the ticket's step is about: so that it can end as nothing else. */
    private static void requireStep(TicketRow ticket, String way) {
        if (!ticket.state().equals(way)) {
            throw TicketRefusal.conflict(
                            "the " + way + " cannot be settled while " + ticket.number() + " is " + ticket.state(),
                            "take the step to " + way + " first, then settle it")
                    .with("step", ticket.state());
        }
    }

    /**
     * An appliance goes back once, whichever ticket is about it.
     *
     * @param settled whether only what is settled stands in the way, not what another open ticket has only proposed
     */
    private static void requireNotReturned(Connection connection, TicketRow ticket, boolean settled)
            throws SQLException {
        record Before(String number, String way, boolean settled) {}
        Optional<Before> before = Sql.first(
                connection,
                """
                select t.number, r.way, r.settled_at is not null settled
                from service.return_case r join service.ticket t on t.id = r.ticket
                where (r.ticket = ? or t.appliance_no = ?) and r.refused_at is null
                    and (r.settled_at is not null or (t.ended_at is null and not ?))
                order by r.settled_at, r.id limit 1
                """,
                row -> new Before(row.getString("number"), row.getString("way"), row.getBoolean("settled")),
                ticket.id(),
                ticket.applianceNo(),
                settled);
        if (before.isPresent()) {
            Before other = before.get();
            String done = other.way().equals("exchange") ? "exchanged" : "refunded";
            throw TicketRefusal.conflict(
                            other.settled()
                                    ? "the appliance was " + done + " already, under " + other.number()
                                    : article(other.way()) + " of the same appliance is proposed under "
                                            + other.number(),
                            other.settled()
                                    ? "open a ticket about the appliance that the household has now"
                                    : "work on that ticket")
                    .with("ticket", other.number());
        }
    }

    private static String article(String way) {
        return (way.equals("exchange") ? "an " : "a ") + way;
    }

    private static Optional<Case> open(Connection connection, TicketRow ticket) throws SQLException {
        return Sql.first(
                connection,
                "select * from service.return_case where ticket = ? and refused_at is null and settled_at is null",
                row -> new Case(
                        row.getLong("id"),
                        row.getString("way"),
                        row.getString("proposed_by"),
                        row.getObject("approved_at") != null,
                        row.getObject("goods_back_at") != null,
                        row.getBoolean("owed")),
                ticket.id());
    }

    private static long propose(Connection connection, TicketRow ticket, TicketInput input, String who, Instant at)
            throws SQLException {
        String way = input.requiredOneOf("way", "exchange", "refund");
        String reason = input.required("reason", "say why");
        Map<String, Object> owed = Payers.owed(connection, ticket);
        Object until = owed.get(way + "_until");
        boolean within =
                until != null && Payers.day(ticket.openedAt()).toString().compareTo(until.toString()) <= 0;
        return Sql.first(connection, """
                        insert into service.return_case (ticket, way, reason, owed, proposed_by, proposed_at)
                        values (?, ?, ?, ?, ?, ?) returning id
                        """, row -> row.getLong("id"), ticket.id(), way, reason, within, who, at)
                .orElseThrow();
    }

    private static long approve(Connection connection, Case open, String who, Instant at) throws SQLException {
        if (open.approved()) {
            throw TicketRefusal.conflict("it is approved already", "take the step to " + open.way());
        }
        if (Aftercare.same(open.proposedBy(), who)) {
            throw TicketRefusal.conflict(who + " proposed it, and cannot approve it", "let another person approve it");
        }
        Sql.update(
                connection,
                "update service.return_case set approved_by = ?, approved_at = ? where id = ?",
                who,
                at,
                open.id());
        return open.id();
    }

    private static long refuse(Connection connection, Case open, TicketInput input, String who, Instant at)
            throws SQLException {
        if (open.owed()) {
            throw TicketRefusal.conflict(
                    "the " + open.way() + " is owed under the guarantee and must not be refused", "approve it");
        }
        if (open.approved()) {
            throw TicketRefusal.conflict("it is approved already", "settle it");
        }
        Sql.update(
                connection,
                "update service.return_case set refused_by = ?, refused_at = ?, refusal = ? where id = ?",
                who,
                at,
                input.required("refusal", "say why"),
                open.id());
        return open.id();
    }

    private static long goodsBack(Connection connection, Case open, String who, Instant at) throws SQLException {
        if (!open.approved()) {
            throw TicketRefusal.conflict("it is not approved", "let another person approve it first");
        }
        if (open.goodsBack()) {
            throw TicketRefusal.conflict("the goods are back already", "settle it");
        }
        Sql.update(
                connection,
                "update service.return_case set goods_back_by = ?, goods_back_at = ? where id = ?",
                who,
                at,
                open.id());
        return open.id();
    }

    private static long settle(Connection connection, Case open, TicketInput input, String who, Instant at)
            throws SQLException {
        if (!open.goodsBack()) {
            throw TicketRefusal.conflict("the goods are not back", "note them first: \"action\": \"goods_back\"");
        }
        boolean exchange = open.way().equals("exchange");
        String serial = exchange ? input.required("new_serial", "the serial number of the new appliance") : null;
        Optional<BigDecimal> amount = input.amount("amount");
        if (!exchange && amount.isEmpty()) {
            throw input.wrong("amount", "is missing", "say how much was paid back");
        }
        String currency =
                exchange && amount.isEmpty() ? null : input.required("currency", "three letters, such as CNY");
        if (currency != null && !currency.matches("[A-Z]{3}")) {
            throw input.wrong("currency", "is not three capital letters", "such as CNY");
        }
        Sql.update(connection, """
                update service.return_case set settled_by = ?, settled_at = ?, new_serial = ?, amount = ?, currency = ? where id = ?
                """, who, at, serial, amount.orElse(null), currency, open.id());
        return open.id();
    }
}
