package io.hearthwatch.catalog;

import java.util.List;
import java.util.stream.Collectors;

/** A file that a person wrote has problems; all of them are listed, in file and line order. */
public final class InvalidFileException extends RuntimeException {
    private final transient List<Problem> problems;

    public InvalidFileException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
