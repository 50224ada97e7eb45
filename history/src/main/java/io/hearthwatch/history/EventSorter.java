package io.hearthwatch.history;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/**
 * Sorts more events than memory holds: sorted runs go to temporary files, which are then merged. What fits into one run never
 * touches the disk. Events of one instant and kind keep the order in which they were added. Not thread-safe.
 */
final class EventSorter {
    /** About 25 MB of readings. */
    private static final int EVENTS_IN_RUN = 50_000;
    /** More runs than this are merged into one, which bounds the open files. */
    private static final int MAX_RUNS = 64;

    private static final Comparator<RecordedEvent> ORDER =
            Comparator.comparing(RecordedEvent::time).thenComparing(RecordedEvent::kind);

    /** A sorted file of so many events. */
    private record Run(Path file, long events) {}

    private final Path tempDir;
    private final int eventsInRun;
    private final int maxRuns;
    private final List<Run> runs = new ArrayList<>();
    private List<RecordedEvent> buffer = new ArrayList<>();
    private Path ownDir;

    EventSorter(Path tempDir) {
        this(tempDir, EVENTS_IN_RUN, MAX_RUNS);
    }

    EventSorter(Path tempDir, int eventsInRun, int maxRuns) {
        this.tempDir = tempDir;
        this.eventsInRun = eventsInRun;
        this.maxRuns = maxRuns;
    }

    void add(RecordedEvent event) {
        buffer.add(event);
        if (buffer.size() >= eventsInRun) {
            spill();
        }
    }

    private void spill() {
        buffer.sort(ORDER);
        runs.add(write(buffer.iterator()));
        buffer = new ArrayList<>();
        if (runs.size() >= maxRuns) {
            try (Merge merge = new Merge(runs, List.of())) {
                Run all = write(merge);
                for (Run run : runs) {
                    Files.delete(run.file());
                }
                runs.clear();
                runs.add(all);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Run write(Iterator<RecordedEvent> sorted) {
        try {
            if (ownDir == null) {
                Files.createDirectories(tempDir);
                ownDir = Files.createTempDirectory(tempDir, "hearthwatch-sort-");
            }
            Path file = Files.createTempFile(ownDir, "run-", "");
            long events = 0;
            try (DataOutputStream out =
                    new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
                for (; sorted.hasNext(); events++) {
                    EventCodec.write(out, sorted.next());
                }
            }
            return new Run(file, events);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot sort in " + tempDir + ": " + e.getMessage(), e);
        }
    }

    /** All events in order. Nothing may be added any more; closing the stream closes this. */
    EventStream sorted() {
        buffer.sort(ORDER);
        Merge merge = new Merge(runs, buffer);
        buffer = List.of();
        return new EventStream() {
            @Override
            public boolean hasNext() {
                return merge.hasNext();
            }

            @Override
            public RecordedEvent next() {
                return merge.next();
            }

            @Override
            public void close() {
                merge.close();
                EventSorter.this.close();
            }
        };
    }

    /** Deletes the temporary files. */
    void close() {
        if (ownDir == null) {
            return;
        }
        try (var files = Files.newDirectoryStream(ownDir)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(ownDir);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One event of each run, the next of them first; of equal ones that of the earlier run. */
    private static final class Merge implements Iterator<RecordedEvent>, AutoCloseable {
        private record Head(RecordedEvent event, int run, Iterator<RecordedEvent> rest) {}

        private final PriorityQueue<Head> heads =
                new PriorityQueue<>(Comparator.comparing(Head::event, ORDER).thenComparingInt(Head::run));
        private final List<RunReader> readers = new ArrayList<>();

        Merge(List<Run> runs, List<RecordedEvent> last) {
            try {
                for (Run run : runs) {
                    RunReader reader = new RunReader(run);
                    readers.add(reader);
                    push(reader, readers.size());
                }
            } catch (IOException e) {
                close();
                throw new UncheckedIOException(e);
            }
            push(last.iterator(), runs.size() + 1);
        }

        private void push(Iterator<RecordedEvent> events, int run) {
            if (events.hasNext()) {
                heads.add(new Head(events.next(), run, events));
            }
        }

        @Override
        public boolean hasNext() {
            return !heads.isEmpty();
        }

        @Override
        public RecordedEvent next() {
            if (heads.isEmpty()) {
                throw new NoSuchElementException();
            }
            Head head = heads.remove();
            push(head.rest(), head.run());
            return head.event();
        }

        @Override
        public void close() {
            readers.forEach(RunReader::close);
        }
    }

    private static final class RunReader implements Iterator<RecordedEvent> {
        private final DataInputStream in;
        private long left;

        RunReader(Run run) throws IOException {
            this.in = new DataInputStream(new BufferedInputStream(Files.newInputStream(run.file()), 1 << 16));
            this.left = run.events();
        }

        @Override
        public boolean hasNext() {
            return left > 0;
        }

        @Override
        public RecordedEvent next() {
            if (left-- <= 0) {
                throw new NoSuchElementException();
            }
            try {
                return EventCodec.read(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void close() {
            try {
                in.close();
            } catch (IOException e) {
                // Nothing was written through it.
            }
        }
    }
}
