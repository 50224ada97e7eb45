package io.hearthwatch.app.model;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.ExitStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How long appliances really lasted: a CSV with the columns {@code appliance} and {@code hours}, named in its first line; others are passed
 * over.
 */
final class TruthFile {
    private static final int SHOWN = 10;

    private final Path file;
    private final Map<String, Double> hours = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();

    private TruthFile(Path file) {
        this.file = file;
    }

    /**
     * Reads it.
     *
     * @throws CommandFailure with file and line of every mistake
     */
    static TruthFile read(Path file) {
        List<String> text;
        try {
            text = Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        TruthFile truth = new TruthFile(file);
        List<String> header = text.isEmpty() ? List.of() : cells(text.get(0).replace("\uFEFF", ""));
        int appliance = header.indexOf("appliance");
        int hours = header.indexOf("hours");
        if (appliance < 0 || hours < 0) {
            throw new CommandFailure(
                    file + ":1: there is no column '" + (appliance < 0 ? "appliance" : "hours") + "'"
                            + (header.isEmpty() ? "; the file is empty" : "; there are " + String.join(", ", header)),
                    "begin the file with a line: appliance,hours",
                    ExitStatus.FAILED,
                    null);
        }
        List<String> problems = new ArrayList<>();
        for (int i = 1; i < text.size(); i++) {
            if (!text.get(i).isBlank()) {
                String problem = truth.add(cells(text.get(i)), appliance, hours, i + 1);
                if (problem != null) {
                    problems.add(file + ":" + (i + 1) + ": " + problem);
                }
            }
        }
        if (problems.isEmpty() && truth.hours.isEmpty()) {
            problems.add(file + ":1: no appliance follows");
        }
        refuse(problems, "each line: an appliance's id, a comma, the hours that it lasted from its last reading on");
        return truth;
    }

    private String add(List<String> cells, int appliance, int column, int line) {
        if (cells.size() <= Math.max(appliance, column)) {
            return "a cell is missing";
        }
        String id = cells.get(appliance);
        if (lines.containsKey(id)) {
            return "appliance " + id + " was on line " + lines.get(id) + " already";
        }
        try {
            double value = Double.parseDouble(cells.get(column));
            if (!(value >= 0) || Double.isInfinite(value)) {
                return "hours are at least 0, not " + cells.get(column);
            }
            hours.put(id, value);
            lines.put(id, line);
            return null;
        } catch (NumberFormatException e) {
            return "not a number of hours: '" + cells.get(column) + "'";
        }
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.split(",", -1))
                .map(String::strip)
                .map(cell -> cell.length() > 1 && cell.startsWith("\"") && cell.endsWith("\"")
                        ? cell.substring(1, cell.length() - 1)
                        : cell)
                .toList();
    }

    private static void refuse(List<String> problems, String hint) {
        if (problems.isEmpty()) {
            return;
        }
        List<String> shown = problems.subList(0, Math.min(SHOWN, problems.size()));
        String more = problems.size() > SHOWN ? "\n... and " + (problems.size() - SHOWN) + " more" : "";
        throw new CommandFailure(String.join("\n", shown) + more, hint, ExitStatus.FAILED, null);
    }

    /** Says which lines name appliances that there is nothing to compare of. */
    CommandFailure refusing(Set<String> unregistered, Set<String> silent, String type) {
        List<String> problems = new ArrayList<>();
        lines.forEach((id, line) -> {
            if (unregistered.contains(id)) {
                problems.add(file + ":" + line + ": no appliance " + id + " is registered as " + type);
            } else if (silent.contains(id)) {
                problems.add(file + ":" + line + ": appliance " + id + " has never sent a reading");
            }
        });
        try {
            refuse(problems, "see: appliance list --type " + type);
        } catch (CommandFailure e) {
            return e;
        }
        throw new IllegalArgumentException("nothing is wrong with these appliances");
    }

    /** Hours by appliance, in the file's order. */
    Map<String, Double> hours() {
        return hours;
    }
}
