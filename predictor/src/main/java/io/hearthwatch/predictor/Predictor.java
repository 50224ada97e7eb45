package io.hearthwatch.predictor;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.Database;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.ingest.StoredTelemetry;
import io.hearthwatch.predictor.evaluation.Evaluation;
import io.hearthwatch.predictor.evaluation.Evaluator;
import io.hearthwatch.predictor.features.FeatureExtractor;
import io.hearthwatch.predictor.learning.ComponentModel;
import io.hearthwatch.predictor.learning.TrainedModel;
import io.hearthwatch.predictor.learning.Trainer;
import io.hearthwatch.predictor.serving.Decider;
import io.hearthwatch.predictor.storage.AliasStore;
import io.hearthwatch.predictor.storage.DecisionRetention;
import io.hearthwatch.predictor.storage.DecisionStore;
import io.hearthwatch.predictor.storage.HistoryReader;
import io.hearthwatch.predictor.storage.ModelStore;
import io.hearthwatch.predictor.storage.ReferenceStore;
import io.hearthwatch.predictor.storage.ScoreStore;
import io.hearthwatch.predictor.storage.StrangenessStore;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * From stored history to decisions: for every component of an appliance, the probability that it fails within a horizon.
 *
 * <ol>
 *   <li>{@link HistoryReader} gives each appliance's stored hours, faults, repairs and failures.
 *   <li>{@link FeatureExtractor} computes, as of an instant, what a model sees of them; training, evaluation and service all call it.
 *   <li>{@link Trainer} grows trees for each component and picks thresholds; {@link ModelStore} keeps them. The first model of a
 *       type becomes champion, later ones only by {@link ModelRegistry#promote}.
 *   <li>{@link Evaluator} judges a model on a span that it did not see.
 *   <li>{@link Decider} follows the champions' schedules and commits decisions, which the application hands over to the service desk
 *       ({@link #unrelayed}, {@link #markRelayed}).
 * </ol>
 *
 * All state is in the schema {@code prediction}. Thread-safe; everything blocks.
 */
public final class Predictor {
    private final Database database;
    private final InstantSource clock;
    private final StoredHistory stored;
    private final ModelStore models;
    private final AliasStore aliases;
    private final DecisionStore decisions;
    private final ScoreStore scores;
    private final Decider decider;
    private final Judging judging;
    private final StrangenessStore strangeness;
    private final ReferenceStore references;

    /**
     * Brings the schema up to date.
     *
     * @param fleet the registry, whose schema has to be there first
     * @param telemetry what was stored, whose schema has to be there first
     */
    public Predictor(Database database, Catalog catalog, Fleet fleet, StoredTelemetry telemetry, InstantSource clock) {
        this(database, catalog, fleet, telemetry, clock, CurrentCosts.AS_TRAINED);
    }

    /**
     * The same with costs that may change under way.
     *
     * @param costs what outcomes cost now
     */
    public Predictor(
            Database database,
            Catalog catalog,
            Fleet fleet,
            StoredTelemetry telemetry,
            InstantSource clock,
            CurrentCosts costs) {
        database.migrate("prediction");
        this.database = database;
        this.clock = clock;
        this.stored = new StoredHistory(database, catalog, fleet, telemetry);
        this.models = new ModelStore(database);
        this.aliases = new AliasStore(database);
        this.decisions = new DecisionStore(database);
        this.scores = new ScoreStore(database);
        this.strangeness = new StrangenessStore(database);
        this.references = new ReferenceStore(database);
        this.judging =
                new Judging(database, stored, models, clock, costs, new LifeTools(database, fleet, stored, clock));
        this.decider = new Decider(database, catalog, fleet, telemetry, models, aliases, costs);
    }

    Decider decider() {
        return decider;
    }

    /** What is stored, as this predictor reads it. */
    StoredHistory stored() {
        return stored;
    }

    // Models

    /** Trains in the name of the service; see {@link #train(TrainRequest, String, Progress)}. */
    public ModelInfo train(TrainRequest request, Progress progress) {
        return train(request, "service", progress);
    }

    /**
     * Trains one model per component and stores them together, after whatever else trains on this database.
     *
     * @param who asked for it; goes into the audit log
     * @throws PredictionException if there is no such type or appliance, or nothing stored to learn from
     */
    public ModelInfo train(TrainRequest request, String who, Progress progress) {
        String what = "model train, " + stored.type(request.type()).id() + ", for " + who;
        return TrainingTurn.await(database, what, progress, () -> trainInTurn(request, who, progress));
    }

    /** The same for whoever has the {@link TrainingTurn}. */
    ModelInfo trainInTurn(TrainRequest request, String who, Progress progress) {
        TrainingPlan plan = TrainingPlan.of(request, stored, clock.instant(), progress);
        TrainingPlan.Outcome outcome = plan.train(stored, clock.instant(), progress);
        String id = models.add(outcome.model(), outcome.record(), who, clock.instant());
        outcome.reference().ifPresent(reference -> references.add(id, reference));
        return model(id).orElseThrow();
    }

    /**
     * Judges a model on stored data.
     *
     * @throws PredictionException if there is no such model, nothing stored to judge on, or if judging there would be a leak
     */
    public Evaluation evaluate(EvaluateRequest request, Progress progress) {
        return judging.evaluate(request, progress);
    }

    /** What judges models, and compares them. */
    public Judging judging() {
        return judging;
    }

    /** All models, or those of a type, newest first. */
    public List<ModelInfo> models(String typeOrNull) {
        return models.list(typeOrNull);
    }

    /** The model with that id. */
    public Optional<ModelInfo> model(String id) {
        return models.info(id);
    }

    /** The model that the service follows for a type. */
    public Optional<String> champion(String type) {
        return aliases.champion(type);
    }

    /**
     * The id given, checked, or, for null, that of the newest trained model of the type.
     *
     * @throws PredictionException if there is none
     */
    public String modelId(String idOrNull, String type) {
        if (idOrNull == null) {
            return models.newest(type)
                    .orElseThrow(() -> new PredictionException(
                            "no model of type " + type + " was trained yet",
                            "train one with: model train --type " + type));
        }
        return models.list(type).stream()
                .map(ModelInfo::id)
                .filter(idOrNull::equals)
                .findFirst()
                .orElseThrow(() -> new PredictionException(
                        "there is no model " + idOrNull + " of type " + type, "see: model list"));
    }

    // Decisions

    /**
     * Does all work due at or before an instant that was not done yet, in order of time: appliances that raised a fault as of its
     * arrival, all appliances at scheduled instants. The very first call begins with work due at exactly that instant.
     */
    public Decided decideDue(Instant upTo, Missed missed) {
        return decider.decideDue(upTo, missed);
    }

    /** The first instant after this one at which work is known to be due. */
    public Optional<Instant> nextDue(Instant after) {
        return decider.nextDue(after);
    }

    /**
     * What the service would decide with a model over a span, from what is stored now: at the instants of its schedule in [from, to]
     * and at the arrival of faults in (from, to]. In order of instant, appliance and component; without reasons.
     *
     * @param appliances only these, by the maker's id; null for all
     */
    public void decisions(
            String modelId, Instant from, Instant to, Set<String> appliances, Consumer<Decision> consumer) {
        TrainedModel model = models.load(modelId);
        decider.play(
                modelId,
                model,
                from,
                to,
                StoredHistory.wanted(appliances),
                decider.thresholds(model.extractor().vocabulary().type()),
                consumer);
    }

    /**
     * The same with other thresholds.
     *
     * @param thresholds from which probability on a component's score is a decision; a component that has no threshold never is
     */
    public void decisions(
            String modelId,
            Instant from,
            Instant to,
            Set<String> appliances,
            Map<String, Double> thresholds,
            Consumer<Decision> consumer) {
        decider.play(
                modelId,
                models.load(modelId),
                from,
                to,
                StoredHistory.wanted(appliances),
                component -> thresholds.getOrDefault(component.component(), Double.NaN),
                consumer);
    }

    /** From which probability on each component's score is a decision under the costs of this moment; without those that never are. */
    public Map<String, Double> thresholds(String modelId) {
        TrainedModel model = models.load(modelId);
        ToDoubleFunction<ComponentModel> now =
                decider.thresholds(model.extractor().vocabulary().type());
        Map<String, Double> thresholds = new TreeMap<>();
        for (ComponentModel component : model.components()) {
            double threshold = now.applyAsDouble(component);
            if (!Double.isNaN(threshold)) {
                thresholds.put(component.component(), threshold);
            }
        }
        return thresholds;
    }

    /** Committed decisions that were not handed over yet, in order of instant, appliance and component. */
    public List<Decision> unrelayed(int limit) {
        return decisions.unrelayed(limit);
    }

    /** Up to when the newest decision of a type that was not handed over yet knows; nothing if all were. */
    public Optional<Instant> newestUnrelayed(String type) {
        return decisions.newestUnrelayed(type);
    }

    /** How many committed decisions were not handed over yet; counted up to a million. */
    public long unrelayedCount() {
        return decisions.unrelayedCount();
    }

    /** Notes that decisions were handed over; doing so again changes nothing. */
    public void markRelayed(Collection<UUID> ids) {
        decisions.markRelayed(ids, clock.instant());
    }

    /**
     * Deletes decisions that are older than is wanted. Those whose ticket is open, that were not handed over yet, or that the newest
     * challenger of a type is compared by, stay.
     *
     * @param keep how long decisions are kept; at least {@link ServiceWatch#LOOKS_BACK}, since that reads them
     * @param tickets says whose ticket is open
     * @return how many went
     */
    public long forgetDecisions(Instant now, Duration keep, FoundLabels tickets) {
        if (keep.compareTo(ServiceWatch.LOOKS_BACK) < 0) {
            throw new IllegalArgumentException(keep + " is less than " + ServiceWatch.LOOKS_BACK);
        }
        return new DecisionRetention(database).forget(now.minus(keep), tickets);
    }

    /** How much room decisions take, in bytes. */
    public long decisionBytes() {
        return new DecisionRetention(database).bytes();
    }

    /** The latest probabilities of an appliance's components; empty where it was not scored yet. */
    public List<ComponentScore> scores(int applianceNo) {
        return scores.of(applianceNo);
    }

    /**
     * Forgets what was put together of the fleets day by day, so that it is computed anew from what is stored now. To be called after
     * history of earlier days was imported.
     */
    public void forgetFleetDays() {
        database.inTransaction(connection -> {
            try (PreparedStatement delete = connection.prepareStatement("delete from prediction.fleet_day")) {
                return delete.executeUpdate();
            }
        });
    }

    /** How strange an appliance was when it was last scored; empty where that cannot be said. */
    public Optional<Strangeness> strangeness(int applianceNo) {
        return strangeness.of(applianceNo);
    }

    /** The strange appliances of a type, strangest first. */
    public List<Strangeness> strange(String type, int limit) {
        return strangeness.strange(type, limit);
    }
}
