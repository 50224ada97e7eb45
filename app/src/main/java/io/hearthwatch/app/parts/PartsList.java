package io.hearthwatch.app.parts;

import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.servicedesk.PartStock;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code parts list}. */
@Command(name = "list", description = "List what is on the shelves.")
final class PartsList implements Runnable {
    @Mixin
    private StoreOptions store;

    @Mixin
    private JsonOutput json;

    @Option(names = "--warehouse", paramLabel = "ID", description = "only this warehouse")
    private String warehouse;

    @Option(names = "--part", paramLabel = "NUMBER", description = "only this part")
    private String part;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        json.check();
        try (Workspace workspace = Workspace.use(store)) {
            List<PartStock> shelves = workspace.serviceDesk().parts().stream()
                    .filter(each -> warehouse == null || each.warehouse().equals(warehouse))
                    .filter(each -> part == null || each.part().equals(part))
                    .toList();
            PrintWriter out = spec.commandLine().getOut();
            out.printf(
                    "%-18s %-16s %8s %8s %11s %9s  %s%n",
                    "PART", "WAREHOUSE", "ON HAND", "RESERVED", "QUARANTINED", "AVAILABLE", "NAME");
            shelves.forEach(each -> out.printf(
                    "%-18s %-16s %8d %8d %11d %9d  %s%n",
                    each.part(),
                    each.warehouse(),
                    each.onHand(),
                    each.reserved(),
                    each.quarantined(),
                    each.available(),
                    each.partName().en()));
            out.flush();
            json.write(shelves.stream().map(PartsList::report).toList());
        }
    }

    private static Map<String, Object> report(PartStock each) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("part", each.part());
        report.put("warehouse", each.warehouse());
        report.put("on_hand", each.onHand());
        report.put("reserved", each.reserved());
        report.put("quarantined", each.quarantined());
        report.put("available", each.available());
        return report;
    }
}
