package io.hearthwatch.predictor;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.Database;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.ingest.StoredTelemetry;
import io.hearthwatch.predictor.serving.Shadow;
import io.hearthwatch.predictor.storage.DecisionStore;
import io.hearthwatch.predictor.storage.ModelStore;
import io.hearthwatch.predictor.storage.ShadowStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Challengers beside their champions: they score what the champions scored, at the same instants, and what they decide is kept to be
 * compared and never becomes a ticket. Thread-safe; everything blocks.
 */
public final class ShadowService {
    private final Shadow shadow;
    private final ShadowStore store;
    private final DecisionStore decisions;

    /**
     * Over what the predictor stores.
     *
     * @param predictor has brought the schema up to date
     */
    public ShadowService(
            Database database, Catalog catalog, Fleet fleet, StoredTelemetry telemetry, Predictor predictor) {
        this.decisions = new DecisionStore(database);
        this.store = new ShadowStore(database);
        this.shadow = new Shadow(
                database, catalog, fleet, telemetry, new ModelStore(database), decisions, predictor.decider());
    }

    /** The earliest instant that a challenger is to score and has not yet. */
    public Optional<Instant> nextDue() {
        return shadow.nextDue();
    }

    /** Has every challenger score all that its champion has scored; what one fails at is logged, counted and left out. */
    public Decided run() {
        return shadow.run();
    }

    /** Challengers' decisions that were not handed over yet, in order of instant, appliance and component. */
    public List<Decision> unrelayed(int limit) {
        return decisions.unrelayedShadow(limit);
    }

    /**
     * What champions and a challenger decided at the instants from the first to the last that it had its turn at, each by time.
     *
     * @param run with at least one such instant
     */
    public void decisions(ShadowRun run, Consumer<Decision> champions, Consumer<Decision> challengers) {
        decisions.between(run.type(), null, run.firstAsOf(), run.lastAsOf(), champions);
        decisions.between(run.type(), run.model(), run.firstAsOf(), run.lastAsOf(), challengers);
    }

    /** The time in shadow that is under way of a type, or the newest one that ended. */
    public Optional<ShadowRun> newest(String type) {
        return store.newest(type);
    }
}
