package io.hearthwatch.predictor.watch;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.Database;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.ingest.StoredTelemetry;
import io.hearthwatch.predictor.FoundLabels;
import io.hearthwatch.predictor.learning.Reference;
import io.hearthwatch.predictor.learning.TrainedModel;
import io.hearthwatch.predictor.storage.HistoryReader;
import io.hearthwatch.predictor.storage.ModelStore;
import io.hearthwatch.predictor.storage.ReferenceStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Looks at a model in service in every respect, and writes nothing of it. Thread-safe; blocks. */
public final class Look {
    /** How far back live precision and recall go. */
    public static final Duration LOOKS_BACK = LiveCheck.LONGEST;

    /** So far back scores are held against what failed. */
    private static final Duration CALIBRATED_OVER = Duration.ofDays(90);

    private final Database database;
    private final Catalog catalog;
    private final Fleet fleet;
    private final StoredTelemetry telemetry;
    private final ModelStore models;
    private final ReferenceStore references;
    private final FoundLabels labels;

    public Look(
            Database database,
            Catalog catalog,
            Fleet fleet,
            StoredTelemetry telemetry,
            ModelStore models,
            FoundLabels labels) {
        this.database = database;
        this.catalog = catalog;
        this.fleet = fleet;
        this.telemetry = telemetry;
        this.models = models;
        this.references = new ReferenceStore(database);
        this.labels = labels;
    }

    /** How far the type's appliances are from where the model learnt; null where that was not kept. */
    public Drift drift(String modelId, Instant now) {
        Optional<Reference> reference = references.of(modelId);
        if (reference.isEmpty()) {
            return null;
        }
        TrainedModel model = models.load(modelId);
        ApplianceType type = type(model);
        HistoryReader reader = new HistoryReader(
                database, fleet, telemetry, type, model.extractor().vocabulary(), appliance -> true);
        return new DriftCheck(model, reference.get(), type, fleet, reader).run(now);
    }

    /** What came of the model's decisions and of its scores. */
    public Judged judged(String modelId, Instant live, Instant now) {
        TrainedModel model = models.load(modelId);
        LiveCheck check = new LiveCheck(database, fleet, labels, modelId, model, now);
        LiveQuality quality = check.run(live);
        Instant longest = now.minus(CALIBRATED_OVER).minus(model.horizon());
        Instant from = live.isBefore(longest) ? longest : live;
        return new Judged(quality, new CalibrationCheck(database, modelId, model, check).run(from, now));
    }

    /** Who has stopped reporting, and how old the model is. */
    public Stale stale(String modelId, Instant now) {
        TrainedModel model = models.load(modelId);
        return new StaleCheck(database, fleet, type(model)).run(model.schedule(), model.until(), now);
    }

    private ApplianceType type(TrainedModel model) {
        return catalog.type(model.extractor().vocabulary().type());
    }

    /** What came true. */
    public record Judged(LiveQuality live, InService calibration) {}
}
