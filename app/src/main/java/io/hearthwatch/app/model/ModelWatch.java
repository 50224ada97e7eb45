package io.hearthwatch.app.model;

import io.hearthwatch.app.cli.ExitStatus;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.workspace.Workspace;
import java.io.PrintWriter;
import java.time.Instant;
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
            WatchLook look = WatchLook.at(workspace, type, at);
            PrintWriter out = spec.commandLine().getOut();
            look.models().forEach(report -> new WatchTable(report, out).print());
            look.lives().forEach(report -> LifeWatchTable.print(report, out));
            if (look.models().isEmpty() && look.lives().isEmpty()) {
                out.println("no model is live yet; train one with: hearthwatch model train --type TYPE --horizon 7d");
            }
            out.flush();
            json.write(look.toJson());
            return look.warned() ? ExitStatus.WARNED : ExitStatus.DONE;
        }
    }
}
