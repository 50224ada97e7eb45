package io.hearthwatch.predictor.life;

import io.hearthwatch.predictor.features.ApplianceHistory;
import io.hearthwatch.predictor.features.FeatureExtractor;
import io.hearthwatch.predictor.features.RunningHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decisions with their features and how long each component lasted from then on, streamed appliance by appliance and never more than a
 * bound of rows. Where there are more, decisions are sampled, the most frequent sort first: those before a failure, or those that outlived
 * the cap; each row then stands for as many as its weight says. Which are kept depends on nothing but the seed, the appliance and the
 * instant. Filled by one thread.
 */
final class LifeRows {
    private static final int MAX_HALVINGS = 40;

    private final FeatureExtractor extractor;
    private final Lifetimes lifetimes;
    private final int mostRows;
    private final long seed;
    private final List<Row> rows = new ArrayList<>();
    /** How often the sampling rate of a sort was halved: 0 those before a failure, 1 those that outlive the cap. */
    private final int[] halvings = new int[2];

    private final int[] kept = new int[2];
    private final TreeSet<Integer> appliances = new TreeSet<>();
    private long seen;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;

    /** One decision; {@code hours} says by component how long it lasts, NaN where that is not known. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Row(int applianceNo, long at, int sort, float[] features, float[] hours) {}

    LifeRows(FeatureExtractor extractor, Lifetimes lifetimes, int mostRows, long seed) {
        this.extractor = extractor;
        this.lifetimes = lifetimes;
        this.mostRows = mostRows;
        this.seed = seed;
    }

    /** Adds those of an appliance's decisions in (after, last] of which it is known how long some component lasted, stepping back from the last. */
    void add(ApplianceHistory history, long after, long last, long every) {
        long end = Math.min(last, lifetimes.observedTo(history));
        long at = last + Math.floorDiv(end - last, every) * every;
        for (; at > after && history.activeAt(at); at -= every) {
            add(history, at);
        }
    }

    private void add(ApplianceHistory history, long at) {
        int components = extractor.vocabulary().components().size();
        float[] hours = new float[components];
        boolean known = false;
        int sort = 1;
        for (int c = 0; c < components; c++) {
            Lifetimes.Life life = lifetimes.from(history, c, at);
            hours[c] = life.hours();
            known |= life.isKnown();
            sort = life.isKnown() && !life.outlived() ? 0 : sort;
        }
        if (!known) {
            return;
        }
        seen++;
        first = Math.min(first, at);
        last = Math.max(last, at);
        appliances.add(history.applianceNo());
        if (isLeftOut(history.applianceNo(), at, halvings[sort])) {
            return;
        }
        rows.add(new Row(history.applianceNo(), at, sort, extractor.extract(history, at), hours));
        kept[sort]++;
        while (rows.size() > mostRows && thinOut()) {
            // Until they fit.
        }
    }

    /** Halves the more frequent sort of rows. */
    private boolean thinOut() {
        int most = kept[1] >= kept[0] ? 1 : 0;
        if (halvings[most] >= MAX_HALVINGS) {
            return false;
        }
        int halved = ++halvings[most];
        rows.removeIf(row -> row.sort() == most && isLeftOut(row.applianceNo(), row.at(), halved));
        kept[most] = (int) rows.stream().filter(row -> row.sort() == most).count();
        return true;
    }

    private boolean isLeftOut(int applianceNo, long at, int halved) {
        long hash = mix(mix(seed * 0x9E3779B97F4A7C15L + applianceNo) + at);
        return (hash & ((1L << halved) - 1)) != 0;
    }

    /** The finalizer of SplitMix64. */
    static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** Appliances of which something is known, by the registry's number. */
    Set<Integer> appliances() {
        return appliances;
    }

    /** A hash of all that is learnt from. */
    String hash() {
        RunningHash hash = new RunningHash();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            hash.add((long) row.applianceNo());
            hash.add(row.at());
            hash.add(weight(i));
            for (float value : row.features()) {
                hash.add(value);
            }
            for (float value : row.hours()) {
                hash.add(value);
            }
        }
        return hash.hex();
    }

    /** Decisions of which something is known, whether kept or not. */
    long seen() {
        return seen;
    }

    int size() {
        return rows.size();
    }

    /** The first of them. */
    long first() {
        return first;
    }

    /** The last of them. */
    long last() {
        return last;
    }

    Row row(int row) {
        return rows.get(row);
    }

    /** How many decisions a row stands for: a power of two. */
    long weight(int row) {
        return 1L << halvings[rows.get(row).sort()];
    }

    /** The rows of which it is known how long a component lasts. */
    int[] known(int component) {
        int[] known = new int[rows.size()];
        int size = 0;
        for (int i = 0; i < known.length; i++) {
            if (!Float.isNaN(rows.get(i).hours()[component])) {
                known[size++] = i;
            }
        }
        return Arrays.copyOf(known, size);
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

    float[] hours(int component, int[] chosen) {
        float[] hours = new float[chosen.length];
        for (int i = 0; i < hours.length; i++) {
            hours[i] = rows.get(chosen[i]).hours()[component];
        }
        return hours;
    }
}
