package io.hearthwatch.catalog.yaml;

import io.hearthwatch.catalog.InvalidFileException;
import io.hearthwatch.catalog.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with one or several files. Not safe for several threads. */
public final class Problems {
    private final List<Problem> found = new ArrayList<>();

    /** Records one problem; exact repeats (one alias used twice, say) are kept once. */
    public void add(Problem problem) {
        if (!found.contains(problem)) {
            found.add(problem);
        }
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** How many there are; a reader compares two counts to know whether a part of the file was sound. */
    public int count() {
        return found.size();
    }

    /** All problems; files in the order in which they were met, lines ascending within a file. */
    public List<Problem> sorted() {
        List<String> files = found.stream().map(Problem::file).distinct().toList();
        return found.stream()
                .sorted(Comparator.comparingInt((Problem p) -> files.indexOf(p.file()))
                        .thenComparingInt(Problem::line))
                .toList();
    }

    /**
     * Ends a reading: does nothing if all was well.
     *
     * @throws InvalidFileException with all problems, if there are any
     */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new InvalidFileException(sorted());
        }
    }
}
