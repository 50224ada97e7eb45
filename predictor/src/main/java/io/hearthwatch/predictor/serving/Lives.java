package io.hearthwatch.predictor.serving;

import io.hearthwatch.database.Database;
import io.hearthwatch.predictor.LifeEstimate;
import io.hearthwatch.predictor.PredictionException;
import io.hearthwatch.predictor.features.ApplianceHistory;
import io.hearthwatch.predictor.features.Vocabulary;
import io.hearthwatch.predictor.learning.Schedule;
import io.hearthwatch.predictor.life.LifeEstimateStore;
import io.hearthwatch.predictor.life.LifeModel;
import io.hearthwatch.predictor.life.LifeRun;
import io.hearthwatch.predictor.life.LifeStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Estimates remaining life beside the failure model's scores, in the same step and transaction, where a type has a champion for it. It
 * decides nothing; a model that cannot be used is logged, and holds up no score. Thread-safe; blocks.
 */
final class Lives {
    private static final Logger log = LoggerFactory.getLogger(Lives.class);
    private static final int WRITE_BATCH = 2_000;

    private final LifeStore models;
    private final LifeEstimateStore estimates;

    Lives(Database database) {
        this.models = new LifeStore(database);
        this.estimates = new LifeEstimateStore(database);
    }

    /** Begins a step's estimates for a type, if it has a champion of remaining life. */
    Optional<Step> begin(Connection connection, String type) {
        return models.champion(type).flatMap(id -> {
            try {
                return Optional.of(new Step(connection, id, models.load(id)));
            } catch (PredictionException e) {
                log.warn("remaining life of type {} is not estimated: {}", type, e.getMessage());
                return Optional.empty();
            }
        });
    }

    /** The schedule of a type's champion of remaining life, if there is one that can be used. */
    Optional<Schedule> schedule(String type) {
        return models.champion(type).flatMap(id -> {
            try {
                return Optional.of(models.load(id).schedule());
            } catch (PredictionException e) {
                log.warn("remaining life of type {} is not estimated: {}", type, e.getMessage());
                return Optional.empty();
            }
        });
    }

    /** One step's estimates. For one thread. */
    final class Step {
        private final Connection connection;
        private final LifeModel model;
        private final LifeRun run;
        private final List<LifeEstimate> batch = new ArrayList<>();

        private Step(Connection connection, String modelId, LifeModel model) {
            this.connection = connection;
            this.model = model;
            this.run = new LifeRun(modelId, model, this::add);
        }

        /** What histories must be read with. */
        Vocabulary vocabulary() {
            return model.extractor().vocabulary();
        }

        /** Whether histories that were read with another vocabulary say the same. */
        boolean readsAlike(Vocabulary other) {
            Vocabulary own = vocabulary();
            return own.metrics().equals(other.metrics())
                    && own.codes().equals(other.codes())
                    && own.components().equals(other.components());
        }

        /** Estimates for an appliance as of an instant. */
        void add(ApplianceHistory history, long at) {
            run.add(history, at);
        }

        private void add(LifeEstimate estimate) {
            batch.add(estimate);
            if (batch.size() >= WRITE_BATCH) {
                write();
            }
        }

        private void write() {
            try {
                estimates.upsert(connection, batch);
            } catch (SQLException e) {
                throw Database.translate(e);
            }
            batch.clear();
        }

        /** Writes what is left. */
        void finish() {
            run.finish();
            write();
        }
    }

    /** A way to read a step's histories. */
    interface Reading {
        void with(Vocabulary vocabulary, Consumer<ApplianceHistory> consumer);
    }

    /**
     * Reads a step's histories once for both, or, where the two models' vocabularies differ, once for each.
     *
     * @param instants tells the instants at which an appliance is looked at
     * @param scored told every appliance and instant, of histories read with the failure model's vocabulary
     */
    void read(
            Connection connection,
            String type,
            Vocabulary vocabulary,
            Reading reading,
            Function<ApplianceHistory, List<Long>> instants,
            ObjLongConsumer<ApplianceHistory> scored) {
        Optional<Step> lives = begin(connection, type);
        boolean together = lives.isPresent() && lives.get().readsAlike(vocabulary);
        reading.with(
                vocabulary,
                history -> instants.apply(history).forEach(at -> {
                    scored.accept(history, at);
                    if (together) {
                        lives.get().add(history, at);
                    }
                }));
        if (lives.isPresent() && !together) {
            reading.with(
                    lives.get().vocabulary(),
                    history -> instants.apply(history).forEach(at -> lives.get().add(history, at)));
        }
        lives.ifPresent(Step::finish);
    }
}
