package io.hearthwatch.predictor.features;

import io.hearthwatch.predictor.features.Feature.Kind;
import io.hearthwatch.predictor.features.Feature.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

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

    private static final int MIN_BASELINE_HOURS = 5;

    private final Vocabulary vocabulary;
    private final Horizons horizons;
    private final List<Feature> features;
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
        List<Feature> all = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            columns.put(kind, all.size());
            List<String> subjects = subjects(kind.subject());
            for (int i = 0; i < subjects.size(); i++) {
                boolean whole = kind.subject() == Subject.APPLIANCE;
                String name = subjects.get(i) + "." + kind.suffix();
                all.add(new Feature(whole ? kind.suffix() : name, kind, whole ? -1 : i));
            }
        }
        this.features = List.copyOf(all);
    }

    private List<String> subjects(Subject subject) {
        return switch (subject) {
            case METRIC -> vocabulary.metrics().stream().map(m -> m.name()).toList();
            case CODE -> vocabulary.codes();
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
        for (int m = 0; m < vocabulary.metrics().size(); m++) {
            metric(history, m, end, at, row);
        }
    }

    /** Walks back over the metric's hours once, reading off each window's statistics where it ends. */
    private void metric(ApplianceHistory history, int m, int end, long at, float[] row) {
        WindowStatistics window = new WindowStatistics();
        WindowStatistics baseline = new WindowStatistics();
        int i = end - 1;
        for (; i >= 0 && history.hourEnd(i) > at - 30 * DAY; i--) {
            if (history.count(m, i) > 0) {
                put(row, Kind.LATEST, m, history.mean(m, i));
                break;
            }
        }
        i = addBack(window, history, m, i, at - DAY);
        double mean24 = window.mean();
        put(row, Kind.MEAN_24H, m, mean24);
        put(row, Kind.SD_24H, m, window.sd());
        put(row, Kind.MIN_24H, m, window.min());
        put(row, Kind.MAX_24H, m, window.max());
        int beforeDay = i;
        i = addBack(window, history, m, i, at - 3 * DAY);
        put(row, Kind.MEAN_3D, m, window.mean());
        addBack(window, history, m, i, at - 7 * DAY);
        double mean7 = window.mean();
        put(row, Kind.MEAN_7D, m, mean7);
        put(row, Kind.SD_7D, m, window.sd());
        put(row, Kind.MIN_7D, m, window.min());
        put(row, Kind.MAX_7D, m, window.max());
        addBack(baseline, history, m, beforeDay, at - TELEMETRY_DAYS * DAY);
        if (baseline.hours() >= MIN_BASELINE_HOURS && baseline.sdOfHours() > 0) {
            put(row, Kind.CHANGE_24H, m, (mean24 - baseline.mean()) / baseline.sdOfHours());
            put(row, Kind.CHANGE_7D, m, (mean7 - baseline.mean()) / baseline.sdOfHours());
        }
    }

    /** Where a metric was in the 30 days before the last one, or null where too little is known; for words, not for the model. */
    public UsualRange usual(ApplianceHistory history, int metric, long at) {
        WindowStatistics baseline = new WindowStatistics();
        addBack(baseline, history, metric, history.hoursUpTo(at - DAY) - 1, at - TELEMETRY_DAYS * DAY);
        if (baseline.hours() < MIN_BASELINE_HOURS) {
            return null;
        }
        return new UsualRange(baseline.mean() - baseline.sdOfHours(), baseline.mean() + baseline.sdOfHours());
    }

    /** Whether the component is known, at the instant, to have been replaced ever; for words. */
    public boolean wasReplaced(ApplianceHistory history, int component, long at) {
        return lastKnown(history.repairs(), component, at) != ApplianceHistory.UNKNOWN;
    }

    private static int addBack(WindowStatistics window, ApplianceHistory history, int m, int from, long after) {
        int i = from;
        for (; i >= 0 && history.hourEnd(i) > after; i--) {
            int count = history.count(m, i);
            if (count > 0) {
                window.add(count, history.mean(m, i), history.min(m, i), history.max(m, i), history.sd(m, i));
            }
        }
        return i;
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
            distinct += day[code] > 0 ? 1 : 0;
        }
        put(row, Kind.DISTINCT_CODES_24H, 0, distinct);
        put(row, Kind.FAULTS_7D, 0, Arrays.stream(week).sum());
        put(row, Kind.FAULTS_30D, 0, Arrays.stream(month).sum());
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

    /** The column of a kind of feature of one subject. */
    public int column(Kind kind, int subject) {
        return columns.get(kind) + subject;
    }

    private void put(float[] row, Kind kind, int subject, double value) {
        row[column(kind, subject)] = (float) value;
    }
}
