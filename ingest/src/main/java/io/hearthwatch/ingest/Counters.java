package io.hearthwatch.ingest;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** The numbers behind {@link IngestMetrics}: changed once a batch, under one lock, so that every look at them adds up. */
final class Counters {
    private final Map<Reason, Long> reasons = new EnumMap<>(Reason.class);
    private final IngestHistograms histograms = new IngestHistograms();
    private long messages;
    private long received;
    private long stored;
    private long repeated;
    private long rejected;
    private long inFlight;
    private long unstamped;
    private long commits;
    private long merged;
    private long retries;

    synchronized void decoded(Batch batch) {
        messages += batch.messages().size() - batch.notes().size();
        received += batch.items();
        inFlight += batch.items();
        unstamped += batch.unstampedItems();
    }

    synchronized void committed(Batch batch, boolean carefully, Map<Reason, Integer> lateReasons, long nanos) {
        histograms.committed(batch, nanos);
        for (Pending pending : batch.messages()) {
            Verdict verdict = pending.verdict();
            stored += verdict.stored();
            repeated += verdict.repeated();
            rejected += verdict.rejected();
        }
        inFlight -= batch.items();
        commits++;
        merged += carefully ? 1 : 0;
        batch.reasons().forEach((reason, count) -> reasons.merge(reason, (long) count, Long::sum));
        lateReasons.forEach((reason, count) -> reasons.merge(reason, (long) count, Long::sum));
    }

    /** What could not be stored counts as refused. */
    synchronized void failed(Batch part) {
        inFlight -= part.items();
        rejected += part.items();
        if (part.items() > 0) {
            reasons.merge(Reason.REFUSED, (long) part.items(), Long::sum);
        }
    }

    IngestHistograms histograms() {
        return histograms;
    }

    synchronized void retried() {
        retries++;
    }

    synchronized IngestMetrics look(long queuedMessages, long queuedBytes, long budgetBytes) {
        Map<String, Long> byReason = new TreeMap<>();
        reasons.forEach((reason, count) -> byReason.put(reason.id(), count));
        return new IngestMetrics(
                messages,
                received,
                stored,
                repeated,
                rejected,
                inFlight,
                unstamped,
                queuedMessages,
                queuedBytes,
                budgetBytes,
                commits,
                merged,
                retries,
                byReason);
    }
}
