package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.TicketSteps;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What earlier repairs of the same appliance mean for a new ticket: within the repair guarantee it is linked to the last one; after as many
 * failed repairs as the guarantee's rule says, exchange is proposed before the customer has to demand it (refund within its days).
 */
final class RepairGuarantee {
    /** Who proposes, where no person does. */
    static final String SERVICE = "hearthwatch";

    private RepairGuarantee() {}

    /** The last repair of the appliance that is still under repair guarantee at the instant. */
    static Optional<Long> before(Connection connection, int applianceNo, Instant at) throws SQLException {
        return Sql.first(connection, """
                select t.id from service.ticket t
                where t.appliance_no = ? and t.end_reason = 'repaired' and t.finding is distinct from 'no_failure'
                    and t.ended_at <= ? and t.ended_at > ?::timestamptz - make_interval(days => (
                        select repair_guarantee_days from service.guarantee_rule where type in (t.type, '*')
                        order by type = '*', purchased_from desc, version desc limit 1))
                order by t.ended_at desc, t.id desc limit 1
                """, row -> row.getLong("id"), applianceNo, at, at);
    }

    /**
     * Links a ticket that opened by itself to the repair whose guarantee it falls under, as one that a customer opened would be: when
     * somebody takes it up, or the customer calls about it.
     */
    static TicketRow follow(Connection connection, TicketRow ticket, String who, Instant at) throws SQLException {
        if (ticket.applianceNo() == null || !Set.of("prediction", "fault_code").contains(ticket.source())) {
            return ticket;
        }
        Optional<Long> repaired = before(connection, ticket.applianceNo(), ticket.openedAt());
        if (repaired.isEmpty()
                || Sql.update(
                                connection,
                                "update service.ticket set parent = ?, link = 'repair_guarantee' where id = ? and parent is null",
                                repaired.get(),
                                ticket.id())
                        == 0) {
            return ticket;
        }
        String number = TicketRow.find(connection, repaired.get()).orElseThrow().number();
        Writing.note(connection, ticket, at, who, "linked", Map.of("linked_to", number, "link", "repair_guarantee"));
        return TicketRow.find(connection, ticket.id()).orElseThrow();
    }

    /**
     * Proposes exchange or refund where it is owed.
     *
     * @return exchange or refund; nothing where nothing is owed, or it is proposed already
     */
    static Optional<String> proposeReturn(Connection connection, TicketRow ticket, Instant at) throws SQLException {
        if (ticket.applianceNo() == null || !ticket.kind().equals("repair")) {
            return Optional.empty();
        }
        Optional<Payers.Rule> rule = Payers.rule(connection, ticket);
        LocalDate bought = PurchaseDay.of(connection, ticket).day();
        if (rule.isEmpty() || bought == null) {
            return Optional.empty();
        }
        LocalDate day = Payers.day(ticket.openedAt());
        int failed = failedRepairs(connection, ticket, bought, rule.get());
        boolean owed = failed >= rule.get().failedRepairs()
                && !day.isAfter(bought.plusMonths(rule.get().repairMonths()));
        if (!owed) {
            return Optional.empty();
        }
        String way = day.isAfter(bought.plusDays(rule.get().refundDays())) ? "exchange" : "refund";
        int added = Sql.update(
                connection,
                """
                insert into service.return_case (ticket, way, reason, owed, proposed_by, proposed_at)
                select ?, ?, ?, true, ?, ? where not exists (
                    select from service.return_case r join service.ticket t on t.id = r.ticket
                    where (r.ticket = ? or t.appliance_no = ?) and r.refused_at is null
                        and (r.ticket = ? or r.settled_at is not null or t.ended_at is null))
                """,
                ticket.id(),
                way,
                failed + " repairs of this appliance have failed",
                SERVICE,
                at,
                ticket.id(),
                ticket.applianceNo(),
                ticket.id());
        if (added == 0) {
            return Optional.empty();
        }
        TicketSteps.event(
                connection, ticket.id(), at, SERVICE, "return_proposed", Map.of("way", way, "failed_repairs", failed));
        TicketSteps.announce(connection, ticket.id(), at, "ticket.return_proposed");
        return Optional.of(way);
    }

    /**
     * Repairs of the appliance that were followed by another repair ticket within the repair guarantee, or reopened. What a model expected
     * and nobody noticed or found is no failure of the repair before.
     */
    static int failedRepairs(Connection connection, TicketRow ticket, LocalDate since, Payers.Rule rule)
            throws SQLException {
        return Sql.first(
                        connection,
                        """
                        select coalesce(sum(p.times_reopened + case when exists (
                                select from service.ticket later
                                where later.appliance_no = p.appliance_no and later.kind = 'repair' and later.id > p.id
                                    and (later.source <> 'prediction' or later.joined_at is not null or later.finding = 'failure')
                                    and later.opened_at between p.ended_at and p.ended_at + ?::bigint * interval '1 second')
                            then 1 else 0 end), 0) failed
                        from service.ticket p
                        where p.appliance_no = ? and p.kind in ('repair', 'part_replacement') and p.opened_at >= ?
                            and (p.end_reason = 'repaired' or p.id = ?) and p.finding is distinct from 'no_failure'
                        """,
                        row -> row.getInt("failed"),
                        Duration.ofDays(rule.repairGuaranteeDays()).toSeconds(),
                        ticket.applianceNo(),
                        since,
                        ticket.id())
                .orElse(0);
    }
}
