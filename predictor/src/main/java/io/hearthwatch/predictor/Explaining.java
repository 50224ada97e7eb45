package io.hearthwatch.predictor;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.predictor.features.ApplianceHistory;
import io.hearthwatch.predictor.features.FeatureExtractor;
import io.hearthwatch.predictor.features.Vocabulary;
import io.hearthwatch.predictor.learning.Algorithm;
import io.hearthwatch.predictor.learning.HistorySource;
import io.hearthwatch.predictor.learning.TrainedModel;
import io.hearthwatch.predictor.learning.TrainingRows;
import io.hearthwatch.predictor.serving.Explanation;
import io.hearthwatch.predictor.serving.Importance;
import io.hearthwatch.predictor.serving.Insight;
import io.hearthwatch.predictor.storage.ModelStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads what {@link Insight} explains. */
final class Explaining {
    /** More appliances than these tell hardly more of what moves a model. */
    private static final int MOST_APPLIANCES = 500;
    /** Contributions of a forest's deep trees take long. */
    private static final int SLOW_SHARE = 5;

    private final StoredHistory stored;
    private final Fleet fleet;
    private final ModelStore models;

    Explaining(StoredHistory stored, Fleet fleet, ModelStore models) {
        this.stored = stored;
        this.fleet = fleet;
        this.models = models;
    }

    Explanation of(String modelId, String applianceId, Instant atOrNull, String component) {
        TrainedModel model = models.load(modelId);
        Vocabulary vocabulary = model.extractor().vocabulary();
        ApplianceType type = stored.type(vocabulary.type());
        Appliance appliance = find(fleet, applianceId, type.id());
        checkComponent(modelId, vocabulary, component);
        Instant at = atOrNull == null ? stored.newestEvent(type.id()) : atOrNull;
        List<ApplianceHistory> read = new ArrayList<>();
        stored.reader(type, vocabulary, null)
                .read(List.of(appliance), at.minus(Duration.ofDays(FeatureExtractor.GIVEN_DAYS)), at, read::add);
        ApplianceHistory history = read.get(0);
        checkHeardOf(history, at);
        return new Insight(modelId, model, type).explain(history, at.toEpochMilli(), component);
    }

    /** The appliance of that id, which is to be of a type. */
    static Appliance find(Fleet fleet, String id, String type) {
        return fleet.find(id)
                .filter(found -> found.type().equals(type))
                .orElseThrow(() -> new PredictionException(
                        "there is no appliance " + id + " of type " + type, "see: appliance list --type " + type));
    }

    /** Refuses to explain where there is nothing to go by. */
    static void checkHeardOf(ApplianceHistory history, Instant at) {
        if (!history.activeAt(at.toEpochMilli())) {
            throw new PredictionException(
                    "nothing had been heard of " + history.id() + " by " + at,
                    "choose a later --at; appliance show " + history.id() + " says when it was last heard of");
        }
    }

    /** Refuses a component that a model does not know. */
    static void checkComponent(String modelId, Vocabulary vocabulary, String component) {
        if (component != null && !vocabulary.components().contains(component)) {
            throw new PredictionException(
                    "model " + modelId + " knows no component " + component,
                    "one of " + String.join(", ", vocabulary.components()));
        }
    }

    Importance of(String modelId, String component, int sample, Progress progress) {
        TrainedModel model = models.load(modelId);
        Vocabulary vocabulary = model.extractor().vocabulary();
        checkComponent(modelId, vocabulary, component);
        ApplianceType type = stored.type(vocabulary.type());
        int most = model.settings().algorithm() == Algorithm.FOREST ? Math.max(1, sample / SLOW_SHARE) : sample;
        long until = model.until().toEpochMilli();
        TrainingRows rows = new TrainingRows(
                model.extractor(), until, most, model.settings().seed());
        long last = model.schedule().upTo(model.until().minus(model.horizon())).toEpochMilli();
        int[] done = {0};
        stored.reader(type, vocabulary, some(type.id())).forEach(HistorySource.BEGINNING, model.until(), history -> {
            rows.add(history, last, model.schedule().interval().toMillis(), false);
            progress.at("reading history", ++done[0], 0);
        });
        if (rows.isEmpty()) {
            throw new PredictionException(
                    "nothing of what model " + modelId + " was trained on is stored any more", "train a new model");
        }
        progress.at("explaining", 0, 0);
        return new Insight(modelId, model, type).importance(rows.allFeatures(), rows.allWeights(), component);
    }

    /** Every n-th appliance, so that a large fleet does not take long. */
    private Set<String> some(String type) {
        List<String> ids = new ArrayList<>();
        fleet.forEach(type, appliance -> ids.add(appliance.id()));
        int step = (ids.size() + MOST_APPLIANCES - 1) / MOST_APPLIANCES;
        Set<String> some = new HashSet<>();
        for (int i = 0; i < ids.size(); i += Math.max(1, step)) {
            some.add(ids.get(i));
        }
        return some;
    }
}
