package io.hearthwatch.servicedesk.money;

import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Budgets as spreadsheets export them, turned into a money file with the same line numbers, so that one reader says what is wrong. */
final class BudgetCsv {
    private static final List<String> COLUMNS = List.of("region", "centre", "element", "month", "amount", "currency");
    private static final long MOST_BYTES = 16L << 20;

    private BudgetCsv() {}

    static String asYaml(Path csv) {
        List<String> lines = lines(csv);
        List<String> header = lines.isEmpty() ? List.of() : fields(lines.get(0));
        for (String column : List.of("element", "month", "amount", "currency")) {
            if (!header.contains(column)) {
                throw wrong(csv, 1, "has no column " + column);
            }
        }
        header.stream().filter(column -> !COLUMNS.contains(column)).findFirst().ifPresent(column -> {
            throw wrong(csv, 1, "has a column '" + Words.shortened(column) + "' that is not known");
        });
        StringBuilder yaml = new StringBuilder("budgets:\n");
        boolean any = false;
        for (int i = 1; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                List<String> fields = fields(lines.get(i));
                if (fields.size() != header.size()) {
                    throw wrong(csv, i + 1, "has " + fields.size() + " fields, the header " + header.size());
                }
                yaml.append(row(header, fields));
                any = true;
            }
            yaml.append('\n');
        }
        if (!any) {
            throw wrong(csv, 1, "has a header only");
        }
        return yaml.toString();
    }

    private static String row(List<String> header, List<String> fields) {
        List<String> members = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            String value = fields.get(i);
            if (!value.isEmpty()) {
                boolean number = header.get(i).equals("amount") && value.matches("\\d{1,15}(\\.\\d{1,15})?");
                members.add(header.get(i) + ": " + (number ? value : Sql.json(value)));
            }
        }
        return "  - {" + String.join(", ", members) + "}";
    }

    private static List<String> lines(Path csv) {
        try {
            if (Files.size(csv) > MOST_BYTES) {
                throw wrong(csv, 1, "is larger than 16 MiB");
            }
            String text = Files.readString(csv, StandardCharsets.UTF_8);
            return (text.startsWith("\uFEFF") ? text.substring(1) : text)
                    .lines()
                    .toList();
        } catch (MalformedInputException e) {
            throw Refusal.invalid(csv + " is not UTF-8", "export it as CSV in UTF-8");
        } catch (IOException e) {
            throw Refusal.invalid("cannot read " + csv + ": " + e.getMessage(), "name a file that is there");
        }
    }

    /** Fields of a line; those in quotes may hold commas, and quotes twice. */
    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                field.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString().strip());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString().strip());
        return fields;
    }

    private static Refusal wrong(Path csv, int line, String what) {
        return Refusal.invalid(
                csv + ":" + line + ": " + what,
                "a header such as " + String.join(",", COLUMNS) + ", then a row for each budget");
    }
}
