package io.hearthwatch.app.parts;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.servicedesk.parts.Kits;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code parts kit TICKET}. */
@Command(name = "kit", description = "Show what to take along to a ticket's visit, and why.")
final class PartsKit implements Runnable {
    @Mixin
    private StoreOptions store;

    @Parameters(paramLabel = "TICKET", description = "the ticket's number, such as HW-000123")
    private String ticket;

    @Option(names = "--van", paramLabel = "ID", description = "the warehouse that the technician drives")
    private String van;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        try (Workspace workspace = Workspace.use(store)) {
            Kits.Kit kit = workspace
                    .serviceDesk()
                    .spareParts()
                    .kits()
                    .of(ticket, van)
                    .orElseThrow(
                            () -> new CommandFailure("there is no ticket '" + ticket + "'", "hearthwatch ticket list"));
            PrintWriter out = spec.commandLine().getOut();
            kit.lines()
                    .forEach(line -> out.printf(
                            "%-6s %-18s %s%n       %s%n",
                            line.taken() ? "TAKE" : "LEAVE",
                            line.part(),
                            line.name().en(),
                            line.reason().en()));
            out.printf(
                    Locale.ROOT,
                    "expected cost %.2f, without the kit %.2f; a second visit is needed with %.0f %%; %.1f of %.1f litres%n",
                    kit.expectedCost(),
                    kit.withoutKit(),
                    kit.secondVisit() * 100,
                    kit.litres(),
                    kit.van());
            out.flush();
        }
    }
}
