package io.hearthwatch.app.parts;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.servicedesk.parts.PartsReads;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code parts orders}. */
@Command(name = "orders", description = "List orders from suppliers, the newest first.")
final class PartsOrders implements Runnable {
    private static final Set<String> STATES = new TreeSet<>(Set.of("proposed", "approved", "rejected", "received"));

    @Mixin
    private StoreOptions store;

    @Mixin
    private JsonOutput json;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "only those that are proposed, approved, rejected or received")
    private String state;

    @Option(names = "--warehouse", paramLabel = "ID", description = "only for this warehouse")
    private String warehouse;

    @Option(names = "--part", paramLabel = "NUMBER", description = "only of this part")
    private String part;

    @Option(names = "--limit", paramLabel = "N", description = "how many (default: 50)")
    private int limit = 50;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        json.check();
        if (state != null && !STATES.contains(state)) {
            throw CommandFailure.usage("--state " + state + " is not known", "use one of " + String.join(", ", STATES));
        }
        if (limit < 1 || limit > PartsReads.MOST) {
            throw CommandFailure.usage("--limit must be between 1 and " + PartsReads.MOST, "--limit 50");
        }
        try (Workspace workspace = Workspace.use(store)) {
            List<Map<String, Object>> orders = workspace
                    .serviceDesk()
                    .spareParts()
                    .reads()
                    .orders(new PartsReads.Filter(warehouse, part, state, null, null, limit));
            PrintWriter out = spec.commandLine().getOut();
            out.printf(
                    "%-6s %-9s %-18s %-14s %6s %14s  %-20s %s%n",
                    "ORDER", "STATE", "PART", "WAREHOUSE", "UNITS", "AMOUNT", "EXPECTED", "REASON");
            orders.forEach(each -> out.printf(
                    "%-6s %-9s %-18s %-14s %6s %14s  %-20s %s%n",
                    each.get("id"),
                    each.get("state"),
                    each.get("part"),
                    each.get("warehouse"),
                    each.get("quantity"),
                    each.get("amount") == null ? "-" : each.get("amount") + " " + each.get("currency"),
                    each.get("expected_at") == null ? "-" : each.get("expected_at"),
                    each.get("reason")));
            out.flush();
            json.write(orders);
        }
    }
}
