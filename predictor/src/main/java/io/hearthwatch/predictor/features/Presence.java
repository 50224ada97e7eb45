package io.hearthwatch.predictor.features;

/**
 * Whether an appliance was still there: decisions end where it does, and nothing is known of what it would have done later. Else an
 * appliance that was scrapped, or that nobody connects any more, would count as one that never fails.
 */
public final class Presence {
    /** An appliance that was not heard of for longer takes no part in decisions, milliseconds. */
    public static final long SILENT = 14 * FeatureExtractor.DAY;

    /** An appliance that was heard of within this time has never fallen silent, milliseconds. */
    public static final long SHORTEST_SILENCE = 6 * 3_600_000L;

    private static final long HOUR = 3_600_000L;
    private static final int UNUSUAL = 2;

    private Presence() {}

    /**
     * Whether it takes part in decisions as of an instant: it had been heard of, not longer ago than {@link #SILENT}, and again after each
     * failure that was not repaired. Of a type without telemetry only the first is asked. Nothing later is looked at, nor telemetry older
     * than that.
     */
    public static boolean inService(ApplianceHistory history, long at) {
        if (!history.activeAt(at)) {
            return false;
        }
        if (history.metrics() == 0) {
            return true;
        }
        long heard = lastHeard(history, at);
        return heard > at - SILENT && !failedSince(history, heard, at);
    }

    /**
     * Whether an appliance that takes part in decisions has fallen silent as of an instant: for more than {@link #SHORTEST_SILENCE}, and
     * more than twice the longest silence between the hours with readings of the {@link #SILENT} before. Its features then tell of the
     * missing readings, as when the network or a broker is away, and not of the appliance. Where it was heard of in one hour only, nothing
     * is known of its habits, and it has not.
     */
    public static boolean hasFallenSilent(ApplianceHistory history, long at) {
        if (history.metrics() == 0) {
            return false;
        }
        long silence = at - lastHeard(history, at);
        if (silence <= SHORTEST_SILENCE) {
            return false;
        }
        long longest = 0;
        for (int row = history.hoursUpTo(at) - 1; row > 0 && history.hourEnd(row - 1) > at - SILENT; row--) {
            longest = Math.max(longest, history.hourEnd(row) - history.hourEnd(row - 1));
        }
        return longest > 0 && silence > UNUSUAL * longest;
    }

    /**
     * Until when it is known what happened to an appliance, by all that was read of it: as long after it was last heard of as it was ever
     * silent before, at least an hour and at most {@link #SILENT}; for ever where it was not heard of after a failure that was not
     * repaired, and for a type without telemetry.
     */
    public static long knownUntil(ApplianceHistory history) {
        if (history.metrics() == 0) {
            return Long.MAX_VALUE;
        }
        long heard = lastHeard(history, Long.MAX_VALUE);
        if (heard == ApplianceHistory.UNKNOWN || failedSince(history, heard, Long.MAX_VALUE)) {
            return heard == ApplianceHistory.UNKNOWN ? heard : Long.MAX_VALUE;
        }
        int hours = history.hoursUpTo(Long.MAX_VALUE);
        long gap = hours < 2 ? SILENT : HOUR;
        for (int row = 1; row < hours; row++) {
            gap = Math.max(gap, history.hourEnd(row) - history.hourEnd(row - 1));
        }
        return heard + Math.min(gap, SILENT);
    }

    /** When it failed for good, or {@link Long#MAX_VALUE}: its last failure, unless that component was replaced later. */
    public static long failedForGood(ApplianceHistory history) {
        Events failures = history.failures();
        int last = failures.size() - 1;
        return last >= 0 && !repaired(history, failures.what(last), failures.time(last), Long.MAX_VALUE)
                ? failures.time(last)
                : Long.MAX_VALUE;
    }

    private static long lastHeard(ApplianceHistory history, long at) {
        int hours = history.hoursUpTo(at);
        long heard = hours == 0 ? ApplianceHistory.UNKNOWN : history.hourEnd(hours - 1);
        Events faults = history.faults();
        for (int i = faults.upTo(at) - 1; i >= 0 && faults.time(i) > heard; i--) {
            if (faults.receivedAt(i) <= at) {
                return faults.time(i);
            }
        }
        return heard;
    }

    private static boolean failedSince(ApplianceHistory history, long heard, long at) {
        Events failures = history.failures();
        for (int i = failures.upTo(at) - 1; i >= 0 && failures.time(i) >= heard; i--) {
            if (failures.receivedAt(i) <= at && !repaired(history, failures.what(i), failures.time(i), at)) {
                return true;
            }
        }
        return false;
    }

    private static boolean repaired(ApplianceHistory history, int component, long since, long at) {
        Events repairs = history.repairs();
        for (int i = repairs.upTo(at) - 1; i >= 0 && repairs.time(i) >= since; i--) {
            if (repairs.what(i) == component && repairs.receivedAt(i) <= at) {
                return true;
            }
        }
        return false;
    }
}
