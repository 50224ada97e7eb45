package io.hearthwatch.app.serve;

import io.hearthwatch.app.clock.DueWork;
import io.hearthwatch.app.metrics.WorkCounters;
import io.hearthwatch.predictor.Decision;
import io.hearthwatch.predictor.Predictor;
import io.hearthwatch.servicedesk.Proposal;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.policy.RecentFault;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Hands committed decisions to the service desk. A decision is marked only after the desk has committed its answer, and the desk knows
 * each decision's id: a kill in between repeats the question, never the ticket.
 */
public final class Relay implements DueWork {
    private static final int BATCH = 500;
    private static final int MOST_AT_ONCE = 128_000;

    private final Predictor predictor;
    private final ServiceDesk desk;
    private final WorkCounters done;

    public Relay(Predictor predictor, ServiceDesk desk, WorkCounters done) {
        this.predictor = predictor;
        this.desk = desk;
        this.done = done;
    }

    @Override
    public String name() {
        return "relay";
    }

    @Override
    public Optional<Instant> nextDue() {
        return predictor.unrelayed(1).stream().map(Decision::asOf).findFirst();
    }

    @Override
    public void runDue(Instant at) {
        while (true) {
            List<Decision> batch = wholeInstants();
            if (batch.isEmpty()) {
                return;
            }
            // What was decided at one instant competes for the room of its centre.
            for (Proposal proposal :
                    desk.mostValuableFirst(batch.stream().map(Relay::proposal).toList())) {
                done.proposed(desk.propose(proposal));
            }
            predictor.markRelayed(batch.stream().map(Decision::id).toList());
        }
    }

    /** The oldest decisions, of each instant all. */
    private List<Decision> wholeInstants() {
        for (int limit = BATCH; ; limit *= 4) {
            List<Decision> some = predictor.unrelayed(limit);
            if (some.size() < limit || limit > MOST_AT_ONCE) {
                return some;
            }
            Instant last = some.get(some.size() - 1).asOf();
            List<Decision> whole = some.stream()
                    .filter(decision -> decision.asOf().isBefore(last))
                    .toList();
            if (!whole.isEmpty()) {
                return whole;
            }
        }
    }

    /** What a decision asks of the service desk; the same for live tickets and for the policy's evaluation. */
    public static Proposal proposal(Decision decision) {
        return new Proposal(
                decision.id(),
                decision.applianceNo(),
                decision.component(),
                decision.probability(),
                decision.asOf(),
                decision.horizon(),
                decision.modelId(),
                // The first sentence is the headline, which the desk words by itself.
                decision.reasons().stream().skip(1).toList(),
                decision.faults().stream()
                        .map(fault -> new RecentFault(fault.code(), fault.at()))
                        .toList());
    }
}
