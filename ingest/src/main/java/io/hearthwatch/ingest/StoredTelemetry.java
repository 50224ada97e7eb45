package io.hearthwatch.ingest;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The read side: what predictor and console see of {@code telemetry}. Streams rows, never holding a whole answer in memory except
 * where a list is returned. Blocks; thread-safe. A consumer must not be slow: a connection is held while it runs.
 */
public final class StoredTelemetry {
    /** Closed hours, ordered by appliance and hour. Dirty hours are left out. {@code applianceNos} null means all of the type. */
    public void hourly(
            String type, int[] applianceNos, Instant fromExclusive, Instant toInclusive, Consumer<HourRow> consumer) {
        throw new UnsupportedOperationException();
    }

    /**
     * Faults with from &lt; time ≤ to that had been received by an instant, ordered by appliance, time, code and state.
     * {@code applianceNos} null means all of the type.
     */
    public void faults(
            String type,
            int[] applianceNos,
            Instant fromExclusive,
            Instant toInclusive,
            Instant receivedUpTo,
            Consumer<FaultRow> consumer) {
        throw new UnsupportedOperationException();
    }

    /** A metric's readings with from &lt; time ≤ to, in order of time, summarised where there are more than {@code maxPoints}. */
    public List<Point> series(int applianceNo, String type, String metric, Instant from, Instant to, int maxPoints) {
        throw new UnsupportedOperationException();
    }

    /** An appliance's faults with from &lt; time ≤ to, newest first, at most {@code limit}. */
    public List<FaultRow> recentFaults(int applianceNo, Instant from, Instant to, int limit) {
        throw new UnsupportedOperationException();
    }

    /** The time of an appliance's newest reading. */
    public Optional<Instant> lastReading(int applianceNo, String type) {
        throw new UnsupportedOperationException();
    }

    /** What an appliance last sent that was refused. */
    public Optional<Reject> lastReject(int applianceNo) {
        throw new UnsupportedOperationException();
    }

    /** When an appliance connected and disconnected last, and what it said of itself. */
    public Optional<ConnectionRow> connection(int applianceNo) {
        throw new UnsupportedOperationException();
    }

    /** Rows stored with from &lt; time ≤ to, of one type or of all ({@code type} null). */
    public StoredCounts counts(String type, Instant from, Instant to) {
        throw new UnsupportedOperationException();
    }

    /** The time of the newest reading or fault, of one type or of all ({@code type} null). */
    public Optional<Instant> newestEvent(String type) {
        throw new UnsupportedOperationException();
    }
}
