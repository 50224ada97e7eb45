package io.hearthwatch.predictor.export;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** A feature table as CSV after RFC 4180, in UTF-8. What is not known is empty; instants are ISO 8601, labels 0 and 1. */
final class CsvSink implements TableSink {
    private static final String END = "\r\n";

    private final BufferedWriter out;

    CsvSink(Path file, DecisionTable table) throws IOException {
        this.out = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        List<String> columns = table.columns();
        for (int i = 0; i < columns.size(); i++) {
            out.write(i == 0 ? "" : ",");
            text(columns.get(i));
        }
        out.write(END);
    }

    @Override
    public void write(DecisionTable.Row row) throws IOException {
        text(row.appliance());
        out.write(',');
        text(row.line() == null ? "" : row.line());
        out.write(',');
        out.write(Instant.ofEpochMilli(row.at()).toString());
        out.write(row.scheduled() ? ",1,1" : ",0,1");
        for (float value : row.features()) {
            out.write(',');
            out.write(Float.isNaN(value) ? "" : number(value));
        }
        for (Boolean label : row.labels()) {
            out.write(label == null ? "," : label ? ",1" : ",0");
        }
        out.write(END);
    }

    /** As short as it can be and still be read as the very same number. */
    private static String number(float value) {
        return value == Math.rint(value) && Math.abs(value) < 1e7
                ? Integer.toString((int) value)
                : Float.toString(value);
    }

    private void text(String text) throws IOException {
        boolean quoted = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        out.write(quoted ? '"' + text.replace("\"", "\"\"") + '"' : text);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
