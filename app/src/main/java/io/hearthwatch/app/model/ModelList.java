package io.hearthwatch.app.model;

import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.predictor.ModelInfo;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code model list}. */
@Command(name = "list", description = "List models, newest first.")
final class ModelList implements Runnable {
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
            List<ModelInfo> models = workspace.predictor().models(type);
            PrintWriter out = spec.commandLine().getOut();
            models.forEach(model -> out.printf(
                    "%-44s %-20s %-9s until %s horizon %s%n",
                    model.id(), model.type(), model.champion() ? "champion" : "", model.until(), model.horizon()));
            if (models.isEmpty()) {
                out.println("no model yet; train one with: hearthwatch model train --type TYPE --horizon 7d");
            }
            out.flush();
            json.write(models.stream().map(ModelJson::of).toList());
        }
    }
}
