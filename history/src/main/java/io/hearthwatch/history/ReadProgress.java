package io.hearthwatch.history;

/**
 * How far reading is.
 *
 * @param bytes bytes of files (as they are on disk) read so far
 * @param totalBytes bytes there are to read
 * @param rows rows read so far
 * @param file file being read, or empty before the first
 */
public record ReadProgress(long bytes, long totalBytes, long rows, String file) {

    /** From 0 to 1. */
    public double fraction() {
        return totalBytes == 0 ? 1 : Math.min(1, (double) bytes / totalBytes);
    }
}
