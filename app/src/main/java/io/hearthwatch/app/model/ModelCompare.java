package io.hearthwatch.app.model;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.Progress;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.predictor.CompareRequest;
import io.hearthwatch.predictor.LifeComparison;
import io.hearthwatch.predictor.evaluation.Comparison;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code model compare A B}. */
@Command(
        name = "compare",
        description = {
            "Say whether model B is better than A, beyond chance, and by how much money: on the same decisions, which"
                    + " neither has seen.",
            "Of two models of remaining life, by how many hours it errs less."
        })
final class ModelCompare implements Runnable {
    @Mixin
    private StoreOptions store;

    @Mixin
    private JsonOutput json;

    @Mixin
    private AppliancesOption appliances;

    @Parameters(index = "0", paramLabel = "A", description = "the model that is there")
    private String a;

    @Parameters(index = "1", paramLabel = "B", description = "the model that might take its place")
    private String b;

    @Option(
            names = "--from",
            paramLabel = "INSTANT",
            description = "first decision (default: the first that neither has seen)")
    private Instant from;

    @Option(
            names = "--to",
            paramLabel = "INSTANT",
            description = "no window ends later (default: the end of what is stored)")
    private Instant to;

    @Option(
            names = "--every",
            paramLabel = "DURATION",
            description =
                    "time between decisions (default: as often as both models decide; of remaining life, as they learnt)")
    private Duration every;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        json.check();
        if (every != null) {
            ModelOutput.checkEvery(every);
        }
        if (to != null && from != null && !to.isAfter(from)) {
            throw CommandFailure.usage("--to " + to + " is not after --from " + from, "give a later --to");
        }
        try (Workspace workspace = Workspace.holding(store, "model " + a)) {
            Progress progress = new Progress();
            CompareRequest request = new CompareRequest(a, b, from, to, every, appliances.ids());
            PrintWriter out = spec.commandLine().getOut();
            if (workspace.lifeTools().has(a) && workspace.lifeTools().has(b)) {
                LifeComparison comparison =
                        workspace.lifeTools().compare(request, ModelOutput.shown(progress, "compare"));
                progress.done();
                out.print(comparison.toTable());
                json.write(comparison.toJson());
            } else {
                Comparison comparison =
                        workspace.predictor().judging().compare(request, ModelOutput.shown(progress, "compare"));
                progress.done();
                out.print(comparison.toTable());
                json.write(comparison.toJson());
            }
            out.flush();
        }
    }
}
