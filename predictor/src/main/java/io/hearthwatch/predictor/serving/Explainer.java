package io.hearthwatch.predictor.serving;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.predictor.ScoreReasons;
import io.hearthwatch.predictor.features.ApplianceHistory;
import io.hearthwatch.predictor.features.Feature;
import io.hearthwatch.predictor.features.Feature.Kind;
import io.hearthwatch.predictor.features.FeatureExtractor;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Says in words why a probability is what it is: which metrics, codes, ages and habits moved it, strongest first. Features of one subject
 * count together, and the one that did most in the direction of all of them gives the words. Immutable and thread-safe.
 */
final class Explainer {
    private static final int MAX_REASONS = 4;
    /** In log-odds; what moves a score by less is not worth a person's time. */
    private static final double LEAST = 0.05;

    private final FeatureExtractor extractor;
    private final MetricWords metrics;
    private final FaultWords faults;
    private final ServiceWords service;

    Explainer(ApplianceType type, FeatureExtractor extractor) {
        this.extractor = extractor;
        this.metrics = new MetricWords(type, extractor);
        this.faults = new FaultWords(type, extractor);
        this.service = new ServiceWords(type, extractor);
    }

    /** What people call a component of a model line. */
    Text component(String line, String component) {
        return service.name(line, component);
    }

    /**
     * What raised the score of a component most, strongest first.
     *
     * @param contributions by feature, in log-odds
     */
    List<Text> reasons(double[] contributions, ApplianceHistory history, long at, float[] row) {
        return groups(contributions).stream()
                .filter(group -> group.sum >= LEAST)
                .sorted(Comparator.comparingDouble((Group group) -> -group.sum))
                .limit(MAX_REASONS)
                .map(group -> words(group.strongest(), history, at, row))
                .toList();
    }

    /**
     * What moved the score of a component most, whichever way, strongest first.
     *
     * @param contributions by feature, in log-odds
     * @param most how many at most
     */
    List<ScoreReasons.Reason> moved(double[] contributions, ApplianceHistory history, long at, float[] row, int most) {
        return groups(contributions).stream()
                .filter(group -> Math.abs(group.sum) >= LEAST)
                .sorted(Comparator.comparingDouble((Group group) -> -Math.abs(group.sum)))
                .limit(most)
                .map(group -> new ScoreReasons.Reason(words(group.strongest(), history, at, row), group.sum))
                .toList();
    }

    /** Why an appliance is strange. */
    Text strange(int metric, ApplianceHistory history, long at, float[] row) {
        return metrics.strange(metric, history, at, row);
    }

    private List<Group> groups(double[] contributions) {
        Map<String, Group> groups = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(extractor.size(), contributions.length); i++) {
            Feature feature = extractor.features().get(i);
            groups.computeIfAbsent(group(feature), key -> new Group()).add(feature, contributions[i]);
        }
        return List.copyOf(groups.values());
    }

    private String group(Feature feature) {
        Feature.Subject subject = feature.kind().subject();
        if (subject == Feature.Subject.GAUGE || subject == Feature.Subject.COUNTER) {
            return Feature.Subject.METRIC + " " + feature.subject();
        }
        return switch (feature.kind()) {
            case HOURS_SINCE_VISIT, REPLACED_AT_VISIT, HOURS_TO_NEXT_VISIT -> "visits";
            case DISTINCT_CODES_24H, FAULTS_7D, FAULTS_30D -> "faults";
            case HOURS_SINCE_ANY_FAILURE, ANY_FAILURES_180D -> "failures";
            case SEASON_WINTER, SEASON_SPRING -> "season";
            case IS_LINE -> "line";
            case IN_USE_AT_VISIT_IN_LATER_WINDOW -> Feature.Subject.COMPONENT + " " + componentOf(feature);
            default ->
                feature.kind().subject() == Feature.Subject.APPLIANCE
                        ? feature.name()
                        : feature.kind().subject() + " " + feature.subject();
        };
    }

    /** The features of one subject. */
    private static final class Group {
        private double sum;
        private double most = Double.NEGATIVE_INFINITY;
        private double least = Double.POSITIVE_INFINITY;
        private Feature raisedMost;
        private Feature loweredMost;

        void add(Feature feature, double contribution) {
            sum += contribution;
            if (contribution > most) {
                most = contribution;
                raisedMost = feature;
            }
            if (contribution < least) {
                least = contribution;
                loweredMost = feature;
            }
        }

        Feature strongest() {
            return sum >= 0 ? raisedMost : loweredMost;
        }
    }

    /** One line about what a feature is of. */
    Text words(Feature feature, ApplianceHistory history, long at, float[] row) {
        Kind kind = feature.kind();
        return switch (kind.subject()) {
            case METRIC, GAUGE, COUNTER -> metrics.of(feature, history, at, row);
            case PAIR -> faults.pair(feature.subject(), row);
            case CODE -> faults.code(feature.subject(), row);
            case COMPONENT, COMPONENT_WINDOW ->
                service.component(kind, componentOf(feature), history, at, value(feature, row), row);
            case LINE -> service.line(ownLine(history, feature.subject()), row);
            case APPLIANCE ->
                switch (kind) {
                    case DISTINCT_CODES_24H, FAULTS_7D, FAULTS_30D -> faults.all(kind, history, at);
                    default -> service.appliance(kind, row);
                };
        };
    }

    /** The lines' features count together, so they are told by the appliance's own, if the model knows it. */
    private int ownLine(ApplianceHistory history, int otherwise) {
        int own = history.line() == null ? -1 : extractor.vocabulary().lines().indexOf(history.line());
        return own < 0 ? otherwise : own;
    }

    private float value(Feature feature, float[] row) {
        return row[extractor.column(feature.kind(), feature.subject())];
    }

    private int componentOf(Feature feature) {
        return feature.kind().subject() == Feature.Subject.COMPONENT_WINDOW
                ? feature.subject() % extractor.vocabulary().components().size()
                : feature.subject();
    }
}
