package io.hearthwatch.predictor.serving;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.DerivedMetric;
import io.hearthwatch.catalog.Metric;
import io.hearthwatch.catalog.MetricKind;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.predictor.features.ApplianceHistory;
import io.hearthwatch.predictor.features.Feature;
import io.hearthwatch.predictor.features.Feature.Kind;
import io.hearthwatch.predictor.features.FeatureExtractor;
import io.hearthwatch.predictor.features.UsualRange;
import java.util.Optional;

/** What a metric does, in words. Immutable. */
final class MetricWords {
    private final ApplianceType type;
    private final FeatureExtractor extractor;

    MetricWords(ApplianceType type, FeatureExtractor extractor) {
        this.type = type;
        this.extractor = extractor;
    }

    /** The name of one of the vocabulary's metrics. */
    Text label(int metric) {
        String name = extractor.vocabulary().metrics().get(metric).name();
        return type.metric(name)
                .map(Metric::label)
                .or(() -> type.derived(name).map(DerivedMetric::label))
                .orElse(Text.same(name));
    }

    String unit(String name) {
        return type.metric(name)
                .map(Metric::unit)
                .or(() -> type.derived(name).map(DerivedMetric::unit))
                .filter(u -> !u.isEmpty())
                .map(u -> " " + u)
                .orElse("");
    }

    Optional<Text> of(Feature feature, ApplianceHistory history, long at, float[] row) {
        int m = feature.subject();
        String name = extractor.vocabulary().metrics().get(m).name();
        MetricKind metricKind = extractor.vocabulary().metrics().get(m).kind();
        Text label = label(m);
        if (metricKind == MetricKind.STATE) {
            return Optional.of(new Text(label.en() + " unlike its usual pattern", label.zh() + "与平时不同"));
        }
        float value = row[extractor.column(feature.kind(), m)];
        Kind kind = shown(feature.kind());
        String unit = unit(name);
        if (kind == Kind.TREND_7D || kind == Kind.TREND_28D) {
            return Float.isNaN(value) ? none(label) : Optional.of(trend(label, kind, value, unit));
        }
        value = row[extractor.column(kind, m)];
        if (Float.isNaN(value)) {
            return none(label);
        }
        boolean usage = kind.subject() == Feature.Subject.COUNTER;
        Text statistic = statistic(kind, metricKind == MetricKind.COUNTER && !usage);
        Text range = range(feature.kind(), m, history, at, usage || kind == Kind.SD_24H || kind == Kind.SD_7D);
        return Optional.of(new Text(
                label.en() + " " + statistic.en() + " " + Words.number(value) + unit + range.en(),
                label.zh() + statistic.zh() + Words.number(value) + unit + range.zh()));
    }

    /** Why a metric is strange. */
    Text strange(int m, ApplianceHistory history, long at, float[] row) {
        Text label = label(m);
        Text value = new Text("", "");
        float mean = row[extractor.column(Kind.MEAN_24H, m)];
        UsualRange own = extractor.usual(history, m, at);
        UsualRange fleet = extractor.usualOfFleet(history, m, at);
        String unit = unit(extractor.vocabulary().metrics().get(m).name());
        if (!Float.isNaN(mean)) {
            value = new Text(": " + Words.number(mean) + unit + " over 24 h", "：24小时平均" + Words.number(mean) + unit);
        }
        Text self = own == null
                ? new Text("", "")
                : new Text(
                        ", unlike its own 30 days (" + Words.number(own.low()) + " to " + Words.number(own.high())
                                + ")",
                        "，与自身前30天（" + Words.number(own.low()) + "至" + Words.number(own.high()) + "）不同");
        String line = history.line() == null ? "its kind" : history.line();
        Text others = fleet == null
                ? new Text("", "")
                : new Text(
                        " and unlike others of " + line + " (" + Words.number(fleet.low()) + " to "
                                + Words.number(fleet.high()) + ")",
                        "，也与同型号" + (history.line() == null ? "" : line) + "（" + Words.number(fleet.low()) + "至"
                                + Words.number(fleet.high()) + "）不同");
        return new Text(
                label.en() + value.en() + self.en() + others.en(), label.zh() + value.zh() + self.zh() + others.zh());
    }

    private static Optional<Text> none(Text label) {
        return Optional.of(
                new Text("no readings of " + Words.inside(label.en()) + " lately", "近期没有" + label.zh() + "读数"));
    }

    /** A change is told by the level that changed. */
    private static Kind shown(Kind kind) {
        return switch (kind) {
            case CHANGE_24H, FLEET_24H -> Kind.MEAN_24H;
            case CHANGE_7D, CHANGE_WEEK, FLEET_7D -> Kind.MEAN_7D;
            default -> kind;
        };
    }

    private Text range(Kind kind, int m, ApplianceHistory history, long at, boolean unfit) {
        if (kind == Kind.FLEET_24H || kind == Kind.FLEET_7D) {
            UsualRange fleet = extractor.usualOfFleet(history, m, at);
            String line = history.line() == null ? "" : " " + history.line();
            return fleet == null
                    ? new Text("", "")
                    : new Text(
                            ", others of" + (line.isEmpty() ? " its kind " : line + " ") + Words.number(fleet.low())
                                    + " to " + Words.number(fleet.high()),
                            "，同型号" + line + "为" + Words.number(fleet.low()) + "至" + Words.number(fleet.high()));
        }
        UsualRange usual = unfit ? null : extractor.usual(history, m, at);
        return usual == null
                ? new Text("", "")
                : new Text(
                        ", usually " + Words.number(usual.low()) + " to " + Words.number(usual.high()),
                        "，平时为" + Words.number(usual.low()) + "至" + Words.number(usual.high()));
    }

    private static Text trend(Text label, Kind kind, float perDay, String unit) {
        int days = kind == Kind.TREND_7D ? 7 : 28;
        String size = Words.number(Math.abs(perDay)) + unit;
        return perDay >= 0
                ? new Text(
                        label.en() + " rising by " + size + " a day for " + days + " days",
                        label.zh() + days + "天来每天上升" + size)
                : new Text(
                        label.en() + " falling by " + size + " a day for " + days + " days",
                        label.zh() + days + "天来每天下降" + size);
    }

    static Text statistic(Kind kind, boolean counter) {
        Text statistic = switch (kind) {
            case LATEST -> new Text("lately", "最近");
            case MEAN_6H -> new Text("6 h mean", "6小时平均");
            case SD_24H -> new Text("24 h variation", "24小时波动");
            case MIN_24H -> new Text("24 h minimum", "24小时最低");
            case MAX_24H -> new Text("24 h maximum", "24小时最高");
            case MEAN_3D -> new Text("3 day mean", "3天平均");
            case MEAN_7D -> new Text("7 day mean", "7天平均");
            case SD_7D -> new Text("7 day variation", "7天波动");
            case MIN_7D -> new Text("7 day minimum", "7天最低");
            case MAX_7D -> new Text("7 day maximum", "7天最高");
            case MEAN_28D -> new Text("28 day mean", "28天平均");
            case USAGE_24H -> new Text("in 24 h:", "24小时内：");
            case USAGE_7D -> new Text("in 7 days:", "7天内：");
            case USAGE_28D -> new Text("in 28 days:", "28天内：");
            default -> new Text("24 h mean", "24小时平均");
        };
        return counter ? new Text("hourly increase, " + statistic.en(), "每小时增量" + statistic.zh()) : statistic;
    }
}
