package io.hearthwatch.predictor.serving;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.predictor.features.ApplianceHistory;
import io.hearthwatch.predictor.features.Feature;
import io.hearthwatch.predictor.features.Feature.Kind;
import io.hearthwatch.predictor.features.FeatureExtractor;
import io.hearthwatch.predictor.features.Horizons;
import io.hearthwatch.predictor.features.UsualRange;
import io.hearthwatch.predictor.learning.Classifier;
import io.hearthwatch.predictor.learning.ComponentModel;
import io.hearthwatch.predictor.learning.Hazard;
import io.hearthwatch.predictor.learning.TrainedModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Opens up a model: why it says what it says of one appliance, and what moves it in general. Immutable and thread-safe. */
public final class Insight {
    /** Kinds whose value is a level that the appliance's usual range can be held against. */
    private static final Set<Kind> LEVELS = EnumSet.of(
            Kind.LATEST,
            Kind.MEAN_6H,
            Kind.MEAN_24H,
            Kind.MIN_24H,
            Kind.MAX_24H,
            Kind.MEAN_3D,
            Kind.MEAN_7D,
            Kind.MIN_7D,
            Kind.MAX_7D,
            Kind.MEAN_28D);
    /** From this correlation of value and contribution on, a direction is told. */
    private static final double TELLING = 0.3;

    private final String modelId;
    private final TrainedModel model;
    private final FeatureExtractor extractor;
    private final Explainer explainer;
    private final FeatureUnits units;

    public Insight(String modelId, TrainedModel model, ApplianceType type) {
        this.modelId = modelId;
        this.model = model;
        this.extractor = model.extractor();
        this.explainer = new Explainer(type, extractor);
        this.units = new FeatureUnits(type, extractor.vocabulary());
    }

    /**
     * Explains what is said of an appliance.
     *
     * @param component only this one, or null for all
     */
    public Explanation explain(ApplianceHistory history, long at, String component) {
        float[] row = extractor.extract(history, at);
        List<Explanation.Part> parts = new ArrayList<>();
        for (ComponentModel each : model.components()) {
            if (component == null || component.equals(each.component())) {
                parts.add(part(each, history, at, row));
            }
        }
        return new Explanation(modelId, history.id(), Instant.ofEpochMilli(at), parts);
    }

    private Explanation.Part part(ComponentModel component, ApplianceHistory history, long at, float[] row) {
        float[][] cumulative = component.cumulative(List.of(row));
        List<Explanation.Window> windows = new ArrayList<>();
        for (int w = 0; w < component.hazards().size(); w++) {
            windows.add(window(component.hazards().get(w), w, cumulative[w][0], history, at, row));
        }
        float acting = cumulative[component.acting()][0];
        Text headline = Float.isNaN(acting)
                ? null
                : Headlines.likely(
                        explainer.component(history.line(), component.component()),
                        acting,
                        model.lead(),
                        model.horizon());
        return new Explanation.Part(
                component.component(),
                headline,
                explainer.reasons(component.contributions(row), history, at, row),
                windows);
    }

    private Explanation.Window window(
            Hazard hazard, int window, float probability, ApplianceHistory history, long at, float[] row) {
        Horizons horizons = extractor.horizons();
        Duration from = Duration.ofMillis(horizons.from(window));
        Duration to = Duration.ofMillis(horizons.to(window));
        float p = hazard.probabilities(List.of(row))[0];
        Classifier classifier = hazard.classifier().orElse(null);
        if (classifier == null) {
            return new Explanation.Window(
                    from, to, hazard.basis(), null, List.of(), null, null, null, null, known(p), known(probability));
        }
        double[] moved = classifier.contributions(row);
        double sum = 0;
        List<Explanation.Contribution> contributions = new ArrayList<>();
        for (int i = 0; i < row.length; i++) {
            sum += moved[i];
            if (moved[i] != 0) {
                contributions.add(contribution(extractor.features().get(i), row[i], moved[i], history, at));
            }
        }
        contributions.sort(Comparator.comparingDouble(c -> -Math.abs(c.logOdds())));
        double base = moved[row.length];
        return new Explanation.Window(
                from,
                to,
                hazard.basis(),
                base,
                contributions,
                base + sum,
                (double) classifier.probabilities(List.of(row))[0],
                hazard.calibration().method(),
                hazard.calibration().logOdds(base + sum),
                known(p),
                known(probability));
    }

    private Explanation.Contribution contribution(
            Feature feature, float value, double logOdds, ApplianceHistory history, long at) {
        UsualRange usual = LEVELS.contains(feature.kind()) ? extractor.usual(history, feature.subject(), at) : null;
        return new Explanation.Contribution(
                feature.name(),
                known(value),
                units.of(feature),
                usual == null ? null : usual.low(),
                usual == null ? null : usual.high(),
                logOdds);
    }

    private static Double known(float value) {
        return Float.isNaN(value) ? null : (double) value;
    }

    /**
     * Says what moves the model's scores.
     *
     * @param rows a sample of decisions
     * @param weights how many decisions each stands for
     * @param only this component, or null for all
     */
    public Importance importance(List<float[]> rows, long[] weights, String only) {
        List<Importance.Window> windows = new ArrayList<>();
        long decisions = 0;
        for (long weight : weights) {
            decisions += weight;
        }
        for (ComponentModel component : model.components()) {
            boolean asked = only == null || only.equals(component.component());
            for (int w = 0; asked && w < component.hazards().size(); w++) {
                Classifier classifier = component.hazards().get(w).classifier().orElse(null);
                if (classifier != null) {
                    windows.add(new Importance.Window(
                            component.component(),
                            Duration.ofMillis(extractor.horizons().from(w)),
                            Duration.ofMillis(extractor.horizons().to(w)),
                            strengths(classifier.contributions(rows), rows, weights)));
                }
            }
        }
        return new Importance(modelId, decisions, rows.size(), windows);
    }

    private List<Importance.Strength> strengths(double[][] contributions, List<float[]> rows, long[] weights) {
        List<Importance.Strength> strengths = new ArrayList<>();
        double all = 0;
        int features = extractor.features().size();
        Moments[] moments = new Moments[features];
        for (int f = 0; f < features; f++) {
            moments[f] = new Moments();
            for (int i = 0; i < rows.size(); i++) {
                moments[f].add(rows.get(i)[f], contributions[i][f], weights[i]);
            }
            all += moments[f].meanAbsolute();
        }
        for (int f = 0; f < features; f++) {
            if (moments[f].meanAbsolute() > 0) {
                Feature feature = extractor.features().get(f);
                strengths.add(new Importance.Strength(
                        feature.name(),
                        units.of(feature),
                        moments[f].meanAbsolute(),
                        moments[f].meanAbsolute() / all,
                        moments[f].direction(),
                        moments[f].known()));
            }
        }
        strengths.sort(Comparator.comparingDouble(s -> -s.meanAbsolute()));
        return strengths;
    }

    /** Weighted sums of one feature's values and contributions. */
    private static final class Moments {
        private double all;
        private double absolute;
        private double weight;
        private double x;
        private double y;
        private double xx;
        private double yy;
        private double xy;

        void add(float value, double contribution, long w) {
            all += w;
            absolute += w * Math.abs(contribution);
            if (!Float.isNaN(value)) {
                weight += w;
                x += w * (double) value;
                y += w * contribution;
                xx += w * (double) value * value;
                yy += w * contribution * contribution;
                xy += w * (double) value * contribution;
            }
        }

        double meanAbsolute() {
            return all == 0 ? 0 : absolute / all;
        }

        double known() {
            return all == 0 ? 0 : weight / all;
        }

        Importance.Direction direction() {
            double covariance = xy / weight - x / weight * (y / weight);
            double vx = xx / weight - x / weight * (x / weight);
            double vy = yy / weight - y / weight * (y / weight);
            double correlation = covariance / Math.sqrt(vx * vy);
            if (correlation >= TELLING) {
                return Importance.Direction.GREATER_IS_WORSE;
            }
            return correlation <= -TELLING ? Importance.Direction.SMALLER_IS_WORSE : Importance.Direction.DEPENDS;
        }
    }
}
