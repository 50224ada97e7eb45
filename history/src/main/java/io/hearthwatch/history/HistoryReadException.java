package io.hearthwatch.history;

import java.io.IOException;

/** A file could not be read to its end, for instance because its compression is damaged. The message names file and line. */
public final class HistoryReadException extends RuntimeException {
    public HistoryReadException(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
