package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a step may need, by the names that {@code service.ticket_transition} uses. */
final class Needs {
    private Needs() {}

    /**
     * Something that has to be done before a step.
     *
     * @param need its name
     * @param what in words
     * @param how what to do
     */
    record Missing(String need, String what, String how) {
        Map<String, Object> shown() {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("need", need);
            shown.put("what", what);
            shown.put("how", how);
            return shown;
        }
    }

    /** The keys by which a step's own request meets the need; empty for a need that must be met before. */
    static List<String> broughtBy(String need) {
        return switch (need) {
            case "way" -> List.of("way");
            case "window" -> List.of("window_from", "window_to");
            case "technician" -> List.of("technician");
            case "reason" -> List.of("reason");
            case "agreement" -> List.of("customer_agreed");
            default -> List.of();
        };
    }

    static Optional<Missing> missing(Connection connection, TicketRow ticket, String to, String need)
            throws SQLException {
        return switch (need) {
            case "information" -> information(connection, ticket);
            // Decided from what is known; nobody has to do anything.
            case "payer" -> Optional.empty();
            case "consent" -> consent(connection, ticket);
            case "checklist_before" -> checklist(connection, ticket, true);
            case "checklist" -> checklist(connection, ticket, false);
            case "finding" ->
                unless(
                        round(connection, ticket, "ticket_finding", ""),
                        need,
                        "what was found is not written down",
                        "findings");
            case "record_sheet" ->
                unless(
                        round(connection, ticket, "record_sheet", ""),
                        need,
                        "the customer has not signed the record sheet",
                        "record-sheet");
            case "answer" -> answer(connection, ticket);
            case "review", "reviewed" -> reviewed(connection, ticket, need);
            case "follow_up" ->
                unless(
                        round(
                                connection,
                                ticket,
                                "ticket_follow_up",
                                "and reason = 'work_done' and reached and solved"),
                        need,
                        "the customer has not been called back, or does not say that it is solved",
                        "follow-up");
            case "remote" ->
                unless(
                        round(connection, ticket, "ticket_guidance", "and solved"),
                        need,
                        "no check-back says that guidance solved it",
                        "check-back");
            case "recorded" -> recorded(connection, ticket);
            case "handled" -> handled(connection, ticket);
            case "fed_back" ->
                unless(
                        round(connection, ticket, "ticket_feedback", ""),
                        need,
                        "nothing was fed back to a responsible department",
                        "feedback");
            case "wishes" ->
                unless(
                        !exists(
                                connection,
                                "select 1 from service.ticket_wish where ticket = ? and state = 'open'",
                                ticket.id()),
                        need,
                        "a wish of the customer is still open",
                        "wishes/{wish}");
            case "time_refused" ->
                unless(
                        TimeRefused.was(connection, ticket),
                        need,
                        "the customer was not asked for another time, or takes it",
                        "time-refused");
            case "loaner" ->
                unless(
                        !exists(
                                connection,
                                "select 1 from service.loaner where ticket = ? and returned_at is null",
                                ticket.id()),
                        need,
                        "the loaner has not come back",
                        "loaner");
            case "approval" -> approval(connection, ticket, to);
            case "unsettled" -> unsettled(connection, ticket);
            case "settled" ->
                unless(
                        exists(
                                connection,
                                "select 1 from service.return_case where ticket = ? and settled_at is not null and way = ?",
                                ticket.id(),
                                ticket.state()),
                        need,
                        "the " + ticket.state() + " is not settled",
                        "returns");
            default -> throw new IllegalStateException("no step knows the need " + need);
        };
    }

    private static Optional<Missing> information(Connection connection, TicketRow ticket) throws SQLException {
        List<Map<String, Object>> missing = Information.missing(connection, ticket);
        return unless(
                missing.isEmpty(),
                "information",
                "not known yet: "
                        + missing.stream()
                                .map(field -> field.get("field").toString())
                                .collect(Collectors.joining(", ")),
                "PATCH the ticket with \"answers\": {…}");
    }

    private static Optional<Missing> answer(Connection connection, TicketRow ticket) throws SQLException {
        boolean answered = round(connection, ticket, "ticket_answer_given", "");
        return unless(
                answered && !Complaints.isDisputed(connection, ticket),
                "answer",
                answered ? "the customer does not agree to the newest answer" : "the customer has no answer yet",
                "answer");
    }

    private static Optional<Missing> consent(Connection connection, TicketRow ticket) throws SQLException {
        if (Payers.customerPays(connection, ticket)) {
            Optional<Boolean> newest = Sql.first(
                    connection,
                    "select coalesce(consent, false) consent from service.ticket_quote where ticket = ? and round = ? order by id desc limit 1",
                    row -> row.getBoolean("consent"),
                    ticket.id(),
                    ticket.round());
            if (!newest.orElse(false)) {
                return Optional.of(new Missing(
                        "consent",
                        newest.isEmpty()
                                ? "the customer pays, and has no quote"
                                : "the customer pays, and has not agreed to the newest quote",
                        newest.isEmpty() ? post("quote") : post("consent")));
            }
        }
        List<String> notAgreed = CustomerParts.notAgreed(connection, ticket);
        return unless(
                notAgreed.isEmpty(),
                "consent",
                "the customer pays for parts that no quote agreed to has: " + String.join(", ", notAgreed),
                "make a new quote with all that the customer pays for by " + post("quote")
                        + ", and keep the customer's answer by POST …/consent");
    }

    private static Optional<Missing> checklist(Connection connection, TicketRow ticket, boolean beforeWork)
            throws SQLException {
        if (!exists(
                connection,
                "select 1 from service.ticket_visit where ticket = ? and round = ?",
                ticket.id(),
                ticket.round())) {
            // Nobody was at the customer's: it was brought in.
            return Optional.empty();
        }
        List<String> undone = Sql.list(
                connection, """
                select i.item from service.checklist_item i
                where i.kind = ? and i.blocks and (i.before_work or not ?)
                    and not exists (select from service.ticket_check c
                        where c.ticket = ? and c.round = ? and c.item = i.item and c.done)
                order by i.place
                """, row -> row.getString("item"), ticket.kind(), beforeWork, ticket.id(), ticket.round());
        return unless(
                undone.isEmpty(),
                beforeWork ? "checklist_before" : "checklist",
                "left undone: " + String.join(", ", undone),
                post("checklist"));
    }

    private static Optional<Missing> reviewed(Connection connection, TicketRow ticket, String need)
            throws SQLException {
        boolean remotely = need.equals("reviewed") && round(connection, ticket, "ticket_guidance", "and solved");
        boolean passed = Sql.first(
                        connection,
                        "select passed from service.ticket_review where ticket = ? and round = ? order by id desc limit 1",
                        row -> row.getBoolean("passed"),
                        ticket.id(),
                        ticket.round())
                .orElse(false);
        return unless(remotely || passed, need, "nobody else has reviewed the result, or it did not pass", "review");
    }

    /** The problem is written down: what the customer, the appliance or the model says. */
    private static Optional<Missing> recorded(Connection connection, TicketRow ticket) throws SQLException {
        return information(connection, ticket)
                .map(missing ->
                        new Missing("recorded", "the problem is not fully recorded: " + missing.what(), missing.how()));
    }

    private static Optional<Missing> handled(Connection connection, TicketRow ticket) throws SQLException {
        boolean handled = round(connection, ticket, "ticket_finding", "")
                || round(connection, ticket, "ticket_answer_given", "")
                || round(connection, ticket, "record_sheet", "")
                || round(connection, ticket, "ticket_guidance", "and solved")
                || exists(
                        connection,
                        "select 1 from service.return_case where ticket = ? and settled_at is not null",
                        ticket.id());
        return unless(handled, "handled", "nothing says what was done about it", "findings");
    }

    private static Optional<Missing> approval(Connection connection, TicketRow ticket, String to) throws SQLException {
        return unless(
                exists(
                        connection,
                        "select 1 from service.return_case where ticket = ? and approved_at is not null and way = ?",
                        ticket.id(),
                        to),
                "approval",
                "no " + to + " is approved",
                "returns");
    }

    /** Who has the new appliance or the money back was served: their ticket ends as that. */
    private static Optional<Missing> unsettled(Connection connection, TicketRow ticket) throws SQLException {
        Optional<String> way = Sql.first(
                connection,
                "select way from service.return_case where ticket = ? and settled_at is not null order by id limit 1",
                row -> row.getString("way"),
                ticket.id());
        return way.map(settled -> new Missing(
                "unsettled",
                "the " + settled + " is settled",
                "a step to " + settled + ", or to triaged, and then on to closed"));
    }

    /** Whether there is a row of the ticket's present round. */
    private static boolean round(Connection connection, TicketRow ticket, String table, String where)
            throws SQLException {
        return exists(
                connection,
                "select 1 from service." + table + " where ticket = ? and round = ? " + where,
                ticket.id(),
                ticket.round());
    }

    private static boolean exists(Connection connection, String sql, Object... parameters) throws SQLException {
        return Sql.first(connection, sql + " limit 1", row -> true, parameters).isPresent();
    }

    private static Optional<Missing> unless(boolean met, String need, String what, String how) {
        return met ? Optional.empty() : Optional.of(new Missing(need, what, how.contains(" ") ? how : post(how)));
    }

    private static String post(String resource) {
        return "POST /api/v1/tickets/{id}/" + resource;
    }
}
