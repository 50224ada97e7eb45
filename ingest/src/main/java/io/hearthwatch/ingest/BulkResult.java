package io.hearthwatch.ingest;

import java.util.List;

/**
 * What became of a batch of recorded rows. {@code stored + repeated + rejects} is the number of rows given.
 *
 * @param stored rows that were new, or that filled gaps of a stored one
 * @param repeated rows that were there already with equal values
 * @param rejects rows that were refused, in the order given
 */
public record BulkResult(long stored, long repeated, List<Refused> rejects) {
    public BulkResult {
        rejects = List.copyOf(rejects);
    }

    /**
     * A refused row.
     *
     * @param row the caller's own number
     * @param reason one word, such as {@code conflict}
     * @param detail a sentence for people
     */
    public record Refused(long row, String reason, String detail) {}
}
