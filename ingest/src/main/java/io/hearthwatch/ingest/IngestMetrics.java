package io.hearthwatch.ingest;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * One consistent look at ingest's counters since it started. An item is a reading, a fault, a status or a command's result; a
 * payload that cannot be read at all counts as one item. At every look {@code received = stored + repeated + rejected + inFlight}.
 *
 * @param messages messages whose items are counted in {@code received}
 * @param received items decoded, good or bad
 * @param stored items committed that were new
 * @param repeated items that were there already
 * @param rejected items refused, and committed as such, or of messages that could not be stored at all
 * @param inFlight items decoded but not yet committed
 * @param unstamped items among {@code received} that came without a time and took that of receipt
 * @param queuedMessages messages accepted whose future is still open
 * @param queuedBytes bytes that these hold of the budget
 * @param budgetBytes bytes that may be queued before senders are held back
 * @param commits transactions committed
 * @param mergedBatches transactions among these that had to merge with what was stored
 * @param retries attempts that were given up because the database was away, or another writer was in the way
 * @param rejectedByReason {@code rejected} by reason
 */
public record IngestMetrics(
        long messages,
        long received,
        long stored,
        long repeated,
        long rejected,
        long inFlight,
        long unstamped,
        long queuedMessages,
        long queuedBytes,
        long budgetBytes,
        long commits,
        long mergedBatches,
        long retries,
        Map<String, Long> rejectedByReason) {
    public IngestMetrics {
        rejectedByReason = Map.copyOf(rejectedByReason);
    }

    /** Every reason that {@link #rejectedByReason} may have as a key. */
    public static List<String> reasons() {
        return Arrays.stream(Reason.values()).map(Reason::id).toList();
    }
}
