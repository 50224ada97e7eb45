package io.hearthwatch.predictor.learning;

import io.hearthwatch.catalog.MetricKind;
import io.hearthwatch.predictor.features.Feature.Kind;
import io.hearthwatch.predictor.features.FeatureExtractor;
import io.hearthwatch.predictor.features.Vocabulary;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Says of an appliance that it behaves strangely, without knowing of any failure: a metric's last 24 hours are far from the appliance's own
 * 30 days before <em>and</em> from the appliances of its model line (or, where nothing is known of these, from its own alone). How far is
 * far was learnt on decisions after which nothing failed, so that about one in a thousand of those is called strange. A sign of its own: it
 * never opens a ticket.
 *
 * @param usual by metric of the vocabulary: the distance, in standard deviations, that one in a hundred decisions reaches; 0 where the
 *     metric is not looked at
 * @param limit how many times that distance is strange; 0 where there was too little to learn from, and nothing ever is
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record AnomalyRule(double[] usual, double limit) {
    /** Share of ordinary decisions that are called strange. */
    public static final double FALSE_ALARMS = 0.001;
    /** Nothing is ever strange. */
    public static final AnomalyRule NONE = new AnomalyRule(new double[0], 0);

    private static final double REACHED = 0.01;
    private static final int LEAST = (int) (1 / FALSE_ALARMS);

    /**
     * How strange an appliance is.
     *
     * @param score from 1 on it is strange
     * @param metric the strangest metric, an index into the vocabulary
     */
    public record Sign(double score, int metric) {
        public boolean isStrange() {
            return score >= 1;
        }
    }

    /**
     * Learns from decisions after which nothing failed.
     *
     * @param rows their features
     * @param weights how many decisions each stands for
     */
    static AnomalyRule learn(FeatureExtractor extractor, List<float[]> rows, long[] weights) {
        if (Arrays.stream(weights).sum() < LEAST) {
            return NONE;
        }
        int metrics = extractor.vocabulary().metrics().size();
        double[] usual = new double[metrics];
        for (int m = 0; m < metrics; m++) {
            int metric = m;
            double[] distances = rows.stream()
                    .mapToDouble(row -> distance(extractor, row, metric))
                    .toArray();
            usual[m] = Math.max(quantile(distances, weights, REACHED), 0);
        }
        AnomalyRule unlimited = new AnomalyRule(usual, 1);
        double[] scores = rows.stream()
                .mapToDouble(row -> {
                    Sign sign = unlimited.of(extractor, row);
                    return sign == null ? Double.NaN : sign.score();
                })
                .toArray();
        double limit = quantile(scores, weights, FALSE_ALARMS);
        return limit > 0 ? new AnomalyRule(usual, Math.nextUp(limit)) : NONE;
    }

    /** The value that a share of the weight lies at or above; NaN values have no weight, and 0 is returned where there is none. */
    private static double quantile(double[] values, long[] weights, double share) {
        int[] order = IntStream.range(0, values.length)
                .filter(i -> !Double.isNaN(values[i]))
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -values[i]))
                .mapToInt(i -> i)
                .toArray();
        double all = Arrays.stream(order).mapToDouble(i -> weights[i]).sum();
        double above = 0;
        for (int i : order) {
            above += weights[i];
            if (above >= share * all) {
                return values[i];
            }
        }
        return 0;
    }

    /** How strange a row of features is; null where it cannot be said. */
    public Sign of(FeatureExtractor extractor, float[] row) {
        double most = -1;
        int strangest = -1;
        for (int m = 0; m < usual.length && limit > 0; m++) {
            double score = usual[m] > 0 ? distance(extractor, row, m) / usual[m] / limit : Double.NaN;
            if (score > most) {
                most = score;
                strangest = m;
            }
        }
        return strangest < 0 ? null : new Sign(most, strangest);
    }

    /** How far a metric is from where it was, and from its likes, whichever is nearer; NaN where not known. */
    private static double distance(FeatureExtractor extractor, float[] row, int metric) {
        Vocabulary.MetricName name = extractor.vocabulary().metrics().get(metric);
        if (name.kind() == MetricKind.STATE) {
            return Double.NaN;
        }
        double own = Math.abs(row[extractor.column(Kind.CHANGE_24H, metric)]);
        double fleet = name.isReportedGauge() ? Math.abs(row[extractor.column(Kind.FLEET_24H, metric)]) : Double.NaN;
        return Double.isNaN(fleet) ? own : Math.min(own, fleet);
    }
}
