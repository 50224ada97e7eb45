package io.hearthwatch.app.model;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.Progress;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.predictor.LifeEstimate;
import io.hearthwatch.predictor.LifeEvaluation;
import io.hearthwatch.predictor.LifeQuestion;
import io.hearthwatch.predictor.RemainingLife;
import io.hearthwatch.predictor.life.LifeFigures;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    /** Judges and tells. */
    void run(Workspace workspace, LifeQuestion question, PrintWriter out, JsonOutput json) {
        if ((at == null) != (truth == null)) {
            throw CommandFailure.usage(
                    "--at last and --truth go together",
                    "--at last --truth FILE, a CSV with the columns appliance,hours");
        }
        if (at == null && (truthCap != null || component != null)) {
            throw CommandFailure.usage("--truth-cap and --component need --truth", "--at last --truth FILE");
        }
        Progress progress = new Progress();
        Map<String, Object> report = new LinkedHashMap<>();
        if (at == null) {
            LifeEvaluation evaluation =
                    workspace.remainingLife().evaluate(question, ModelOutput.shown(progress, "evaluate"));
            progress.done();
            if (evaluation.isEmpty()) {
                throw new CommandFailure(
                        "there is nothing to judge model " + evaluation.model()
                                + " on: every stored failure was there when it was trained",
                        "train with --until or --appliances and leave some out, or give --at last --truth FILE");
            }
            report.put("at", "every decision that the model has not seen");
            out.println("model " + evaluation.model() + " at every decision that it has not seen"
                    + (evaluation.cap() == null ? "" : "; truths capped as its own, at " + cap(evaluation)));
            tell(evaluation, report, out);
        } else {
            if (question.from() != null
                    || question.to() != null
                    || question.every() != null
                    || question.appliances() != null) {
                throw CommandFailure.usage(
                        "--from, --to, --every and --appliances have no effect with --at last",
                        "leave them out: what the truth file names is compared");
            }
            atLast(workspace, question, TruthFile.read(truth), progress, report, out);
        }
        out.flush();
        json.write(report);
    }

    private void atLast(
            Workspace workspace,
            LifeQuestion question,
            TruthFile file,
            Progress progress,
            Map<String, Object> report,
            PrintWriter out) {
        RemainingLife life = workspace.remainingLife();
        String model = life.modelId(question.modelId(), question.type());
        Map<String, Double> truths = new LinkedHashMap<>();
        long[] capped = {0};
        double cap = truthCap == null ? Double.POSITIVE_INFINITY : truthCap.toMillis() / 3_600_000.0;
        file.hours().forEach((id, hours) -> {
            capped[0] += hours > cap ? 1 : 0;
            truths.put(id, Math.min(cap, hours));
        });
        LifeEvaluation evaluation;
        try {
            evaluation = life.evaluateAtLast(
                    question.type(),
                    model,
                    component(life.components(model)),
                    truths,
                    ModelOutput.shown(progress, "evaluate"));
        } catch (RemainingLife.UnknownAppliances e) {
            throw file.refusing(e.unregistered(), e.silent(), question.type());
        }
        progress.done();
        report.put("at", "last");
        report.put("truth_cap_hours", truthCap == null ? null : cap);
        report.put("truths_capped", capped[0]);
        out.println("model " + model + " at the last reading of each appliance; "
                + (truthCap == null
                        ? "truths as they are"
                                + (evaluation.cap() == null
                                        ? ""
                                        : ", while it tells nothing longer than " + cap(evaluation) + " apart")
                        : "truths capped at " + LifeOutput.hours(cap) + " (" + capped[0] + " were longer)"));
        tell(evaluation, report, out);
        List<Map<String, Object>> estimates = new ArrayList<>();
        evaluation.components().values().stream()
                .flatMap(judged -> judged.estimates().stream())
                .forEach(one -> estimates.add(estimate(one)));
        report.put("estimates", estimates);
    }

    private String component(List<String> known) {
        if (component != null && !known.contains(component)) {
            throw CommandFailure.usage(
                    "the model does not estimate '" + component + "'", "choose one of " + String.join(", ", known));
        }
        if (component == null && known.size() > 1) {
            throw CommandFailure.usage(
                    "the model estimates several components: " + String.join(", ", known),
                    "say which the truths are of, with --component");
        }
        return component == null ? known.get(0) : component;
    }

    private static Map<String, Object> estimate(LifeEvaluation.Compared one) {
        LifeEstimate estimate = one.estimate();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("appliance", one.appliance());
        map.put("as_of", estimate.asOf().toString());
        map.put("hours", estimate.hours());
        map.put("low_hours", estimate.low());
        map.put("high_hours", estimate.high());
        map.put("open_ended", estimate.openEnded());
        map.put("truth_hours", one.truth());
        return map;
    }

    private static String cap(LifeEvaluation evaluation) {
        return LifeOutput.hours(evaluation.cap().toMinutes() / 60.0);
    }

    private static void tell(LifeEvaluation evaluation, Map<String, Object> report, PrintWriter out) {
        report.putAll(evaluation.figures());
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
