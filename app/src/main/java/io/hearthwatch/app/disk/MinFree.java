package io.hearthwatch.app.disk;

/**
 * How much of a disk is to stay free: a number of bytes, or a share of the disk, whichever is less; nothing is "off".
 *
 * @param bytes at most so many bytes
 * @param share at most this share of the whole disk, 0 to 1
 */
public record MinFree(long bytes, double share) {
    /** 2 GB, or a twentieth of a disk of less than 40 GB. */
    public static final MinFree DEFAULT = new MinFree(2_000_000_000L, 0.05);

    /**
     * Reads {@code 2GB}, {@code 5%} or {@code 0}.
     *
     * @throws IllegalArgumentException if it is neither a size nor a share below 100 %
     */
    public static MinFree parse(String text) {
        String trimmed = text.strip();
        if (!trimmed.endsWith("%")) {
            return new MinFree(Size.parse(trimmed), 1);
        }
        try {
            double percent = Double.parseDouble(trimmed.substring(0, trimmed.length() - 1));
            if (percent >= 0 && percent < 100) {
                return new MinFree(Long.MAX_VALUE, percent / 100);
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException("'" + text + "' is not a share of the disk such as 5%");
    }

    /** Bytes that are to stay free on a disk of this size. */
    public long of(long totalBytes) {
        return Math.min(bytes, (long) (share * totalBytes));
    }
}
