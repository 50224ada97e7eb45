package io.hearthwatch.servicedesk;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Component;
import io.hearthwatch.catalog.FaultCode;
import io.hearthwatch.catalog.Severity;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.database.Database;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.servicedesk.policy.EndReason;
import io.hearthwatch.servicedesk.policy.RecentFault;
import io.hearthwatch.servicedesk.policy.TicketRules;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * From a decision to a ticket with a held part, in one transaction: lock the pair, see whether the decision was answered before, ask
 * the rules, open the ticket at the household's centre, hold the parts, announce it.
 */
final class Proposals {
    private final Database database;
    private final TicketLife life;

    Proposals(Database database, TicketLife life) {
        this.database = database;
        this.life = life;
    }

    private record Responsible(String household, String centre) {}

    /**
     * @param now the clock's reading, which tells what is known already
     */
    Outcome propose(Proposal proposal, Appliance appliance, ApplianceType type, Instant now) {
        Component component = type.component(appliance.model(), proposal.component())
                .orElseThrow(() -> new IllegalArgumentException(
                        "type " + type.id() + " has no component " + proposal.component()));
        // By itself: its outbox row must not be written before this proposal's locks on stock.
        life.expireIfDue(proposal.applianceNo(), proposal.component(), proposal.asOf());
        return database.inTransaction(connection -> {
            TicketLife.lockPair(connection, proposal.applianceNo(), proposal.component());
            Optional<Outcome> before = answerBefore(connection, proposal);
            if (before.isPresent()) {
                return before.get();
            }
            Optional<TicketLife.OpenTicket> open =
                    TicketLife.openTicket(connection, proposal.applianceNo(), proposal.component());
            Instant safety = RecentFault.newestSafety(type, proposal.component(), proposal.faults())
                    .orElse(null);
            TicketRules.Ruling ruling = TicketRules.rule(
                    open.map(TicketLife.OpenTicket::rules).orElse(null),
                    lastEnded(connection, proposal),
                    new TicketRules.Ask(proposal.probability(), proposal.asOf(), safety));
            return switch (ruling) {
                case ALREADY_OPEN ->
                    answer(
                            connection,
                            proposal,
                            new Outcome(
                                    Outcome.Kind.ALREADY_OPEN,
                                    open.orElseThrow().id(),
                                    null));
                case SUPPRESSED -> suppress(connection, proposal, "led_to_nothing_lately");
                case OPEN ->
                    isKnown(connection, "repair", proposal, now).isPresent()
                            ? suppress(connection, proposal, "repaired_meanwhile")
                            : open(connection, proposal, appliance, type, component, now);
            };
        });
    }

    private static Optional<Outcome> answerBefore(Connection connection, Proposal proposal) throws SQLException {
        return Sql.first(
                connection,
                "select ticket, reason from service.proposal where decision_id = ?",
                row -> new Outcome(Outcome.Kind.REPEATED, row.getObject("ticket", Long.class), row.getString("reason")),
                proposal.decisionId());
    }

    private static TicketRules.Ended lastEnded(Connection connection, Proposal proposal) throws SQLException {
        return Sql.first(
                        connection,
                        """
                        select end_reason, ended_at, probability from service.ticket
                        where appliance_no = ? and component = ? and source = 'prediction' and ended_at is not null
                        order by ended_at desc, id desc limit 1
                        """,
                        row -> new TicketRules.Ended(
                                EndReason.of(row.getString("end_reason")),
                                Sql.instant(row, "ended_at"),
                                row.getDouble("probability")),
                        proposal.applianceNo(),
                        proposal.component())
                .orElse(null);
    }

    /**
     * The first failure or repair of the component after the decision that is known by now: a decision may reach the desk later than
     * news of what it foretold.
     */
    private static Optional<Instant> isKnown(Connection connection, String label, Proposal proposal, Instant now)
            throws SQLException {
        return Sql.first(
                connection,
                "select time from fleet." + label
                        + " where appliance_no = ? and component = ? and time > ? and received_at <= ?"
                        + " order by time limit 1",
                row -> Sql.instant(row, "time"),
                proposal.applianceNo(),
                proposal.component(),
                proposal.asOf(),
                now);
    }

    private static Outcome suppress(Connection connection, Proposal proposal, String reason) throws SQLException {
        Outcome outcome = answer(connection, proposal, new Outcome(Outcome.Kind.SUPPRESSED, null, reason));
        Outbox.append(
                connection,
                proposal.asOf(),
                "proposal.suppressed",
                null,
                Map.of("component", proposal.component(), "reason", reason));
        return outcome;
    }

    private static Outcome answer(Connection connection, Proposal proposal, Outcome outcome) throws SQLException {
        String kind = switch (outcome.kind()) {
            case OPENED -> "opened";
            case ALREADY_OPEN -> "already_open";
            case SUPPRESSED -> "suppressed";
            case REPEATED -> throw new IllegalArgumentException("a repeated answer is not stored");
        };
        Sql.update(
                connection,
                """
                insert into service.proposal (decision_id, appliance_no, component, as_of, probability, outcome, reason, ticket)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                proposal.decisionId(),
                proposal.applianceNo(),
                proposal.component(),
                proposal.asOf(),
                proposal.probability(),
                kind,
                outcome.reason(),
                outcome.ticketId());
        return outcome;
    }

    private static Outcome open(
            Connection connection,
            Proposal proposal,
            Appliance appliance,
            ApplianceType type,
            Component component,
            Instant now)
            throws SQLException {
        Responsible responsible = responsible(connection, appliance);
        Instant due = proposal.asOf().plus(proposal.horizon().dividedBy(2));
        long ticket = insert(connection, proposal, type, component, responsible, due);
        Stock.Held held = Stock.hold(connection, ticket, responsible.centre(), component.parts(), proposal.asOf());
        for (String part : held.missing()) {
            proposePurchase(connection, ticket, held.warehouses(), part, due, proposal.asOf());
        }
        TicketLife.event(
                connection,
                ticket,
                proposal.asOf(),
                TicketLife.SERVICE,
                "opened",
                Map.of("model", proposal.modelId(), "missing_parts", held.missing()));
        Outcome outcome = answer(connection, proposal, new Outcome(Outcome.Kind.OPENED, ticket, null));
        TicketLife.announce(connection, ticket, proposal.asOf(), "ticket.opened");
        Optional<Instant> failure = isKnown(connection, "failure", proposal, now);
        if (failure.isPresent()) {
            TicketLife.hit(connection, ticket, failure.get());
        }
        return outcome;
    }

    /** The household's centre, or else the one that serves the type; either may be missing. */
    private static Responsible responsible(Connection connection, Appliance appliance) throws SQLException {
        return Sql.first(
                        connection,
                        """
                        select h.id household, coalesce(h.centre, d.centre) centre from (select 1) always
                        left join service.household h
                            on h.id = (select household from service.household_appliance where appliance = ?)
                        left join service.default_centre d on d.type = ?
                        """,
                        row -> new Responsible(row.getString("household"), row.getString("centre")),
                        appliance.id(),
                        appliance.type())
                .orElseThrow();
    }

    private static long insert(
            Connection connection,
            Proposal proposal,
            ApplianceType type,
            Component component,
            Responsible responsible,
            Instant due)
            throws SQLException {
        List<FaultCode> codes = telling(type, proposal);
        Severity worst = codes.stream()
                .filter(code -> code.suspects().contains(component.id()))
                .map(FaultCode::severity)
                .max(Comparator.naturalOrder())
                .orElse(null);
        Urgency urgency = Urgency.of(proposal.probability(), worst, Duration.between(proposal.asOf(), due));
        Text summary = TicketWords.summary(component.label(), proposal.probability(), proposal.horizon());
        List<CheckFirst> hints = codes.stream()
                .map(code -> new CheckFirst(code.code(), code.label(), code.severity(), code.checkFirst()))
                .toList();
        return Sql.first(
                        connection,
                        """
                        insert into service.ticket (appliance_no, type, component, household, centre, source, kind, state, urgency,
                            probability, summary, reasons, check_first, decision_id, model_id, horizon_seconds, opened_at, due_at, expires_at)
                        values (?, ?, ?, ?, ?, 'prediction', 'repair', 'opened', ?, ?, ?::jsonb, ?::jsonb, ?::jsonb, ?, ?,
                            ?, ?, ?, ?)
                        returning id
                        """,
                        row -> row.getLong("id"),
                        proposal.applianceNo(),
                        type.id(),
                        proposal.component(),
                        responsible.household(),
                        responsible.centre(),
                        urgency.level(),
                        proposal.probability(),
                        Sql.json(summary),
                        Sql.json(proposal.reasons()),
                        Sql.json(hints),
                        proposal.decisionId(),
                        proposal.modelId(),
                        proposal.horizon().toSeconds(),
                        proposal.asOf(),
                        due,
                        TicketRules.expiresAt(proposal.asOf(), proposal.horizon()))
                .orElseThrow();
    }

    /** The recent codes that the type knows, each once: those that point at the component first, then the newest. */
    private static List<FaultCode> telling(ApplianceType type, Proposal proposal) {
        List<String> newestFirst = new ArrayList<>(
                proposal.faults().stream().map(RecentFault::code).toList());
        Collections.reverse(newestFirst);
        return new LinkedHashSet<>(newestFirst)
                .stream()
                        .map(code -> type.faults().get(code))
                        .filter(Objects::nonNull)
                        .sorted(Comparator.comparing(
                                (FaultCode code) -> !code.suspects().contains(proposal.component())))
                        .toList();
    }

    private static void proposePurchase(
            Connection connection, long ticket, List<String> warehouses, String part, Instant due, Instant at)
            throws SQLException {
        // It is bought into the top of the tree, where the search ended.
        String warehouse = warehouses.isEmpty() ? null : warehouses.get(warehouses.size() - 1);
        Sql.update(connection, """
                insert into service.purchase_proposal (ticket, warehouse, part, quantity, needed_by, state, made_at)
                values (?, ?, ?, 1, ?, 'proposed', ?)
                """, ticket, warehouse, part, due, at);
    }
}
