package io.hearthwatch.predictor.watch;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.predictor.features.Feature;
import io.hearthwatch.predictor.features.FeatureExtractor;
import io.hearthwatch.predictor.learning.Bins;
import io.hearthwatch.predictor.learning.Reference;
import io.hearthwatch.predictor.serving.FeatureNames;
import java.math.BigDecimal;
import java.math.MathContext;

/** What has moved, in a sentence: by the limit that the most appliances have crossed. Immutable. */
final class DriftWords {
    private final FeatureNames names;

    DriftWords(ApplianceType type, FeatureExtractor extractor, Reference reference) {
        this.names = new FeatureNames(type, extractor);
    }

    String subject(Feature feature) {
        return names.subject(feature);
    }

    Text feature(Feature feature, Bins bins, float[] then, double[] now) {
        Text name = names.of(feature);
        int cut = crossed(then, now);
        if (cut < 0) {
            return sentence(name, new Text("not known", "未知"), then[then.length - 1], now[now.length - 1]);
        }
        String edge = names.value(feature, bins.edges()[cut]);
        return sentence(name, new Text("above " + edge, "高于" + edge), above(then, cut), above(now, cut));
    }

    Text score(String component, Bins bins, float[] then, double[] now) {
        Text name = names.component(component);
        Text likely = new Text(name.en() + ", probability of failing", name.zh() + "，故障概率");
        int cut = crossed(then, now);
        if (cut < 0) {
            return sentence(likely, new Text("not known", "未知"), then[then.length - 1], now[now.length - 1]);
        }
        String edge = limit(bins.edges()[cut]);
        return sentence(likely, new Text("above " + edge + " %", "高于" + edge + "%"), above(then, cut), above(now, cut));
    }

    /** A limit between probabilities in percent: the small ones, among which most appliances lie, are told apart as well. */
    static String limit(double probability) {
        return new BigDecimal(100 * probability)
                .round(new MathContext(2))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static Text sentence(Text name, Text where, double then, double now) {
        Text before = FeatureNames.share(then);
        Text after = FeatureNames.share(now);
        return new Text(
                name.en() + ": " + where.en() + " in " + after.en() + " of cases, in " + before.en()
                        + " where the model learnt",
                name.zh() + "：" + where.zh() + "的占" + after.zh() + "，模型学习时占" + before.zh());
    }

    /** The edge above which the share has changed most, or -1 where what is not known has changed more. */
    private static int crossed(float[] then, double[] now) {
        int unknown = then.length - 1;
        double most = Math.abs(now[unknown] - then[unknown]);
        int cut = -1;
        for (int edge = 0; edge < unknown - 1; edge++) {
            double change = Math.abs(above(now, edge) - above(then, edge));
            if (change > most + 1e-12) {
                most = change;
                cut = edge;
            }
        }
        return cut;
    }

    private static double above(float[] shares, int edge) {
        double sum = 0;
        for (int b = edge + 1; b < shares.length - 1; b++) {
            sum += shares[b];
        }
        return sum;
    }

    private static double above(double[] shares, int edge) {
        double sum = 0;
        for (int b = edge + 1; b < shares.length - 1; b++) {
            sum += shares[b];
        }
        return sum;
    }
}
