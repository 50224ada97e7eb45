package io.hearthwatch.app.policy;

import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.servicedesk.Author;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What about the policy takes both the models and the service desk. */
public final class PolicyOffice {
    private final Workspace workspace;

    public PolicyOffice(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * Releases the emergency switch, and sees to it that decisions which wait to be handed over open nothing late.
     *
     * @param typeOrNull the type whose own switch is meant, or null for that of all types
     * @return whether it was on
     */
    public boolean resume(String typeOrNull, Author author) {
        Map<String, Instant> decidedThrough = new HashMap<>();
        for (String type : workspace.catalog().types().keySet()) {
            workspace.predictor().newestUnrelayed(type).ifPresent(at -> decidedThrough.put(type, at));
        }
        return workspace.serviceDesk().policies().resume(typeOrNull, author, decidedThrough);
    }

    /** From which probability on each component of a type asks for a ticket now; empty where no model is in service. */
    public Map<String, Double> thresholds(String type) {
        return workspace
                .predictor()
                .champion(type)
                .map(model -> workspace.predictor().thresholds(model))
                .orElse(Map.of());
    }
}
