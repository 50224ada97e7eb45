package io.hearthwatch.predictor.watch;

import io.hearthwatch.catalog.Text;
import io.hearthwatch.predictor.features.Feature;
import io.hearthwatch.predictor.features.FeatureExtractor;
import io.hearthwatch.predictor.learning.Bins;
import io.hearthwatch.predictor.learning.Reference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts where one group's features and scores lie, and holds that against the reference. For one thread. */
final class GroupTally {
    /** With fewer appliances, then or now, nothing is said. */
    static final int LEAST = 20;

    private static final int WORST = 12;

    /** What is another number a month later though nothing has changed: how long something has been, what season it is. */
    private static final Set<Feature.Kind> BY_TIME = EnumSet.of(
            Feature.Kind.AGE_DAYS,
            Feature.Kind.HOUR_OF_DAY,
            Feature.Kind.SEASON_WINTER,
            Feature.Kind.SEASON_SPRING,
            Feature.Kind.IN_USE,
            Feature.Kind.IN_USE_AT_NEXT_VISIT,
            Feature.Kind.IN_USE_AT_VISIT_IN_WINDOW,
            Feature.Kind.IN_USE_AT_VISIT_IN_LATER_WINDOW,
            Feature.Kind.HOURS_SINCE_FAILURE,
            Feature.Kind.FAILURES_180D,
            Feature.Kind.REPLACED_180D,
            Feature.Kind.HOURS_SINCE_VISIT,
            Feature.Kind.REPLACED_AT_VISIT,
            Feature.Kind.HOURS_TO_NEXT_VISIT,
            Feature.Kind.HOURS_SINCE_ANY_FAILURE,
            Feature.Kind.ANY_FAILURES_180D);

    private final FeatureExtractor extractor;
    private final Reference reference;
    private final DriftWords words;
    private final Reference.Group then;
    private final boolean neverSeen;
    private final double[][] features;
    private final Map<String, double[]> scores = new HashMap<>();
    private int appliances;
    private double weight;
    private double squares;

    /**
     * Makes an empty one.
     *
     * @param line what it is held against: that model line, or, for null, the whole type
     */
    GroupTally(FeatureExtractor extractor, Reference reference, DriftWords words, String line) {
        this.extractor = extractor;
        this.reference = reference;
        this.words = words;
        this.then = reference.groups().get(line == null ? Reference.ALL : line);
        // A vocabulary that is full may have left the line out.
        this.neverSeen = then == null && extractor.vocabulary().lines().size() < 20;
        this.features = new double[extractor.size()][];
        for (int f = 0; f < features.length; f++) {
            features[f] = new double[reference.features().get(f).size()];
        }
        reference.scores().forEach((component, bins) -> scores.put(component, new double[bins.size()]));
    }

    /** One more appliance. */
    void appliance(double stands) {
        appliances++;
        weight += stands;
        squares += stands * stands;
    }

    void features(float[] row, double stands) {
        for (int f = 0; f < row.length; f++) {
            features[f][reference.features().get(f).of(row[f])] += stands;
        }
    }

    void score(String component, float probability, double stands) {
        scores.get(component)[reference.scores().get(component).of(probability)] += stands;
    }

    /** What has moved. */
    DriftGroup found(String line, String firmware, double share, double tail) {
        if (then == null || then.appliances() < LEAST || appliances < LEAST) {
            Level level = neverSeen ? Level.NEVER_SEEN : Level.TOO_FEW;
            return new DriftGroup(line, firmware, appliances, share, level, 0, 0, List.of(), List.of());
        }
        // As many as would tell as much if each stood for one.
        double n = weight * weight / squares;
        Map<String, DriftGroup.Moved> bySubject = new LinkedHashMap<>();
        for (int f = 0; f < features.length; f++) {
            Feature feature = extractor.features().get(f);
            if (feature.kind() != Feature.Kind.IS_LINE) {
                DriftGroup.Moved moved = moved(f, feature, n, tail);
                bySubject.merge(words.subject(feature), moved, (a, b) -> rank(a) >= rank(b) ? a : b);
            }
        }
        List<DriftGroup.Moved> scored = new ArrayList<>();
        reference.scores().forEach((component, bins) -> scored.add(score(component, bins, n, tail)));
        int drifted = (int) bySubject.values().stream()
                .filter(m -> m.level() == Level.DRIFT)
                .count();
        List<DriftGroup.Moved> worst = bySubject.values().stream()
                .sorted(Comparator.comparingDouble(GroupTally::rank).reversed())
                .limit(WORST)
                .toList();
        Level level = Level.STEADY;
        for (List<DriftGroup.Moved> some : List.of(worst, scored)) {
            for (DriftGroup.Moved moved : some) {
                level = moved.level().compareTo(level) > 0 ? moved.level() : level;
            }
        }
        return new DriftGroup(line, firmware, appliances, share, level, bySubject.size(), drifted, worst, scored);
    }

    /** What drifted first, then what moved most; what moves by itself last. */
    private static double rank(DriftGroup.Moved moved) {
        double level = moved.level() == Level.DRIFT ? 200 : moved.level() == Level.MODERATE ? 100 : 0;
        return moved.psi() + level - (moved.byTime() ? 1000 : 0);
    }

    private DriftGroup.Moved moved(int f, Feature feature, double n, double tail) {
        float[] before = then.features().get(f);
        double[] now = shares(features[f]);
        Psi psi = Psi.of(before, then.appliances(), now, n, tail);
        boolean byTime = BY_TIME.contains(feature.kind());
        Level level = byTime ? Level.STEADY : psi.level();
        Text said = words.feature(feature, reference.features().get(f), before, now);
        return new DriftGroup.Moved(feature.name(), psi.value(), level, byTime, said);
    }

    private DriftGroup.Moved score(String component, Bins bins, double n, double tail) {
        float[] before = then.scores().get(component);
        double[] now = shares(scores.get(component));
        Psi psi = Psi.of(before, then.appliances(), now, n, tail);
        return new DriftGroup.Moved(
                component, psi.value(), psi.level(), false, words.score(component, bins, before, now));
    }

    private double[] shares(double[] sums) {
        double[] shares = new double[sums.length];
        for (int b = 0; b < sums.length; b++) {
            shares[b] = weight == 0 ? 0 : sums[b] / weight;
        }
        return shares;
    }
}
