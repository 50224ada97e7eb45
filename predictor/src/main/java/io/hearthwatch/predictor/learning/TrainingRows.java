package io.hearthwatch.predictor.learning;

import io.hearthwatch.predictor.features.ApplianceHistory;
import io.hearthwatch.predictor.features.Events;
import io.hearthwatch.predictor.features.FeatureExtractor;
import io.hearthwatch.predictor.features.Horizons;
import io.hearthwatch.predictor.features.Presence;
import io.hearthwatch.predictor.features.RunningHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;

/**
 * Decisions of the training span with their features and what came of them, streamed appliance by appliance and never more than a bound of
 * rows. Where there are more, decisions are sampled, the most frequent sort first: those before which nothing happens, then those before a
 * failure in the farthest window. Each row stands for as many decisions as its weight says, so that rates of failing stay right. Which
 * decisions are kept depends on nothing but the seed, the appliance and the instant. Filled by one thread.
 */
public final class TrainingRows {
    private static final int MAX_HALVINGS = 40;
    private static final byte NEVER = -1;

    private final FeatureExtractor extractor;
    private final Horizons horizons;
    private final int components;
    private final long until;
    private final int mostRows;
    private final long seed;
    private final List<Row> rows = new ArrayList<>();
    /** By sort of row, how often its sampling rate was halved; the sorts are the windows, then "nothing happens". */
    private final int[] halvings;

    private final int[] kept;
    private final int[][] failures;
    private final int[] everFailed;
    private double exposureHours;
    private int appliances;
    private long scheduled;
    private long atFaults;
    private long first = Long.MAX_VALUE;

    /**
     * One decision; {@code known} windows have an outcome that is known, {@code firstWindow} says by component in which it fails first,
     * {@code cutOff} after how many windows its outcome is not known any more, or is null where it is for all components.
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Row(
            int applianceNo,
            long at,
            boolean scheduled,
            int sort,
            byte known,
            float[] features,
            byte[] firstWindow,
            byte[] cutOff) {}

    /**
     * Makes an empty collection.
     *
     * @param until epoch milliseconds; what happens later is not known
     * @param mostRows most rows that are kept
     * @param seed of the sampling
     */
    public TrainingRows(FeatureExtractor extractor, long until, int mostRows, long seed) {
        this.extractor = extractor;
        this.horizons = extractor.horizons();
        this.components = extractor.vocabulary().components().size();
        this.until = until;
        this.mostRows = mostRows;
        this.seed = seed;
        this.halvings = new int[horizons.size() + 1];
        this.kept = new int[horizons.size() + 1];
        this.failures = new int[components][horizons.size()];
        this.everFailed = new int[components];
    }

    /**
     * Adds an appliance's decisions up to the last one of the schedule, stepping back, and, if wanted, at the arrival of its faults.
     */
    public void add(ApplianceHistory history, long last, long every, boolean withFaults) {
        if (!history.activeAt(last)) {
            return;
        }
        appliances++;
        countFailures(history);
        Map<Long, Boolean> decisions = DecisionTimes.of(history, last, every, withFaults);
        long[][] counted = new long[components][horizons.size()];
        for (long[] byWindow : counted) {
            Arrays.fill(byWindow, Long.MIN_VALUE);
        }
        long knownUntil = Math.min(until, Presence.knownUntil(history));
        decisions.forEach((at, onSchedule) -> add(history, at, knownUntil, onSchedule, counted));
    }

    private void countFailures(ApplianceHistory history) {
        Events events = history.failures();
        long end = Math.min(until, Math.min(Presence.knownUntil(history), Presence.failedForGood(history)));
        exposureHours += Math.max(0, end - history.firstSeen()) / 3_600_000.0;
        for (int i = 0; i < events.size(); i++) {
            if (events.time(i) >= history.firstSeen() && events.time(i) <= until) {
                everFailed[events.what(i)]++;
            }
        }
    }

    private void add(ApplianceHistory history, long at, long knownUntil, boolean onSchedule, long[][] counted) {
        if (onSchedule) {
            scheduled++;
            first = Math.min(first, at);
        } else {
            atFaults++;
        }
        byte[] firstWindow = new byte[components];
        Arrays.fill(firstWindow, NEVER);
        int sort = horizons.size();
        int told = windowsWithin(at, until);
        int known = windowsWithin(at, knownUntil);
        byte[] cutOff = null;
        for (int c = 0; c < components; c++) {
            long cut = history.firstCutOff(c, at, horizons.to(horizons.size() - 1));
            if (cut != ApplianceHistory.UNKNOWN) {
                cutOff = cutOff == null ? uncut() : cutOff;
                cutOff[c] = (byte) windowsWithin(at, cut);
            }
            for (int w = 0; w < told; w++) {
                long failure = history.firstFailure(c, at, horizons.from(w), horizons.to(w));
                if (failure != ApplianceHistory.UNKNOWN && cut != ApplianceHistory.UNKNOWN && failure > cut) {
                    // That of the new component.
                    break;
                }
                if (failure != ApplianceHistory.UNKNOWN) {
                    if (cut != ApplianceHistory.UNKNOWN) {
                        cutOff[c] = Byte.MAX_VALUE;
                    }
                    firstWindow[c] = (byte) w;
                    known = Math.max(known, w + 1);
                    sort = Math.min(sort, w);
                    // Decisions come in order of time, and so do the failures after them.
                    if (failure > counted[c][w]) {
                        counted[c][w] = failure;
                        failures[c][w]++;
                    }
                    break;
                }
            }
        }
        if (isLeftOut(history.applianceNo(), at, halvings[sort])) {
            return;
        }
        rows.add(new Row(
                history.applianceNo(),
                at,
                onSchedule,
                sort,
                (byte) known,
                extractor.extract(history, at),
                firstWindow,
                cutOff));
        kept[sort]++;
        while (rows.size() > mostRows && thinOut()) {
            // Until they fit.
        }
    }

    private byte[] uncut() {
        byte[] all = new byte[components];
        Arrays.fill(all, Byte.MAX_VALUE);
        return all;
    }

    /** Halves the most frequent sort of rows. */
    private boolean thinOut() {
        int most = 0;
        for (int sort = 1; sort < kept.length; sort++) {
            most = kept[sort] >= kept[most] ? sort : most;
        }
        if (halvings[most] >= MAX_HALVINGS) {
            return false;
        }
        int thinned = most;
        int halved = ++halvings[most];
        rows.removeIf(row -> row.sort() == thinned && isLeftOut(row.applianceNo(), row.at(), halved));
        kept[thinned] = (int) rows.stream().filter(row -> row.sort() == thinned).count();
        return true;
    }

    /** Whether a hash of appliance, instant and seed falls outside of the share that is kept. */
    private boolean isLeftOut(int applianceNo, long at, int halved) {
        long hash = seed * 0x9E3779B97F4A7C15L + applianceNo;
        hash = mix(hash) + at;
        return (mix(hash) & ((1L << halved) - 1)) != 0;
    }

    /** The finalizer of SplitMix64. */
    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** How many windows of a decision, from the first on, end by an instant. */
    private int windowsWithin(long at, long instant) {
        int windows = 0;
        while (windows < horizons.size() && at + horizons.to(windows) <= instant) {
            windows++;
        }
        return windows;
    }

    /** Whether there was no scheduled decision at all. */
    public boolean isEmpty() {
        return scheduled == 0;
    }

    /** A hash of everything that is learnt from: features, outcomes and weights. Equal rows give equal models. */
    public String hash() {
        RunningHash hash = new RunningHash();
        for (Row row : rows) {
            hash.add((long) row.applianceNo());
            hash.add(row.at());
            hash.add(row.scheduled() ? 1L : 0L);
            hash.add((long) row.known());
            for (byte window : row.firstWindow()) {
                hash.add((long) window);
            }
            for (float value : row.features()) {
                hash.add(value);
            }
            if (row.cutOff() != null) {
                for (byte windows : row.cutOff()) {
                    hash.add((long) windows);
                }
            }
        }
        for (int halved : halvings) {
            hash.add((long) halved);
        }
        return hash.hex();
    }

    /** The features of all rows. */
    public List<float[]> allFeatures() {
        return rows.stream().map(Row::features).toList();
    }

    /** How many decisions each row stands for. */
    public long[] allWeights() {
        return IntStream.range(0, size()).mapToLong(this::weight).toArray();
    }

    int size() {
        return rows.size();
    }

    /** Appliances that took part. */
    int appliances() {
        return appliances;
    }

    /** Scheduled decisions, whether kept or not. */
    long scheduledSeen() {
        return scheduled;
    }

    /** Decisions at the arrival of a fault besides, whether kept or not. */
    long atFaultsSeen() {
        return atFaults;
    }

    /** The first scheduled decision. */
    long first() {
        return first;
    }

    /** Hours that appliances were there until the end of the span, all together. */
    double exposureHours() {
        return exposureHours;
    }

    /** How often a component failed in that time. */
    int everFailed(int component) {
        return everFailed[component];
    }

    /** Distinct failures of a component that a decision was followed by in a window. */
    int failures(int component, int window) {
        return failures[component][window];
    }

    int applianceNo(int row) {
        return rows.get(row).applianceNo();
    }

    long at(int row) {
        return rows.get(row).at();
    }

    boolean isScheduled(int row) {
        return rows.get(row).scheduled();
    }

    /** Whether it is known what happened to all components in a window after a row's decision. */
    boolean isKnown(int row, int window) {
        if (window >= rows.get(row).known()) {
            return false;
        }
        byte[] cutOff = rows.get(row).cutOff();
        for (int c = 0; cutOff != null && c < cutOff.length; c++) {
            if (window >= cutOff[c]) {
                return false;
            }
        }
        return true;
    }

    /** Whether it is known what happened to a component in a window after a row's decision. */
    private boolean isKnown(int row, int component, int window) {
        byte[] cutOff = rows.get(row).cutOff();
        return window < rows.get(row).known() && (cutOff == null || window < cutOff[component]);
    }

    /** Whether it is known what happened in a window, and the component had not failed in one before it. */
    boolean isAtRisk(int row, int component, int window) {
        byte fails = rows.get(row).firstWindow()[component];
        return isKnown(row, component, window) && (fails == NEVER || fails >= window);
    }

    /** Whether the component fails by the end of a window. */
    boolean failsBy(int row, int component, int window) {
        byte fails = rows.get(row).firstWindow()[component];
        return fails != NEVER && fails <= window;
    }

    /** Whether nothing fails in any window, as far as known, and nothing is replaced that might have. */
    boolean isUneventful(int row) {
        return rows.get(row).sort() == horizons.size() && rows.get(row).cutOff() == null;
    }

    /** How many decisions a row stands for: a power of two. */
    long weight(int row) {
        return 1L << halvings[rows.get(row).sort()];
    }

    /** The rows that are on the schedule and meet a condition on their instant. */
    int[] scheduledWhere(LongPredicate condition) {
        return IntStream.range(0, size())
                .filter(i -> isScheduled(i) && condition.test(at(i)))
                .toArray();
    }

    /** The rows, on the schedule or not, that meet a condition on their instant. */
    int[] where(LongPredicate condition) {
        return IntStream.range(0, size()).filter(i -> condition.test(at(i))).toArray();
    }

    /** Those of the rows whose component was at risk in a window. */
    int[] atRisk(int[] chosen, int component, int window) {
        return Arrays.stream(chosen).filter(i -> isAtRisk(i, component, window)).toArray();
    }

    List<float[]> features(int[] chosen) {
        List<float[]> features = new ArrayList<>(chosen.length);
        for (int row : chosen) {
            features.add(rows.get(row).features());
        }
        return features;
    }

    long[] weights(int[] chosen) {
        return Arrays.stream(chosen).mapToLong(this::weight).toArray();
    }

    /** Which of the rows are followed by a failure of the component by the end of a window. */
    BitSet labels(int component, int window, int[] chosen) {
        BitSet labels = new BitSet();
        for (int i = 0; i < chosen.length; i++) {
            labels.set(i, failsBy(chosen[i], component, window));
        }
        return labels;
    }
}
