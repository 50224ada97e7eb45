package io.hearthwatch.app.model;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.cli.Who;
import io.hearthwatch.app.workspace.Workspace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code model withdraw --type TYPE}. */
@Command(name = "withdraw", description = "End the challenger's shadow service.")
final class ModelWithdraw implements Runnable {
    @Mixin
    private StoreOptions store;

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
        try (Workspace workspace = Workspace.use(store)) {
            if (!workspace.models().withdraw(type, target.target(), Who.user(), reason)) {
                throw new CommandFailure(
                        "type " + type + " has no challenger", "make one with: model promote ID --as challenger");
            }
            spec.commandLine().getOut().println("type " + type + " has no challenger any more");
        }
    }
}
