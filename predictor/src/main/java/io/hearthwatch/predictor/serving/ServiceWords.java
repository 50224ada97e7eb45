package io.hearthwatch.predictor.serving;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Component;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.predictor.features.ApplianceHistory;
import io.hearthwatch.predictor.features.Feature.Kind;
import io.hearthwatch.predictor.features.FeatureExtractor;

/** What age, use, repairs and failures say, in words. Immutable. */
final class ServiceWords {
    private final ApplianceType type;
    private final FeatureExtractor extractor;

    ServiceWords(ApplianceType type, FeatureExtractor extractor) {
        this.type = type;
        this.extractor = extractor;
    }

    /** What people call a component of a model line. */
    Text name(String line, String component) {
        return type.component(line, component).map(Component::label).orElse(Text.same(component));
    }

    /**
     * One of a component's features.
     *
     * @param value the feature's value
     */
    Text component(Kind kind, int c, ApplianceHistory history, long at, float value, float[] row) {
        Text name = name(history.line(), extractor.vocabulary().components().get(c));
        return switch (kind) {
            case FAILURES_180D, HOURS_SINCE_FAILURE -> failures(name, c, row);
            case REPLACED_180D -> replaced(name, c, row);
            case IN_USE -> inUse(name, c, history, at, row);
            default -> {
                Text now = inUse(name, c, history, at, row);
                Text then = Words.hours(value);
                yield Float.isNaN(value)
                        ? now
                        : new Text(
                                now.en() + "; " + then.en() + " by the next usual repair",
                                now.zh() + "，到下次例行维修时为" + then.zh());
            }
        };
    }

    private Text failures(Text name, int c, float[] row) {
        int failures = (int) row[extractor.column(Kind.FAILURES_180D, c)];
        float since = row[extractor.column(Kind.HOURS_SINCE_FAILURE, c)];
        if (Float.isNaN(since)) {
            return new Text("No failure of " + Words.the(name.en()) + " so far", name.zh() + "尚未发生过故障");
        }
        Text ago = Words.ago(since);
        if (failures < 2) {
            return new Text(name.en() + " failed " + ago.en(), name.zh() + ago.zh() + "发生过故障");
        }
        return new Text(
                name.en() + " failed " + failures + " times in 180 days, last " + ago.en(),
                name.zh() + "180天内故障" + failures + "次，最近一次：" + ago.zh());
    }

    private Text replaced(Text name, int c, float[] row) {
        int times = (int) row[extractor.column(Kind.REPLACED_180D, c)];
        if (times == 0) {
            return new Text(name.en() + " not replaced in 180 days", name.zh() + "180天内未更换");
        }
        return new Text(
                name.en() + " replaced " + (times == 1 ? "once" : times + " times") + " in 180 days",
                name.zh() + "180天内更换" + times + "次");
    }

    private Text inUse(Text name, int c, ApplianceHistory history, long at, float[] row) {
        float inUse = row[extractor.column(Kind.IN_USE, c)];
        if (Float.isNaN(inUse)) {
            return new Text("Not known how long " + Words.the(name.en()) + " has been in use", name.zh() + "的使用时间未知");
        }
        Text span = Words.hours(inUse);
        return extractor.wasReplaced(history, c, at)
                ? new Text(
                        name.en() + " in use for " + span.en() + " since replacement", name.zh() + "更换后已使用" + span.zh())
                : new Text(
                        name.en() + " in use for " + span.en() + ", never replaced",
                        name.zh() + "已使用" + span.zh() + "，从未更换");
    }

    Text line(int line, float[] row) {
        String name = extractor.vocabulary().lines().get(line);
        return row[extractor.column(Kind.IS_LINE, line)] == 1
                ? new Text("Model line " + name, "型号为" + name)
                : new Text("Not of model line " + name, "型号不是" + name);
    }

    /** What is told of the appliance as a whole, except its faults. */
    Text appliance(Kind kind, float[] row) {
        float value = row[extractor.column(kind, 0)];
        return switch (kind) {
            case HOURS_SINCE_VISIT, REPLACED_AT_VISIT, HOURS_TO_NEXT_VISIT -> visits(row);
            case HOURS_SINCE_ANY_FAILURE, ANY_FAILURES_180D -> anyFailures(row);
            case AGE_DAYS -> age(value);
            case HOURS_SINCE_READING -> reading(value);
            case HOUR_OF_DAY -> {
                int hour = (int) value;
                yield new Text("Time of day (" + hour + ":00 UTC)", "时段（UTC " + hour + "时）");
            }
            default -> new Text("Time of the year", "季节");
        };
    }

    private Text visits(float[] row) {
        float since = row[extractor.column(Kind.HOURS_SINCE_VISIT, 0)];
        float next = row[extractor.column(Kind.HOURS_TO_NEXT_VISIT, 0)];
        if (Float.isNaN(since)) {
            return new Text("No replacement is known", "没有更换记录");
        }
        Text ago = Words.ago(since);
        if (Float.isNaN(next)) {
            return new Text("Last repair " + ago.en(), "上次维修：" + ago.zh());
        }
        Text in = Words.hours(next);
        return new Text(
                "Last repair " + ago.en() + ", the next is usual in " + in.en(),
                "上次维修：" + ago.zh() + "，按惯例" + in.zh() + "后再次维修");
    }

    private Text anyFailures(float[] row) {
        int count = (int) row[extractor.column(Kind.ANY_FAILURES_180D, 0)];
        float since = row[extractor.column(Kind.HOURS_SINCE_ANY_FAILURE, 0)];
        if (Float.isNaN(since)) {
            return new Text("No failure so far", "尚未发生过故障");
        }
        Text ago = Words.ago(since);
        if (count == 0) {
            return new Text("Last failure " + ago.en(), "最近一次故障：" + ago.zh());
        }
        return new Text(
                count + (count == 1 ? " failure" : " failures") + " in 180 days, last " + ago.en(),
                "180天内故障" + count + "次，最近一次：" + ago.zh());
    }

    private static Text age(float days) {
        if (Float.isNaN(days)) {
            return new Text("Age not known", "机龄未知");
        }
        long whole = Math.max(0, Math.round(days));
        long years = Math.round(days / 365.25);
        return days < 730
                ? new Text(whole + (whole == 1 ? " day old" : " days old"), "机龄" + whole + "天")
                : new Text(years + " years old", "机龄" + years + "年");
    }

    private static Text reading(float hours) {
        if (Float.isNaN(hours)) {
            return new Text("No reading in 30 days", "30天内没有读数");
        }
        Text ago = Words.ago(hours);
        return new Text("Last reading " + ago.en(), "最近一次读数：" + ago.zh());
    }
}
