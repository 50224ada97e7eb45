package io.hearthwatch.history;

import io.hearthwatch.history.csv.CsvFile;
import io.hearthwatch.history.csv.CsvRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** One file being read as one source says. */
final class FileScan<R> implements AutoCloseable {
    private record Condition(Cell cell, Set<String> texts) {}

    private final RecordKind kind;
    private final CsvFile csv;
    private final Header header;
    private final RowAssembler<? extends R> assembler;
    private final List<Condition> where = new ArrayList<>();

    private FileScan(RecordKind kind, CsvFile csv, Header header, RowAssembler<? extends R> assembler) {
        this.kind = kind;
        this.csv = csv;
        this.header = header;
        this.assembler = assembler;
    }

    /**
     * Opens a file and binds the source to its columns; what could not be bound is in {@link #header()}.
     *
     * @param name the file's name for people
     */
    static <R> FileScan<R> open(
            Mapping mapping, Source source, Path path, String name, RowAssembler.Factory<R> factory, LongConsumer bytes)
            throws IOException {
        CsvFile csv = CsvFile.open(path, source.files().delimiter(), bytes);
        try {
            List<String> names = source.files().header();
            CsvRow first = names.isEmpty() ? csv.next() : null;
            if (first != null) {
                names = first.cells();
            }
            Header header = new Header(mapping, name, names);
            if (names.isEmpty()) {
                String why = first == null ? "is empty" : "has a header row that cannot be read: " + first.problem();
                header.problem(source.files().line(), name + " " + why, "it needs a row with the columns' names");
            }
            FileScan<R> scan = new FileScan<>(source.kind(), csv, header, factory.bind(source, header));
            for (Map.Entry<Column, Set<String>> condition :
                    source.files().where().entrySet()) {
                scan.where.add(new Condition(header.bind(condition.getKey()), condition.getValue()));
            }
            return scan;
        } catch (IOException | RuntimeException e) {
            csv.close();
            throw e;
        }
    }

    Header header() {
        return header;
    }

    /** Counts what is read. */
    interface Counter {
        void row(boolean rejected);
    }

    void read(Consumer<? super R> rows, Consumer<RejectedRow> rejects, Counter counter) throws IOException {
        for (CsvRow row = csv.next(); row != null; row = csv.next()) {
            RecordPlace place = new RecordPlace(header.file(), row.line());
            R read;
            try {
                header.checkWidth(row);
                if (!wanted(row)) {
                    continue;
                }
                read = assembler.assemble(row, place);
            } catch (BadRowException e) {
                counter.row(true);
                rejects.accept(new RejectedRow(kind, place, e.getMessage()));
                continue;
            }
            counter.row(false);
            rows.accept(read);
        }
    }

    private boolean wanted(CsvRow row) {
        for (Condition condition : where) {
            String text = condition.cell().raw(row);
            if (text == null || !condition.texts().contains(text)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }
}
