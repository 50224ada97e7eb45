package io.hearthwatch.predictor.serving;

import io.hearthwatch.catalog.Metric;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.predictor.features.ApplianceHistory;
import io.hearthwatch.predictor.features.Feature.Kind;
import io.hearthwatch.predictor.features.FeatureExtractor;
import io.hearthwatch.predictor.features.UsualRange;
import java.util.Optional;

/** What a state does, in words: how often it had which value, by the names that people give the values. Immutable. */
final class StateWords {
    private final FeatureExtractor extractor;

    StateWords(FeatureExtractor extractor) {
        this.extractor = extractor;
    }

    /**
     * Tells a day of it.
     *
     * @param metric as the catalog has it; empty where it has it no more
     */
    Text of(Optional<Metric> metric, Text label, int m, ApplianceHistory history, long at, float[] row) {
        float low = row[extractor.column(Kind.MIN_24H, m)];
        float high = row[extractor.column(Kind.MAX_24H, m)];
        if (metric.isEmpty() || Float.isNaN(low)) {
            return unlike(label);
        }
        Metric state = metric.get();
        if (state.values().size() == 2) {
            return share(state, label, m, history, at, row);
        }
        if (low == high
                && low == Math.rint(low)
                && low >= 0
                && low < state.values().size()) {
            Text value = state.valueLabel(state.values().get((int) low));
            return new Text(
                    label.en() + " “" + value.en() + "” throughout the last 24 hours",
                    label.zh() + "最近24小时一直为“" + value.zh() + "”");
        }
        return unlike(label);
    }

    private static Text unlike(Text label) {
        return new Text(label.en() + " changes unlike its usual pattern", label.zh() + "的变化与平时不同");
    }

    /** Of two values the mean of their numbers is how often the second was reported. */
    private Text share(Metric state, Text label, int m, ApplianceHistory history, long at, float[] row) {
        Text value = state.valueLabel(state.values().get(1));
        Text what = state.isBoolean()
                ? label
                : new Text(label.en() + " “" + value.en() + "”", label.zh() + "“" + value.zh() + "”");
        UsualRange usual = extractor.usual(history, m, at);
        Text range = usual == null ? new Text("", "") : range(usual);
        Text now = Words.share(row[extractor.column(Kind.MEAN_24H, m)]);
        return new Text(
                what.en() + " in " + now.en() + " of the last day's readings" + range.en(),
                what.zh() + "占最近24小时读数的" + now.zh() + range.zh());
    }

    private static Text range(UsualRange usual) {
        Text low = Words.share(usual.low());
        Text high = Words.share(usual.high());
        return low.equals(high)
                ? new Text(", usually about " + low.en(), "，平时约" + low.zh())
                : new Text(", usually " + low.en() + " to " + high.en(), "，平时" + low.zh() + "至" + high.zh());
    }
}
