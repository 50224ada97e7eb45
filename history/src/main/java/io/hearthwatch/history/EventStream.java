package io.hearthwatch.history;

import java.util.Iterator;

/** Events one after the other; to be closed, which deletes the temporary files behind it. */
public interface EventStream extends Iterator<RecordedEvent>, AutoCloseable {
    @Override
    void close();
}
