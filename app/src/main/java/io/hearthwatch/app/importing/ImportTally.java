package io.hearthwatch.app.importing;

import io.hearthwatch.history.RecordPlace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts what becomes of rows, by file. Single-threaded. */
final class ImportTally {
    private static final int REJECTS_KEPT = 1_000;

    private static final class Row {
        private long stored;
        private long repeated;
        private long rejected;
    }

    private final Map<String, Row> files = new LinkedHashMap<>();
    private final List<String> rejects = new ArrayList<>();
    private long later;
    private long done;

    void stored(String file, long rows) {
        row(file).stored += rows;
        done += rows;
    }

    void repeated(String file, long rows) {
        row(file).repeated += rows;
        done += rows;
    }

    void rejected(RecordPlace place, String reason) {
        row(place.file()).rejected++;
        done++;
        if (rejects.size() < REJECTS_KEPT) {
            rejects.add(place + ": " + reason);
        }
    }

    void later() {
        later++;
    }

    /** Rows dealt with so far. */
    long done() {
        return done;
    }

    private Row row(String file) {
        return files.computeIfAbsent(file, f -> new Row());
    }

    ImportReport report() {
        Map<String, ImportReport.Counts> byFile = new LinkedHashMap<>();
        long stored = 0;
        long repeated = 0;
        long rejected = 0;
        for (Map.Entry<String, Row> entry : files.entrySet()) {
            Row row = entry.getValue();
            byFile.put(
                    entry.getKey(),
                    new ImportReport.Counts(
                            row.stored + row.repeated + row.rejected, row.stored, row.repeated, row.rejected));
            stored += row.stored;
            repeated += row.repeated;
            rejected += row.rejected;
        }
        return new ImportReport(
                stored + repeated + rejected, stored, repeated, rejected, later, byFile, List.copyOf(rejects));
    }
}
