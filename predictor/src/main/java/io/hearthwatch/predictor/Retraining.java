package io.hearthwatch.predictor;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Costs;
import io.hearthwatch.database.Database;
import io.hearthwatch.predictor.learning.Schedule;
import io.hearthwatch.predictor.storage.AliasStore;
import io.hearthwatch.predictor.storage.ModelStore;
import io.hearthwatch.predictor.watch.RetrainingStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains anew what the service follows, on all that has become known since: the same windows, schedule, algorithm and settings, of all appliances
 * that there are now. What comes of it is a candidate, never a champion; it becomes the challenger, in shadow, where there is none that a person
 * chose. One model is trained at a time on a database. Thread-safe; blocks.
 */
public final class Retraining {
    private static final Logger log = LoggerFactory.getLogger(Retraining.class);
    private static final Duration AFTER_FAILURE = Duration.ofDays(1);

    private final Database database;
    private final Catalog catalog;
    private final Predictor predictor;
    private final ModelRegistry registry;
    private final PromotionJudge judge;
    private final Function<String, Map<String, Costs>> costs;
    private final InstantSource clock;
    private final ModelStore models;
    private final AliasStore aliases;
    private final RetrainingStore store;

    /**
     * Makes one.
     *
     * @param judge compares the candidate with the champion
     * @param costs by type, then component: what outcomes cost now
     */
    public Retraining(
            Database database,
            Catalog catalog,
            Predictor predictor,
            ModelRegistry registry,
            PromotionJudge judge,
            Function<String, Map<String, Costs>> costs,
            InstantSource clock) {
        this.database = database;
        this.catalog = catalog;
        this.predictor = predictor;
        this.registry = registry;
        this.judge = judge;
        this.costs = costs;
        this.clock = clock;
        this.models = new ModelStore(database);
        this.aliases = new AliasStore(database);
        this.store = new RetrainingStore(database);
    }

    /**
     * A candidate.
     *
     * @param model what was trained
     * @param champion whose likeness it is
     * @param challenger whether it decides in shadow now
     * @param verdict how it compares with the champion; null where that could not be tried
     */
    public record Candidate(ModelInfo model, String champion, boolean challenger, PromotionJudge.Verdict verdict) {}

    /**
     * The types whose turn it is: their champion learnt up to longer ago than {@code every}, something has been stored since, and the last
     * retraining is as long ago, or failed a day ago, or was interrupted.
     */
    public List<String> due(Instant now, Duration every) {
        return catalog.types().keySet().stream()
                .filter(type -> isDue(type, now, every))
                .toList();
    }

    private boolean isDue(String type, Instant now, Duration every) {
        Optional<String> champion = aliases.champion(type);
        if (champion.isEmpty()
                || models.load(champion.get()).until().plus(every).isAfter(now)
                || !until(type, champion.get(), now)
                        .isAfter(models.load(champion.get()).until())) {
            return false;
        }
        return store.last(type)
                .map(last -> switch (last.outcome()) {
                    case INTERRUPTED -> true;
                    case FAILED ->
                        !last.began().plus(shorter(AFTER_FAILURE, every)).isAfter(now);
                    case DONE -> !last.began().plus(every).isAfter(now);
                })
                .orElse(true);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /**
     * Trains candidates of all types whose turn it is, one after the other, in the name of the service; does nothing while something else
     * trains. One that fails is written down and logged, and the others go on; what the progress throws ends it.
     *
     * @see #due
     */
    public void retrainDue(Instant now, Duration every, Progress progress) {
        if (due(now, every).isEmpty()) {
            return;
        }
        TrainingTurn.ifFree(database, "retraining, by the service", () -> {
            // Looked at again: until now another process may have trained them.
            for (String type : due(now, every)) {
                retrainForService(type, progress);
            }
        });
    }

    private void retrainForService(String type, Progress progress) {
        try {
            retrainInTurn(type, "service", progress);
        } catch (CancellationException e) {
            log.info("{}: training anew was interrupted and begins anew with the service", type);
            throw e;
        } catch (RuntimeException e) {
            // Written down with the retraining; it is tried again a day later.
            log.atError()
                    .addKeyValue("event", "model_retraining_failed")
                    .addKeyValue("type", type)
                    .log("{}: training anew failed and is tried again in a day: {}", type, e.getMessage(), e);
        }
    }

    /**
     * Trains a candidate like the champion of a type, after whatever else trains on this database.
     *
     * @param who asked for it; goes into the audit log
     * @throws PredictionException if no model of the type is live, or nothing has become known since it learnt
     */
    public Candidate retrain(String type, String who, Progress progress) {
        champion(type);
        String what = "model retrain, " + type + ", for " + who;
        return TrainingTurn.await(database, what, progress, () -> retrainInTurn(type, who, progress));
    }

    private String champion(String type) {
        return aliases.champion(type)
                .orElseThrow(() -> new PredictionException(
                        "no model of type " + type + " is live, so there is none to train anew",
                        "train the first with: model train --type " + type));
    }

    private Candidate retrainInTurn(String type, String who, Progress progress) {
        String champion = champion(type);
        long id = store.begin(type, champion, clock.instant());
        try {
            Candidate candidate = train(type, champion, who, progress);
            store.end(id, candidate.model().id(), Optional.ofNullable(candidate.verdict()), clock.instant());
            return candidate;
        } catch (CancellationException e) {
            // It stays begun and not ended: interrupted, and due again.
            throw e;
        } catch (RuntimeException | Error e) {
            store.fail(id, e.getMessage() == null ? e.toString() : e.getMessage(), clock.instant());
            throw e;
        }
    }

    private Candidate train(String type, String champion, String who, Progress progress) {
        ModelInfo like = predictor.model(champion).orElseThrow();
        Instant until = until(type, champion, clock.instant());
        if (!until.isAfter(like.until())) {
            throw new PredictionException(
                    "nothing that model " + champion + " has not learnt is known yet: it learnt up to " + like.until()
                            + ", and what is known of type " + type + " now ends at "
                            + predictor.stored().known(type, clock.instant()),
                    "wait until a day after that has passed, or import what has happened since");
        }
        ModelInfo candidate = predictor.trainInTurn(
                new TrainRequest(
                        type,
                        like.horizons(),
                        until,
                        like.every(),
                        like.onFault(),
                        null,
                        costs.apply(type),
                        like.settings()),
                who,
                progress);
        PromotionJudge.Verdict verdict = compared(champion, candidate.id(), progress);
        boolean challenger = challenge(type, candidate.id(), champion);
        registry.record(AuditEntry.of(who, "retrain")
                .about(type, Target.FAILURE)
                .model(candidate.id(), champion)
                .because(verdict == null ? null : verdict.sentence()));
        log.atInfo()
                .addKeyValue("event", "model_retrained")
                .addKeyValue("type", type)
                .addKeyValue("model", candidate.id())
                .addKeyValue("champion", champion)
                .log(
                        "{}: {} was trained like the champion {}{}; it is a candidate until somebody promotes it",
                        type,
                        candidate.id(),
                        champion,
                        challenger ? " and decides in shadow" : "");
        return new Candidate(candidate, champion, challenger, verdict);
    }

    /** The latest end of what is known from which one comes to the instants of the champion's schedule. */
    private Instant until(String type, String champion, Instant now) {
        Schedule schedule = models.load(champion).schedule();
        Duration first = models.load(champion).horizons().ends().get(0);
        return schedule.upTo(predictor.stored().known(type, now).minus(first)).plus(first);
    }

    private PromotionJudge.Verdict compared(String champion, String candidate, Progress progress) {
        try {
            return judge.judge(champion, candidate, progress);
        } catch (PredictionException e) {
            log.info("{} cannot be compared with {}: {}", candidate, champion, e.getMessage());
            return null;
        }
    }

    /** In shadow, unless the champion has changed meanwhile or a person chose a challenger. */
    private boolean challenge(String type, String candidate, String champion) {
        Optional<Alias> standing = aliases.find(type, Target.FAILURE, Alias.Name.CHALLENGER);
        boolean ours = standing.isEmpty() || store.cameFromHere(standing.get().model());
        boolean same = aliases.champion(type).filter(champion::equals).isPresent();
        if (!ours || !same) {
            return false;
        }
        registry.challenge(candidate, "service", "trained anew like the champion " + champion);
        return true;
    }
}
