package io.hearthwatch.app.model;

import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.workspace.Workspace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code model promote ID}. */
@Command(name = "promote", description = "Make a model the champion of its type: the one that the service follows.")
final class ModelPromote implements Runnable {
    @Mixin
    private StoreOptions store;

    @Parameters(paramLabel = "ID", description = "the model")
    private String id;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        try (Workspace workspace = Workspace.use(store)) {
            workspace.predictor().promote(id);
            spec.commandLine().getOut().println("model " + id + " is the champion now");
        }
    }
}
