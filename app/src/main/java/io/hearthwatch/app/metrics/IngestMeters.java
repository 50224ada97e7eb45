package io.hearthwatch.app.metrics;

import io.hearthwatch.ingest.Ingest;
import io.hearthwatch.ingest.IngestMetrics;
import io.hearthwatch.ingest.ShardState;
import io.micrometer.core.instrument.Tags;

/**
 * Ingest's counters as meters. At every look items received = stored + repeated + rejected + in flight, of this process since it
 * started.
 */
final class IngestMeters {
    private IngestMeters() {}

    static void bind(Metrics metrics, Ingest ingest) {
        metrics.from(ingest::metrics)
                .counter(
                        "hearthwatch.items.received",
                        "readings, faults, statuses and command results decoded, good or bad;"
                                + " = stored + repeated + rejected + in flight",
                        IngestMetrics::received)
                .counter("hearthwatch.items.stored", "items committed that were new", IngestMetrics::stored)
                .counter("hearthwatch.items.repeated", "items that were stored already", IngestMetrics::repeated)
                .counters(
                        "hearthwatch.items.rejected",
                        "items refused, kept in telemetry.rejected with the reason",
                        "reason",
                        IngestMetrics.reasons(),
                        IngestMetrics::rejectedByReason)
                .gauge("hearthwatch.items.in.flight", "items decoded and not yet committed", IngestMetrics::inFlight)
                .counter(
                        "hearthwatch.items.unstamped",
                        "items that came without a time and took that of their receipt",
                        IngestMetrics::unstamped)
                .gauge(
                        "hearthwatch.queue.messages",
                        "messages accepted and not yet committed",
                        IngestMetrics::queuedMessages)
                .gauge("hearthwatch.queue.bytes", "bytes that these hold in memory", IngestMetrics::queuedBytes)
                .gauge(
                        "hearthwatch.queue.limit.bytes",
                        "bytes above which appliances are held back",
                        IngestMetrics::budgetBytes)
                .counter("hearthwatch.commits", "batches committed", IngestMetrics::commits)
                .counter(
                        "hearthwatch.commits.merged",
                        "batches that had to be merged with what was stored",
                        IngestMetrics::mergedBatches)
                .counter(
                        "hearthwatch.commit.retries",
                        "attempts to commit given up: the database was away, or another writer in the way",
                        IngestMetrics::retries);
        metrics.from(ingest::shards)
                .gauge(
                        "hearthwatch.ingest.shards",
                        "threads that store messages, by whether they run",
                        Tags.of("state", "running"),
                        shards -> shards.stream().filter(ShardState::runs).count())
                .gauge(
                        "hearthwatch.ingest.shards",
                        "threads that store messages, by whether they run",
                        Tags.of("state", "ended"),
                        shards -> shards.stream().filter(shard -> !shard.runs()).count())
                .gauge(
                        "hearthwatch.commit.oldest.seconds",
                        "for how long the oldest batch has been on its way to the database; minutes mean that it is stuck",
                        shards -> shards.stream()
                                .mapToDouble(ShardState::seconds)
                                .max()
                                .orElse(0));
        metrics.histogram(
                "hearthwatch_commit_seconds",
                "time of a batch from asking for a connection until its commit",
                ingest.histograms().commitSeconds());
        metrics.histogram(
                "hearthwatch_batch_items",
                "items committed together",
                ingest.histograms().batchItems());
        metrics.histogram(
                "hearthwatch_batch_bytes",
                "bytes in memory of messages committed together",
                ingest.histograms().batchBytes());
    }
}
