package io.hearthwatch.predictor;

import io.hearthwatch.predictor.features.FeatureExtractor;
import io.hearthwatch.predictor.learning.LearningSettings;
import io.hearthwatch.predictor.learning.SearchSpace;
import io.hearthwatch.predictor.learning.Trainer;
import io.hearthwatch.predictor.learning.Trial;
import io.hearthwatch.predictor.learning.WalkForward;
import io.hearthwatch.predictor.storage.ModelStore;
import io.hearthwatch.predictor.storage.ReferenceStore;
import io.hearthwatch.predictor.storage.TuningStore;
import io.hearthwatch.predictor.tuning.NumberedTrial;
import io.hearthwatch.predictor.tuning.TuneRequest;
import io.hearthwatch.predictor.tuning.Tuning;
import io.hearthwatch.predictor.tuning.TuningListener;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Runs tunings: history is read once, each judged trial is committed, and an interrupted tuning goes on by its id. For one thread. */
final class Tuner {
    private final StoredHistory stored;
    private final ModelStore models;
    private final ReferenceStore references;
    private final TuningStore tunings;
    private final String who;
    private final InstantSource clock;
    private final LongSupplier nanoTime;

    Tuner(
            StoredHistory stored,
            ModelStore models,
            ReferenceStore references,
            TuningStore tunings,
            String who,
            InstantSource clock,
            LongSupplier nanoTime) {
        this.stored = stored;
        this.models = models;
        this.references = references;
        this.tunings = tunings;
        this.who = who;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    Tuning begin(TuneRequest request, TuningListener listener) {
        long started = nanoTime.getAsLong();
        TrainingPlan plan = TrainingPlan.of(request.training(), stored, clock.instant(), listener);
        Trainer trainer = plan.trainer(clock.instant(), listener);
        TrainingPlan.Read read = plan.read(stored, trainer);
        String id = tunings.begin(
                plan.type().id(),
                new TuningStore.Document(
                        plan.horizons().lead().toMillis(),
                        plan.horizons().ends().stream().map(Duration::toMillis).toList(),
                        plan.horizons().acting(),
                        plan.until().toString(),
                        plan.every().toMillis(),
                        plan.onFault(),
                        request.algorithms(),
                        plan.settings(),
                        read.record()),
                clock.instant());
        SearchSpace space = new SearchSpace(request.algorithms(), plan.settings());
        return search(id, plan, read, space, request.budget(), started, listener);
    }

    Tuning resume(String id, TuneRequest.Budget budget, TuningListener listener) {
        long started = nanoTime.getAsLong();
        TuningStore.Stored before = find(id);
        TuningStore.Document document = before.document();
        TrainRequest training = new TrainRequest(
                before.tuning().type(),
                document.horizons(),
                Instant.parse(document.until()),
                Duration.ofMillis(document.everyMs()),
                document.onFault(),
                document.record().appliances() == null
                        ? null
                        : new HashSet<>(document.record().appliances()),
                document.record().costs(),
                document.first());
        TrainingPlan plan = TrainingPlan.of(training, stored, clock.instant(), listener);
        TrainingPlan.Read read = plan.read(stored, plan.trainer(clock.instant(), listener));
        checkSame(id, document.record(), read.record());
        SearchSpace space = new SearchSpace(document.algorithms(), document.first());
        return search(id, plan, read, space, budget, started, listener);
    }

    TuningStore.Stored find(String id) {
        return tunings.find(id)
                .orElseThrow(() -> new PredictionException(
                        "there is no tuning " + id,
                        tunings.newest(1).isEmpty()
                                ? "begin one with: model tune --type TYPE --horizon 24h"
                                : "the newest are " + String.join(", ", tunings.newest(5))));
    }

    private static void checkSame(String id, TrainingRecord then, TrainingRecord now) {
        if (then.rowsHash().equals(now.rowsHash()) && then.versions().equals(now.versions())) {
            return;
        }
        List<String> causes = Differences.between(then, now);
        throw new PredictionException(
                "tuning " + id + " cannot go on, since its trials could not be compared with further ones: "
                        + (causes.isEmpty() ? "what is learnt from has changed" : String.join("; ", causes)),
                "begin another with: model tune");
    }

    private Tuning search(
            String id,
            TrainingPlan plan,
            TrainingPlan.Read read,
            SearchSpace space,
            TuneRequest.Budget budget,
            long started,
            TuningListener listener) {
        TuningStore.Stored before = find(id);
        double[] first = before.firstLosses();
        listener.begun(id, before.tuning().trials().size());
        FeatureExtractor extractor = new FeatureExtractor(plan.vocabulary(), plan.horizons());
        Instant last = plan.trainer(clock.instant(), Progress.NONE).lastDecision();
        WalkForward judge = new WalkForward(read.rows(), extractor, last, plan.costs(), clock.instant());
        Watch watch = new Watch(nanoTime, started, budget);
        Tuning tuning = before.tuning();
        for (int no = tuning.trials().size() + 1; no <= budget.trials(); no++) {
            if (no > 1 && watch.isOver()) {
                break;
            }
            LearningSettings settings = space.settings(no);
            long from = nanoTime.getAsLong();
            WalkForward.Judged judged;
            try {
                judged = judge.judge(settings, against(tuning, first), watch.progress(no, tuning, listener));
            } catch (TimeIsUp e) {
                break;
            }
            NumberedTrial trial = new NumberedTrial(no, settings, judged.trial(), seconds(from));
            if (no == 1) {
                checkJudged(judged.trial());
                first = judged.byAppliance();
            }
            tunings.add(id, trial, no == 1 ? first : null, clock.instant());
            tuning = find(id).tuning();
            listener.judged(trial);
        }
        if (budget.train()) {
            train(id, plan.with(tuning.best().settings()), read, listener);
        }
        return find(id).tuning();
    }

    private static void checkJudged(Trial first) {
        if (first.loss() == 0) {
            throw new PredictionException(
                    "too little has failed in the span to tell settings apart",
                    "give a longer span, more appliances or a longer --horizon; model train works without tuning");
        }
    }

    private static WalkForward.Against against(Tuning tuning, double[] first) {
        if (first == null) {
            return WalkForward.Against.NOTHING;
        }
        double[] folds = tuning.first().trial().folds().stream()
                .mapToDouble(Trial.Fold::loss)
                .toArray();
        return new WalkForward.Against(first, folds, tuning.best().trial());
    }

    private void train(String id, TrainingPlan plan, TrainingPlan.Read read, Progress progress) {
        Trainer trainer = plan.trainer(clock.instant(), progress);
        String model = models.add(trainer.train(read.rows()), read.record().ofTuning(id), who, clock.instant());
        trainer.reference().ifPresent(reference -> references.add(model, reference));
        tunings.trained(id, model);
    }

    private double seconds(long from) {
        return (nanoTime.getAsLong() - from) / 1e9;
    }

    /** Thrown out of a trial that cannot be finished in time. */
    @SuppressWarnings("serial")
    private static final class TimeIsUp extends RuntimeException {
        TimeIsUp() {
            super("the time for this tuning is over", null, false, false);
        }
    }

    /** How much of a budget is left. */
    private record Watch(LongSupplier nanoTime, long started, TuneRequest.Budget budget) {
        double elapsed() {
            return (nanoTime.getAsLong() - started) / 1e9;
        }

        boolean isOver() {
            return budget.time() != null && elapsed() >= budget.time().toMillis() / 1e3;
        }

        Progress progress(int no, Tuning before, Progress shown) {
            double began = elapsed();
            String best = before.trials().isEmpty()
                    ? ""
                    : String.format(
                            Locale.ROOT,
                            "; best so far trial %d, loss %.5f",
                            before.best().no(),
                            before.best().trial().loss());
            double usual = before.trials().stream()
                    .mapToDouble(NumberedTrial::seconds)
                    .average()
                    .orElse(0);
            return (phase, done, total) -> {
                if (no > 1 && isOver()) {
                    throw new TimeIsUp();
                }
                double share = total == 0 ? 0 : (double) done / total;
                double each = usual > 0 ? usual : share > 0.02 ? (elapsed() - began) / share : 0;
                double left = each * (budget.trials() - no + 1 - share);
                if (budget.time() != null) {
                    double inTime = budget.time().toMillis() / 1e3 - elapsed();
                    left = each == 0 ? inTime : Math.min(left, inTime);
                }
                String when = left <= 0 ? "" : "; " + left(left) + " left";
                shown.at(
                        "trial " + no + " of " + budget.trials() + ", " + phase + best + when,
                        (long) ((no - 1 + share) * 1000),
                        budget.trials() * 1000L);
            };
        }

        private static String left(double seconds) {
            long minutes = TimeUnit.SECONDS.toMinutes(Math.round(seconds + 30));
            return seconds < 90 ? Math.round(seconds) + " s" : minutes + " min";
        }
    }
}
