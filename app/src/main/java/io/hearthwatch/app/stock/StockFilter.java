package io.hearthwatch.app.stock;

import io.hearthwatch.app.cli.Choice;
import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.Limit;
import io.hearthwatch.app.cli.Table;
import io.hearthwatch.app.workspace.DeskCommand;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.parts.PartsReads;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A list about stock, the newest first, as far as it is asked for. */
abstract class StockFilter extends DeskCommand {
    @Option(names = "--warehouse", paramLabel = "ID", description = "only of this warehouse")
    private String warehouse;

    @Option(names = "--part", paramLabel = "NUMBER", description = "only of this part")
    private String part;

    @Option(names = "--before", paramLabel = "N", description = "only those before this number, which continues a list")
    private Long before;

    @Mixin
    private Limit limit;

    @Override
    protected void check() {
        Choice.of("--" + word(), state(), states());
    }

    /** The option's name: state or kind. */
    String word() {
        return "state";
    }

    abstract String state();

    abstract String[] states();

    /** The id of a ticket to which the list is limited, or null. */
    Long ticket(ServiceDesk desk) {
        return null;
    }

    @Override
    protected final Object run(ServiceDesk desk, PrintWriter out) {
        PartsReads reads = desk.spareParts().reads();
        if (warehouse != null && !reads.hasWarehouse(warehouse)) {
            throw new CommandFailure(
                    "there is no warehouse '" + warehouse + "'", "look at: hearthwatch parts warehouses");
        }
        List<?> rows = rows(
                reads,
                new PartsReads.Filter(warehouse, part, state(), ticket(desk), before, limit.of(PartsReads.MOST)));
        Table table = table();
        rows.forEach(each -> add(table, each));
        table.print(out, "there is none");
        return rows;
    }

    abstract List<?> rows(PartsReads reads, PartsReads.Filter filter);

    abstract Table table();

    abstract void add(Table table, Object row);

    /** Rows that are maps. */
    abstract static class Keyed extends StockFilter {
        private final List<String[]> columns;

        /** Each column as {@code HEADING:key}. */
        Keyed(String... columns) {
            this.columns =
                    Arrays.stream(columns).map(each -> each.split(":", 2)).toList();
        }

        @Override
        final Table table() {
            return Table.of(columns.stream().map(each -> each[0]).toArray(String[]::new));
        }

        @Override
        final void add(Table table, Object row) {
            table.row(
                    columns.stream().map(each -> ((Map<?, ?>) row).get(each[1])).toArray());
        }
    }
}
