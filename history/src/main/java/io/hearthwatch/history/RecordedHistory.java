package io.hearthwatch.history;

import io.hearthwatch.catalog.InvalidFileException;
import io.hearthwatch.catalog.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Recorded data in CSV files, read as a {@link Mapping} says. Opening it checks that everything that the mapping names is there;
 * then each kind of record can be streamed, in the order of the files ({@link #telemetry}, …), or all events in the order of time
 * ({@link #merged}). Memory is bounded by the number of appliances, never by the number of rows. A row that cannot be used is
 * reported and left out; a file that cannot be read to its end is a {@link HistoryReadException}.
 *
 * <p>One thread reads; another may ask for {@link #progress()}.
 */
public final class RecordedHistory {
    /** A source with the files that were found for it. */
    private record Found(Source source, List<Path> files) {}

    private static final List<RecordKind> EVENT_KINDS =
            List.of(RecordKind.TELEMETRY, RecordKind.FAULTS, RecordKind.FAILURES, RecordKind.REPAIRS);

    private final Mapping mapping;
    private final DataFiles dataFiles;
    private final List<Found> found;
    private final Tally tally;
    private Map<String, String> listedTypes;

    private RecordedHistory(Mapping mapping, DataFiles dataFiles, List<Found> found) {
        this.mapping = mapping;
        this.dataFiles = dataFiles;
        this.found = found;
        this.tally = new Tally(totalBytes(mapping, found));
    }

    /**
     * Finds the files and checks their columns; reads no row.
     *
     * @throws InvalidFileException with every file and column that is missing
     */
    public static RecordedHistory open(Mapping mapping, Path dir) {
        if (!Files.isDirectory(dir)) {
            String what = Files.exists(dir) ? "is not a directory" : "does not exist";
            throw new InvalidFileException(
                    List.of(new Problem(dir.toString(), 0, what, "give the directory that holds the data")));
        }
        DataFiles dataFiles = new DataFiles(dir);
        List<Problem> problems = new ArrayList<>();
        List<Found> found = new ArrayList<>();
        for (Source source : mapping.sources()) {
            List<Path> files = dataFiles.find(source.files().pattern());
            if (files.isEmpty() && !source.files().optional()) {
                problems.add(new Problem(
                        mapping.file(),
                        source.files().line(),
                        "file " + source.files().pattern() + " is not in " + dir,
                        "add it, or write optional: true where it may be absent"));
            }
            files.forEach(file -> problems.addAll(check(mapping, source, file, dataFiles.name(file))));
            found.add(new Found(source, files));
        }
        if (!problems.isEmpty()) {
            throw new InvalidFileException(problems);
        }
        return new RecordedHistory(mapping, dataFiles, found);
    }

    private static List<Problem> check(Mapping mapping, Source source, Path file, String name) {
        RowAssembler.Factory<?> factory = source.kind() == RecordKind.APPLIANCES
                ? ApplianceAssembler.factory(mapping.catalog(), new HashMap<>())
                : new EventAssemblers(mapping.catalog(), Map.of());
        try (FileScan<?> scan = FileScan.open(mapping, source, file, name, factory, bytes -> {})) {
            return scan.header().problems();
        } catch (IOException e) {
            return List.of(new Problem(
                    mapping.file(), source.files().line(), name + " cannot be read: " + e.getMessage(), ""));
        }
    }

    private static long totalBytes(Mapping mapping, List<Found> found) {
        long total = 0;
        for (Found source : found) {
            // Appliances are then taken from it before its readings are.
            boolean twice = mapping.appliancesFromTelemetry() && source.source().kind() == RecordKind.TELEMETRY;
            for (Path file : source.files()) {
                total += size(file) * (twice ? 2 : 1);
            }
        }
        return total;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Streams the appliances: those of the files of appliances, or those that occur in telemetry (each once) where the mapping says
     * so. A row that names an earlier id with another type is rejected.
     */
    public void appliances(Consumer<RecordedAppliance> rows, Consumer<RejectedRow> rejects) {
        if (mapping.appliancesFromTelemetry()) {
            appliancesOfTelemetry(rows);
        } else {
            scan(
                    RecordKind.APPLIANCES,
                    ApplianceAssembler.factory(mapping.catalog(), new HashMap<>()),
                    tally,
                    rows,
                    rejects);
        }
    }

    /** Whether {@link #appliances} gives rows of their own, rather than those ids that telemetry mentions. */
    public boolean appliancesAreRows() {
        return !mapping.appliancesFromTelemetry();
    }

    private void appliancesOfTelemetry(Consumer<RecordedAppliance> rows) {
        Set<String> seen = new HashSet<>();
        Consumer<RecordedEvent> register = event -> {
            if (seen.add(event.appliance())) {
                rows.accept(RecordedAppliance.of(event));
            }
        };
        // What is wrong with a row is said when it is read as telemetry; here only its bytes count.
        scan(RecordKind.TELEMETRY, events(), tally.bytesOnly(), register, reject -> {});
    }

    /** Streams readings in the order of the files. */
    public void telemetry(Consumer<RecordedReading> rows, Consumer<RejectedRow> rejects) {
        read(RecordKind.TELEMETRY, event -> rows.accept((RecordedReading) event), rejects);
    }

    /** Streams fault codes in the order of the files. */
    public void faults(Consumer<RecordedFault> rows, Consumer<RejectedRow> rejects) {
        read(RecordKind.FAULTS, event -> rows.accept((RecordedFault) event), rejects);
    }

    /** Streams failures in the order of the files. */
    public void failures(Consumer<RecordedFailure> rows, Consumer<RejectedRow> rejects) {
        read(RecordKind.FAILURES, event -> rows.accept((RecordedFailure) event), rejects);
    }

    /** Streams repairs in the order of the files. */
    public void repairs(Consumer<RecordedRepair> rows, Consumer<RejectedRow> rejects) {
        read(RecordKind.REPAIRS, event -> rows.accept((RecordedRepair) event), rejects);
    }

    /**
     * All events with {@code from < time <= to} in the order of time; at one instant telemetry, faults, failures, repairs. The files
     * may be in any order: all of them are read first, and sorted through temporary files where they do not fit into memory.
     *
     * @param to null for no end
     * @param tempDir directory for temporary files; what is put there is gone when the stream is closed
     * @param rejects told of rows that cannot be used, of whatever time, while they are read
     */
    public EventStream merged(Instant from, Instant to, Path tempDir, Consumer<RejectedRow> rejects) {
        EventSorter sorter = new EventSorter(tempDir);
        try {
            for (RecordKind kind : EVENT_KINDS) {
                read(
                        kind,
                        event -> {
                            if (event.time().isAfter(from)
                                    && (to == null || !event.time().isAfter(to))) {
                                sorter.add(event);
                            }
                        },
                        rejects);
            }
            return sorter.sorted();
        } catch (RuntimeException | Error e) {
            sorter.close();
            throw e;
        }
    }

    /** Time of the newest event that was read so far. */
    public Optional<Instant> newest() {
        return tally.newest();
    }

    /** What was read of each file so far; a file that was read again is counted anew. */
    public List<FileCount> counts() {
        return tally.counts();
    }

    /** How far reading is, counted over everything that the mapping names. */
    public ReadProgress progress() {
        return tally.progress();
    }

    private void read(RecordKind kind, Consumer<RecordedEvent> rows, Consumer<RejectedRow> rejects) {
        Consumer<RecordedEvent> noted = event -> {
            tally.event(event.time());
            rows.accept(event);
        };
        scan(kind, events(), tally, noted, rejects);
    }

    private RowAssembler.Factory<RecordedEvent> events() {
        if (listedTypes == null) {
            listedTypes = new HashMap<>();
            scan(
                    RecordKind.APPLIANCES,
                    ApplianceAssembler.factory(mapping.catalog(), listedTypes),
                    new Tally(0),
                    appliance -> {},
                    reject -> {});
        }
        return new EventAssemblers(mapping.catalog(), listedTypes);
    }

    private <R> void scan(
            RecordKind kind,
            RowAssembler.Factory<R> factory,
            Tally counted,
            Consumer<? super R> rows,
            Consumer<RejectedRow> rejects) {
        for (Found entry : found) {
            if (entry.source().kind() != kind) {
                continue;
            }
            for (Path file : entry.files()) {
                String name = dataFiles.name(file);
                counted.begin(kind, name);
                try (FileScan<R> scan = FileScan.open(mapping, entry.source(), file, name, factory, counted::bytes)) {
                    scan.read(rows, rejects, rejected -> counted.row(kind, name, rejected));
                } catch (IOException e) {
                    throw new HistoryReadException(e);
                }
            }
        }
    }
}
