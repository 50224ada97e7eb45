package io.hearthwatch.app.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.Progress;
import io.hearthwatch.app.cli.ReportOutput;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.predictor.EvaluateRequest;
import io.hearthwatch.predictor.FoldsRequest;
import io.hearthwatch.predictor.Judging;
import io.hearthwatch.predictor.LifeQuestion;
import io.hearthwatch.predictor.Target;
import io.hearthwatch.predictor.evaluation.Evaluation;
import io.hearthwatch.predictor.evaluation.ThresholdPolicy;
import io.hearthwatch.predictor.report.Report;
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
    private ReportOutput page;

    @Mixin
    private AppliancesOption appliances;

    @Mixin
    private TargetOption target;

    @Mixin
    private LifeEvaluating life;

    @Option(names = "--model", paramLabel = "ID", description = "the model (default: the newest of the type)")
    private String model;

    @Option(names = "--type", required = true, paramLabel = "TYPE", description = "appliance type")
    private String type;

    @Option(
            names = "--from",
            paramLabel = "INSTANT",
            description =
                    "first decision (default: the first after all that the model has seen; earlier ones of appliances"
                            + " that it was trained on are refused)")
    private Instant from;

    @Option(
            names = "--to",
            paramLabel = "INSTANT",
            description = "no window ends later (default: the end of what is stored)")
    private Instant to;

    @Option(
            names = "--every",
            paramLabel = "DURATION",
            description = "time between decisions (default: as often as the model decides in service)")
    private Duration every;

    @Option(
            names = "--horizon",
            paramLabel = "DURATION",
            description =
                    "by when a failure counts, of a model of several horizons (default: the one that it decides for)")
    private Duration horizon;

    @Option(names = "--never-seen", description = "only appliances that the model was not trained on")
    private boolean neverSeen;

    @Option(
            names = "--unseen",
            paramLabel = "K",
            description =
                    "train as the model was trained K times, each time without one part of the appliances, and judge"
                            + " each on those, later")
    private Integer unseen;

    @Option(
            names = "--until",
            paramLabel = "INSTANT",
            description = "with --unseen: those trainings look at nothing later (default: as the model)")
    private Instant until;

    @Option(names = "--seed", paramLabel = "N", description = "with --unseen: how appliances are parted (default: 1)")
    private long seed = 1;

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
        page.check();
        if (target.target() == Target.REMAINING_LIFE) {
            evaluateLife();
            return;
        }
        life.refuse();
        if (every != null) {
            ModelOutput.checkEvery(every);
        }
        checkOptions();
        Set<String> ids = appliances.ids();
        store.checkType(type);
        try (Workspace workspace = Workspace.holding(store, judged())) {
            Progress progress = new Progress();
            Evaluation evaluation = evaluate(workspace.predictor().judging(), ids, progress);
            progress.done();
            ObjectNode report = evaluation.toJson();
            PrintWriter out = spec.commandLine().getOut();
            out.print(evaluation.toTable());
            if (policy) {
                PolicyOutcome outcome = new PolicyEvaluation(workspace)
                        .run(evaluation.model(), type, evaluation.from(), to, ids, minLead);
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
            page.write(() -> Report.html(
                    report,
                    workspace.catalog().find(type).orElse(null),
                    Report.Language.of(Locale.getDefault().getLanguage())));
        }
    }

    private String judged() {
        return "model " + (model == null ? "of type " + type : model);
    }

    private void checkOptions() {
        if (to != null && from != null && !to.isAfter(from)) {
            throw CommandFailure.usage("--to " + to + " is not after --from " + from, "give a later --to");
        }
        if (unseen == null && until != null) {
            throw CommandFailure.usage(
                    "--until says how long to train, which only --unseen does", "add --unseen 5, or leave it out");
        }
        if (unseen != null && unseen < 2) {
            throw CommandFailure.usage("--unseen " + unseen + " leaves nothing to train on", "--unseen 5");
        }
        if (horizon != null && (unseen != null || policy)) {
            throw CommandFailure.usage(
                    "--unseen and --policy judge the horizon that the model decides for", "leave out --horizon");
        }
        if (unseen != null && (policy || neverSeen)) {
            throw CommandFailure.usage(
                    "--unseen trains models of its own, which --policy and --never-seen say nothing of",
                    "use one or the other");
        }
    }

    private Evaluation evaluate(Judging judging, Set<String> ids, Progress progress) {
        ThresholdPolicy judged = ThresholdPolicy.valueOf(threshold.name());
        if (unseen != null) {
            return judging.evaluateUnseen(
                    new FoldsRequest(type, model, unseen, until, from, to, every, ids, judged, seed),
                    ModelOutput.shown(progress, "evaluate"));
        }
        return judging.evaluate(
                new EvaluateRequest(type, model, from, to, every, ids, neverSeen, judged, horizon),
                ModelOutput.shown(progress, "evaluate"));
    }

    private void evaluateLife() {
        if (policy
                || neverSeen
                || unseen != null
                || horizon != null
                || until != null
                || threshold != Threshold.MAX_F1) {
            throw CommandFailure.usage(
                    "--policy, --threshold, --horizon, --never-seen, --unseen and --until have no effect on remaining life",
                    "leave them out: it is only judged on what it has not seen, and opens no tickets");
        }
        if (every != null) {
            ModelOutput.checkEvery(every);
        }
        LifeQuestion question = new LifeQuestion(type, model, from, to, every, appliances.ids());
        life.check(question);
        store.checkType(type);
        try (Workspace workspace = Workspace.holding(store, judged())) {
            life.run(workspace, question, spec.commandLine().getOut(), json);
        }
    }
}
