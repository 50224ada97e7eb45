package io.hearthwatch.predictor.learning;

import io.hearthwatch.catalog.Costs;
import io.hearthwatch.predictor.Progress;
import io.hearthwatch.predictor.features.FeatureExtractor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Judges settings on inner splits of a training span, always later than what was trained on. The span is cut at .4, .55, .7 and .85; for
 * each cut a model learns from decisions whose windows had ended by then, and is judged on the scheduled decisions up to the next cut. Between
 * the two lies the window's whole length. The first fold is not counted: boosting rounds and calibration of a fold are chosen on the
 * folds before it, as they would have been at that time. No row is ever drawn at random.
 *
 * <p>Holds the training rows once for all trials. For one thread.
 */
public final class WalkForward {
    private static final double[] CUTS = {0.4, 0.55, 0.7, 0.85};
    /** A trial whose loss on the first counted fold is greater than the best's by this factor is given up. */
    private static final double CLEARLY_BEHIND = 1.1;

    private final TrainingRows rows;
    private final FeatureExtractor extractor;
    private final long last;
    private final Instant now;
    private final List<Costs> costs;

    /**
     * Makes one.
     *
     * @param rows what was read for a training
     * @param last the last decision whose outcome in the first window is known
     * @param costs by component
     * @param now for the models' provenance
     */
    public WalkForward(
            TrainingRows rows, FeatureExtractor extractor, Instant last, Map<String, Costs> costs, Instant now) {
        this.rows = rows;
        this.extractor = extractor;
        this.last = last.toEpochMilli();
        this.now = now;
        this.costs = extractor.vocabulary().components().stream()
                .map(c -> costs.getOrDefault(c, Costs.DEFAULT))
                .toList();
    }

    /**
     * What trials are compared with.
     *
     * @param first the first trial's loss by appliance, in order of their numbers; null while there is none
     * @param firstLosses its loss by fold
     * @param best the best trial so far; null while there is none
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    public record Against(double[] first, double[] firstLosses, Trial best) {
        /** For the first trial. */
        public static final Against NOTHING = new Against(null, null, null);
    }

    /**
     * A trial and its loss by appliance, in order of their numbers.
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    public record Judged(Trial trial, double[] byAppliance) {}

    /**
     * Judges settings.
     *
     * @param progress told before each component; may throw to give up
     */
    public Judged judge(LearningSettings settings, Against against, Progress progress) {
        TrialScores scores = new TrialScores(rows, extractor, settings);
        TrialTally tally = new TrialTally(rows, extractor.horizons(), costs);
        Learner learner = new Learner(settings, extractor.names(), now);
        List<Trial.Fold> folds = new ArrayList<>();
        for (int fold = 0; fold < CUTS.length; fold++) {
            learn(learner, scores, fold, progress);
            if (fold == 0) {
                continue;
            }
            folds.add(tally.add(scores.judge(fold)));
            boolean more = fold + 1 < CUTS.length;
            if (more && against.best() != null && isBehind(folds.get(0), against.best())) {
                return new Judged(tally.trial(Trial.State.STOPPED, folds, against), tally.byAppliance());
            }
        }
        return new Judged(tally.trial(Trial.State.FINISHED, folds, against), tally.byAppliance());
    }

    private static boolean isBehind(Trial.Fold fold, Trial best) {
        return fold.loss() > CLEARLY_BEHIND * best.folds().get(0).loss();
    }

    private void learn(Learner learner, TrialScores scores, int fold, Progress progress) {
        long after = cut(fold);
        long upTo = fold + 1 < CUTS.length ? cut(fold + 1) : last;
        int[] judged = rows.scheduledWhere(at -> at > after && at <= upTo);
        List<float[]> features = rows.features(judged);
        List<String> components = extractor.vocabulary().components();
        int windows = extractor.horizons().size();
        for (int w = 0; w < windows; w++) {
            long end = extractor.horizons().to(w);
            for (int c = 0; c < components.size(); c++) {
                int done = (fold * windows + w) * components.size() + c;
                progress.at(components.get(c), done, (long) CUTS.length * windows * components.size());
                int[] fit = rows.atRisk(rows.where(at -> at + end <= after), c, w);
                scores.learn(fold, c, w, learner, fit, judged, features);
            }
        }
    }

    private long cut(int fold) {
        return rows.first() + (long) ((last - rows.first()) * CUTS[fold]);
    }

    /** How many folds are counted. */
    public static int folds() {
        return CUTS.length - 1;
    }
}
