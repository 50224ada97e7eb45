package io.hearthwatch.predictor.serving;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Component;
import io.hearthwatch.catalog.FaultCode;
import io.hearthwatch.catalog.MetricKind;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.predictor.features.CodePair;
import io.hearthwatch.predictor.features.Feature;
import io.hearthwatch.predictor.features.Feature.Kind;
import io.hearthwatch.predictor.features.Feature.Subject;
import io.hearthwatch.predictor.features.FeatureExtractor;
import io.hearthwatch.predictor.features.Vocabulary;
import java.util.List;
import java.util.Optional;

/** What a feature is called, in words that a person understands, whatever its value. Immutable. */
public final class FeatureNames {
    private final ApplianceType type;
    private final FeatureExtractor extractor;
    private final MetricWords metrics;

    public FeatureNames(ApplianceType type, FeatureExtractor extractor) {
        this.type = type;
        this.extractor = extractor;
        this.metrics = new MetricWords(type, extractor);
    }

    /** The feature's name, such as {@code Drain time, 24 h mean}. */
    public Text of(Feature feature) {
        Kind kind = feature.kind();
        Text what = words(kind, isGrowth(feature));
        return switch (kind.subject()) {
            case METRIC, GAUGE, COUNTER -> join(metrics.label(feature.subject()), what);
            case CODE -> join(code(feature.subject()), what);
            case PAIR -> {
                CodePair pair = extractor.vocabulary().pairs().get(feature.subject());
                Text one = code(pair.first());
                Text other = code(pair.second());
                yield join(new Text(one.en() + " and " + other.en(), one.zh() + "与" + other.zh()), what);
            }
            case COMPONENT -> join(component(feature.subject()), what);
            case COMPONENT_WINDOW ->
                join(
                        component(feature.subject()
                                % extractor.vocabulary().components().size()),
                        what);
            case LINE -> {
                String line = extractor.vocabulary().lines().get(feature.subject());
                yield new Text("model line " + line, "型号" + line);
            }
            case APPLIANCE -> what;
        };
    }

    /** What a feature is about: features of one metric, code or component have the same. */
    public String subject(Feature feature) {
        return switch (feature.kind().subject()) {
            case METRIC, GAUGE, COUNTER -> "metric " + metric(feature).name();
            case COMPONENT_WINDOW ->
                "COMPONENT "
                        + feature.subject()
                                % extractor.vocabulary().components().size();
            case APPLIANCE -> feature.name();
            default -> feature.kind().subject() + " " + feature.subject();
        };
    }

    /** A value of the feature with its unit. */
    public String value(Feature feature, double value) {
        Subject subject = feature.kind().subject();
        boolean measured = subject == Subject.METRIC || subject == Subject.GAUGE || subject == Subject.COUNTER;
        boolean ratio = List.of(Kind.CHANGE_24H, Kind.CHANGE_7D, Kind.CHANGE_WEEK, Kind.FLEET_24H, Kind.FLEET_7D)
                .contains(feature.kind());
        return Words.number(value)
                + (measured && !ratio ? metrics.unit(metric(feature).name()) : "");
    }

    /** A share, in words. */
    public static Text share(double share) {
        return new Text(Words.percent(share), Words.percentZh(share));
    }

    /** A component's name. */
    public Text component(String id) {
        return Optional.ofNullable(type.components().get(id))
                .map(Component::label)
                .orElse(Text.same(id));
    }

    private Text component(int index) {
        return component(extractor.vocabulary().components().get(index));
    }

    private Vocabulary.MetricName metric(Feature feature) {
        return extractor.vocabulary().metrics().get(feature.subject());
    }

    private boolean isGrowth(Feature feature) {
        return feature.kind().subject() == Subject.METRIC && metric(feature).kind() == MetricKind.COUNTER;
    }

    private Text code(int index) {
        String id = extractor.vocabulary().codes().get(index);
        Text label =
                Optional.ofNullable(type.faults().get(id)).map(FaultCode::label).orElse(Text.same(id));
        return new Text(
                label.en().equals(id) ? id : id + " (" + Words.inside(label.en()) + ")",
                label.zh().equals(id) ? id : id + "（" + label.zh() + "）");
    }

    private static Text join(Text subject, Text what) {
        return new Text(subject.en() + ", " + what.en(), subject.zh() + "，" + what.zh());
    }

    private static Text words(Kind kind, boolean growth) {
        return switch (kind) {
            case LATEST,
                    MEAN_6H,
                    MEAN_24H,
                    SD_24H,
                    MIN_24H,
                    MAX_24H,
                    MEAN_3D,
                    MEAN_7D,
                    SD_7D,
                    MIN_7D,
                    MAX_7D,
                    MEAN_28D -> statistic(kind, growth);
            case TREND_7D -> new Text("rise a day over 7 days", "7天内每天上升");
            case TREND_28D -> new Text("rise a day over 28 days", "28天内每天上升");
            case CHANGE_24H -> new Text("24 h against its own 30 days, in deviations", "24小时与自身30天相比（标准差）");
            case CHANGE_7D -> new Text("7 days against its own 30 days, in deviations", "7天与自身30天相比（标准差）");
            case CHANGE_WEEK -> new Text("7 days against the 7 before, in deviations", "本周与上周相比（标准差）");
            case FLEET_24H -> new Text("24 h against its model line, in deviations", "24小时与同型号相比（标准差）");
            case FLEET_7D -> new Text("7 days against its model line, in deviations", "7天与同型号相比（标准差）");
            case USAGE_24H -> new Text("growth in 24 h", "24小时增量");
            case USAGE_7D -> new Text("growth in 7 days", "7天增量");
            case USAGE_28D -> new Text("growth in 28 days", "28天增量");
            case CODE_HOURS_SINCE, PAIR_HOURS_SINCE -> new Text("hours since it was last raised", "距上次出现的小时数");
            case CODE_COUNT_24H -> new Text("times in 24 h", "24小时内次数");
            case CODE_COUNT_7D -> new Text("times in 7 days", "7天内次数");
            case CODE_COUNT_30D -> new Text("times in 30 days", "30天内次数");
            case CODE_RISE -> new Text("times a day in 7 days less those in 30", "7天日均次数减30天日均次数");
            case IN_USE -> new Text("hours in use", "已使用小时数");
            case IN_USE_AT_NEXT_VISIT -> new Text("hours in use at the next usual repair", "下次常规维修时已使用小时数");
            case IN_USE_AT_VISIT_IN_WINDOW, IN_USE_AT_VISIT_IN_LATER_WINDOW ->
                new Text("hours in use at a usual repair within the window", "窗口内常规维修时已使用小时数");
            case HOURS_SINCE_FAILURE -> new Text("hours since its last failure", "距上次故障的小时数");
            case FAILURES_180D -> new Text("failures in 180 days", "180天内故障次数");
            case REPLACED_180D -> new Text("replacements in 180 days", "180天内更换次数");
            case HOURS_SINCE_READING -> new Text("hours since the last reading", "距上次读数的小时数");
            case DISTINCT_CODES_24H -> new Text("different fault codes in 24 h", "24小时内不同故障码数");
            case FAULTS_7D -> new Text("faults in 7 days", "7天内故障码次数");
            case FAULTS_30D -> new Text("faults in 30 days", "30天内故障码次数");
            case HOURS_SINCE_VISIT -> new Text("hours since the last repair", "距上次维修的小时数");
            case REPLACED_AT_VISIT -> new Text("components replaced at the last repair", "上次维修更换的零件数");
            case HOURS_TO_NEXT_VISIT -> new Text("hours to the next usual repair", "距下次常规维修的小时数");
            case HOURS_SINCE_ANY_FAILURE -> new Text("hours since any failure", "距上次任何故障的小时数");
            case ANY_FAILURES_180D -> new Text("failures of anything in 180 days", "180天内故障总数");
            case AGE_DAYS -> new Text("age in days", "机龄（天）");
            case HOUR_OF_DAY -> new Text("hour of the day", "一天中的时刻");
            case SEASON_WINTER, SEASON_SPRING -> new Text("time of the year", "季节");
            default -> Text.same(kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
        };
    }

    private static Text statistic(Kind kind, boolean counter) {
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
