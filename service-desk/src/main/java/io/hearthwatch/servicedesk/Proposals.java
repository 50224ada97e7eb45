package io.hearthwatch.servicedesk;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Component;
import io.hearthwatch.catalog.FaultCode;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.database.Database;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.servicedesk.centre.Asked;
import io.hearthwatch.servicedesk.centre.CentreChoice;
import io.hearthwatch.servicedesk.centre.Chosen;
import io.hearthwatch.servicedesk.policy.EndReason;
import io.hearthwatch.servicedesk.policy.RecentFault;
import io.hearthwatch.servicedesk.policy.TicketRules;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * From a decision to a ticket with a held part, in one transaction: lock the pair, see whether the decision was answered before, ask
 * the gate, the rules and the centre's capacity, open the ticket at the household's centre, hold the parts, announce it. Where the gate
 * is closed, only what would have been done is noted ({@link ShadowProposals}).
 */
final class Proposals {
    static final String LED_TO_NOTHING = "led_to_nothing_lately";
    static final String REPAIRED_MEANWHILE = "repaired_meanwhile";
    static final String NO_ROOM = "no_room_today";

    private final Database database;
    private final TicketLife life;
    private final TicketSteps steps;
    private final Gate gate;

    Proposals(Database database, TicketLife life, TicketSteps steps, Gate gate) {
        this.database = database;
        this.life = life;
        this.steps = steps;
        this.gate = gate;
    }

    /**
     * A proposal with what is known about it.
     *
     * @param now the clock's reading, which tells what is known already
     */
    record Case(Proposal proposal, Appliance appliance, ApplianceType type, Component component, Instant now) {
        static Case of(Proposal proposal, Appliance appliance, ApplianceType type, Instant now) {
            Component component = type.component(appliance.model(), proposal.component())
                    .orElseThrow(() -> new IllegalArgumentException(
                            "type " + type.id() + " has no component " + proposal.component()));
            return new Case(proposal, appliance, type, component, now);
        }

        TicketRules.Ask ask() {
            Instant safety = RecentFault.newestSafety(type, proposal.component(), proposal.faults())
                    .orElse(null);
            return new TicketRules.Ask(proposal.probability(), proposal.asOf(), safety);
        }

        Value value() {
            return Value.of(type, component, proposal);
        }

        Instant due() {
            return proposal.asOf().plus(proposal.horizon().dividedBy(2));
        }
    }

    /**
     * Answers a proposal.
     *
     * @param challenger whether a challenger decided, which opens nothing whatever the policy says
     */
    Outcome propose(Case what, boolean challenger) {
        Proposal proposal = what.proposal();
        // By itself: its outbox row must not be written before this proposal's locks on stock.
        life.expireIfDue(proposal.applianceNo(), proposal.component(), proposal.asOf());
        return database.inTransaction(connection -> {
            TicketLife.lockPair(connection, proposal.applianceNo(), proposal.component());
            Optional<Outcome> before = answerBefore(connection, proposal);
            if (before.isPresent()) {
                return before.get();
            }
            if (challenger) {
                return ShadowProposals.answer(connection, what, ShadowReason.CHALLENGER);
            }
            Optional<ShadowReason> closed = gate.closed(connection, what.type().id(), proposal.asOf());
            return closed.isPresent()
                    ? ShadowProposals.answer(connection, what, closed.get())
                    : answer(connection, what);
        });
    }

    private Outcome answer(Connection connection, Case what) throws SQLException {
        Proposal proposal = what.proposal();
        Optional<TicketLife.OpenTicket> open =
                TicketLife.openTicket(connection, proposal.applianceNo(), proposal.component());
        TicketRules.Ruling ruling = TicketRules.rule(
                open.map(TicketLife.OpenTicket::rules).orElse(null),
                lastEnded(connection, proposal).orElse(null),
                what.ask());
        return switch (ruling) {
            case ALREADY_OPEN ->
                store(
                        connection,
                        proposal,
                        new Outcome(
                                Outcome.Kind.ALREADY_OPEN, open.orElseThrow().id(), null));
            case SUPPRESSED -> holdBack(connection, proposal, Outcome.Kind.SUPPRESSED, LED_TO_NOTHING);
            case OPEN -> {
                if (isKnown(connection, "repair", proposal, what.now()).isPresent()) {
                    yield holdBack(connection, proposal, Outcome.Kind.SUPPRESSED, REPAIRED_MEANWHILE);
                }
                Chosen responsible = responsible(connection, what);
                yield what.value().safety() || Capacity.hasRoom(connection, responsible.centre(), proposal.asOf())
                        ? open(connection, what, responsible)
                        : holdBack(connection, proposal, Outcome.Kind.WAITING, NO_ROOM);
            }
        };
    }

    private static Optional<Outcome> answerBefore(Connection connection, Proposal proposal) throws SQLException {
        return Sql.first(
                connection,
                "select ticket, reason from service.proposal where decision_id = ?",
                row -> new Outcome(Outcome.Kind.REPEATED, row.getObject("ticket", Long.class), row.getString("reason")),
                proposal.decisionId());
    }

    static Optional<TicketRules.Ended> lastEnded(Connection connection, Proposal proposal) throws SQLException {
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
                proposal.component());
    }

    /**
     * The first failure or repair of the component after the decision that is known by now: a decision may reach the desk later than
     * news of what it foretold.
     */
    static Optional<Instant> isKnown(Connection connection, String label, Proposal proposal, Instant now)
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

    private static Outcome holdBack(Connection connection, Proposal proposal, Outcome.Kind kind, String reason)
            throws SQLException {
        Outcome outcome = store(connection, proposal, new Outcome(kind, null, reason));
        Outbox.append(
                connection,
                proposal.asOf(),
                "proposal." + kind(kind),
                null,
                Map.of("component", proposal.component(), "reason", reason));
        return outcome;
    }

    private static Outcome store(Connection connection, Proposal proposal, Outcome outcome) throws SQLException {
        store(connection, proposal, outcome, null, null);
        return outcome;
    }

    /** Notes the answer, so that the same question gets it again. */
    static void store(Connection connection, Proposal proposal, Outcome outcome, ShadowReason shadow, Long shadowTicket)
            throws SQLException {
        Sql.update(
                connection,
                """
                insert into service.proposal (decision_id, appliance_no, component, as_of, probability, outcome, reason, ticket,
                    shadow, shadow_ticket)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                proposal.decisionId(),
                proposal.applianceNo(),
                proposal.component(),
                proposal.asOf(),
                proposal.probability(),
                kind(outcome.wouldBe() == null ? outcome.kind() : outcome.wouldBe()),
                outcome.reason(),
                outcome.ticketId(),
                shadow == null ? null : shadow.id(),
                shadowTicket);
    }

    private static String kind(Outcome.Kind kind) {
        return switch (kind) {
            case OPENED -> "opened";
            case ALREADY_OPEN -> "already_open";
            case SUPPRESSED -> "suppressed";
            case WAITING -> "waiting";
            case SHADOWED, REPEATED -> throw new IllegalArgumentException(kind + " is not stored");
        };
    }

    private Outcome open(Connection connection, Case what, Chosen responsible) throws SQLException {
        Proposal proposal = what.proposal();
        long ticket = insert(connection, what, responsible);
        Stock.Held held = Stock.hold(
                connection, ticket, responsible.centre(), what.component().parts(), proposal.asOf());
        for (String part : held.missing()) {
            proposePurchase(connection, ticket, held.warehouses(), part, what.due(), proposal.asOf());
        }
        Outcome outcome = store(connection, proposal, new Outcome(Outcome.Kind.OPENED, ticket, null));
        steps.opened(
                connection,
                ticket,
                TicketLife.SERVICE,
                Map.of("model", proposal.modelId(), "missing_parts", held.missing(), "centre", responsible.detail()),
                proposal.asOf());
        responsible.raise(connection, ticket, proposal.asOf());
        Optional<Instant> failure = isKnown(connection, "failure", proposal, what.now());
        if (failure.isPresent()) {
            TicketLife.hit(connection, ticket, failure.get());
        }
        return outcome;
    }

    /** Which centre takes it, and why. */
    static Chosen responsible(Connection connection, Case what) throws SQLException {
        String faultClass = telling(what.type(), what.proposal()).stream()
                .filter(code -> code.suspects().contains(what.proposal().component()))
                .map(code -> code.faultClass().name().toLowerCase(Locale.ROOT))
                .findFirst()
                .orElse(null);
        return CentreChoice.of(
                connection,
                Asked.about(what.appliance().id(), what.type().id(), "repair", faultClass),
                what.proposal().asOf());
    }

    private static long insert(Connection connection, Case what, Chosen responsible) throws SQLException {
        Proposal proposal = what.proposal();
        Component component = what.component();
        List<FaultCode> codes = telling(what.type(), proposal);
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
                        what.type().id(),
                        proposal.component(),
                        responsible.household(),
                        responsible.centre(),
                        what.value().urgency().level(),
                        proposal.probability(),
                        Sql.json(summary),
                        Sql.json(proposal.reasons()),
                        Sql.json(hints),
                        proposal.decisionId(),
                        proposal.modelId(),
                        proposal.horizon().toSeconds(),
                        proposal.asOf(),
                        what.due(),
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

    static void proposePurchase(
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
