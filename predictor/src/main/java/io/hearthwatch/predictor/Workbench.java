package io.hearthwatch.predictor;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.Database;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.ingest.StoredTelemetry;
import io.hearthwatch.predictor.export.FeatureExport;
import io.hearthwatch.predictor.export.ModelFiles;
import io.hearthwatch.predictor.features.FeatureExtractor;
import io.hearthwatch.predictor.learning.TrainedModel;
import io.hearthwatch.predictor.life.LifeStore;
import io.hearthwatch.predictor.serving.Explanation;
import io.hearthwatch.predictor.serving.Importance;
import io.hearthwatch.predictor.storage.ModelStore;
import io.hearthwatch.predictor.storage.ReferenceStore;
import io.hearthwatch.predictor.storage.TrainingRecords;
import io.hearthwatch.predictor.storage.TuningStore;
import io.hearthwatch.predictor.tuning.TuneRequest;
import io.hearthwatch.predictor.tuning.Tuning;
import io.hearthwatch.predictor.tuning.TuningListener;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Tools for those who make models: search better settings, train again and compare, say why a model says what it says, hand features and
 * models to other tools. What trains waits for whatever else trains on this database. All state is in the schema {@code prediction}, which {@link Predictor} brings up to date. Thread-safe; everything
 * blocks.
 */
public final class Workbench {
    private final Database database;
    private final Fleet fleet;
    private final StoredHistory stored;
    private final ModelStore models;
    private final InstantSource clock;

    /**
     * Makes one, after {@link Predictor}.
     *
     * @param fleet the registry
     * @param telemetry what was stored
     */
    public Workbench(Database database, Catalog catalog, Fleet fleet, StoredTelemetry telemetry, InstantSource clock) {
        this.database = database;
        this.fleet = fleet;
        this.stored = new StoredHistory(database, catalog, fleet, telemetry);
        this.models = new ModelStore(database);
        this.clock = clock;
    }

    /**
     * Searches settings that foresee better, on inner splits of the training span by time, and trains the best.
     *
     * @param who asked for it; goes into the audit log with the model
     * @throws PredictionException if there is no such type or appliance, or too little stored to learn from
     */
    public Tuning tune(TuneRequest request, String who, TuningListener listener) {
        String type = stored.type(request.training().type()).id();
        return inTurn(
                "model tune, " + type + ", for " + who,
                listener,
                () -> tuner(who).begin(request, listener));
    }

    /**
     * Goes on with a tuning that was interrupted, or that is to have more trials, exactly where it stopped.
     *
     * @throws PredictionException if there is none of that id, or what it learns from has changed since
     */
    public Tuning resume(String id, TuneRequest.Budget budget, String who, TuningListener listener) {
        Tuner tuner = tuner(who);
        tuner.find(id);
        return inTurn("model tune, " + id + ", for " + who, listener, () -> tuner.resume(id, budget, listener));
    }

    /** The tuning with that id, as far as it has come. */
    public Optional<Tuning> tuning(String id) {
        return new TuningStore(database).find(id).map(TuningStore.Stored::tuning);
    }

    /** What a model was trained from and with; empty if it was trained by a version that did not write that down. */
    public Optional<TrainingRecord> training(String modelId) {
        return TrainingRecords.of(database, modelId);
    }

    /**
     * Trains a model again from what was written down with it, and says whether the very same comes out. Nothing is stored.
     *
     * @throws PredictionException if there is no such model, or too little was written down with it
     */
    public Reproduction reproduce(String modelId, Progress progress) {
        LifeTools lives = new LifeTools(database, fleet, stored, clock);
        if (lives.has(modelId)) {
            return lives.reproduce(modelId, progress);
        }
        checkModel(modelId);
        return inTurn(
                "model reproduce, " + modelId,
                progress,
                () -> new Reproducer(stored, models).reproduce(modelId, training(modelId), clock.instant(), progress));
    }

    /**
     * Why a model says what it says of an appliance.
     *
     * @param at as of when; null for the end of what is stored of the type
     * @param component only this one; null for all
     * @throws PredictionException if there is no such model, appliance or component, or nothing had been heard of it by then
     */
    public Explanation explain(String modelId, String appliance, Instant at, String component) {
        checkModel(modelId);
        return new Explaining(stored, fleet, models).of(modelId, appliance, at, component);
    }

    /**
     * What moves a model's scores, over a sample of the decisions of its training span.
     *
     * @param component only this one; null for all
     * @param sample at most so many decisions are looked at; a fifth of them for forests, which take long
     * @throws PredictionException if there is no such model, or nothing is stored of that span any more
     */
    public Importance importance(String modelId, String component, int sample, Progress progress) {
        checkModel(modelId);
        return new Explaining(stored, fleet, models).of(modelId, component, sample, progress);
    }

    /**
     * Writes the features, and what came of them, of every decision of a span, for other tools.
     *
     * @param request whose features: those that training would make; its settings and costs do not matter
     * @param from no decision is earlier; null for as far back as appliances go
     * @return how many decisions were written
     */
    public long exportFeatures(
            TrainRequest request, Instant from, FeatureExport.Format format, Path file, Progress progress) {
        TrainingPlan plan = TrainingPlan.of(request, stored, clock.instant(), progress);
        FeatureExtractor extractor = new FeatureExtractor(plan.vocabulary(), plan.horizons());
        return new FeatureExport(extractor, from, plan.until(), plan.every(), plan.onFault())
                .write(stored.reader(plan.type(), plan.vocabulary(), plan.appliances()), format, file, progress);
    }

    /**
     * The same with a model's very features, so that tables of different spans have the same columns.
     *
     * @param until nothing later is looked at; null for where the model's training ended
     * @param appliances only these; null for all
     */
    public long exportFeaturesOf(
            String modelId,
            Set<String> appliances,
            Instant from,
            Instant until,
            FeatureExport.Format format,
            Path file,
            Progress progress) {
        checkModel(modelId);
        TrainedModel model = models.load(modelId);
        ApplianceType type = stored.type(model.extractor().vocabulary().type());
        stored.checkAppliances(appliances, type.id());
        Instant end = until == null ? model.until() : until;
        Instant anchored = model.schedule()
                .upTo(end.minusMillis(model.horizons().to(0)))
                .plusMillis(model.horizons().to(0));
        return new FeatureExport(
                        model.extractor(),
                        from,
                        anchored,
                        model.schedule().interval(),
                        model.schedule().onFault())
                .write(stored.reader(type, model.extractor().vocabulary(), appliances), format, file, progress);
    }

    /**
     * Writes a model as files for other tools.
     *
     * @return the files' names
     * @throws PredictionException if there is no such model, or it cannot be written in that format
     */
    public List<String> exportModel(String modelId, ModelFiles.Format format, Path directory) {
        checkModel(modelId);
        return new ModelFiles(modelId, models.load(modelId), format).write(directory);
    }

    private void checkModel(String id) {
        if (new LifeStore(database).has(id)) {
            throw new PredictionException(
                    "model " + id + " estimates remaining life, and this is for models of failures",
                    "remaining-life models have: model train, evaluate, compare, reproduce, explain --appliance, promote,"
                            + " rollback, list, show, watch");
        }
        if (models.info(id).isEmpty()) {
            throw new PredictionException("there is no model " + id, "see: model list");
        }
    }

    private <T> T inTurn(String what, Progress progress, Supplier<T> work) {
        return TrainingTurn.await(database, what, progress, work);
    }

    private Tuner tuner(String who) {
        return new Tuner(
                stored, models, new ReferenceStore(database), new TuningStore(database), who, clock, System::nanoTime);
    }
}
