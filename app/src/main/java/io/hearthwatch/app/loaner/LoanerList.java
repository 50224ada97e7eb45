package io.hearthwatch.app.loaner;

import io.hearthwatch.app.cli.Choice;
import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.Limit;
import io.hearthwatch.app.cli.Table;
import io.hearthwatch.app.workspace.DeskCommand;
import io.hearthwatch.servicedesk.ServiceDesk;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code loaner list}. */
@Command(name = "list", description = "List loaners, those that are due back first.")
final class LoanerList extends DeskCommand {
    private static final int MOST = 1000;

    @Option(names = "--state", paramLabel = "STATE", description = "only those that are free, lent, in_repair or lost")
    private String state;

    @Option(names = "--warehouse", paramLabel = "ID", description = "only of this warehouse")
    private String warehouse;

    @Mixin
    private Limit limit;

    @Override
    protected void check() {
        Choice.of("--state", state, "free", "lent", "in_repair", "lost");
    }

    @Override
    protected Object run(ServiceDesk desk, PrintWriter out) {
        if (warehouse != null && !desk.spareParts().reads().hasWarehouse(warehouse)) {
            throw new CommandFailure(
                    "there is no warehouse '" + warehouse + "'", "look at: hearthwatch parts warehouses");
        }
        List<Map<String, Object>> all = desk.work().loaners().list(null, warehouse, state, limit.of(MOST));
        Table table = table();
        all.forEach(each -> add(table, each));
        table.print(out, "there is none; add one with: hearthwatch loaner put SERIAL --warehouse ID");
        return all;
    }

    static Table table() {
        return Table.of("SERIAL", "STATE", "TYPE", "MODEL", "WAREHOUSE", "TICKET", "DUE BACK", "OVERDUE");
    }

    static void add(Table table, Map<String, Object> loaner) {
        table.row(
                loaner.get("serial"),
                loaner.get("state"),
                loaner.get("type"),
                loaner.get("model"),
                loaner.get("warehouse"),
                loaner.get("ticket"),
                loaner.get("due_at"),
                loaner.get("overdue"));
    }
}
