package io.hearthwatch.history.csv;

import io.hearthwatch.history.csv.LineReader.Line;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;

/**
 * A CSV file (RFC 4180, read leniently) being read row by row: UTF-8 with or without a byte order mark, gzip where the name ends in
 * {@code .gz}. Written here rather than taken from a library for the sake of damaged files: the exact line of each row, and a quote
 * that is never closed costs its own row only, not the rest of the file. Not thread-safe.
 */
public final class CsvFile implements AutoCloseable {
    /** A quoted cell may span this many lines; a quote that is open for longer was not meant as one. */
    private static final int MAX_LINES_OF_ROW = 100;

    private final Path path;
    private final Delimiter delimiter;
    private final InputStream input;
    private final LineReader lines;
    private long lastLine;

    private CsvFile(Path path, Delimiter delimiter, InputStream input) {
        this.path = path;
        this.delimiter = delimiter;
        this.input = input;
        this.lines = new LineReader(new InputStreamReader(input, StandardCharsets.UTF_8));
    }

    /**
     * Opens a file at its first row.
     *
     * @param bytes told how many bytes of the file (compressed, where it is) were read just now
     */
    public static CsvFile open(Path path, Delimiter delimiter, LongConsumer bytes) throws IOException {
        InputStream raw = new CountingStream(Files.newInputStream(path), bytes);
        try {
            InputStream input =
                    path.toString().endsWith(".gz") ? new GZIPInputStream(raw, 1 << 16) : new BufferedInputStream(raw);
            return new CsvFile(path, delimiter, input);
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    /**
     * The next row that is not blank, or null at the end.
     *
     * @throws IOException if the file cannot be read on, with the file and line in the message
     */
    public CsvRow next() throws IOException {
        try {
            for (Line line = lines.next(); line != null; line = lines.next()) {
                lastLine = Math.max(lastLine, line.number());
                String text = withoutMark(line);
                if (line.cut()) {
                    return malformed(line, "the line is longer than " + LineReader.MAX_CHARS + " characters");
                }
                if (!text.isBlank()) {
                    return row(line, text);
                }
            }
            return null;
        } catch (IOException e) {
            throw new IOException(path + ": cannot be read after line " + lastLine + ": " + e.getMessage(), e);
        }
    }

    private static String withoutMark(Line line) {
        return line.number() == 1 && line.text().startsWith("\uFEFF")
                ? line.text().substring(1)
                : line.text();
    }

    private CsvRow row(Line first, String firstText) throws IOException {
        if (delimiter == Delimiter.WHITESPACE) {
            return new CsvRow(first.number(), List.of(firstText.strip().split("[ \t]+")), null);
        }
        List<String> cells = new ArrayList<>();
        if (split(firstText, cells)) {
            return new CsvRow(first.number(), cells, null);
        }
        List<Line> following = new ArrayList<>();
        StringBuilder text = new StringBuilder(firstText);
        while (following.size() < MAX_LINES_OF_ROW && text.length() < LineReader.MAX_CHARS) {
            Line line = lines.next();
            if (line == null) {
                break;
            }
            following.add(line);
            text.append('\n').append(line.text());
            cells.clear();
            // Without a quote in it, the line cannot have ended the cell.
            if (line.text().indexOf('"') >= 0 && split(text.toString(), cells)) {
                return new CsvRow(first.number(), cells, null);
            }
        }
        for (int i = following.size() - 1; i >= 0; i--) {
            lines.pushBack(following.get(i));
        }
        return malformed(first, "a quote is opened and never closed");
    }

    private static CsvRow malformed(Line line, String problem) {
        return new CsvRow(line.number(), List.of(), problem);
    }

    /** Splits a row; false if a quoted cell is still open at its end. A quote inside an unquoted cell is just a character. */
    private boolean split(String text, List<String> cells) {
        int position = 0;
        while (true) {
            int start = skipSpace(text, position);
            if (start < text.length() && text.charAt(start) == '"') {
                StringBuilder cell = new StringBuilder();
                position = quoted(text, start + 1, cell);
                if (position < 0) {
                    return false;
                }
                int end = endOfCell(text, position);
                cells.add(cell.append(text, position, end).toString().strip());
                position = end;
            } else {
                int end = endOfCell(text, position);
                cells.add(text.substring(position, end).strip());
                position = end;
            }
            if (position == text.length()) {
                return true;
            }
            position++;
        }
    }

    private int skipSpace(String text, int from) {
        int position = from;
        while (position < text.length()
                && text.charAt(position) == ' '
                && text.charAt(position) != delimiter.character()) {
            position++;
        }
        return position;
    }

    private int endOfCell(String text, int from) {
        int end = text.indexOf(delimiter.character(), from);
        return end < 0 ? text.length() : end;
    }

    /** Appends a quoted cell's content, doubled quotes made single; returns the position after its closing quote, or -1. */
    private static int quoted(String text, int from, StringBuilder cell) {
        int position = from;
        while (true) {
            int quote = text.indexOf('"', position);
            if (quote < 0) {
                return -1;
            }
            cell.append(text, position, quote);
            if (quote + 1 == text.length() || text.charAt(quote + 1) != '"') {
                return quote + 1;
            }
            cell.append('"');
            position = quote + 2;
        }
    }

    @Override
    public void close() throws IOException {
        input.close();
    }

    private static final class CountingStream extends FilterInputStream {
        private final LongConsumer bytes;

        CountingStream(InputStream in, LongConsumer bytes) {
            super(in);
            this.bytes = bytes;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            if (value >= 0) {
                bytes.accept(1);
            }
            return value;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = super.read(target, offset, length);
            if (count > 0) {
                bytes.accept(count);
            }
            return count;
        }
    }
}
