package io.hearthwatch.app.model;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.Progress;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.predictor.LifeEvaluation;
import io.hearthwatch.predictor.LifeQuestion;
import io.hearthwatch.predictor.RemainingLife;
import io.hearthwatch.predictor.life.LifeFigures;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.Option;

/** What {@code model evaluate --target remaining_life} has beside the options of all evaluation, and does. */
final class LifeEvaluating {
    /** Where estimates are compared. */
    enum At {
        LAST
    }

    @Option(
            names = "--at",
            paramLabel = "WHERE",
            description = "with --target remaining_life: last, to compare at each appliance's last reading with --truth"
                    + " (default: at every stored decision that the model has not seen)")
    private At at;

    @Option(
            names = "--truth",
            paramLabel = "FILE",
            description = "with --at last: how long appliances really lasted from there on, a CSV appliance,hours")
    private Path truth;

    @Option(
            names = "--truth-cap",
            paramLabel = "DURATION",
            description = "take longer truths for this long (default: truths as they are)")
    private Duration truthCap;

    @Option(
            names = "--component",
            paramLabel = "NAME",
            description = "which component the truths are of, where the model estimates several")
    private String component;

    /** Refuses what only remaining life has. */
    void refuse() {
        if (at != null || truth != null || truthCap != null || component != null) {
            throw CommandFailure.usage(
                    "--at, --truth, --truth-cap and --component are for remaining life only",
                    "add --target remaining_life");
        }
    }

    /** Refuses what makes no sense, and truths that cannot be read, before anything is opened. */
    void check(LifeQuestion question) {
        if ((at == null) != (truth == null)) {
            throw CommandFailure.usage(
                    "--at last and --truth go together",
                    "--at last --truth FILE, a CSV with the columns appliance,hours");
        }
        if (at == null && (truthCap != null || component != null)) {
            throw CommandFailure.usage("--truth-cap and --component need --truth", "--at last --truth FILE");
        }
        if (at != null) {
            if (question.from() != null
                    || question.to() != null
                    || question.every() != null
                    || question.appliances() != null) {
                throw CommandFailure.usage(
                        "--from, --to, --every and --appliances have no effect with --at last",
                        "leave them out: what the truth file names is compared");
            }
            TruthFile.read(truth);
        }
    }

    /** Judges and tells. */
    void run(Workspace workspace, LifeQuestion question, PrintWriter out, JsonOutput json) {
        Progress progress = new Progress();
        LifeJudging judging = new LifeJudging(workspace, ModelOutput.shown(progress, "evaluate"));
        LifeJudging.Judged judged;
        if (at == null) {
            judged = judging.unseen(question);
            progress.done();
            out.println("model " + judged.evaluation().model() + " at every decision that it has not seen"
                    + (judged.evaluation().cap() == null
                            ? ""
                            : "; truths capped as its own, at " + cap(judged.evaluation())));
        } else {
            TruthFile file = TruthFile.read(truth);
            try {
                judged = judging.atLast(question, file.hours(), truthCap, component);
            } catch (RemainingLife.UnknownAppliances e) {
                throw file.refusing(e.unregistered(), e.silent(), question.type());
            }
            progress.done();
            LifeEvaluation evaluation = judged.evaluation();
            out.println("model " + evaluation.model() + " at the last reading of each appliance; "
                    + (truthCap == null
                            ? "truths as they are"
                                    + (evaluation.cap() == null
                                            ? ""
                                            : ", while it tells nothing longer than " + cap(evaluation) + " apart")
                            : "truths capped at " + LifeOutput.hours(truthCap.toMillis() / 3_600_000.0) + " ("
                                    + judged.capped() + " were longer)"));
        }
        tell(judged.evaluation(), out);
        out.flush();
        json.write(judged.report());
    }

    private static String cap(LifeEvaluation evaluation) {
        return LifeOutput.hours(evaluation.cap().toMinutes() / 60.0);
    }

    private static void tell(LifeEvaluation evaluation, PrintWriter out) {
        out.printf(
                "%-24s %9s %10s %8s %18s %8s %8s %12s %9s%n",
                "component", "estimates", "appliances", "RMSE", "95 %", "MAE", "bias", "NASA score", "interval");
        evaluation.components().keySet().stream().sorted().forEach(id -> {
            LifeEvaluation.Judged judged = evaluation.components().get(id);
            if (judged.model().n() > 0) {
                row(id, judged.model(), true, out);
                row("  by age alone", judged.ageRule(), false, out);
            }
        });
        out.printf(
                Locale.ROOT,
                "interval: the share of truths that it held; %.0f %% was promised. Where it ends at the cap it is open: "
                        + "longer truths count as held.%n",
                100 * evaluation.level());
    }

    private static void row(String what, LifeFigures figures, boolean interval, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%-24s %9d %10d %7.2fh %8.2f to %5.2fh %7.2fh %+7.2fh %12.0f %9s%n",
                what,
                figures.n(),
                figures.appliances(),
                figures.rmseHours(),
                figures.rmseLow(),
                figures.rmseHigh(),
                figures.maeHours(),
                figures.biasHours(),
                figures.nasaScore(),
                interval ? String.format(Locale.ROOT, "%.0f %%", 100 * figures.coverage()) : "-");
    }
}
