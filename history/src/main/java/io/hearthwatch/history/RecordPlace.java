package io.hearthwatch.history;

/**
 * Where a record stands.
 *
 * @param file name of the file, relative to the directory that was opened
 * @param line 1-based line on which the row begins
 */
public record RecordPlace(String file, long line) {
    @Override
    public String toString() {
        return file + ":" + line;
    }
}
