package io.hearthwatch.benchmarks.faults;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * What came of a run.
 *
 * @param settings what it was to be
 * @param findings the ledger compared with the database
 * @param injected faults that were done, in order
 * @param skipped faults of the plan that were not done because those before them took too long
 * @param sentAgain times that a message was given to its client library once more
 * @param drained whether everything sent was answered in the end
 * @param drainSeconds how long that took after the last fault
 * @param looks times that the server's counters were looked at
 * @param looksThatDidNotAddUp times that they broke received = stored + repeated + rejected + in flight
 * @param hoursWrong hourly statistics that do not fit the rows; -1 where hours were not closed
 * @param mostQueuedBytes most that ingest had waiting at a look
 * @param mostResidentBytes largest resident memory of the server at a look, 0 where the system does not tell
 */
record RunResult(
        RunSettings settings,
        Findings findings,
        List<InjectedFault> injected,
        long skipped,
        long sentAgain,
        boolean drained,
        double drainSeconds,
        long looks,
        long looksThatDidNotAddUp,
        long hoursWrong,
        long mostQueuedBytes,
        long mostResidentBytes) {

    /** Whether every promise held. */
    boolean good() {
        return findings.good() && drained && looksThatDidNotAddUp == 0 && looks > 0 && hoursWrong == 0;
    }

    Map<String, Long> injectedByKind() {
        return injected.stream()
                .collect(Collectors.groupingBy(f -> f.planned.kind().id(), TreeMap::new, Collectors.counting()));
    }

    /** Seconds until something new was acknowledged, longest last, of one kind of fault or (null) of all. */
    double[] recoveries(String kind) {
        return injected.stream()
                .filter(f -> kind == null || f.planned.kind().id().equals(kind))
                .mapToDouble(InjectedFault::recoverySeconds)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
    }

    static double median(double[] sorted) {
        return sorted.length == 0 ? Double.NaN : sorted[(sorted.length - 1) / 2];
    }

    static double max(double[] sorted) {
        return DoubleStream.of(sorted).max().orElse(Double.NaN);
    }
}
