package io.hearthwatch.servicedesk.clock;

import io.hearthwatch.catalog.Text;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.TicketClocks;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Starts and ends promises with the steps of tickets. Of what a prediction opened the customer knows nothing yet: promised is, among
 * ourselves, that somebody calls them; the visit and its end are, from when the ticket is taken up or the customer calls.
 */
final class ClockSteps implements TicketClocks {
    private static final Set<String> BEFORE_THE_VISIT =
            Set.of("opened", "triaged", "information", "scheduled", "dispatched", "confirmed", "reopened");

    @Override
    public void opened(Connection connection, long ticket, Instant at) throws SQLException {
        TicketPromises promises = new TicketPromises(connection, ticket);
        TicketPromises.Ticket about = promises.ticket();
        promises.start(about, PromiseRule.FIRST_CONTACT, at);
        answer(promises, about, at);
        if (about.customerWaits()) {
            work(promises, about, at);
        }
    }

    /** Somebody has to find a technician, or another window with the customer. */
    @Override
    public void missed(Connection connection, long ticket, boolean told, Instant at) throws SQLException {
        Escalation.dispatcher(connection, ticket, "no_technician", at);
    }

    /** Somebody has to decide whether the later time will do. */
    @Override
    public void pinNotKept(Connection connection, long ticket, Instant at) throws SQLException {
        Escalation.dispatcher(connection, ticket, "pin_not_kept", at);
    }

    @Override
    public void called(Connection connection, long ticket, Instant at) throws SQLException {
        TicketPromises promises = new TicketPromises(connection, ticket);
        work(promises, promises.ticket(), at);
    }

    /** Somebody may get hurt: the visit is promised also where the customer knew of nothing. */
    @Override
    public void safetyCode(Connection connection, long ticket, String code, Text said, Instant at) throws SQLException {
        TicketPromises promises = new TicketPromises(connection, ticket);
        TicketPromises.Ticket about = promises.ticket();
        if (BEFORE_THE_VISIT.contains(about.state())) {
            work(promises, about, at);
        }
    }

    /** Promises about the work itself. */
    private static void work(TicketPromises promises, TicketPromises.Ticket about, Instant at) throws SQLException {
        if (PromiseRule.hasVisit(about.kind())) {
            promises.start(about, PromiseRule.VISIT, at);
        }
        promises.start(about, PromiseRule.FINISHED, at);
    }

    /** A complaint is answered before it is settled; asked for where it begins and where it begins again. */
    private static void answer(TicketPromises promises, TicketPromises.Ticket about, Instant at) throws SQLException {
        if (about.kind().equals("complaint")) {
            promises.start(about, PromiseRule.FIRST_ANSWER, at);
        }
    }

    @Override
    public void handedOver(Connection connection, long ticket, Instant at) throws SQLException {
        new Escalation(connection, ticket).runDue(at);
        TicketPromises promises = new TicketPromises(connection, ticket);
        promises.handedOver(promises.ticket(), at);
        // Somebody has chosen a centre; what is still open is the new one's to see to.
        Sql.update(
                connection,
                "update service.alarm set ended_at = ? where ticket = ? and kind = 'no_centre' and ended_at is null",
                at,
                ticket);
        Sql.update(
                connection,
                "update service.alarm set centre = (select centre from service.ticket where id = ?) where ticket = ? and ended_at is null",
                ticket,
                ticket);
    }

    @Override
    public void stepped(Connection connection, long ticket, String from, String to, Instant at) throws SQLException {
        // What was due before the step happened before it, even if nobody has looked since.
        new Escalation(connection, ticket).runDue(at);
        TicketPromises promises = new TicketPromises(connection, ticket);
        TicketPromises.Ticket about = promises.ticket();
        if (from.equals("opened")) {
            // What ends there was heard of by nobody.
            end(promises, to.equals("closed") || to.equals("cancelled"), at, PromiseRule.FIRST_CONTACT);
        }
        if (from.equals("dispatched")) {
            end(promises, !to.equals("confirmed"), at, PromiseRule.ACKNOWLEDGE, PromiseRule.CONFIRM);
        }
        switch (to) {
            case "triaged" -> work(promises, about, at);
            case "reopened" -> {
                promises.start(about, PromiseRule.FIRST_CONTACT, at);
                answer(promises, about, at);
                work(promises, about, at);
            }
            case "dispatched" -> {
                promises.start(about, PromiseRule.ACKNOWLEDGE, at);
                promises.start(about, PromiseRule.CONFIRM, at);
            }
            case "on_site", "workshop" -> end(promises, false, at, PromiseRule.VISIT);
            case "exchange", "refund" -> end(promises, true, at, PromiseRule.VISIT);
            case "repaired", "accepted" ->
                end(
                        promises,
                        false,
                        at,
                        PromiseRule.FIRST_CONTACT,
                        PromiseRule.FIRST_ANSWER,
                        PromiseRule.VISIT,
                        PromiseRule.FINISHED);
            case "closed" -> {
                end(promises, true, at, PromiseRule.VISIT);
                endAll(promises, false, at);
            }
            case "cancelled" -> endAll(promises, true, at);
            default -> {
                // Every other step leaves the clocks as they are.
            }
        }
        if (from.equals("information")) {
            Sql.update(
                    connection,
                    "update service.alarm set ended_at = ? where ticket = ? and kind = 'information' and ended_at is null",
                    at,
                    ticket);
        }
        if (to.equals("information")) {
            // The to-do of whoever talks with the customer.
            Sql.update(connection, """
                    insert into service.alarm (ticket, kind, level, role, centre, subject, raised_at)
                    select ?, 'information', 1, 'information_agent', ?, 'information ' || count(*) + 1, ?
                    from service.alarm where ticket = ? and kind = 'information'
                    """, ticket, about.centre(), at, ticket);
        }
        if (from.equals("reopened")) {
            end(promises, false, at, PromiseRule.FIRST_CONTACT);
        }
        if (to.equals("closed") || to.equals("cancelled")) {
            Sql.update(
                    connection,
                    "update service.ticket_wait set ended_at = greatest(since, ?), ended_by = 'hearthwatch'"
                            + " where ticket = ? and ended_at is null",
                    at,
                    ticket);
            Sql.update(
                    connection,
                    "update service.alarm set ended_at = ? where ticket = ? and ended_at is null",
                    at,
                    ticket);
        }
    }

    private static void end(TicketPromises promises, boolean dropped, Instant at, String... names) throws SQLException {
        for (String name : names) {
            Optional<TicketPromises.Open> open = promises.open(name);
            if (open.isPresent()) {
                promises.end(open.get(), dropped, at);
            }
        }
    }

    private static void endAll(TicketPromises promises, boolean dropped, Instant at) throws SQLException {
        for (TicketPromises.Open open : promises.open()) {
            promises.end(open, dropped, at);
        }
    }
}
