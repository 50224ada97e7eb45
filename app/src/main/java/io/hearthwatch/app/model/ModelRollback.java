package io.hearthwatch.app.model;

import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.cli.Who;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.predictor.ModelDocument;
import io.hearthwatch.predictor.Promotion;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code model rollback --type TYPE}. */
@Command(
        name = "rollback",
        description = "Make the champion before this one champion again, at once; again goes back further.")
final class ModelRollback implements Runnable {
    @Mixin
    private StoreOptions store;

    @Mixin
    private JsonOutput json;

    @Mixin
    private TargetOption target;

    @Option(names = "--type", required = true, paramLabel = "TYPE", description = "appliance type")
    private String type;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why; goes into the audit log")
    private String reason;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        json.check();
        try (Workspace workspace = Workspace.use(store)) {
            Promotion back = workspace.models().rollback(type, target.target(), Who.user(), reason);
            PrintWriter out = spec.commandLine().getOut();
            out.println("model " + back.model() + " is the champion again, instead of " + back.previous());
            out.flush();
            json.write(ModelDocument.of(workspace.models().find(back.model())));
        }
    }
}
