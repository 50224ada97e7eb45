package io.hearthwatch.history;

import io.hearthwatch.history.csv.CsvRow;
import java.util.Set;

/** A field of a mapping, bound to one file: gives the field's text for each of its rows. */
final class Cell {
    private final Column column;
    private final int index;
    private final String fixed;
    private final Set<String> missing;

    /**
     * @param index of the column in the file, or -1 where the text is the same for all rows
     * @param fixed that text, or null
     * @param missing texts that stand for no value
     */
    Cell(Column column, int index, String fixed, Set<String> missing) {
        this.column = column;
        this.index = index;
        this.fixed = fixed;
        this.missing = missing;
    }

    Column column() {
        return column;
    }

    /** Whether there can be a text: the column is there, or is not needed. */
    boolean bound() {
        return index >= 0 || fixed != null;
    }

    /** What the file says, or null where it says nothing. */
    String raw(CsvRow row) {
        if (index < 0) {
            return fixed;
        }
        String text = row.cells().get(index);
        return text.isEmpty() || missing.contains(text) ? null : text;
    }

    /** The field's text in the catalog's words, or null where the file says nothing. */
    String text(CsvRow row) {
        String raw = raw(row);
        return raw == null ? null : column.translate(raw);
    }

    /** The field's text where there must be one. */
    String required(CsvRow row) throws BadRowException {
        String text = text(row);
        if (text == null) {
            throw new BadRowException(column.describe() + " is empty");
        }
        return text;
    }
}
