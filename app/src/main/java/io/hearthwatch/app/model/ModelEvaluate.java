package io.hearthwatch.app.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.Progress;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.predictor.EvaluateRequest;
import io.hearthwatch.predictor.evaluation.Evaluation;
import io.hearthwatch.predictor.evaluation.ThresholdPolicy;
import io.hearthwatch.servicedesk.policy.PolicyOutcome;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code model evaluate}. */
@Command(
        name = "evaluate",
        description = "Judge a model on stored data, beside a rule on fault codes and a rule on age.")
final class ModelEvaluate implements Runnable {
    /** Whose thresholds are judged. */
    enum Threshold {
        MAX_F1,
        COST
    }

    @Mixin
    private StoreOptions store;

    @Mixin
    private JsonOutput json;

    @Mixin
    private AppliancesOption appliances;

    @Option(names = "--model", paramLabel = "ID", description = "the model (default: the newest of the type)")
    private String model;

    @Option(names = "--type", required = true, paramLabel = "TYPE", description = "appliance type")
    private String type;

    @Option(names = "--from", required = true, paramLabel = "INSTANT", description = "first decision")
    private Instant from;

    @Option(
            names = "--to",
            paramLabel = "INSTANT",
            description = "no window ends later (default: the end of what is stored)")
    private Instant to;

    @Option(names = "--every", paramLabel = "DURATION", description = "time between decisions (default: 24h)")
    private Duration every = Duration.ofHours(24);

    @Option(
            names = "--threshold",
            paramLabel = "POLICY",
            description = "max_f1 (default), or cost: what the service uses")
    private Threshold threshold = Threshold.MAX_F1;

    @Option(names = "--policy", description = "also run the service's ticket logic over the span, in memory")
    private boolean policy;

    @Option(
            names = "--min-lead",
            paramLabel = "DURATION",
            description =
                    "with --policy: how long before a failure a ticket must have been open to count (default: 0h)")
    private Duration minLead = Duration.ZERO;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        json.check();
        ModelOutput.checkEvery(every);
        if (to != null && !to.isAfter(from)) {
            throw CommandFailure.usage("--to " + to + " is not after --from " + from, "give a later --to");
        }
        Set<String> ids = appliances.ids();
        try (Workspace workspace = Workspace.use(store)) {
            Progress progress = new Progress();
            Evaluation evaluation = workspace
                    .predictor()
                    .evaluate(
                            new EvaluateRequest(
                                    type, model, from, to, every, ids, ThresholdPolicy.valueOf(threshold.name())),
                            ModelOutput.shown(progress, "evaluate"));
            progress.done();
            if (evaluation.decisions() == 0) {
                throw new CommandFailure(
                        "there is nothing to judge: no decision from " + from + " on has an outcome that is known by "
                                + evaluation.to(),
                        "give an earlier --from, or import what happened after it");
            }
            ObjectNode report = evaluation.toJson();
            PrintWriter out = spec.commandLine().getOut();
            out.print(evaluation.toTable());
            if (policy) {
                PolicyOutcome outcome =
                        new PolicyEvaluation(workspace).run(evaluation.model(), type, from, to, ids, minLead);
                report.putPOJO("policy", outcome);
                out.printf(
                        Locale.ROOT,
                        "%npolicy: %d failures, %d pre-empted, %d missed; %d tickets, %d needless%n",
                        outcome.failures(),
                        outcome.preempted(),
                        outcome.missed(),
                        outcome.tickets(),
                        outcome.needless());
            }
            out.flush();
            json.write(report);
        }
    }
}
