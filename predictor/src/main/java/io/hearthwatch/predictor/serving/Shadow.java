package io.hearthwatch.predictor.serving;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.Database;
import io.hearthwatch.database.DatabaseUnavailableException;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.ingest.StoredTelemetry;
import io.hearthwatch.predictor.Decided;
import io.hearthwatch.predictor.Decision;
import io.hearthwatch.predictor.ShadowRun;
import io.hearthwatch.predictor.features.FeatureExtractor;
import io.hearthwatch.predictor.learning.TrainedModel;
import io.hearthwatch.predictor.storage.DecisionStore;
import io.hearthwatch.predictor.storage.HistoryReader;
import io.hearthwatch.predictor.storage.ModelStore;
import io.hearthwatch.predictor.storage.ShadowStore;
import io.hearthwatch.predictor.storage.ShadowStore.Due;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has challengers score what the champions scored, at the same instants, after the champions' work is committed and from what was known
 * then. It reads by itself, so that the champion neither waits for a challenger nor shares a transaction with it. What a challenger fails
 * at is logged, counted and left out. Thread-safe; blocks.
 */
public final class Shadow {
    private static final Logger log = LoggerFactory.getLogger(Shadow.class);
    private static final int CLAIMS = 500;
    private static final int WRITE_BATCH = 2_000;

    private final Database database;
    private final Catalog catalog;
    private final Fleet fleet;
    private final StoredTelemetry telemetry;
    private final ModelStore models;
    private final DecisionStore decisions;
    private final Decider decider;
    private final ShadowStore store;

    /**
     * Over what is stored.
     *
     * @param decider knows from which probability on a score is a decision
     */
    public Shadow(
            Database database,
            Catalog catalog,
            Fleet fleet,
            StoredTelemetry telemetry,
            ModelStore models,
            DecisionStore decisions,
            Decider decider) {
        this.database = database;
        this.catalog = catalog;
        this.fleet = fleet;
        this.telemetry = telemetry;
        this.models = models;
        this.decisions = decisions;
        this.decider = decider;
        this.store = new ShadowStore(database);
    }

    /** The earliest instant that a challenger is to score and has not yet. */
    public Optional<Instant> nextDue() {
        return store.earliest();
    }

    /** Has every challenger score all that its champion has scored. */
    public Decided run() {
        Decided done = Decided.NOTHING;
        for (long shadow : store.waiting()) {
            ShadowRun run = store.find(shadow).orElseThrow();
            Optional<Decided> portion =
                    run.endedAt() == null && catalog.find(run.type()).isPresent()
                            ? next(shadow, run)
                            : Optional.empty();
            while (portion.isPresent()) {
                done = done.plus(portion.get());
                portion = next(shadow, run);
            }
            if (store.find(shadow).orElseThrow().endedAt() != null
                    || catalog.find(run.type()).isEmpty()) {
                store.forget(shadow);
            }
        }
        return done;
    }

    /** The challenger's time in shadow ended before what it scored was committed. */
    private static final class EndedException extends RuntimeException {}

    /** The next portion of a challenger's work; empty if there is none left. */
    private Optional<Decided> next(long shadow, ShadowRun run) {
        try {
            return database.inTransaction(connection -> {
                List<Due> dues = store.take(connection, shadow, CLAIMS);
                if (dues.isEmpty()) {
                    return Optional.empty();
                }
                Decided done = score(connection, run.model(), dues);
                count(connection, shadow, dues, done.scored(), null);
                return Optional.of(done);
            });
        } catch (EndedException e) {
            return Optional.empty();
        } catch (DatabaseUnavailableException e) {
            // That is nobody's fault here: all of it is still to be done.
            throw e;
        } catch (RuntimeException e) {
            log.warn("challenger {} failed in shadow, which touches nothing else: {}", run.model(), e.toString(), e);
            return leaveOut(shadow, e);
        }
    }

    /** Takes the same portion off the list without scoring it, so that a failure is not repeated for ever. */
    private Optional<Decided> leaveOut(long shadow, RuntimeException failure) {
        try {
            return database.inTransaction(connection -> {
                List<Due> dues = store.take(connection, shadow, CLAIMS);
                count(connection, shadow, dues, 0, failure.toString());
                return dues.isEmpty() ? Optional.empty() : Optional.of(new Decided(0, 0, 1));
            });
        } catch (EndedException e) {
            return Optional.empty();
        }
    }

    private void count(Connection connection, long shadow, List<Due> dues, int scored, String failure)
            throws SQLException {
        if (!store.count(connection, shadow, dues, scored, failure)) {
            throw new EndedException();
        }
    }

    private Decided score(Connection connection, String modelId, List<Due> dues) throws SQLException {
        TrainedModel model = models.load(modelId);
        String type = model.extractor().vocabulary().type();
        List<Decision> flagged = new ArrayList<>();
        int[] written = {0};
        int[] count = {0};
        ModelRun run = new ModelRun(
                modelId,
                model,
                catalog.type(type),
                true,
                decider.thresholds(type),
                score -> count[0]++,
                decision -> {
                    flagged.add(decision);
                    if (flagged.size() >= WRITE_BATCH) {
                        written[0] += write(connection, flagged);
                    }
                },
                strange -> {});
        HistoryReader reader = new HistoryReader(
                database,
                fleet,
                telemetry,
                catalog.type(type),
                model.extractor().vocabulary(),
                appliance -> true);
        if (dues.get(0).applianceNo() == null) {
            Instant at = dues.get(0).asOf();
            reader.forEach(telemetryAfter(at), at, history -> run.add(history, at.toEpochMilli()));
        } else {
            scoreSome(reader, run, dues);
        }
        run.finish();
        written[0] += write(connection, flagged);
        return new Decided(count[0] / Math.max(1, model.components().size()), written[0]);
    }

    private void scoreSome(HistoryReader reader, ModelRun run, List<Due> dues) {
        Map<Integer, Set<Instant>> instants = dues.stream()
                .collect(Collectors.groupingBy(
                        Due::applianceNo, TreeMap::new, Collectors.mapping(Due::asOf, Collectors.toSet())));
        List<Appliance> appliances = instants.keySet().stream()
                .flatMap(no -> fleet.find(no).stream())
                .toList();
        Instant first =
                dues.stream().map(Due::asOf).min(Comparator.naturalOrder()).orElseThrow();
        Instant last =
                dues.stream().map(Due::asOf).max(Comparator.naturalOrder()).orElseThrow();
        reader.read(
                appliances,
                telemetryAfter(first),
                last,
                history -> instants.get(history.applianceNo()).stream()
                        .sorted()
                        .forEach(at -> run.add(history, at.toEpochMilli())));
    }

    private int write(Connection connection, List<Decision> flagged) {
        try {
            return decisions.insertShadow(connection, flagged);
        } catch (SQLException e) {
            throw Database.translate(e);
        } finally {
            flagged.clear();
        }
    }

    private static Instant telemetryAfter(Instant first) {
        return first.minus(Duration.ofDays(FeatureExtractor.GIVEN_DAYS));
    }
}
