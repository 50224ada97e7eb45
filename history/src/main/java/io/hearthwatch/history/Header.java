package io.hearthwatch.history;

import io.hearthwatch.catalog.Problem;
import io.hearthwatch.catalog.yaml.DidYouMean;
import io.hearthwatch.history.csv.CsvRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The columns of one file. Binds a mapping's fields to them, and remembers what could not be bound. */
final class Header {
    private final Mapping mapping;
    private final String file;
    private final Map<String, Integer> indexes = new HashMap<>();
    private final Set<String> twice = new HashSet<>();
    private final int size;
    private final List<Problem> problems = new ArrayList<>();

    Header(Mapping mapping, String file, List<String> names) {
        this.mapping = mapping;
        this.file = file;
        this.size = names.size();
        for (int i = 0; i < names.size(); i++) {
            if (indexes.putIfAbsent(names.get(i), i) != null) {
                twice.add(names.get(i));
            }
        }
    }

    /** The file's name, relative to the directory of the data. */
    String file() {
        return file;
    }

    /** The field in this file; a field that the mapping does not have (null) is an unbound cell. */
    Cell bind(Column column) {
        if (column == null) {
            return new Cell(null, -1, null, Set.of());
        }
        if (column.constant() != null) {
            return new Cell(column, -1, column.constant(), Set.of());
        }
        if (column.fileName() != null) {
            String text = column.fromFileName(file);
            if (text == null || text.isEmpty()) {
                problem(column.line(), "file_name does not match " + file, "it is searched in that name");
            }
            return new Cell(column, -1, text, Set.of());
        }
        Integer index = indexes.get(column.name());
        if (index == null) {
            if (!column.optional()) {
                problem(
                        column.line(),
                        "column " + column.name() + " is not in " + file,
                        DidYouMean.hint(column.name(), new LinkedHashSet<>(indexes.keySet())));
            }
            return new Cell(column, -1, null, Set.of());
        }
        if (twice.contains(column.name())) {
            problem(column.line(), "column " + column.name() + " is in " + file + " twice", "rename one of them");
        }
        return new Cell(column, index, null, mapping.missing());
    }

    void problem(int line, String what, String hint) {
        problems.add(new Problem(mapping.file(), line, what, hint));
    }

    List<Problem> problems() {
        return problems;
    }

    /** The row must have as many cells as there are columns; further ones are tolerated while they are empty. */
    void checkWidth(CsvRow row) throws BadRowException {
        if (row.problem() != null) {
            throw new BadRowException(row.problem());
        }
        List<String> cells = row.cells();
        boolean surplus = cells.size() > size
                && cells.subList(size, cells.size()).stream().anyMatch(cell -> !cell.isEmpty());
        if (cells.size() < size || surplus) {
            throw new BadRowException("the row has " + cells.size() + " cells, the file has " + size + " columns");
        }
    }
}
