package io.hearthwatch.servicedesk;

import io.hearthwatch.servicedesk.policy.TicketRules;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What would have become of a decision that may not open a ticket: the same rules over the would-be tickets of its lane. What the policy
 * holds back lives beside the real tickets, which merge and quieten it as they would each other; each challenger lives in a world of its
 * own, as if it had been the champion. Nothing is held, opened or announced.
 */
final class ShadowProposals {
    private ShadowProposals() {}

    /** Answers in the caller's transaction, which has locked the pair and seen that the decision was not answered before. */
    static Outcome answer(Connection connection, Proposals.Case what, ShadowReason reason) throws SQLException {
        Proposal proposal = what.proposal();
        boolean challenger = reason == ShadowReason.CHALLENGER;
        String lane = challenger ? proposal.modelId() : "";
        int no = proposal.applianceNo();
        String component = proposal.component();

        Optional<TicketLife.OpenTicket> real =
                challenger ? Optional.empty() : TicketLife.openTicket(connection, no, component);
        Optional<TicketRules.Open> open = real.isPresent()
                ? real.map(TicketLife.OpenTicket::rules)
                : ShadowTickets.openAt(connection, lane, no, component, proposal.asOf());
        TicketRules.Ended last = Stream.of(
                        challenger ? Optional.<TicketRules.Ended>empty() : Proposals.lastEnded(connection, proposal),
                        ShadowTickets.lastEnded(connection, lane, no, component))
                .flatMap(Optional::stream)
                .max(Comparator.comparing(TicketRules.Ended::endedAt))
                .orElse(null);
        return switch (TicketRules.rule(open.orElse(null), last, what.ask())) {
            case ALREADY_OPEN -> note(connection, proposal, reason, Outcome.Kind.ALREADY_OPEN, null);
            case SUPPRESSED -> note(connection, proposal, reason, Outcome.Kind.SUPPRESSED, Proposals.LED_TO_NOTHING);
            case OPEN -> open(connection, what, reason, lane);
        };
    }

    private static Outcome open(Connection connection, Proposals.Case what, ShadowReason reason, String lane)
            throws SQLException {
        Proposal proposal = what.proposal();
        if (Proposals.isKnown(connection, "repair", proposal, what.now()).isPresent()) {
            return note(connection, proposal, reason, Outcome.Kind.SUPPRESSED, Proposals.REPAIRED_MEANWHILE);
        }
        String type = what.type().id();
        String centre = Proposals.responsible(connection, what).centre();
        Value value = what.value();
        if (!value.safety() && !Capacity.wouldHaveRoom(connection, centre, proposal.asOf(), type, lane)) {
            return note(connection, proposal, reason, Outcome.Kind.WAITING, Proposals.NO_ROOM);
        }
        long id = ShadowTickets.insert(
                connection, proposal, new ShadowTickets.About(lane, reason, type, centre, value.urgency()));
        Optional<Instant> failure = Proposals.isKnown(connection, "failure", proposal, what.now());
        if (failure.isPresent()) {
            ShadowTickets.hit(connection, id, failure.get());
        }
        Outcome outcome = new Outcome(Outcome.Kind.SHADOWED, null, null, Outcome.Kind.OPENED);
        Proposals.store(connection, proposal, outcome, reason, id);
        return outcome;
    }

    private static Outcome note(
            Connection connection, Proposal proposal, ShadowReason shadow, Outcome.Kind wouldBe, String reason)
            throws SQLException {
        Outcome outcome = new Outcome(Outcome.Kind.SHADOWED, null, reason, wouldBe);
        Proposals.store(connection, proposal, outcome, shadow, null);
        return outcome;
    }
}
