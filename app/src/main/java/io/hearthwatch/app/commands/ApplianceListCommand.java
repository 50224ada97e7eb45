package io.hearthwatch.app.commands;

import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.fleet.Appliance;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code appliance list}. */
@Command(name = "list", description = "List registered appliances, and when each was last heard of.")
final class ApplianceListCommand implements Runnable {
    private static final int PAGE = 1_000;
    private static final String ROW = "%-32s %-20s %-16s %s%n";

    @Mixin
    private StoreOptions store;

    @Mixin
    private JsonOutput json;

    @Option(names = "--type", paramLabel = "TYPE", description = "only this type")
    private String type;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        json.check();
        try (Workspace workspace = Workspace.use(store)) {
            PrintWriter out = spec.commandLine().getOut();
            List<Map<String, Object>> report = new ArrayList<>();
            String after = null;
            List<Appliance> page;
            do {
                page = workspace.fleet().list(type, after, PAGE);
                Map<Integer, Instant> seen = lastSeen(workspace, page);
                for (Appliance appliance : page) {
                    if (report.isEmpty()) {
                        out.printf(ROW, "APPLIANCE", "TYPE", "MODEL", "LAST SEEN");
                    }
                    Instant last = seen.get(appliance.no());
                    out.printf(
                            ROW,
                            appliance.id(),
                            appliance.type(),
                            appliance.model() == null ? "-" : appliance.model(),
                            last == null ? "never" : last.truncatedTo(ChronoUnit.SECONDS));
                    Map<String, Object> row = new LinkedHashMap<>();
                    row.put("appliance", appliance.id());
                    row.put("type", appliance.type());
                    row.put("model", appliance.model());
                    row.put("last_seen", last == null ? null : last.toString());
                    report.add(row);
                    after = appliance.id();
                }
            } while (page.size() == PAGE);
            if (report.isEmpty()) {
                out.println("no appliances are registered" + (type == null ? "" : " of type " + type));
            }
            out.flush();
            json.write(report);
        }
    }

    private static Map<Integer, Instant> lastSeen(Workspace workspace, List<Appliance> page) {
        Map<Integer, Instant> seen = new HashMap<>();
        page.stream()
                // A type that has left the catalog has no table that could be asked.
                .filter(appliance -> workspace.catalog().find(appliance.type()).isPresent())
                .collect(Collectors.groupingBy(Appliance::type, Collectors.mapping(Appliance::no, Collectors.toList())))
                .forEach((ofType, numbers) ->
                        seen.putAll(workspace.ingest().stored().lastSeen(ofType, numbers)));
        return seen;
    }
}
