package io.hearthwatch.predictor.evaluation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Decisions with their scores, for figures that need them side by side: all of them up to a bound, beyond it uneventful ones sampled, each
 * standing for as many as its weight says. A hash of appliance, instant and seed decides, so the same decisions give the same sample.
 */
final class Kept {
    /** Half a million decisions with four components and three methods take some 100 MB. */
    static final int MOST = 500_000;

    private static final long SEED = 1;
    private static final int MOST_HALVINGS = 40;

    /**
     * One decision.
     *
     * @param appliance its place in the {@link Tally}
     * @param failed components that failed in the window; null for none
     * @param scores by method, then component, in one array
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Row(int appliance, int applianceNo, long at, BitSet failed, float[] scores) {
        boolean fails(int component) {
            return failed != null && (component < 0 || failed.get(component));
        }
    }

    private final int components;
    private final int most;
    private final List<Row> rows = new ArrayList<>();
    private int halvedUneventful;
    private int halvedEventful;
    private int eventful;

    Kept(int components, int most) {
        this.components = components;
        this.most = most;
    }

    /** Adds an appliance's decisions, {@code appliance} being its place in the tally. */
    void add(int appliance, Course course) {
        BitSet[] byDecision = new BitSet[course.size()];
        for (int c = 0; c < components; c++) {
            int component = c;
            course.labels().get(c).stream().forEach(i -> {
                byDecision[i] = byDecision[i] == null ? new BitSet() : byDecision[i];
                byDecision[i].set(component);
            });
        }
        int methods = Method.values().length;
        for (int i = 0; i < byDecision.length; i++) {
            int halved = byDecision[i] == null ? halvedUneventful : halvedEventful;
            if (isLeftOut(course.applianceNo(), course.instants()[i], halved)) {
                continue;
            }
            float[] scores = new float[methods * components];
            for (int m = 0; m < methods; m++) {
                for (int c = 0; c < components; c++) {
                    scores[m * components + c] = course.scores()[m][c][i];
                }
            }
            rows.add(new Row(appliance, course.applianceNo(), course.instants()[i], byDecision[i], scores));
            eventful += byDecision[i] == null ? 0 : 1;
        }
        while (rows.size() > most && thinOut()) {
            // Until they fit.
        }
    }

    private boolean thinOut() {
        boolean ofEventful = eventful > rows.size() / 2;
        if ((ofEventful ? halvedEventful : halvedUneventful) >= MOST_HALVINGS) {
            return false;
        }
        int halved = ofEventful ? ++halvedEventful : ++halvedUneventful;
        rows.removeIf(row -> (row.failed() != null) == ofEventful && isLeftOut(row.applianceNo(), row.at(), halved));
        eventful = (int) rows.stream().filter(row -> row.failed() != null).count();
        return true;
    }

    private static boolean isLeftOut(int applianceNo, long at, int halved) {
        long hash = mix(SEED * 0x9E3779B97F4A7C15L + applianceNo) + at;
        return (mix(hash) & ((1L << halved) - 1)) != 0;
    }

    /** The finalizer of SplitMix64. */
    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    int size() {
        return rows.size();
    }

    /** Whether every decision was kept. */
    boolean isAll() {
        return halvedUneventful == 0 && halvedEventful == 0;
    }

    Row row(int i) {
        return rows.get(i);
    }

    /** How many decisions a row stands for. */
    double weight(int i) {
        return 1L << (rows.get(i).failed() == null ? halvedUneventful : halvedEventful);
    }

    /** A method's scores of a component, or, for −1, the greatest over components. */
    float[] scores(Method method, int component) {
        float[] scores = new float[rows.size()];
        for (int i = 0; i < scores.length; i++) {
            float[] of = rows.get(i).scores();
            int first = method.place() * components;
            float score = component >= 0 ? of[first + component] : components == 0 ? 0 : Float.NEGATIVE_INFINITY;
            for (int c = 0; component < 0 && c < components; c++) {
                score = Math.max(score, of[first + c]);
            }
            scores[i] = score;
        }
        return scores;
    }
}
