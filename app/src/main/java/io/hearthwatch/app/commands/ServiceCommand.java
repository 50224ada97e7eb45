package io.hearthwatch.app.commands;

import io.hearthwatch.app.cli.CommandGroup;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.servicedesk.LoadReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Service data in. */
@Command(
        name = "service",
        description = "Load service centres, warehouses, stock, prices, households and costs.",
        subcommands = ServiceCommand.Load.class)
final class ServiceCommand extends CommandGroup {
    /** {@code service load FILE}. */
    @Command(name = "load", description = "Load a service file; loading it again changes nothing.")
    static final class Load implements Runnable {
        @Mixin
        private StoreOptions store;

        @Mixin
        private JsonOutput json;

        @Parameters(paramLabel = "FILE", description = "YAML file with the service organisation")
        private Path file;

        @Spec
        private CommandSpec spec;

        @Override
        public void run() {
            json.check();
            try (Workspace workspace = Workspace.use(store)) {
                var report = workspace.serviceDesk().load(file);
                print(report);
                Map<String, Object> written = new LinkedHashMap<>();
                written.put("read", report.read());
                written.put("changed", report.changed());
                written.put("stock_moves", report.stockMoves());
                written.put("unknown_appliances", report.unknownAppliances());
                json.write(written);
            }
        }

        private void print(LoadReport report) {
            PrintWriter out = spec.commandLine().getOut();
            out.println(report.read() + " entries read, " + report.changed() + " changed, " + report.stockMoves()
                    + " stock moves");
            if (!report.unknownAppliances().isEmpty()) {
                out.println(report.unknownAppliances().size()
                        + " appliances of households are not registered yet, such as "
                        + report.unknownAppliances().get(0) + "; they belong to their household once they are");
            }
        }
    }
}
