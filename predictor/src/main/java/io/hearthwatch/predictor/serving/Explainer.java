package io.hearthwatch.predictor.serving;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Component;
import io.hearthwatch.catalog.FaultCode;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.predictor.features.ApplianceHistory;
import io.hearthwatch.predictor.features.CodePair;
import io.hearthwatch.predictor.features.Feature;
import io.hearthwatch.predictor.features.Feature.Kind;
import io.hearthwatch.predictor.features.FeatureExtractor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says in words why a probability is what it is: which metrics, codes, ages and habits raised it, strongest first. Features of one
 * subject count together, and the one that did most gives the words. Immutable and thread-safe.
 */
final class Explainer {
    private static final int MAX_REASONS = 4;
    /** In log-odds; what moves a score by less is not worth a person's time. */
    private static final double LEAST = 0.05;

    private final ApplianceType type;
    private final FeatureExtractor extractor;
    private final MetricWords metrics;

    Explainer(ApplianceType type, FeatureExtractor extractor) {
        this.type = type;
        this.extractor = extractor;
        this.metrics = new MetricWords(type, extractor);
    }

    /** One line that says it all, such as {@code 62 % likely that the drain pump fails within 7 days}. */
    Text headline(String line, String component, double probability, Duration lead, Duration horizon) {
        Text name = component(line, component);
        Text far = Words.span(horizon);
        Text near = Words.span(lead);
        String percent = Words.percent(probability);
        if (lead.isZero()) {
            return new Text(
                    percent + " likely that the " + Words.inside(name.en()) + " fails within " + far.en(),
                    name.zh() + "在" + far.zh() + "内发生故障的可能性为" + Words.percentZh(probability));
        }
        return new Text(
                percent + " likely that the " + Words.inside(name.en()) + " fails between " + near.en() + " and "
                        + far.en() + " from now",
                name.zh() + "在" + near.zh() + "后至" + far.zh() + "内发生故障的可能性为" + Words.percentZh(probability));
    }

    /**
     * What raised the score of a component most, strongest first.
     *
     * @param contributions by feature, in log-odds
     */
    List<Text> reasons(double[] contributions, ApplianceHistory history, long at, float[] row) {
        Map<String, Group> groups = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(row.length, contributions.length); i++) {
            Feature feature = extractor.features().get(i);
            groups.computeIfAbsent(group(feature), key -> new Group()).add(feature, contributions[i]);
        }
        List<Text> reasons = new ArrayList<>();
        groups.values().stream()
                .filter(group -> group.sum >= LEAST)
                .sorted(Comparator.comparingDouble((Group group) -> -group.sum))
                .map(group -> words(group.strongest, history, at, row))
                .flatMap(Optional::stream)
                .limit(MAX_REASONS)
                .forEach(reasons::add);
        return reasons;
    }

    /** Why an appliance is strange. */
    Text strange(int metric, ApplianceHistory history, long at, float[] row) {
        return metrics.strange(metric, history, at, row);
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
            case IN_USE_AT_VISIT_IN_LATER_WINDOW -> Feature.Subject.COMPONENT + " " + componentOf(feature);
            default ->
                feature.kind().subject() == Feature.Subject.APPLIANCE
                        ? feature.name()
                        : feature.kind().subject() + " " + feature.subject();
        };
    }

    private static final class Group {
        private double sum;
        private double most = Double.NEGATIVE_INFINITY;
        private Feature strongest;

        void add(Feature feature, double contribution) {
            sum += contribution;
            if (contribution > most) {
                most = contribution;
                strongest = feature;
            }
        }
    }

    private Optional<Text> words(Feature feature, ApplianceHistory history, long at, float[] row) {
        return switch (feature.kind().subject()) {
            case METRIC, GAUGE, COUNTER -> metrics.of(feature, history, at, row);
            case PAIR -> pair(feature.subject(), row);
            case CODE -> code(feature.subject(), row);
            case COMPONENT -> component(feature.kind(), feature.subject(), history, at, row);
            case COMPONENT_WINDOW -> component(feature.kind(), componentOf(feature), history, at, row);
            case LINE -> line(feature.subject(), row);
            case APPLIANCE -> appliance(feature, row);
        };
    }

    private Optional<Text> pair(int pair, float[] row) {
        float since = row[extractor.column(Kind.PAIR_HOURS_SINCE, pair)];
        if (Float.isNaN(since)) {
            return Optional.empty();
        }
        CodePair codes = extractor.vocabulary().pairs().get(pair);
        Text first = codeName(codes.first());
        Text second = codeName(codes.second());
        Text ago = Words.ago(since);
        return Optional.of(new Text(
                first.en() + " and " + second.en() + " within a day of each other, " + ago.en(),
                first.zh() + "与" + second.zh() + "在一天内先后出现，" + ago.zh()));
    }

    private Text codeName(int code) {
        String id = extractor.vocabulary().codes().get(code);
        Text label =
                Optional.ofNullable(type.faults().get(id)).map(FaultCode::label).orElse(Text.same(id));
        return new Text(
                label.en().equals(id) ? id : id + " (" + Words.inside(label.en()) + ")",
                label.zh().equals(id) ? id : id + "（" + label.zh() + "）");
    }

    private Optional<Text> code(int code, float[] row) {
        float since = row[extractor.column(Kind.CODE_HOURS_SINCE, code)];
        if (Float.isNaN(since)) {
            return Optional.empty();
        }
        String en = codeName(code).en();
        String zh = codeName(code).zh();
        Text ago = Words.ago(since);
        int times = (int) row[extractor.column(Kind.CODE_COUNT_30D, code)];
        if (times > 1) {
            return Optional.of(new Text(
                    en + " " + times + " times in 30 days, last " + ago.en(),
                    zh + "30天内" + times + "次，最近一次" + ago.zh()));
        }
        return Optional.of(new Text(en + " " + ago.en(), zh + " " + ago.zh()));
    }

    private int componentOf(Feature feature) {
        return feature.kind().subject() == Feature.Subject.COMPONENT_WINDOW
                ? feature.subject() % extractor.vocabulary().components().size()
                : feature.subject();
    }

    private Optional<Text> component(Kind kind, int c, ApplianceHistory history, long at, float[] row) {
        Text name =
                component(history.line(), extractor.vocabulary().components().get(c));
        int failures = (int) row[extractor.column(Kind.FAILURES_180D, c)];
        boolean aboutFailures = kind == Kind.FAILURES_180D || kind == Kind.HOURS_SINCE_FAILURE;
        if (aboutFailures && failures > 0) {
            return Optional.of(new Text(
                    name.en() + " failed " + (failures == 1 ? "once" : failures + " times") + " in 180 days",
                    name.zh() + "180天内故障" + failures + "次"));
        }
        float inUse = row[extractor.column(Kind.IN_USE, c)];
        if (Float.isNaN(inUse)) {
            return Optional.empty();
        }
        Text span = Words.hours(inUse);
        boolean replaced = extractor.wasReplaced(history, c, at);
        return Optional.of(
                replaced
                        ? new Text(
                                name.en() + " in use for " + span.en() + " since replacement",
                                name.zh() + "更换后已使用" + span.zh())
                        : new Text(
                                name.en() + " in use for " + span.en() + ", never replaced",
                                name.zh() + "已使用" + span.zh() + "，从未更换"));
    }

    private Optional<Text> line(int line, float[] row) {
        if (row[extractor.column(Kind.IS_LINE, line)] != 1) {
            return Optional.empty();
        }
        String name = extractor.vocabulary().lines().get(line);
        return Optional.of(new Text("model line " + name, "型号" + name));
    }

    private Optional<Text> appliance(Feature feature, float[] row) {
        return switch (feature.kind()) {
            case HOURS_SINCE_VISIT, REPLACED_AT_VISIT, HOURS_TO_NEXT_VISIT -> visits(row);
            case DISTINCT_CODES_24H, FAULTS_7D, FAULTS_30D ->
                counted(row, Kind.FAULTS_30D, "fault codes in 30 days", "30天内故障码数：");
            case HOURS_SINCE_ANY_FAILURE, ANY_FAILURES_180D ->
                counted(row, Kind.ANY_FAILURES_180D, "failures in 180 days", "180天内故障次数：");
            case AGE_DAYS -> age(row[extractor.column(Kind.AGE_DAYS, 0)]);
            default -> Optional.empty();
        };
    }

    private Optional<Text> visits(float[] row) {
        float since = row[extractor.column(Kind.HOURS_SINCE_VISIT, 0)];
        float next = row[extractor.column(Kind.HOURS_TO_NEXT_VISIT, 0)];
        if (Float.isNaN(since)) {
            return Optional.empty();
        }
        Text ago = Words.ago(since);
        if (Float.isNaN(next)) {
            return Optional.of(new Text("last repair " + ago.en(), "上次维修：" + ago.zh()));
        }
        Text in = Words.hours(next);
        return Optional.of(new Text(
                "last repair " + ago.en() + ", the next is usual in " + in.en(),
                "上次维修：" + ago.zh() + "，按惯例" + in.zh() + "后再次维修"));
    }

    private Optional<Text> counted(float[] row, Kind kind, String en, String zh) {
        int count = (int) row[extractor.column(kind, 0)];
        return count == 0 ? Optional.empty() : Optional.of(new Text(count + " " + en, zh + count));
    }

    private static Optional<Text> age(float days) {
        if (Float.isNaN(days)) {
            return Optional.empty();
        }
        return Optional.of(
                days < 730
                        ? new Text(Math.round(days) + " days old", "已使用" + Math.round(days) + "天")
                        : new Text(Math.round(days / 365.25) + " years old", "已使用" + Math.round(days / 365.25) + "年"));
    }

    private Text component(String line, String component) {
        return type.component(line, component).map(Component::label).orElse(Text.same(component));
    }
}
