package io.hearthwatch.predictor.serving;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.DerivedMetric;
import io.hearthwatch.catalog.Metric;
import io.hearthwatch.catalog.MetricKind;
import io.hearthwatch.predictor.features.Feature;
import io.hearthwatch.predictor.features.Feature.Kind;
import io.hearthwatch.predictor.features.Feature.Subject;
import io.hearthwatch.predictor.features.Vocabulary;

/** What features are counted in, such as {@code °C}, {@code h} or {@code sd}: standard deviations. Empty where there is no unit. */
final class FeatureUnits {
    private final ApplianceType type;
    private final Vocabulary vocabulary;

    FeatureUnits(ApplianceType type, Vocabulary vocabulary) {
        this.type = type;
        this.vocabulary = vocabulary;
    }

    String of(Feature feature) {
        Kind kind = feature.kind();
        return switch (kind) {
            case CHANGE_24H, CHANGE_7D, CHANGE_WEEK, FLEET_24H, FLEET_7D -> "sd";
            case TREND_7D, TREND_28D -> metric(feature.subject()) + "/day";
            case CODE_COUNT_24H,
                    CODE_COUNT_7D,
                    CODE_COUNT_30D,
                    FAILURES_180D,
                    REPLACED_180D,
                    FAULTS_7D,
                    FAULTS_30D,
                    ANY_FAILURES_180D -> "times";
            case CODE_RISE -> "times/day";
            case DISTINCT_CODES_24H -> "codes";
            case REPLACED_AT_VISIT -> "components";
            case AGE_DAYS -> "days";
            case IS_LINE, SEASON_WINTER, SEASON_SPRING -> "";
            default -> kind.subject() == Subject.METRIC || kind.subject() == Subject.COUNTER ? level(feature) : "h";
        };
    }

    /** Of a counter its growth an hour counts, except where its usage does. */
    private String level(Feature feature) {
        String unit = metric(feature.subject());
        boolean counter = vocabulary.metrics().get(feature.subject()).kind() == MetricKind.COUNTER;
        return counter && feature.kind().subject() == Subject.METRIC ? unit + "/h" : unit;
    }

    private String metric(int metric) {
        String name = vocabulary.metrics().get(metric).name();
        return type.metric(name)
                .map(Metric::unit)
                .or(() -> type.derived(name).map(DerivedMetric::unit))
                .orElse("");
    }
}
