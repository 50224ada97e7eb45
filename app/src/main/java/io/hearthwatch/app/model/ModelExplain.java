package io.hearthwatch.app.model;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.Progress;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.predictor.serving.Explanation;
import io.hearthwatch.predictor.serving.Importance;
import io.hearthwatch.predictor.serving.LifeExplanation;
import java.io.PrintWriter;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code model explain ID}. */
@Command(
        name = "explain",
        description = {
            "With --appliance: why a model says what it says of it, feature by feature, adding up to the score.",
            "Without: which features move the model most, over a sample of the decisions it was trained on."
        })
final class ModelExplain implements Runnable {
    @Mixin
    private StoreOptions store;

    @Mixin
    private JsonOutput json;

    @Parameters(paramLabel = "ID", description = "the model")
    private String id;

    @Option(names = "--appliance", paramLabel = "ID", description = "the appliance, by its maker's id")
    private String appliance;

    @Option(
            names = "--at",
            paramLabel = "INSTANT",
            description = "with --appliance: as of when (default: the end of what is stored; of remaining life, of what"
                    + " is stored of the appliance)")
    private Instant at;

    @Option(names = "--component", paramLabel = "COMPONENT", description = "only this component")
    private String component;

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "15",
            description = "how many features to print; the rest is summed up (default: 15). JSON has all")
    private int top;

    @Option(
            names = "--sample",
            paramLabel = "N",
            defaultValue = "2000",
            description = "without --appliance: at most so many decisions (default: 2000; of a forest a fifth)")
    private int sample;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        json.check();
        if (at != null && appliance == null) {
            throw CommandFailure.usage("--at is for one appliance", "name it with --appliance, or leave --at out");
        }
        if (top < 1 || sample < 1) {
            throw CommandFailure.usage("--top and --sample are at least 1", "leave them out for the usual");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (Workspace workspace = Workspace.holding(store, "model " + id)) {
            if (workspace.lifeTools().has(id)) {
                explainLife(workspace, out);
            } else if (appliance != null) {
                Explanation explanation = workspace.workbench().explain(id, appliance, at, component);
                ExplanationText.print(explanation, top, out);
                json.write(ExplanationText.toJson(explanation));
            } else {
                Progress progress = new Progress();
                Importance importance =
                        workspace.workbench().importance(id, component, sample, ModelOutput.shown(progress, "explain"));
                progress.done();
                ExplanationText.print(importance, top, out);
                json.write(ExplanationText.toJson(importance));
            }
            out.flush();
        }
    }

    private void explainLife(Workspace workspace, PrintWriter out) {
        if (appliance == null) {
            throw new CommandFailure(
                    "model " + id + " estimates remaining life; such a model is explained for one appliance",
                    "name it with --appliance ID; model show " + id + " says how good it is as a whole");
        }
        LifeExplanation explanation = workspace.lifeTools().explain(id, appliance, at, component);
        LifeExplanationText.print(explanation, top, out);
        json.write(LifeExplanationText.toJson(explanation));
    }
}
