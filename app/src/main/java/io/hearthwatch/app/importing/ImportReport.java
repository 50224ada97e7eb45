package io.hearthwatch.app.importing;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * What an import did. {@code read = stored + repeated + rejected}, in total and for every file.
 *
 * @param read rows considered: those after {@code --until} are not
 * @param stored rows that are new
 * @param repeated rows that were there before
 * @param rejected rows that could not be used
 * @param later rows left out because they lie after {@code --until}
 * @param byFile the same by file
 * @param rejectedRows the first rejected rows, as {@code file:line: reason}
 */
public record ImportReport(
        long read,
        long stored,
        long repeated,
        long rejected,
        long later,
        @JsonProperty("by_file") Map<String, Counts> byFile,
        @JsonProperty("rejected_rows") List<String> rejectedRows) {

    /** Whether there was something to read and not one row of it could be used. */
    public boolean allRejected() {
        return rejected > 0 && rejected == read;
    }

    /** One file's counts. */
    public record Counts(long read, long stored, long repeated, long rejected) {}
}
