package io.hearthwatch.history.csv;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Lines of a text with their numbers. Other than {@link java.io.BufferedReader}, it takes lines back, and it does not fill the
 * memory when what it reads is no text: of a line longer than {@link #MAX_CHARS} only the beginning is kept.
 */
final class LineReader {
    static final int MAX_CHARS = 1 << 20;

    /** A line without its end; {@code cut} where it was longer than {@link #MAX_CHARS}. */
    record Line(long number, String text, boolean cut) {}

    private final Reader reader;
    private final char[] buffer = new char[1 << 16];
    private final Deque<Line> pushedBack = new ArrayDeque<>();
    private int position;
    private int limit;
    private long number;

    LineReader(Reader reader) {
        this.reader = reader;
    }

    /** The next line, or null at the end. */
    Line next() throws IOException {
        Line again = pushedBack.poll();
        if (again != null) {
            return again;
        }
        StringBuilder text = null;
        boolean cut = false;
        while (true) {
            if (position == limit && !fill()) {
                return text == null ? null : line(text, cut);
            }
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            text = text == null ? new StringBuilder(end - position) : text;
            int room = Math.min(end - position, MAX_CHARS - text.length());
            cut |= room < end - position;
            text.append(buffer, position, room);
            position = end;
            if (end < limit) {
                position++;
                return line(text, cut);
            }
        }
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, reader.read(buffer, 0, buffer.length));
        return limit > 0;
    }

    private Line line(StringBuilder text, boolean cut) {
        int length = text.length();
        if (length > 0 && text.charAt(length - 1) == '\r') {
            text.setLength(length - 1);
        }
        return new Line(++number, text.toString(), cut);
    }

    /** Will be given again, before lines pushed back earlier. */
    void pushBack(Line line) {
        pushedBack.push(line);
    }
}
