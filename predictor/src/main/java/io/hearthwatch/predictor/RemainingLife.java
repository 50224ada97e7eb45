package io.hearthwatch.predictor;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.Database;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.ingest.StoredTelemetry;
import io.hearthwatch.predictor.features.FeatureExtractor;
import io.hearthwatch.predictor.features.HistoryDigest;
import io.hearthwatch.predictor.features.Horizons;
import io.hearthwatch.predictor.features.Vocabulary;
import io.hearthwatch.predictor.learning.Algorithm;
import io.hearthwatch.predictor.learning.HistorySource;
import io.hearthwatch.predictor.learning.LearningSettings;
import io.hearthwatch.predictor.life.LifeComponent;
import io.hearthwatch.predictor.life.LifeEstimateStore;
import io.hearthwatch.predictor.life.LifeJudge;
import io.hearthwatch.predictor.life.LifeModel;
import io.hearthwatch.predictor.life.LifeStore;
import io.hearthwatch.predictor.life.LifeTrainer;
import io.hearthwatch.predictor.life.RunLengths;
import io.hearthwatch.predictor.storage.HistoryReader;
import io.hearthwatch.predictor.storage.TrainingRecords;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How long components still last, for types whose history runs to failure: trained on stored failures, judged on others, estimated by the
 * service beside the probability of failing. An estimate never opens a ticket. Thread-safe; everything blocks.
 */
public final class RemainingLife {
    /** An hour's row teaches little that its neighbours don't, so fewer are held than for failures. */
    private static final int MOST_ROWS = 20_000;

    private final Database database;
    private final StoredHistory stored;
    private final InstantSource clock;
    private final LifeStore store;
    private final LifeEstimateStore estimates;

    /** Makes one; the {@link Predictor} brings the schema up to date and has to be there first. */
    public RemainingLife(
            Database database, Catalog catalog, Fleet fleet, StoredTelemetry telemetry, InstantSource clock) {
        this.database = database;
        this.stored = new StoredHistory(database, catalog, fleet, telemetry);
        this.clock = clock;
        this.store = new LifeStore(database);
        this.estimates = new LifeEstimateStore(database);
    }

    /**
     * Trains a model and stores it, after whatever else trains on this database; the first of its type becomes champion of remaining life.
     *
     * @param who has it trained, for the audit log
     * @throws PredictionException if there is no such type or appliance, or no component failed often enough
     */
    public LifeModelInfo train(LifeRequest request, String who, Progress progress) {
        ApplianceType type = stored.type(request.type());
        stored.checkAppliances(request.appliances(), type.id());
        String what = "model train, remaining life, " + type.id() + ", for " + who;
        return TrainingTurn.await(database, what, progress, () -> train(type, request, who, progress));
    }

    private LifeModelInfo train(ApplianceType type, LifeRequest request, String who, Progress progress) {
        Instant until = stored.learntUntil(
                type.id(), request.until(), request.cap() == null ? Duration.ZERO : request.cap(), clock.instant());
        Vocabulary vocabulary = stored.vocabulary(type, request.appliances(), until, progress);
        HistoryReader reader = stored.reader(type, vocabulary, request.appliances());
        RunLengths lengths = new RunLengths();
        reader.forEach(until, until, lengths::add);
        Duration life = lengths.median()
                .orElseThrow(() -> new PredictionException(
                        "no component of type " + type.id() + " is known to have failed by " + until,
                        "import failures with the history, or choose a later --until"));
        Duration every = request.every() != null ? request.every() : RunLengths.interval(life, request.cap());
        Duration window = request.cap() != null ? request.cap() : life;
        LearningSettings settings = LearningSettings.of(Algorithm.TREES)
                .with(LifeTrainer.TREES)
                .withMostRows(MOST_ROWS)
                .withSeed(request.seed());
        LifeTrainer trainer = new LifeTrainer(
                new FeatureExtractor(vocabulary, Horizons.of(Duration.ZERO, window)),
                until,
                every,
                request.cap(),
                settings,
                clock.instant(),
                progress);
        HistoryDigest digest = new HistoryDigest();
        LifeModel model = trainer.train((after, upTo, consumer) -> reader.forEach(after, upTo, history -> {
            digest.add(history);
            consumer.accept(history);
        }));
        if (!model.estimatesAnything()) {
            throw new PredictionException(
                    "no component of type " + type.id() + " failed often enough by " + until + ": "
                            + LifeTrainer.LEAST_FAILURES + " failures on as many appliances are needed",
                    "import more history that runs to failure; model train --horizon needs less");
        }
        Instant now = clock.instant();
        TrainingRecord record = LifeTools.record(request.appliances(), digest, trainer);
        String id = database.inTransaction(connection -> {
            String added = store.add(connection, model, request.appliances(), who, now);
            TrainingRecords.insert(connection, added, record);
            return added;
        });
        return model(id).orElseThrow();
    }

    /** The id given, checked, or, for null, that of the newest trained remaining-life model of the type. */
    public String modelId(String idOrNull, String type) {
        if (idOrNull == null) {
            return store.newest(type)
                    .orElseThrow(() -> new PredictionException(
                            "no remaining-life model of type " + type + " was trained yet",
                            "train one with: model train --target remaining_life --type " + type));
        }
        LifeModel model = store.load(idOrNull);
        if (!model.extractor().vocabulary().type().equals(type)) {
            throw new PredictionException(
                    "model " + idOrNull + " is of type "
                            + model.extractor().vocabulary().type() + ", not " + type,
                    "see: model list");
        }
        return idOrNull;
    }

    /** All remaining-life models, or those of a type, newest first. */
    public List<LifeModelInfo> models(String typeOrNull) {
        return store.list(typeOrNull);
    }

    /** The remaining-life model with that id. */
    public Optional<LifeModelInfo> model(String id) {
        return store.list(null).stream().filter(m -> m.id().equals(id)).findFirst();
    }

    /** The components that a model estimates, in order. */
    public List<String> components(String modelId) {
        return store.load(modelId).components().stream()
                .filter(c -> c.trees().isPresent())
                .map(LifeComponent::component)
                .toList();
    }

    /**
     * Judges a model on all stored decisions that it has not seen and whose outcome is known: after the end of its training span, and, on
     * appliances that taught it nothing, at any time. Truths are capped as the model's are.
     *
     * @throws PredictionException if there is no such model or appliance
     */
    public LifeEvaluation evaluate(LifeQuestion question, Progress progress) {
        ApplianceType type = stored.type(question.type());
        String id = modelId(question.modelId(), type.id());
        LifeModel model = store.load(id);
        stored.checkAppliances(question.appliances(), type.id());
        Instant newest = stored.newestEvent(type.id());
        Instant to = question.to() == null || question.to().isAfter(newest) ? newest : question.to();
        LifeJudge judge = new LifeJudge(id, model);
        HistorySource source = stored.reader(type, model.extractor().vocabulary(), question.appliances());
        Duration every = question.every() == null ? model.every() : question.every();
        int[] read = {0};
        judge.compareUnseen(
                (after, upTo, consumer) -> source.forEach(after, upTo, history -> {
                    consumer.accept(history);
                    progress.at("judging", ++read[0], 0);
                }),
                question.from(),
                to,
                every);
        return kept(id, judge.evaluation());
    }

    /**
     * Compares estimates of a component at each appliance's last reading with truths.
     *
     * @param component one that the model estimates
     * @param truths hours, by the maker's id
     * @throws UnknownAppliances if some are not registered as the type, or have no reading
     */
    public LifeEvaluation evaluateAtLast(
            String type, String modelIdOrNull, String component, Map<String, Double> truths, Progress progress) {
        ApplianceType known = stored.type(type);
        String id = modelId(modelIdOrNull, known.id());
        LifeModel model = store.load(id);
        LifeJudge judge = new LifeJudge(id, model);
        Set<String> unknown = new HashSet<>(truths.keySet());
        Set<String> silent = new HashSet<>();
        int[] read = {0};
        stored.reader(known, model.extractor().vocabulary(), truths.keySet())
                .forEach(HistorySource.BEGINNING, stored.newestEvent(known.id()), history -> {
                    unknown.remove(history.id());
                    if (!judge.compareLast(history, component, truths.get(history.id()))) {
                        silent.add(history.id());
                    }
                    progress.at("judging", ++read[0], truths.size());
                });
        if (!unknown.isEmpty() || !silent.isEmpty()) {
            throw new UnknownAppliances(unknown, silent);
        }
        return kept(id, judge.evaluation());
    }

    /** Truths were given for appliances that there is nothing to compare of. */
    public static final class UnknownAppliances extends RuntimeException {
        private final transient Set<String> unregistered;
        private final transient Set<String> silent;

        UnknownAppliances(Set<String> unregistered, Set<String> silent) {
            super(unregistered.size() + " not registered, " + silent.size() + " without a reading");
            this.unregistered = Set.copyOf(unregistered);
            this.silent = Set.copyOf(silent);
        }

        /** Those that are not registered as the type. */
        public Set<String> unregistered() {
            return unregistered;
        }

        /** Those that have never sent a reading. */
        public Set<String> silent() {
            return silent;
        }
    }

    private LifeEvaluation kept(String id, LifeEvaluation evaluation) {
        if (!evaluation.isEmpty()) {
            store.addEvaluation(id, clock.instant(), evaluation.figures());
        }
        return evaluation;
    }

    /** The newest estimates for an appliance's components, by the champion of its type; empty where there is none. */
    public List<LifeEstimate> estimates(int applianceNo) {
        return estimates.of(applianceNo);
    }
}
