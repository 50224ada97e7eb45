package io.hearthwatch.predictor;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Component;
import io.hearthwatch.catalog.Costs;
import io.hearthwatch.predictor.features.FeatureExtractor;
import io.hearthwatch.predictor.features.HistoryDigest;
import io.hearthwatch.predictor.features.Horizons;
import io.hearthwatch.predictor.features.Vocabulary;
import io.hearthwatch.predictor.learning.HistorySource;
import io.hearthwatch.predictor.learning.LearningSettings;
import io.hearthwatch.predictor.learning.Libraries;
import io.hearthwatch.predictor.learning.Reference;
import io.hearthwatch.predictor.learning.TrainedModel;
import io.hearthwatch.predictor.learning.Trainer;
import io.hearthwatch.predictor.learning.TrainingRows;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that decides what a training gives, nothing left open: training, training again and tuning all go this way.
 *
 * @param type as the catalog has it now
 * @param vocabulary what features are made of
 * @param until nothing later is looked at
 * @param appliances only these, by the maker's id; null for all
 */
record TrainingPlan(
        ApplianceType type,
        Vocabulary vocabulary,
        Horizons horizons,
        Instant until,
        Duration every,
        boolean onFault,
        Set<String> appliances,
        Map<String, Costs> costs,
        LearningSettings settings) {

    /**
     * What was read: the rows to learn from, and what is kept of them with the model.
     *
     * @param record without a tuning
     */
    record Read(TrainingRows rows, TrainingRecord record) {}

    /**
     * A trained model and what is kept with it.
     *
     * @param reference what it is held against in service
     */
    record Outcome(TrainedModel model, TrainingRecord record, Optional<Reference> reference) {}

    /**
     * Settles what a request leaves open.
     *
     * @param now what comes after it has not come to pass, whatever is stored
     * @throws PredictionException if there is no such type or appliance, nothing stored of it, or if it is to learn long after that ends
     */
    static TrainingPlan of(TrainRequest request, StoredHistory stored, Instant now, Progress progress) {
        ApplianceType type = stored.type(request.type());
        List<Duration> ends = request.horizons().ends();
        Instant until = stored.learntUntil(type.id(), request.until(), ends.get(ends.size() - 1), now);
        Map<String, Costs> costs = new HashMap<>();
        for (Component component : type.components().values()) {
            Costs ofCatalog = component.costs().weighing(component.safetyWeight());
            costs.put(component.id(), request.costs().getOrDefault(component.id(), ofCatalog));
        }
        stored.checkAppliances(request.appliances(), type.id());
        return new TrainingPlan(
                type,
                stored.vocabulary(type, request.appliances(), until, progress),
                request.horizons(),
                until,
                request.every(),
                request.onFault(),
                request.appliances(),
                costs,
                request.settings());
    }

    /** The same with other settings. */
    TrainingPlan with(LearningSettings other) {
        return new TrainingPlan(type, vocabulary, horizons, until, every, onFault, appliances, costs, other);
    }

    /** What learns by this plan. */
    Trainer trainer(Instant now, Progress progress) {
        return new Trainer(
                new FeatureExtractor(vocabulary, horizons),
                new Trainer.Task(until, every, onFault, costs),
                settings,
                now,
                progress);
    }

    /**
     * Reads history once.
     *
     * @throws PredictionException if there is nothing to learn from
     */
    Read read(StoredHistory stored, Trainer trainer) {
        HistoryDigest digest = new HistoryDigest();
        HistorySource reader = stored.reader(type, vocabulary, appliances);
        TrainingRows rows = trainer.read((after, upTo, consumer) -> reader.forEach(after, upTo, history -> {
            digest.add(history);
            consumer.accept(history);
        }));
        if (rows.isEmpty()) {
            throw new PredictionException(
                    "nothing is stored of type " + type.id() + " by " + trainer.lastDecision()
                            + ", the last instant whose outcome is known at " + until,
                    "import history first, or choose a later --until or a shorter --horizon");
        }
        return new Read(
                rows,
                new TrainingRecord(
                        appliances == null ? null : appliances.stream().sorted().toList(),
                        costs,
                        digest.summary(),
                        rows.hash(),
                        Libraries.versions(),
                        null));
    }

    /** Reads history and learns. */
    Outcome train(StoredHistory stored, Instant now, Progress progress) {
        Trainer trainer = trainer(now, progress);
        Read read = read(stored, trainer);
        TrainedModel model = trainer.train(read.rows());
        return new Outcome(model, read.record(), trainer.reference());
    }
}
