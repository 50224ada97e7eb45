package io.hearthwatch.predictor.serving;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Costs;
import io.hearthwatch.database.Database;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.ingest.StoredTelemetry;
import io.hearthwatch.predictor.CurrentCosts;
import io.hearthwatch.predictor.Decided;
import io.hearthwatch.predictor.Decision;
import io.hearthwatch.predictor.Missed;
import io.hearthwatch.predictor.features.Events;
import io.hearthwatch.predictor.features.FeatureExtractor;
import io.hearthwatch.predictor.features.Vocabulary;
import io.hearthwatch.predictor.learning.ComponentModel;
import io.hearthwatch.predictor.learning.Schedule;
import io.hearthwatch.predictor.learning.TrainedModel;
import io.hearthwatch.predictor.storage.AliasStore;
import io.hearthwatch.predictor.storage.DueStore;
import io.hearthwatch.predictor.storage.DueStore.Claim;
import io.hearthwatch.predictor.storage.HistoryReader;
import io.hearthwatch.predictor.storage.ModelStore;
import io.hearthwatch.predictor.storage.ShadowStore;
import io.hearthwatch.predictor.watch.ScoreLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what the champions' schedules say, in order of time: the appliances whose faults wait to be scored, and all appliances of a type at
 * each scheduled instant. Each step is one transaction that writes decisions and scores and takes the work off the list, so that a kill at
 * any point repeats a step and never loses or doubles it. Several processes may run it at once. Thread-safe; blocks.
 */
public final class Decider {
    private static final Logger log = LoggerFactory.getLogger(Decider.class);
    private static final int CLAIMS = 500;

    private final Database database;
    private final Catalog catalog;
    private final Fleet fleet;
    private final StoredTelemetry telemetry;
    private final ModelStore models;
    private final AliasStore aliases;
    private final ShadowStore shadow;
    private final DueStore due;
    private final CurrentCosts costs;
    private final Lives lives;
    private final LivesAlone livesAlone;

    public Decider(
            Database database,
            Catalog catalog,
            Fleet fleet,
            StoredTelemetry telemetry,
            ModelStore models,
            AliasStore aliases,
            CurrentCosts costs) {
        this.database = database;
        this.catalog = catalog;
        this.fleet = fleet;
        this.telemetry = telemetry;
        this.models = models;
        this.aliases = aliases;
        this.shadow = new ShadowStore(database);
        this.due = new DueStore(database);
        this.costs = costs;
        this.lives = new Lives(database);
        this.livesAlone = new LivesAlone(database, aliases, due, lives, words -> reader(words, any -> true));
    }

    /**
     * Does all work that is due at or before an instant and not done yet. A type that cannot be scored, such as one whose model cannot be
     * loaded, does not hold up the others.
     *
     * @throws RuntimeException the first type's failure, after all types were tried; what failed stays due
     */
    public Decided decideDue(Instant upTo, Missed missed) {
        Decided done = Decided.NOTHING;
        RuntimeException failure = null;
        for (String type : catalog.types().keySet()) {
            try {
                done = done.plus(decideAsChampionSays(type, upTo, missed));
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
        return done;
    }

    /** With the champion of the moment; if another model becomes it meanwhile, what was not committed yet is that one's. */
    private Decided decideAsChampionSays(String type, Instant upTo, Missed missed) {
        while (true) {
            Optional<String> champion = aliases.champion(type);
            if (champion.isEmpty()) {
                database.inTransaction(connection -> {
                    due.deleteUpTo(connection, type, upTo);
                    return null;
                });
                return livesAlone.run(type, upTo, missed);
            }
            try {
                return decideType(type, champion.get(), upTo, missed);
            } catch (ChampionChangedException e) {
                log.info("{} is not the champion any more; its successor goes on", champion.get());
            }
        }
    }

    /** The model that decides lost its place before its step was committed. */
    private static final class ChampionChangedException extends RuntimeException {}

    private Decided decideType(String type, String modelId, Instant upTo, Missed missed) {
        TrainedModel model = models.load(modelId);
        Schedule schedule = model.schedule();
        Step step = new Step(type, modelId, model);
        // A service that decides for the first time begins with the instant itself: what came before it is history.
        Instant until = due.decidedUntil(type, upTo.minusMillis(1));
        Decided done = Decided.NOTHING;
        while (true) {
            Instant next = missed == Missed.NEWEST ? schedule.upTo(upTo) : schedule.after(until);
            boolean scheduled = next.isAfter(until) && !next.isAfter(upTo);
            done = done.plus(step.claims(scheduled ? next : upTo.plus(1, ChronoUnit.MICROS)));
            if (!scheduled) {
                return done;
            }
            done = done.plus(step.scheduled(next));
            until = next;
        }
    }

    /** The first instant after this one at which work is known to be due. */
    public Optional<Instant> nextDue(Instant after) {
        Stream<Instant> scheduled = catalog.types().keySet().stream()
                .flatMap(
                        type -> aliases
                                .champion(type)
                                .map(id -> models.load(id).schedule())
                                .or(() -> livesAlone.schedule(type))
                                .stream())
                .map(schedule -> schedule.after(after));
        return Stream.concat(scheduled, due.nextClaim(after).stream()).min(Comparator.naturalOrder());
    }

    /** From which probability on each component's score is a decision, under the costs of this moment. */
    public ToDoubleFunction<ComponentModel> thresholds(String type) {
        Map<String, Costs> now = costs.of(type);
        return component -> component.actingThreshold(now.get(component.component()));
    }

    /**
     * What {@link #decideDue} would have decided over a span, in the same order, without reasons; nothing is written.
     *
     * @param thresholds from which probability on; see {@link #thresholds}
     */
    public void play(
            String modelId,
            TrainedModel model,
            Instant from,
            Instant to,
            Predicate<Appliance> wanted,
            ToDoubleFunction<ComponentModel> thresholds,
            Consumer<Decision> consumer) {
        List<Decision> decisions = new ArrayList<>();
        Schedule schedule = model.schedule();
        String type = model.extractor().vocabulary().type();
        ModelRun run = new ModelRun(
                modelId, model, catalog.type(type), false, thresholds, score -> {}, decisions::add, strange -> {});
        reader(model.extractor().vocabulary(), wanted).forEach(telemetryAfter(from), to, history -> {
            TreeSet<Long> instants = new TreeSet<>();
            for (Instant at = schedule.after(from.minusMillis(1)); !at.isAfter(to); at = schedule.after(at)) {
                instants.add(at.toEpochMilli());
            }
            Events faults = history.faults();
            for (int i = 0; schedule.onFault() && i < faults.size(); i++) {
                long arrival = Math.max(faults.time(i), faults.receivedAt(i));
                if (arrival > from.toEpochMilli() && arrival <= to.toEpochMilli()) {
                    instants.add(arrival);
                }
            }
            instants.forEach(at -> run.add(history, at));
        });
        run.finish();
        decisions.sort(Comparator.comparing(Decision::asOf)
                .thenComparing(Decision::applianceNo)
                .thenComparing(Decision::component));
        decisions.forEach(consumer);
    }

    private HistoryReader reader(Vocabulary vocabulary, Predicate<Appliance> wanted) {
        return new HistoryReader(database, fleet, telemetry, catalog.type(vocabulary.type()), vocabulary, wanted);
    }

    private static Instant telemetryAfter(Instant first) {
        return first.minus(Duration.ofDays(FeatureExtractor.GIVEN_DAYS));
    }

    /** One transaction's work for one type. */
    private final class Step {
        private final String type;
        private final String modelId;
        private final TrainedModel model;

        Step(String type, String modelId, TrainedModel model) {
            this.type = type;
            this.modelId = modelId;
            this.model = model;
        }

        /** Scores what faults asked for before an instant, in order, a portion at a time. */
        Decided claims(Instant before) {
            Decided done = Decided.NOTHING;
            while (true) {
                Optional<Decided> portion = database.inTransaction(connection -> {
                    List<Claim> claims = due.claim(connection, type, before, CLAIMS);
                    if (claims.isEmpty()) {
                        return Optional.empty();
                    }
                    Decided some = Decided.NOTHING;
                    if (model.schedule().onFault()) {
                        some = score(connection, claims);
                        shadow.note(connection, type, claims);
                    }
                    due.delete(connection, claims);
                    checkChampion(connection);
                    return Optional.of(some);
                });
                if (portion.isEmpty()) {
                    return done;
                }
                done = done.plus(portion.get());
            }
        }

        private Decided score(Connection connection, List<Claim> claims) throws SQLException {
            Map<Integer, List<Instant>> dues = claims.stream()
                    .collect(Collectors.groupingBy(
                            Claim::applianceNo,
                            TreeMap::new,
                            Collectors.mapping(claim -> claim.due().toInstant(), Collectors.toList())));
            List<Appliance> appliances = dues.keySet().stream()
                    .flatMap(no -> fleet.find(no).stream())
                    .toList();
            Instant first = claims.get(0).due().toInstant();
            Instant last = claims.get(claims.size() - 1).due().toInstant();
            ScoreWriter writer = new ScoreWriter(database, connection, modelId, model, ScoreLog.NONE);
            ModelRun run = run(writer);
            lives.read(
                    connection,
                    type,
                    model.extractor().vocabulary(),
                    (vocabulary, consumer) -> reader(vocabulary, appliance -> true)
                            .read(appliances, telemetryAfter(first), last, consumer),
                    history -> dues.get(history.applianceNo()).stream()
                            .map(Instant::toEpochMilli)
                            .toList(),
                    run::add);
            run.finish();
            return writer.finish();
        }

        /** Scores all appliances of the type as of a scheduled instant, with what faults asked for at that very instant. */
        Decided scheduled(Instant at) {
            return database.inTransaction(connection -> {
                if (!due.lockDecided(connection, type).isBefore(at)) {
                    return Decided.NOTHING;
                }
                ScoreWriter writer = new ScoreWriter(
                        database, connection, modelId, model, ScoreLog.at(modelId, model, at, fleet.count(type)));
                ModelRun run = run(writer);
                lives.read(
                        connection,
                        type,
                        model.extractor().vocabulary(),
                        (vocabulary, consumer) ->
                                reader(vocabulary, appliance -> true).forEach(telemetryAfter(at), at, consumer),
                        history -> List.of(at.toEpochMilli()),
                        run::add);
                run.finish();
                if (run.heldBack() > 0) {
                    log.warn(
                            "{}: {} scores of {} asked for no ticket, because their appliances have fallen silent; see"
                                    + " hearthwatch model watch",
                            type,
                            run.heldBack(),
                            modelId);
                }
                due.deleteAt(connection, type, at);
                due.setDecided(connection, type, at);
                Decided done = writer.finish();
                shadow.noteAll(connection, type, at, done.scored());
                checkChampion(connection);
                return done;
            });
        }

        private ModelRun run(ScoreWriter writer) {
            return new ModelRun(
                    modelId,
                    model,
                    catalog.type(type),
                    true,
                    thresholds(type),
                    writer::score,
                    writer::decision,
                    writer::strange);
        }

        /** Last in a transaction: whoever changes the champion waits for no more than its commit. */
        private void checkChampion(Connection connection) throws SQLException {
            if (!AliasStore.keepsChampion(connection, type, modelId)) {
                throw new ChampionChangedException();
            }
        }
    }
}
