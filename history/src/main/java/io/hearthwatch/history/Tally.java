package io.hearthwatch.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts what was read. Thread-safe, so that a progress bar may look while another thread reads. */
final class Tally {
    private record Key(RecordKind kind, String file) {}

    private final long totalBytes;
    private final Tally outer;
    private final Map<Key, FileCount> counts = new LinkedHashMap<>();
    private long bytes;
    private long rows;
    private String file = "";
    private Instant newest;

    Tally(long totalBytes) {
        this(totalBytes, null);
    }

    private Tally(long totalBytes, Tally outer) {
        this.totalBytes = totalBytes;
        this.outer = outer;
    }

    /** A tally of its own, of which only the bytes count here too. */
    Tally bytesOnly() {
        return new Tally(0, this);
    }

    /** So many bytes of files more were read. */
    synchronized void bytes(long more) {
        bytes += more;
        if (outer != null) {
            outer.bytes(more);
        }
    }

    /** A file is begun; what an earlier pass counted of it is forgotten. */
    synchronized void begin(RecordKind kind, String name) {
        file = name;
        counts.put(new Key(kind, name), new FileCount(kind, name, 0, 0));
    }

    synchronized void row(RecordKind kind, String name, boolean rejected) {
        rows++;
        counts.computeIfPresent(
                new Key(kind, name),
                (key, count) -> new FileCount(kind, name, count.read() + 1, count.rejected() + (rejected ? 1 : 0)));
    }

    synchronized void event(Instant time) {
        if (newest == null || time.isAfter(newest)) {
            newest = time;
        }
    }

    synchronized Optional<Instant> newest() {
        return Optional.ofNullable(newest);
    }

    synchronized List<FileCount> counts() {
        return new ArrayList<>(counts.values());
    }

    synchronized ReadProgress progress() {
        return new ReadProgress(bytes, totalBytes, rows, file);
    }
}
