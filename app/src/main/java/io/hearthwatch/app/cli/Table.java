package io.hearthwatch.app.cli;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Rows under a heading, each column as wide as its widest value. */
public final class Table {
    private final List<String[]> rows = new ArrayList<>();
    private final int columns;

    private Table(String... heading) {
        this.columns = heading.length;
        rows.add(heading);
    }

    /** A table with these columns. */
    public static Table of(String... heading) {
        return new Table(heading);
    }

    /** Adds a row; {@code null} and an empty list show as a dash, an instant without fractions of a second. */
    public Table row(Object... values) {
        if (values.length != columns) {
            throw new IllegalArgumentException(values.length + " values for " + columns + " columns");
        }
        rows.add(Arrays.stream(values).map(Table::shown).toArray(String[]::new));
        return this;
    }

    /** A value as tables show it. */
    public static String shown(Object value) {
        if (value == null || (value instanceof Collection<?> all && all.isEmpty())) {
            return "-";
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof Boolean flag) {
            return flag ? "yes" : "no";
        }
        if (value instanceof Collection<?> all) {
            return all.stream().map(Table::shown).collect(Collectors.joining(", "));
        }
        if (value instanceof Instant at) {
            return at.toString().replaceFirst("\\.\\d+Z$", "Z");
        }
        String text = Objects.toString(value);
        return text.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d+Z")
                ? text.replaceFirst("\\.\\d+Z$", "Z")
                : text.replaceAll("\\s+", " ");
    }

    /**
     * Prints it.
     *
     * @param empty what is printed instead of a heading without rows
     */
    public void print(PrintWriter out, String empty) {
        if (rows.size() == 1) {
            out.println(empty);
            return;
        }
        int[] widths = new int[columns];
        for (String[] row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row[i].codePointCount(0, row[i].length()));
            }
        }
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(row[i]);
                if (i < columns - 1) {
                    line.append(" ".repeat(widths[i] - row[i].codePointCount(0, row[i].length()) + 2));
                }
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
