package io.hearthwatch.predictor.export;

import io.hearthwatch.predictor.Progress;
import io.hearthwatch.predictor.features.ApplianceHistory;
import io.hearthwatch.predictor.features.FeatureExtractor;
import io.hearthwatch.predictor.features.Horizons;
import io.hearthwatch.predictor.learning.DecisionTimes;
import io.hearthwatch.predictor.learning.HistorySource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Writes the feature table of a span: one row for each decision that training would look at, none sampled away. History is streamed, so
 * memory does not grow with the fleet.
 *
 * @param extractor what features are computed, and for which windows labels are given
 * @param from no decision is earlier; null for as far back as the appliances go
 * @param until nothing later is looked at: a label that depends on it is null
 * @param every time between decisions
 * @param onFault whether the arrival of a fault is a decision, too
 */
public record FeatureExport(FeatureExtractor extractor, Instant from, Instant until, Duration every, boolean onFault) {
    /** What a table is written as. */
    public enum Format {
        CSV,
        PARQUET
    }

    /**
     * Writes the file; it is there only when it is whole.
     *
     * @return how many rows
     */
    public long write(HistorySource source, Format format, Path file, Progress progress) {
        try {
            Path aside = Files.createTempFile(file.toAbsolutePath().getParent(), "." + file.getFileName(), ".tmp");
            try {
                long rows = writeTo(source, format, aside, progress);
                Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
                return rows;
            } finally {
                Files.deleteIfExists(aside);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long writeTo(HistorySource source, Format format, Path file, Progress progress) throws IOException {
        DecisionTable table = DecisionTable.of(extractor);
        long last = until.minusMillis(extractor.horizons().to(0)).toEpochMilli();
        long[] counts = new long[2];
        try (TableSink sink = format == Format.CSV ? new CsvSink(file, table) : new ParquetSink(file, table)) {
            source.forEach(HistorySource.BEGINNING, until, history -> {
                for (Map.Entry<Long, Boolean> at : DecisionTimes.of(history, last, every.toMillis(), onFault)
                        .entrySet()) {
                    if (from == null || at.getKey() >= from.toEpochMilli()) {
                        write(sink, history, at.getKey(), at.getValue());
                        counts[0]++;
                    }
                }
                progress.at(counts[0] + " rows", ++counts[1], 0);
            });
        }
        return counts[0];
    }

    private void write(TableSink sink, ApplianceHistory history, long at, boolean scheduled) {
        Horizons horizons = extractor.horizons();
        int components = extractor.vocabulary().components().size();
        Boolean[] labels = new Boolean[components * horizons.size()];
        for (int c = 0; c < components; c++) {
            for (int w = 0; w < horizons.size(); w++) {
                boolean known = at + horizons.to(w) <= until.toEpochMilli()
                        && !history.isCutOff(c, at, horizons.from(w), horizons.to(w));
                labels[c * horizons.size() + w] = known
                        ? history.firstFailure(c, at, horizons.from(w), horizons.to(w)) != ApplianceHistory.UNKNOWN
                        : null;
            }
        }
        try {
            sink.write(new DecisionTable.Row(
                    history.id(), history.line(), at, scheduled, extractor.extract(history, at), labels));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
