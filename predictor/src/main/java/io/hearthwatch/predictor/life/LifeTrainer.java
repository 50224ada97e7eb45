package io.hearthwatch.predictor.life;

import io.hearthwatch.predictor.Progress;
import io.hearthwatch.predictor.features.ApplianceHistory;
import io.hearthwatch.predictor.features.Feature;
import io.hearthwatch.predictor.features.FeatureExtractor;
import io.hearthwatch.predictor.learning.HistorySource;
import io.hearthwatch.predictor.learning.LearningSettings;
import io.hearthwatch.predictor.learning.RegressionTrees;
import io.hearthwatch.predictor.learning.TreeSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Learns remaining life: walks the stored history once through the {@link FeatureExtractor}, then, component by component, splits the
 * appliances into folds, estimates each fold by trees that were grown from the others, and from these estimates chooses the number of rounds and
 * the margins of the interval ({@link Margins}); then learns anew from all of them.
 */
public final class LifeTrainer {
    /** Fewer failures than this, or on fewer appliances than there are folds, teach nothing. */
    public static final int LEAST_FAILURES = 5;

    private static final int FOLDS = 5;
    /** Rounds are tried in steps of this many. */
    private static final int STEP = 25;

    /** Estimates of remaining life that intervals hold. */
    public static final double LEVEL = 0.8;

    /** Deeper than for failures, since every hour of a life teaches, and with few features a tree, since many say the same. */
    public static final TreeSettings TREES = new TreeSettings(150, 4, 0.06, 20, 0.5, 0.1, 5, 256, 1);

    private final FeatureExtractor extractor;
    private final Lifetimes lifetimes;
    private final Instant until;
    private final Duration every;
    private final Duration cap;
    private final LearningSettings settings;
    private final Instant now;
    private final Progress progress;
    private String rowsHash = "";

    /** Makes one. */
    public LifeTrainer(
            FeatureExtractor extractor,
            Instant until,
            Duration every,
            Duration cap,
            LearningSettings settings,
            Instant now,
            Progress progress) {
        this.extractor = extractor;
        this.lifetimes = new Lifetimes(until.toEpochMilli(), cap);
        this.until = until;
        this.every = every;
        this.cap = cap;
        this.settings = settings;
        this.now = now;
        this.progress = progress;
    }

    /** Trains; components that failed too seldom get nothing. */
    public LifeModel train(HistorySource source) {
        LifeRows rows = new LifeRows(extractor, lifetimes, settings.mostRows(), settings.seed());
        List<String> ids = extractor.vocabulary().components();
        int[] failures = new int[ids.size()];
        int[] failing = new int[ids.size()];
        int[] read = {0};
        source.forEach(HistorySource.BEGINNING, until, history -> {
            rows.add(history, Long.MIN_VALUE, until.toEpochMilli(), every.toMillis());
            for (int c = 0; c < ids.size(); c++) {
                int count = failures(history, c);
                failures[c] += count;
                failing[c] += count > 0 ? 1 : 0;
            }
            progress.at("reading history", ++read[0], 0);
        });
        rowsHash = rows.hash();
        List<LifeComponent> components = new ArrayList<>();
        for (int c = 0; c < ids.size(); c++) {
            boolean teaches = failures[c] >= LEAST_FAILURES && failing[c] >= FOLDS;
            components.add(component(rows, c, failures[c], teaches, ids.size()));
        }
        return new LifeModel(
                extractor, until, every, cap, components, settings, rows.appliances(), rows.seen(), rows.size());
    }

    /** A hash of what the last training learnt from. */
    public String rowsHash() {
        return rowsHash;
    }

    /** Failures after the appliance was first heard of. */
    private static int failures(ApplianceHistory history, int component) {
        int count = 0;
        for (int i = 0; i < history.failures().size(); i++) {
            count += history.failures().what(i) == component
                            && history.activeAt(history.failures().time(i))
                    ? 1
                    : 0;
        }
        return count;
    }

    private LifeComponent component(LifeRows rows, int c, int failures, boolean teaches, int components) {
        String id = extractor.vocabulary().components().get(c);
        int[] known = rows.known(c);
        long labels = Arrays.stream(rows.weights(known)).sum();
        float capHours = cap == null ? Float.POSITIVE_INFINITY : (float) (cap.toMillis() / 3_600_000.0);
        long outlived = Arrays.stream(known)
                .filter(row -> rows.row(row).hours()[c] >= capHours)
                .mapToLong(rows::weight)
                .sum();
        if (!teaches || known.length == 0) {
            Margins none = new Margins(LEVEL, List.of(), List.of(), List.of());
            return new LifeComponent(
                    id,
                    Optional.empty(),
                    0,
                    failures,
                    labels,
                    outlived,
                    none,
                    new AgeLife(List.of(), List.of()),
                    LifeFigures.NONE,
                    LifeFigures.NONE);
        }
        int[] rounds = rounds();
        float[][] unseen = new float[rounds.length][known.length];
        float[] byAge = new float[known.length];
        int[] folds = folds(rows, known);
        for (int fold = 0; fold < FOLDS; fold++) {
            progress.at("judging " + id, (long) c * (FOLDS + 1) + fold, (long) components * (FOLDS + 1));
            int f = fold;
            int[] left =
                    IntStream.range(0, known.length).filter(i -> folds[i] == f).toArray();
            int[] others = IntStream.range(0, known.length)
                    .filter(i -> folds[i] != f)
                    .map(i -> known[i])
                    .toArray();
            int[] judged = Arrays.stream(left).map(i -> known[i]).toArray();
            RegressionTrees trees = learn(rows, c, others, settings.trees());
            AgeLife ages = ages(rows, c, others);
            List<float[]> features = rows.features(judged);
            for (int r = 0; r < rounds.length; r++) {
                float[] estimates = LifeComponent.clamp(trees.predict(features, rounds[r]), capHours);
                for (int i = 0; i < left.length; i++) {
                    unseen[r][left[i]] = estimates[i];
                }
            }
            for (int i = 0; i < left.length; i++) {
                byAge[left[i]] = (float) ages.estimate(inUse(features.get(i), c));
            }
        }
        progress.at("training " + id, (long) c * (FOLDS + 1) + FOLDS, (long) components * (FOLDS + 1));
        float[] truths = rows.hours(c, known);
        long[] weights = rows.weights(known);
        int best = best(unseen, truths, weights);
        int[] appliances =
                Arrays.stream(known).map(row -> rows.row(row).applianceNo()).toArray();
        Margins margins = Margins.learn(LEVEL, unseen[best], truths, weights, appliances);
        return new LifeComponent(
                id,
                Optional.of(learn(rows, c, known, settings.trees().withRounds(rounds[best]))),
                rounds[best],
                failures,
                labels,
                outlived,
                margins,
                ages(rows, c, known),
                figures(unseen[best], truths, weights, appliances, margins, capHours),
                figures(byAge, truths, weights, appliances, null, capHours));
    }

    private RegressionTrees learn(LifeRows rows, int component, int[] chosen, TreeSettings trees) {
        String what = extractor.vocabulary().type() + ", "
                + extractor.vocabulary().components().get(component) + ", remaining life, decisions up to " + until;
        return RegressionTrees.train(
                extractor.names(),
                rows.features(chosen),
                rows.hours(component, chosen),
                rows.weights(chosen),
                trees,
                what,
                now);
    }

    private AgeLife ages(LifeRows rows, int component, int[] chosen) {
        List<float[]> features = rows.features(chosen);
        float[] inUse = new float[chosen.length];
        for (int i = 0; i < inUse.length; i++) {
            inUse[i] = inUse(features.get(i), component);
        }
        return AgeLife.learn(inUse, rows.hours(component, chosen), rows.weights(chosen));
    }

    private float inUse(float[] row, int component) {
        return row[extractor.column(Feature.Kind.IN_USE, component)];
    }

    private int[] rounds() {
        int most = settings.trees().rounds();
        int[] rounds = new int[(most + STEP - 1) / STEP];
        for (int i = 0; i < rounds.length; i++) {
            rounds[i] = Math.min(most, (i + 1) * STEP);
        }
        return rounds;
    }

    /** For each row the fold of its appliance: by a hash of the seed, of equal numbers of appliances. */
    private int[] folds(LifeRows rows, int[] known) {
        TreeSet<Integer> appliances = new TreeSet<>(
                Comparator.<Integer>comparingLong(no -> LifeRows.mix(settings.seed() * 0x9E3779B97F4A7C15L + no))
                        .thenComparing(no -> no));
        for (int row : known) {
            appliances.add(rows.row(row).applianceNo());
        }
        Map<Integer, Integer> folds = new HashMap<>();
        appliances.forEach(no -> folds.put(no, folds.size() % FOLDS));
        return Arrays.stream(known)
                .map(row -> folds.get(rows.row(row).applianceNo()))
                .toArray();
    }

    private static int best(float[][] byRounds, float[] truths, long[] weights) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int r = 0; r < byRounds.length; r++) {
            double squares = 0;
            for (int i = 0; i < truths.length; i++) {
                double d = byRounds[r][i] - truths[i];
                squares += weights[i] * d * d;
            }
            if (squares < least) {
                least = squares;
                best = r;
            }
        }
        return best;
    }

    private static LifeFigures figures(
            float[] estimates, float[] truths, long[] weights, int[] appliances, Margins margins, float capHours) {
        LifeErrors errors = new LifeErrors();
        for (int i = 0; i < truths.length; i++) {
            boolean held = margins != null
                    && margins.low(estimates[i]) <= truths[i]
                    && Math.min(capHours, margins.high(estimates[i])) >= truths[i];
            errors.add(appliances[i], estimates[i], truths[i], held, (double) weights[i]);
        }
        return errors.figures();
    }
}
