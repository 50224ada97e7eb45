package io.hearthwatch.app.model;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.Progress;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.cli.Who;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.predictor.Alias;
import io.hearthwatch.predictor.ModelDocument;
import io.hearthwatch.predictor.Promotion;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code model promote ID}. */
@Command(
        name = "promote",
        description = {
            "Make a model the champion of its type: the one that the service follows.",
            "It is compared with the champion first; a worse one is refused. `model rollback` undoes it."
        })
final class ModelPromote implements Runnable {
    @Mixin
    private StoreOptions store;

    @Mixin
    private JsonOutput json;

    @Parameters(paramLabel = "ID", description = "the model")
    private String id;

    @Option(
            names = "--as",
            paramLabel = "ALIAS",
            description = "champion (default), or challenger: decides in shadow beside the champion")
    private Alias.Name as = Alias.Name.CHAMPION;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why; goes into the audit log")
    private String reason;

    @Option(names = "--force", description = "also if it is worse than the champion; needs --reason")
    private boolean force;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        json.check();
        if (force && (reason == null || reason.isBlank())) {
            throw CommandFailure.usage("--force needs --reason", "say why; it goes into the audit log");
        }
        if (force && as == Alias.Name.CHALLENGER) {
            throw CommandFailure.usage(
                    "--force has no effect with --as challenger", "leave it out: a challenger is not compared first");
        }
        try (Workspace workspace = Workspace.holding(store, "model " + id)) {
            PrintWriter out = spec.commandLine().getOut();
            if (as == Alias.Name.CHALLENGER) {
                workspace.models().challenge(id, Who.user(), reason);
                out.println("model " + id + " is the challenger now: it decides in shadow beside the champion");
            } else {
                Progress progress = new Progress();
                Promotion promotion = workspace
                        .models()
                        .promote(id, Who.user(), reason, force, ModelOutput.shown(progress, "compare"));
                progress.done();
                tell(promotion, out);
            }
            out.flush();
            json.write(ModelDocument.of(workspace.models().find(id)));
        }
    }

    private static void tell(Promotion promotion, PrintWriter out) {
        if (promotion.model().equals(promotion.previous())) {
            out.println("model " + promotion.model() + " is the champion already");
            return;
        }
        if (promotion.verdict() != null) {
            out.println(promotion.verdict().sentence());
        }
        out.println("model " + promotion.model() + " is the champion now"
                + (promotion.previous() == null ? "" : ", after " + promotion.previous()));
    }
}
