package io.hearthwatch.predictor.features;

import io.hearthwatch.catalog.MetricKind;
import io.hearthwatch.predictor.features.Feature.Kind;
import io.hearthwatch.predictor.features.Feature.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Computes what a model sees of one appliance as of an instant. Training, evaluation and serving all call this one class, so they cannot
 * differ; and it looks only at what had happened, and had been received, by that instant, so nothing of the future can leak in.
 *
 * <p>Telemetry counts for {@link #TELEMETRY_DAYS} days and faults for {@link #FAULT_DAYS}: callers must give at least that much history
 * ({@link #GIVEN_DAYS} of telemetry), and giving more changes nothing. A value that is not known is NaN. Immutable and thread-safe.
 */
public final class FeatureExtractor {
    /** How far back telemetry matters. */
    static final int TELEMETRY_DAYS = 31;
    /** How far back telemetry must be given: two days more, so that the growth of counters within what matters can be told. */
    public static final int GIVEN_DAYS = TELEMETRY_DAYS + 2;
    /** How far back faults matter. */
    public static final int FAULT_DAYS = 90;

    static final long HOUR = 3_600_000L;
    static final long DAY = 24 * HOUR;
    private static final long YEAR = (long) (365.2425 * DAY);

    private final Vocabulary vocabulary;
    private final Horizons horizons;
    private final List<Feature> features;
    /** For each metric its place among the reported gauges, and among the counters. */
    private final int[] gauges;

    private final int[] counters;
    /** Column of the first subject of a kind; the others follow it. */
    private final Map<Kind, Integer> columns = new EnumMap<>(Kind.class);

    /** Features for a single window of (T + lead, T + horizon]. */
    public FeatureExtractor(Vocabulary vocabulary, Duration lead, Duration horizon) {
        this(vocabulary, Horizons.of(lead, horizon));
    }

    /**
     * Features for a chain of windows.
     *
     * @param vocabulary what the features are made of
     * @param horizons the model's windows
     */
    public FeatureExtractor(Vocabulary vocabulary, Horizons horizons) {
        this.vocabulary = vocabulary;
        this.horizons = horizons;
        this.gauges = places(Vocabulary.MetricName::isReportedGauge);
        this.counters = places(m -> m.kind() == MetricKind.COUNTER);
        List<Feature> all = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            columns.put(kind, all.size());
            List<String> subjects = subjects(kind.subject());
            for (int i = 0; i < subjects.size(); i++) {
                boolean whole = kind.subject() == Subject.APPLIANCE;
                String name = subjects.get(i) + "." + kind.suffix();
                all.add(new Feature(
                        whole ? kind.suffix() : name, kind, whole ? -1 : subject(kind, subjects.get(i), i)));
            }
        }
        this.features = List.copyOf(all);
    }

    private List<String> subjects(Subject subject) {
        return switch (subject) {
            case METRIC -> names(m -> true);
            case GAUGE -> names(Vocabulary.MetricName::isReportedGauge);
            case COUNTER -> names(m -> m.kind() == MetricKind.COUNTER);
            case CODE -> vocabulary.codes();
            case PAIR ->
                vocabulary.pairs().stream()
                        .map(p -> vocabulary.codes().get(p.first()) + "+"
                                + vocabulary.codes().get(p.second()))
                        .toList();
            case COMPONENT -> vocabulary.components();
            case COMPONENT_WINDOW -> componentWindows();
            case LINE -> vocabulary.lines();
            case APPLIANCE -> List.of("appliance");
        };
    }

    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** The windows of the model that the features are for. */
    public Horizons horizons() {
        return horizons;
    }

    private List<String> names(Predicate<Vocabulary.MetricName> wanted) {
        return vocabulary.metrics().stream()
                .filter(wanted)
                .map(Vocabulary.MetricName::name)
                .toList();
    }

    /** Component and window after the first, windows of one component apart: {@code pump.2}, then {@code pump.3}. */
    private List<String> componentWindows() {
        List<String> names = new ArrayList<>();
        for (int w = 1; w < horizons.size(); w++) {
            for (String component : vocabulary.components()) {
                names.add(component + "." + (w + 1));
            }
        }
        return names;
    }

    /** The columns' names, in order. */
    public List<String> names() {
        return features.stream().map(Feature::name).toList();
    }

    /** The columns, in order. */
    public List<Feature> features() {
        return features;
    }

    /** The number of columns. */
    public int size() {
        return features.size();
    }

    /** The features of an appliance as of an instant (epoch milliseconds). */
    public float[] extract(ApplianceHistory history, long at) {
        float[] row = new float[size()];
        Arrays.fill(row, Float.NaN);
        telemetry(history, at, row);
        faults(history, at, row);
        Visits visits = Visits.knownAt(history.repairs(), at);
        appliance(history, visits, at, row);
        components(history, visits, at, row);
        return row;
    }

    private void telemetry(ApplianceHistory history, long at, float[] row) {
        int end = history.hoursUpTo(at);
        if (end > 0 && at - history.hourEnd(end - 1) <= 30 * DAY) {
            put(row, Kind.HOURS_SINCE_READING, 0, (at - history.hourEnd(end - 1)) / (double) HOUR);
        }
        MetricFeatures metrics = new MetricFeatures(this, history, at, row);
        for (int m = 0; m < vocabulary.metrics().size(); m++) {
            metrics.put(m, vocabulary.metrics().get(m));
        }
    }

    /** Where a metric was in the 30 days before the last one, or null where too little is known; for words, not for the model. */
    public UsualRange usual(ApplianceHistory history, int metric, long at) {
        return MetricFeatures.usual(history, metric, at);
    }

    /** Where a metric of the appliance's model line lay lately, or null where too little is known; for words. */
    public UsualRange usualOfFleet(ApplianceHistory history, int metric, long at) {
        String name = vocabulary.metrics().get(metric).name();
        FleetSpan fleet = FleetSpan.asOf(history.fleet(), history.line(), name, at);
        return fleet == null ? null : new UsualRange(fleet.mean() - fleet.sd(), fleet.mean() + fleet.sd());
    }

    /** Whether the component is known, at the instant, to have been replaced ever; for words. */
    public boolean wasReplaced(ApplianceHistory history, int component, long at) {
        return lastKnown(history.repairs(), component, at) != ApplianceHistory.UNKNOWN;
    }

    private void faults(ApplianceHistory history, long at, float[] row) {
        int codes = vocabulary.codes().size();
        int[] day = new int[codes];
        int[] week = new int[codes];
        int[] month = new int[codes];
        Events faults = history.faults();
        for (int i = faults.upTo(at) - 1; i >= 0 && faults.time(i) > at - FAULT_DAYS * DAY; i--) {
            if (faults.receivedAt(i) > at) {
                continue;
            }
            int code = faults.what(i);
            pairs(faults, i, at, row);
            long ago = at - faults.time(i);
            if (Float.isNaN(row[column(Kind.CODE_HOURS_SINCE, code)])) {
                put(row, Kind.CODE_HOURS_SINCE, code, ago / (double) HOUR);
            }
            day[code] += ago < DAY ? 1 : 0;
            week[code] += ago < 7 * DAY ? 1 : 0;
            month[code] += ago < 30 * DAY ? 1 : 0;
        }
        int distinct = 0;
        for (int code = 0; code < codes; code++) {
            put(row, Kind.CODE_COUNT_24H, code, day[code]);
            put(row, Kind.CODE_COUNT_7D, code, week[code]);
            put(row, Kind.CODE_COUNT_30D, code, month[code]);
            put(row, Kind.CODE_RISE, code, week[code] / 7.0 - month[code] / 30.0);
            distinct += day[code] > 0 ? 1 : 0;
        }
        put(row, Kind.DISTINCT_CODES_24H, 0, distinct);
        put(row, Kind.FAULTS_7D, 0, Arrays.stream(week).sum());
        put(row, Kind.FAULTS_30D, 0, Arrays.stream(month).sum());
    }

    /** Where a fault is the later of a pair of codes that came within 24 hours. */
    private void pairs(Events faults, int i, long at, float[] row) {
        for (int p = 0; p < vocabulary.pairs().size(); p++) {
            CodePair pair = vocabulary.pairs().get(p);
            int other = faults.what(i) == pair.first()
                    ? pair.second()
                    : faults.what(i) == pair.second() ? pair.first() : -1;
            if (other < 0 || !Float.isNaN(row[column(Kind.PAIR_HOURS_SINCE, p)])) {
                continue;
            }
            for (int j = i - 1; j >= 0 && faults.time(i) - faults.time(j) < DAY; j--) {
                if (faults.what(j) == other && faults.receivedAt(j) <= at) {
                    put(row, Kind.PAIR_HOURS_SINCE, p, (at - faults.time(i)) / (double) HOUR);
                    break;
                }
            }
        }
    }

    private void appliance(ApplianceHistory history, Visits visits, long at, float[] row) {
        if (visits.any()) {
            put(row, Kind.HOURS_SINCE_VISIT, 0, (at - visits.last()) / (double) HOUR);
            put(row, Kind.REPLACED_AT_VISIT, 0, visits.replacedAtLast());
        }
        put(row, Kind.HOURS_TO_NEXT_VISIT, 0, visits.untilNext(at) / (double) HOUR);
        long made = history.bornAt() != ApplianceHistory.UNKNOWN ? history.bornAt() : history.firstSeen();
        if (made != ApplianceHistory.UNKNOWN) {
            put(row, Kind.AGE_DAYS, 0, (at - made) / (double) DAY);
        }
        put(row, Kind.HOUR_OF_DAY, 0, Math.floorMod(at, DAY) / (double) HOUR);
        if (vocabulary.seasonal()) {
            double turn = 2 * Math.PI * Math.floorMod(at, YEAR) / YEAR;
            put(row, Kind.SEASON_WINTER, 0, StrictMath.cos(turn));
            put(row, Kind.SEASON_SPRING, 0, StrictMath.sin(turn));
        }
        for (int line = 0; line < vocabulary.lines().size(); line++) {
            put(row, Kind.IS_LINE, line, vocabulary.lines().get(line).equals(history.line()) ? 1 : 0);
        }
    }

    private void components(ApplianceHistory history, Visits visits, long at, float[] row) {
        Events repairs = history.repairs();
        Events failures = history.failures();
        long made = history.bornAt() != ApplianceHistory.UNKNOWN ? history.bornAt() : history.firstSeen();
        long lastFailure = ApplianceHistory.UNKNOWN;
        int failuresInAll = 0;
        for (int c = 0; c < vocabulary.components().size(); c++) {
            long replaced = lastKnown(repairs, c, at);
            long since = replaced != ApplianceHistory.UNKNOWN ? replaced : made;
            if (since != ApplianceHistory.UNKNOWN) {
                put(row, Kind.IN_USE, c, (at - since) / (double) HOUR);
                put(row, Kind.IN_USE_AT_NEXT_VISIT, c, (at - since + visits.untilNext(at)) / HOUR);
            }
            if (since != ApplianceHistory.UNKNOWN) {
                double visit = visits.untilFirstWithin(at, horizons.from(0), horizons.to(0));
                put(row, Kind.IN_USE_AT_VISIT_IN_WINDOW, c, (at - since + visit) / HOUR);
                for (int w = 1; w < horizons.size(); w++) {
                    double later = visits.untilFirstWithin(at, horizons.from(w), horizons.to(w));
                    int subject = (w - 1) * vocabulary.components().size() + c;
                    put(row, Kind.IN_USE_AT_VISIT_IN_LATER_WINDOW, subject, (at - since + later) / HOUR);
                }
            }
            long failed = lastKnown(failures, c, at);
            if (failed != ApplianceHistory.UNKNOWN) {
                put(row, Kind.HOURS_SINCE_FAILURE, c, (at - failed) / (double) HOUR);
                lastFailure = Math.max(lastFailure, failed);
            }
            int count = knownCount(failures, c, at - 180 * DAY, at);
            failuresInAll += count;
            put(row, Kind.FAILURES_180D, c, count);
            put(row, Kind.REPLACED_180D, c, knownCount(repairs, c, at - 180 * DAY, at));
        }
        if (lastFailure != ApplianceHistory.UNKNOWN) {
            put(row, Kind.HOURS_SINCE_ANY_FAILURE, 0, (at - lastFailure) / (double) HOUR);
        }
        put(row, Kind.ANY_FAILURES_180D, 0, failuresInAll);
    }

    private static long lastKnown(Events events, int what, long at) {
        for (int i = events.upTo(at) - 1; i >= 0; i--) {
            if (events.what(i) == what && events.receivedAt(i) <= at) {
                return events.time(i);
            }
        }
        return ApplianceHistory.UNKNOWN;
    }

    private static int knownCount(Events events, int what, long after, long at) {
        int count = 0;
        for (int i = events.upTo(at) - 1; i >= 0 && events.time(i) > after; i--) {
            count += events.what(i) == what && events.receivedAt(i) <= at ? 1 : 0;
        }
        return count;
    }

    /** Features of some metrics only still have their metric's place among all as their subject. */
    private int subject(Kind kind, String name, int place) {
        return switch (kind.subject()) {
            case GAUGE, COUNTER -> names(m -> true).indexOf(name);
            default -> place;
        };
    }

    private int[] places(Predicate<Vocabulary.MetricName> wanted) {
        int[] places = new int[vocabulary.metrics().size()];
        int place = 0;
        for (int m = 0; m < places.length; m++) {
            places[m] = wanted.test(vocabulary.metrics().get(m)) ? place++ : -1;
        }
        return places;
    }

    /** The column of a kind of feature of one subject. */
    public int column(Kind kind, int subject) {
        int first = columns.get(kind);
        return switch (kind.subject()) {
            case GAUGE -> first + gauges[subject];
            case COUNTER -> first + counters[subject];
            default -> first + subject;
        };
    }

    private void put(float[] row, Kind kind, int subject, double value) {
        row[column(kind, subject)] = (float) value;
    }
}
