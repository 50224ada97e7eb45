package io.hearthwatch.predictor.serving;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.DerivedMetric;
import io.hearthwatch.catalog.Metric;
import io.hearthwatch.catalog.MetricKind;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.predictor.features.ApplianceHistory;
import io.hearthwatch.predictor.features.DailyMeans;
import io.hearthwatch.predictor.features.Feature;
import io.hearthwatch.predictor.features.Feature.Kind;
import io.hearthwatch.predictor.features.FeatureExtractor;
import io.hearthwatch.predictor.features.SteadyRun;
import io.hearthwatch.predictor.features.UsualRange;
import java.util.Optional;

/**
 * What a metric does, in words: how it is, what is usual, and where it is going, such as {@code Drain time 94 s, usually 41 to 55 s, rising for
 * 9 days}. Immutable.
 */
final class MetricWords {
    private static final Text NOTHING = new Text("", "");

    private final ApplianceType type;
    private final FeatureExtractor extractor;
    private final StateWords states;

    MetricWords(ApplianceType type, FeatureExtractor extractor) {
        this.type = type;
        this.extractor = extractor;
        this.states = new StateWords(extractor);
    }

    /** The name of one of the vocabulary's metrics. */
    Text label(int metric) {
        String name = name(metric);
        return type.metric(name)
                .map(Metric::label)
                .or(() -> type.derived(name).map(DerivedMetric::label))
                .orElse(Text.same(name));
    }

    private String name(int metric) {
        return extractor.vocabulary().metrics().get(metric).name();
    }

    private boolean isCounter(int metric) {
        return extractor.vocabulary().metrics().get(metric).kind() == MetricKind.COUNTER;
    }

    /** With a blank before it; empty for a plain number. */
    private String unit(int metric) {
        return unit(name(metric));
    }

    /** The same for a metric by its name. */
    String unit(String name) {
        return type.metric(name)
                .map(Metric::unit)
                .or(() -> type.derived(name).map(DerivedMetric::unit))
                .filter(u -> !u.isEmpty())
                .map(u -> " " + u)
                .orElse("");
    }

    Text of(Feature feature, ApplianceHistory history, long at, float[] row) {
        int m = feature.subject();
        Text label = label(m);
        if (Float.isNaN(row[extractor.column(shown(feature.kind()), m)])) {
            return none(label, feature.kind());
        }
        if (extractor.vocabulary().metrics().get(m).kind() == MetricKind.STATE) {
            return states.of(type.metric(name(m)), label, m, history, at, row);
        }
        return switch (feature.kind()) {
            case SD_24H, SD_7D -> variation(feature.kind(), label, m, history, at, row);
            case USAGE_24H, USAGE_7D, USAGE_28D -> usage(feature.kind(), label, m, row);
            default -> level(feature.kind(), label, m, history, at, row);
        };
    }

    private Text level(Kind kind, Text label, int m, ApplianceHistory history, long at, float[] row) {
        Text usual = kind == Kind.FLEET_24H || kind == Kind.FLEET_7D ? fleet(m, history, at) : usual(m, history, at);
        return Words.join(Words.join(value(shown(kind), label, m, row), usual), movement(kind, m, history, at, row));
    }

    /** How it is: {@code Drain time 94 s}, {@code Energy used 120 Wh an hour over 7 days}. */
    private Text value(Kind kind, Text label, int m, float[] row) {
        String number = Words.number(row[extractor.column(kind, m)]) + unit(m);
        Text reach = reach(kind);
        Text when = when(kind);
        String zhWhen = when.zh().isEmpty() ? "" : "（" + when.zh() + "）";
        // A name without a Chinese one must not run into the number.
        char last = label.zh().charAt(label.zh().length() - 1);
        String zhLabel = label.zh() + (last < 128 ? " " : "");
        return isCounter(m)
                ? new Text(
                        label.en() + " " + reach.en() + number + " an hour" + when.en(),
                        label.zh() + "每小时增加" + reach.zh() + number + zhWhen)
                : new Text(label.en() + " " + reach.en() + number + when.en(), zhLabel + reach.zh() + number + zhWhen);
    }

    private static Text reach(Kind kind) {
        return switch (kind) {
            case MIN_24H, MIN_7D -> new Text("down to ", "最低");
            case MAX_24H, MAX_7D -> new Text("up to ", "最高");
            default -> NOTHING;
        };
    }

    private Text usual(int m, ApplianceHistory history, long at) {
        UsualRange own = extractor.usual(history, m, at);
        if (own != null) {
            Text range = range(own, m);
            return new Text(", usually " + range.en(), "，平时" + range.zh());
        }
        return type.metric(name(m))
                .flatMap(Metric::normal)
                .filter(normal -> !isCounter(m))
                .map(normal -> range(new UsualRange(normal.low(), normal.high()), m))
                .map(range -> new Text(", normally " + range.en(), "，正常范围" + range.zh()))
                .orElse(NOTHING);
    }

    private Text fleet(int m, ApplianceHistory history, long at) {
        UsualRange fleet = extractor.usualOfFleet(history, m, at);
        if (fleet == null) {
            return usual(m, history, at);
        }
        Text range = range(fleet, m);
        return history.line() == null
                ? new Text(", others of its kind " + range.en(), "，同类家电为" + range.zh())
                : new Text(
                        ", others of " + history.line() + " " + range.en(),
                        "，同型号（" + history.line() + "）为" + range.zh());
    }

    /** {@code 41 to 55 s}: nothing that is impossible, and not the same number twice. */
    private Text range(UsualRange usual, int m) {
        Optional<Metric> metric = type.metric(name(m));
        double min = isCounter(m) ? 0 : metric.map(Metric::min).orElse(Double.NEGATIVE_INFINITY);
        double max = isCounter(m)
                ? Double.POSITIVE_INFINITY
                : metric.map(Metric::max).orElse(Double.POSITIVE_INFINITY);
        String low = Words.number(Math.max(min, usual.low()));
        String high = Words.number(Math.min(max, usual.high()));
        return low.equals(high)
                ? new Text("about " + low + unit(m), "约" + low + unit(m))
                : new Text(low + " to " + high + unit(m), low + "至" + high + unit(m));
    }

    /** Where it is going: since when it goes one way steadily; else, where a trend is what counted, its slope. */
    private Text movement(Kind kind, int m, ApplianceHistory history, long at, float[] row) {
        SteadyRun run = DailyMeans.of(history, m, at).steadyRun();
        if (run != null) {
            String days = Integer.toString(run.days());
            return new Text(
                    (run.rising() ? ", rising for " : ", falling for ") + (run.longer() ? "over " : "") + days
                            + " days",
                    (run.rising() ? "，已持续上升" : "，已持续下降") + days + "天" + (run.longer() ? "以上" : ""));
        }
        if (kind != Kind.TREND_7D && kind != Kind.TREND_28D) {
            return NOTHING;
        }
        float perDay = row[extractor.column(kind, m)];
        if (Float.isNaN(perDay)) {
            return NOTHING;
        }
        String days = kind == Kind.TREND_7D ? "7" : "28";
        String size = Words.number(Math.abs(perDay)) + unit(m);
        if (Words.number(Math.abs(perDay)).equals("0")) {
            return new Text(", steady over " + days + " days", "，" + days + "天来平稳");
        }
        return new Text(
                (perDay > 0 ? ", up by " : ", down by ") + size + " a day over " + days + " days",
                "，" + days + "天来平均每天" + (perDay > 0 ? "上升" : "下降") + size);
    }

    private Text variation(Kind kind, Text label, int m, ApplianceHistory history, long at, float[] row) {
        String size = Words.number(row[extractor.column(kind, m)]) + unit(m);
        UsualRange usual = kind == Kind.SD_24H ? DailyMeans.of(history, m, at).usualSpread() : null;
        Text range = usual == null ? null : range(usual, m);
        String days = kind == Kind.SD_24H ? "24 hours" : "7 days";
        return new Text(
                label.en() + " varies by " + size + " within " + days
                        + (range == null ? "" : ", usually by " + range.en()),
                label.zh() + (kind == Kind.SD_24H ? "24小时" : "7天") + "内波动" + size
                        + (range == null ? "" : "，平时为" + range.zh()));
    }

    private Text usage(Kind kind, Text label, int m, float[] row) {
        double value = row[extractor.column(kind, m)];
        String number = Words.number(value) + unit(m);
        int days = kind == Kind.USAGE_7D ? 7 : 28;
        double daily = row[extractor.column(Kind.USAGE_28D, m)] / 28;
        if (kind == Kind.USAGE_24H) {
            return new Text(
                    label.en() + " " + number + " in 24 hours, " + Words.number(daily) + unit(m)
                            + " a day over 28 days",
                    label.zh() + "24小时内增加" + number + "，28天来平均每天" + Words.number(daily) + unit(m));
        }
        return new Text(label.en() + " " + number + " in " + days + " days", label.zh() + days + "天内增加" + number);
    }

    /** Why a metric is strange. */
    Text strange(int m, ApplianceHistory history, long at, float[] row) {
        Text label = label(m);
        UsualRange own = extractor.usual(history, m, at);
        UsualRange fleet = extractor.usualOfFleet(history, m, at);
        Text value = Float.isNaN(row[extractor.column(Kind.MEAN_24H, m)]) ? label : value(Kind.MEAN_24H, label, m, row);
        Text self = own == null
                ? NOTHING
                : new Text(
                        ", its own 30 days before " + range(own, m).en(),
                        "，自身前30天为" + range(own, m).zh());
        return Words.join(Words.join(value, self), fleet == null ? NOTHING : fleet(m, history, at));
    }

    private static Text none(Text label, Kind kind) {
        Text span = switch (kind) {
            case LATEST -> new Text("30 days", "30天");
            case MEAN_6H -> new Text("6 hours", "6小时");
            case MEAN_3D -> new Text("3 days", "3天");
            case MEAN_7D, SD_7D, MIN_7D, MAX_7D, TREND_7D, CHANGE_7D, CHANGE_WEEK, FLEET_7D, USAGE_7D ->
                new Text("7 days", "7天");
            case MEAN_28D, TREND_28D, USAGE_28D -> new Text("28 days", "28天");
            default -> new Text("24 hours", "24小时");
        };
        return new Text(
                "No readings of " + Words.inside(label.en()) + " in " + span.en(),
                span.zh() + "内没有" + label.zh() + "的读数");
    }

    /** A change, a trend and a comparison are told by the level that they are about. */
    private static Kind shown(Kind kind) {
        return switch (kind) {
            case CHANGE_24H, FLEET_24H -> Kind.MEAN_24H;
            case CHANGE_7D, CHANGE_WEEK, FLEET_7D, TREND_7D -> Kind.MEAN_7D;
            case TREND_28D -> Kind.MEAN_28D;
            default -> kind;
        };
    }

    /** What the number is of, where it is not simply the last day's mean. */
    private static Text when(Kind kind) {
        return switch (kind) {
            case LATEST -> new Text(" in the latest hour", "最近1小时");
            case MEAN_6H -> new Text(" over 6 hours", "6小时平均");
            case MIN_24H, MAX_24H -> new Text(" in 24 hours", "24小时内");
            case MEAN_3D -> new Text(" over 3 days", "3天平均");
            case MEAN_7D -> new Text(" over 7 days", "7天平均");
            case MIN_7D, MAX_7D -> new Text(" in 7 days", "7天内");
            case MEAN_28D -> new Text(" over 28 days", "28天平均");
            default -> NOTHING;
        };
    }
}
