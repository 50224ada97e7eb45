package io.hearthwatch.app.model;

import io.hearthwatch.app.cli.ExitStatus;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.predictor.WatchReport;
import io.hearthwatch.predictor.watch.LifeReport;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code model watch}. */
@Command(
        name = "watch",
        description = "Say whether the models in service still hold: drift, live precision and recall, calibration,"
                + " stale data. The exit status is 4 if a warning stands.")
final class ModelWatch implements Callable<Integer> {
    @Mixin
    private StoreOptions store;

    @Mixin
    private JsonOutput json;

    @Option(names = "--type", paramLabel = "TYPE", description = "only this type (default: every type with a model)")
    private String type;

    @Option(names = "--at", paramLabel = "INSTANT", description = "as of then (default: now, by the service's clock)")
    private Instant at;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        json.check();
        try (Workspace workspace = Workspace.use(store)) {
            Instant now = at == null ? workspace.serviceClock().instant() : at;
            List<LifeReport> lives = lives(workspace, now);
            List<String> types = workspace.serviceWatch().types();
            if (type != null) {
                // A type that only a model of remaining life is followed for has no other look.
                types = types.contains(type) || lives.isEmpty() ? List.of(type) : List.of();
            }
            List<WatchReport> reports = new ArrayList<>();
            PrintWriter out = spec.commandLine().getOut();
            for (String each : types) {
                WatchReport report = workspace.serviceWatch().look(each, now);
                new WatchTable(report, out).print();
                reports.add(report);
            }
            lives.forEach(report -> LifeWatchTable.print(report, out));
            if (reports.isEmpty() && lives.isEmpty()) {
                out.println("no model is live yet; train one with: hearthwatch model train --type TYPE --horizon 7d");
            }
            out.flush();
            boolean warned = reports.stream().anyMatch(WatchReport::warned)
                    || lives.stream().anyMatch(LifeReport::warned);
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("warned", warned);
            document.put("models", reports.stream().map(WatchReport::toJson).toList());
            document.put(
                    "remaining_life", lives.stream().map(LifeReport::toJson).toList());
            json.write(document);
            return warned ? ExitStatus.WARNED : ExitStatus.DONE;
        }
    }

    private List<LifeReport> lives(Workspace workspace, Instant now) {
        return workspace.catalog().types().keySet().stream()
                .filter(each -> type == null || type.equals(each))
                .flatMap(each -> workspace.lifeTools().look(each, now).stream())
                .toList();
    }
}
