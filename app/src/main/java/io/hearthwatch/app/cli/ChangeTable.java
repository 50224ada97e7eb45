package io.hearthwatch.app.cli;

import io.hearthwatch.servicedesk.register.RegisterChange;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Who changed what of a record, as people read it. */
public final class ChangeTable {
    private ChangeTable() {}

    /** Prints changes in the order in which they are given. */
    public static void print(List<RegisterChange> changes, PrintWriter out) {
        Table table = Table.of("AT", "WHO", "WHAT", "VERSION", "FIELDS");
        changes.forEach(each -> table.row(
                each.at(),
                each.who(),
                each.what(),
                each.version(),
                each.fields().stream()
                        .map(field -> field + fromTo(each.detail().get(field)))
                        .collect(Collectors.joining("; "))));
        table.print(out, "nothing was changed");
    }

    private static String fromTo(Object change) {
        return change instanceof Map<?, ?> both && both.containsKey("to")
                ? ": " + Table.shown(both.get("from")) + " to " + Table.shown(both.get("to"))
                : "";
    }
}
