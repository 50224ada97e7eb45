package io.hearthwatch.predictor.serving;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.FaultCode;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.predictor.features.ApplianceHistory;
import io.hearthwatch.predictor.features.CodePair;
import io.hearthwatch.predictor.features.Events;
import io.hearthwatch.predictor.features.Feature.Kind;
import io.hearthwatch.predictor.features.FeatureExtractor;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What fault codes say, in words, always with their codes. Immutable. */
final class FaultWords {
    private static final int MOST_NAMED = 3;

    private final ApplianceType type;
    private final FeatureExtractor extractor;

    FaultWords(ApplianceType type, FeatureExtractor extractor) {
        this.type = type;
        this.extractor = extractor;
    }

    private Text name(int code) {
        String id = extractor.vocabulary().codes().get(code);
        return Words.named(
                id,
                Optional.ofNullable(type.faults().get(id)).map(FaultCode::label).orElse(Text.same(id)));
    }

    Text pair(int pair, float[] row) {
        CodePair codes = extractor.vocabulary().pairs().get(pair);
        Text first = name(codes.first());
        Text second = name(codes.second());
        float since = row[extractor.column(Kind.PAIR_HOURS_SINCE, pair)];
        if (Float.isNaN(since)) {
            return new Text(
                    first.en() + " and " + second.en() + " never within a day of each other in 90 days",
                    "90天内" + first.zh() + "与" + second.zh() + "没有在一天内先后出现");
        }
        Text ago = Words.ago(since);
        return new Text(
                first.en() + " and " + second.en() + " within a day of each other, " + ago.en(),
                first.zh() + "与" + second.zh() + "在一天内先后出现，" + ago.zh());
    }

    Text code(int code, float[] row) {
        Text name = name(code);
        float since = row[extractor.column(Kind.CODE_HOURS_SINCE, code)];
        if (Float.isNaN(since)) {
            return new Text("No " + name.en() + " in 90 days", "90天内没有" + name.zh());
        }
        Text ago = Words.ago(since);
        int times = (int) row[extractor.column(Kind.CODE_COUNT_30D, code)];
        return times > 1
                ? new Text(
                        name.en() + " " + times + " times in 30 days, last " + ago.en(),
                        name.zh() + "30天内" + times + "次，最近一次：" + ago.zh())
                : new Text(name.en() + " " + ago.en(), name.zh() + ago.zh() + "出现");
    }

    /** How many faults, and which codes, the most recent first. */
    Text all(Kind kind, ApplianceHistory history, long at) {
        Duration window = switch (kind) {
            case DISTINCT_CODES_24H -> Duration.ofHours(24);
            case FAULTS_7D -> Duration.ofDays(7);
            default -> Duration.ofDays(30);
        };
        Text span = Words.span(window);
        Set<Integer> codes = new LinkedHashSet<>();
        int count = 0;
        Events faults = history.faults();
        for (int i = faults.upTo(at) - 1; i >= 0 && faults.time(i) > at - window.toMillis(); i--) {
            if (faults.receivedAt(i) <= at) {
                count++;
                codes.add(faults.what(i));
            }
        }
        if (count == 0) {
            return new Text("No fault code in " + span.en(), span.zh() + "内没有故障码");
        }
        List<Text> names = codes.stream().limit(MOST_NAMED).map(this::name).toList();
        int others = codes.size() - names.size();
        return new Text(
                count + (count == 1 ? " fault" : " faults") + " in " + span.en() + ": "
                        + String.join(", ", names.stream().map(Text::en).toList())
                        + (others == 0 ? "" : " and " + others + (others == 1 ? " other" : " others")),
                span.zh() + "内出现" + count + "次故障："
                        + String.join("、", names.stream().map(Text::zh).toList())
                        + (others == 0 ? "" : "及其他" + others + "种"));
    }
}
