package io.hearthwatch.app.model;

import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.Progress;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.cli.Who;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.predictor.Retraining;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code model retrain}. */
@Command(
        name = "retrain",
        description = "Train a candidate like the champion of a type, on all that is stored and has come to pass by the"
                + " service's clock. The champion stays;"
                + " the candidate becomes the challenger unless a person chose one.")
final class ModelRetrain implements Runnable {
    @Mixin
    private StoreOptions store;

    @Mixin
    private JsonOutput json;

    @Option(names = "--type", required = true, paramLabel = "TYPE", description = "appliance type")
    private String type;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        json.check();
        try (Workspace workspace = Workspace.use(store)) {
            Progress progress = new Progress();
            Retraining.Candidate candidate =
                    workspace.retraining().retrain(type, Who.user(), ModelOutput.shown(progress, "retrain"));
            progress.done();
            PrintWriter out = spec.commandLine().getOut();
            ModelOutput.print(candidate.model(), out);
            out.printf(
                    Locale.ROOT,
                    "trained in %.1f s like the champion %s, which stays; %s%n",
                    progress.seconds(),
                    candidate.champion(),
                    candidate.challenger()
                            ? "it decides in shadow now"
                            : "another challenger stands, so it does nothing yet");
            if (candidate.verdict() != null) {
                out.println(candidate.verdict().sentence());
            }
            out.println("`hearthwatch model promote " + candidate.model().id() + "` makes it the champion");
            out.flush();
            json.write(RetrainJob.report(candidate));
        }
    }
}
