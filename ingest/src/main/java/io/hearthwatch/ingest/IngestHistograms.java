package io.hearthwatch.ingest;

/**
 * How long commits take and how large batches are; one entry per batch.
 *
 * @param commitSeconds from asking for a connection until the commit, of attempts that succeeded
 * @param batchItems items committed together
 * @param batchBytes bytes that the batch's messages held of the budget
 */
public record IngestHistograms(Histogram commitSeconds, Histogram batchItems, Histogram batchBytes) {
    IngestHistograms() {
        this(Histogram.ofSeconds(), Histogram.ofSizes(16_384), Histogram.ofSizes(16 << 20));
    }

    void committed(Batch batch, long nanos) {
        commitSeconds.record(nanos);
        batchItems.record(batch.items());
        batchBytes.record(batch.bytes());
    }
}
