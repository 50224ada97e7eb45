package io.hearthwatch.predictor.watch;

import java.util.Arrays;

/** Counts for {@link LiveQuality.Quality}. For one thread. */
final class QualityTally {
    private static final double HOUR = 3_600_000;
    private static final int MOST_LEADS = 100_000;

    int found;
    int notFound;
    int notUseful;
    int notYetKnown;
    double promised;
    int failed;
    int lasted;
    int open;
    private int failures;
    private int foreseen;
    private int withTicket;
    private double[] leads = new double[16];
    private int leadCount;

    /** A ticket that is known to have been right or not. */
    void judged(boolean right, double probability) {
        found += right ? 1 : 0;
        notFound += right ? 0 : 1;
        promised += probability;
    }

    /**
     * Something failed, or was found in time.
     *
     * @param leadMillis from the first decision before it; negative where there was none
     */
    void failure(long leadMillis, boolean ticket) {
        failures++;
        if (leadMillis < 0) {
            return;
        }
        foreseen++;
        withTicket += ticket ? 1 : 0;
        if (leadCount < MOST_LEADS) {
            if (leadCount == leads.length) {
                leads = Arrays.copyOf(leads, leadCount * 2);
            }
            leads[leadCount++] = leadMillis / HOUR;
        }
    }

    LiveQuality.Quality quality(String component) {
        int judged = found + notFound;
        double[] sorted = Arrays.copyOf(leads, leadCount);
        Arrays.sort(sorted);
        return new LiveQuality.Quality(
                component,
                found,
                notFound,
                notUseful,
                notYetKnown,
                judged == 0 ? null : found / (double) judged,
                Chance.wilson(found, judged, Chance.Z95),
                judged == 0 ? null : promised / judged,
                new LiveQuality.Unticketed(failed, lasted, open),
                failures,
                foreseen,
                withTicket,
                failures == 0 ? null : foreseen / (double) failures,
                Chance.wilson(foreseen, failures, Chance.Z95),
                leadCount == 0 ? null : (sorted[(leadCount - 1) / 2] + sorted[leadCount / 2]) / 2);
    }
}
