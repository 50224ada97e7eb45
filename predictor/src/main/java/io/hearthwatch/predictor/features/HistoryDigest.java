package io.hearthwatch.predictor.features;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sums up histories while they are read, so that a later reading can be compared with this one. For one thread. */
public final class HistoryDigest {
    private final Sum appliances = new Sum();
    private final Sum hours = new Sum();
    private final Sum faults = new Sum();
    private final Sum repairs = new Sum();
    private final Sum failures = new Sum();

    /** Adds an appliance; they must come in the same order each time. */
    public void add(ApplianceHistory history) {
        appliances.count++;
        appliances.hash.add(history.applianceNo());
        appliances.hash.add(history.id());
        appliances.hash.add(history.line() == null ? "" : history.line());
        appliances.hash.add(history.bornAt());
        appliances.hash.add(history.firstSeen());
        int rows = history.hoursUpTo(Long.MAX_VALUE);
        hours.count += rows;
        for (int row = 0; row < rows; row++) {
            hours.hash.add(history.hourEnd(row));
            hours.newest = Math.max(hours.newest, history.hourEnd(row));
            for (int m = 0; m < history.metrics(); m++) {
                hours.hash.add(history.count(m, row));
                if (history.count(m, row) > 0) {
                    hours.hash.add(history.mean(m, row));
                    hours.hash.add(history.min(m, row));
                    hours.hash.add(history.max(m, row));
                    hours.hash.add(history.sd(m, row));
                }
            }
        }
        add(faults, history, history.faults());
        add(repairs, history, history.repairs());
        add(failures, history, history.failures());
        Events cutOffs = history.cutOffs();
        for (int i = 0; i < cutOffs.size(); i++) {
            repairs.hash.add(cutOffs.time(i));
            repairs.hash.add(cutOffs.what(i));
        }
    }

    private static void add(Sum sum, ApplianceHistory history, Events events) {
        sum.hash.add(history.applianceNo());
        for (int i = 0; i < events.size(); i++) {
            sum.count++;
            sum.newest = Math.max(sum.newest, events.time(i));
            sum.newestReceived = Math.max(sum.newestReceived, events.receivedAt(i));
            sum.hash.add(events.time(i));
            sum.hash.add(events.receivedAt(i));
            sum.hash.add(events.what(i));
        }
    }

    /** What was added. */
    public DataSummary summary() {
        Map<String, DataSummary.Part> parts = new LinkedHashMap<>();
        parts.put("appliances", appliances.part());
        parts.put("hours", hours.part());
        parts.put("faults", faults.part());
        parts.put("repairs", repairs.part());
        parts.put("failures", failures.part());
        return new DataSummary(parts);
    }

    private static final class Sum {
        private final RunningHash hash = new RunningHash();
        private long count;
        private long newest = Long.MIN_VALUE;
        private long newestReceived = Long.MIN_VALUE;

        DataSummary.Part part() {
            return new DataSummary.Part(count, instant(newest), instant(newestReceived), hash.hex());
        }

        private static String instant(long millis) {
            return millis == Long.MIN_VALUE
                    ? null
                    : Instant.ofEpochMilli(millis).toString();
        }
    }
}
