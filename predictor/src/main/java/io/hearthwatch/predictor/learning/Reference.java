package io.hearthwatch.predictor.learning;

import io.hearthwatch.predictor.features.Feature;
import io.hearthwatch.predictor.features.FeatureExtractor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What features and scores were like in the last two fifths of the span that a model learnt from: what the fleet in service is held
 * against. Decisions count by their weights; at most {@value #MOST_ROWS} rows are looked at.
 *
 * @param from first decision that it was made of
 * @param to last
 * @param features where the features' deciles lay, in the extractor's order
 * @param scores by component that was learnt, where the deciles of its probability by the acting horizon lay
 * @param groups shares by model line; the empty line is the whole type
 */
public record Reference(
        String from, String to, List<Bins> features, Map<String, Bins> scores, Map<String, Group> groups) {
    /** The whole type. */
    public static final String ALL = "";

    private static final int MOST_ROWS = 20_000;
    private static final double LATER_PART = 0.6;

    /**
     * One group of appliances.
     *
     * @param appliances distinct ones
     * @param rows decisions that were looked at
     * @param features by feature, the share of each bin
     * @param scores by component, the share of each bin
     */
    public record Group(int appliances, int rows, List<float[]> features, Map<String, float[]> scores) {}

    /** Makes it of the training's rows and of what was learnt from them. */
    static Reference of(FeatureExtractor extractor, TrainingRows rows, List<ComponentModel> components, Instant last) {
        long cut = rows.first() + (long) ((last.toEpochMilli() - rows.first()) * LATER_PART);
        int[] later = rows.scheduledWhere(at -> at > cut);
        int step = Math.max(1, (later.length + MOST_ROWS - 1) / MOST_ROWS);
        int[] chosen = IntStream.range(0, later.length)
                .filter(i -> i % step == 0)
                .map(i -> later[i])
                .toArray();
        List<float[]> features = rows.features(chosen);
        double[] weights =
                Arrays.stream(chosen).mapToDouble(row -> rows.weight(row)).toArray();
        Map<String, float[]> scores = new LinkedHashMap<>();
        for (ComponentModel component : components) {
            if (component.trained()) {
                scores.put(component.component(), component.probabilities(features));
            }
        }
        List<float[]> columns = new ArrayList<>();
        for (int f = 0; f < extractor.size(); f++) {
            columns.add(column(features, f));
        }
        List<Bins> bins =
                columns.stream().map(values -> Bins.deciles(values, weights)).toList();
        Map<String, Bins> scoreBins = new LinkedHashMap<>();
        scores.forEach((component, values) -> scoreBins.put(component, Bins.deciles(values, weights)));

        Map<String, Group> groups = new LinkedHashMap<>();
        List<String> lines = extractor.vocabulary().lines();
        for (int line = -1; line < lines.size(); line++) {
            int[] members = members(extractor, features, line);
            Set<Integer> appliances = new HashSet<>();
            Arrays.stream(members).forEach(i -> appliances.add(rows.applianceNo(chosen[i])));
            double[] some = Arrays.stream(members).mapToDouble(i -> weights[i]).toArray();
            List<float[]> shares = new ArrayList<>();
            for (int f = 0; f < columns.size(); f++) {
                shares.add(bins.get(f).shares(pick(columns.get(f), members), some));
            }
            Map<String, float[]> scoreShares = new LinkedHashMap<>();
            scores.forEach((component, values) ->
                    scoreShares.put(component, scoreBins.get(component).shares(pick(values, members), some)));
            groups.put(
                    line < 0 ? ALL : lines.get(line),
                    new Group(appliances.size(), members.length, shares, scoreShares));
        }
        return new Reference(Instant.ofEpochMilli(cut).toString(), last.toString(), bins, scoreBins, groups);
    }

    /** The rows of a line, or all. */
    private static int[] members(FeatureExtractor extractor, List<float[]> features, int line) {
        IntStream all = IntStream.range(0, features.size());
        if (line < 0) {
            return all.toArray();
        }
        int column = extractor.column(Feature.Kind.IS_LINE, line);
        return all.filter(i -> features.get(i)[column] == 1).toArray();
    }

    private static float[] column(List<float[]> rows, int f) {
        float[] values = new float[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = rows.get(i)[f];
        }
        return values;
    }

    private static float[] pick(float[] values, int[] members) {
        float[] picked = new float[members.length];
        for (int i = 0; i < picked.length; i++) {
            picked[i] = values[members[i]];
        }
        return picked;
    }
}
