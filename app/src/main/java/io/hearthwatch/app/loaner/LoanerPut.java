package io.hearthwatch.app.loaner;

import io.hearthwatch.app.cli.Choice;
import io.hearthwatch.app.cli.Doer;
import io.hearthwatch.app.cli.Table;
import io.hearthwatch.app.workspace.DeskCommand;
import io.hearthwatch.servicedesk.ServiceDesk;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code loaner put SERIAL}. */
@Command(name = "put", description = "Add a loaner to the pool, or say where it is kept and whether it can be lent.")
final class LoanerPut extends DeskCommand {
    @Parameters(paramLabel = "SERIAL", description = "its serial number")
    private String serial;

    @Option(names = "--warehouse", required = true, paramLabel = "ID", description = "where it is kept")
    private String warehouse;

    @Option(names = "--type", paramLabel = "TYPE", description = "its appliance type, such as washing_machine")
    private String type;

    @Option(names = "--model", paramLabel = "MODEL", description = "its model")
    private String model;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "free, in_repair or lost (default: as it is; a new one is free)")
    private String state;

    @Mixin
    private Doer doer;

    @Override
    protected void check() {
        Choice.of("--state", state, "free", "in_repair", "lost");
    }

    @Override
    protected Object run(ServiceDesk desk, PrintWriter out) {
        Map<String, Object> loaner = desk.work().loaners().put(serial, type, model, warehouse, state, doer.name());
        Table table = LoanerList.table();
        LoanerList.add(table, loaner);
        table.print(out, "");
        return loaner;
    }
}
