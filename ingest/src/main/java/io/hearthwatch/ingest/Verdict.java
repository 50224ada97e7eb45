package io.hearthwatch.ingest;

/**
 * What became of the items of one message, after the commit.
 *
 * @param stored items that are new in the database
 * @param repeated items that were there already with equal values
 * @param rejected items that were refused and kept in {@code telemetry.rejected}
 * @param reason why the first rejected item was refused, or null if none was
 */
public record Verdict(int stored, int repeated, int rejected, String reason) {
    /** Whether nothing of the message was good; only then is the sender told so. */
    public boolean allRejected() {
        return rejected > 0 && stored == 0 && repeated == 0;
    }
}
