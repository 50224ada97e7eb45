package io.hearthwatch.servicedesk;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** The policy as somebody with a scope sees it: what was decided for all, and what came of it in their centres. Thread-safe. */
public final class PolicyView {
    private final PolicyReads reads;
    private final Catalog catalog;
    private final InstantSource clock;
    private final Scope scope;

    PolicyView(PolicyReads reads, Catalog catalog, InstantSource clock, Scope scope) {
        this.reads = reads;
        this.catalog = catalog;
        this.clock = clock;
        this.scope = scope;
    }

    /**
     * How the policy stands for every type of the catalog, in its order.
     *
     * @param from counts begin with decisions of this instant
     */
    public List<TypePolicy> types(Instant from) {
        return catalog.types().keySet().stream()
                .map(type -> reads.type(type, from, scope))
                .toList();
    }

    /** Service centres and what they take on. */
    public List<CentreCapacity> centres() {
        return reads.centres(clock.instant(), scope);
    }

    /** Who changed what, newest first. */
    public List<PolicyChange> changes(int limit) {
        return reads.changes(limit, scope);
    }

    /** Would-be tickets, newest first; null for any type, reason or model. */
    public List<ShadowTicket> shadowTickets(String type, ShadowReason reason, String modelId, int limit) {
        return reads.shadowTickets(type, reason, modelId, limit, scope);
    }
}
