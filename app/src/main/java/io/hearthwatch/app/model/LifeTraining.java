package io.hearthwatch.app.model;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.Progress;
import io.hearthwatch.app.cli.Who;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.predictor.LifeModelInfo;
import io.hearthwatch.predictor.LifeRequest;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;

/** What {@code model train --target remaining_life} has beside the options of all training, and does. */
final class LifeTraining {
    @Option(
            names = "--cap",
            paramLabel = "DURATION",
            description =
                    "with --target remaining_life: the longest life that is told apart, such as 125h (default: none)")
    private Duration cap;

    /** Refuses what only remaining life has. */
    void refuse() {
        if (cap != null) {
            throw CommandFailure.usage("--cap is for remaining life only", "add --target remaining_life");
        }
    }

    /** The longest life that is told apart, or null. */
    Duration cap() {
        if (cap != null && cap.compareTo(Duration.ofHours(1)) < 0) {
            throw CommandFailure.usage("--cap must be at least an hour", "--cap 125h");
        }
        return cap;
    }

    /** Trains and tells. */
    void run(Workspace workspace, LifeRequest request, PrintWriter out, JsonOutput json) {
        Progress progress = new Progress();
        LifeModelInfo model =
                workspace.remainingLife().train(request, Who.user(), ModelOutput.shown(progress, "train"));
        progress.done();
        out.println("model " + model.id() + ", remaining life"
                + (model.cap() == null
                        ? ""
                        : " up to " + LifeOutput.hours(model.cap().toMinutes() / 60.0)));
        out.printf(
                Locale.ROOT,
                "learnt from %,d decisions every %s of %,d appliances (%,d kept)%n",
                model.decisions(),
                LifeOutput.hours(model.every().toMinutes() / 60.0),
                model.appliances(),
                model.rows());
        out.println("on appliances left out, fold by fold:");
        out.printf("%-24s %9s %9s %8s %8s %12s%n", "component", "failures", "decisions", "RMSE", "MAE", "by age alone");
        for (LifeModelInfo.ComponentInfo component : model.components()) {
            if (component.trained()) {
                out.printf(
                        Locale.ROOT,
                        "%-24s %9d %9d %7.1fh %7.1fh %11.1fh%n",
                        component.component(),
                        component.failures(),
                        component.decisions(),
                        component.unseen().rmseHours(),
                        component.unseen().maeHours(),
                        component.unseenByAge().rmseHours());
            } else {
                out.printf("%-24s %9d %s%n", component.component(), component.failures(), "too little data");
            }
        }
        out.printf(
                Locale.ROOT,
                "trained in %.1f s%s%n",
                progress.seconds(),
                model.champion()
                        ? "; it is the champion of its type's remaining life"
                        : "; `hearthwatch model promote " + model.id() + "` makes it the champion");
        out.flush();
        json.write(json(model));
    }

    /** A model as {@code --json} and jobs tell it. */
    static Map<String, Object> json(LifeModelInfo model) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", model.id());
        json.put("type", model.type());
        json.put("target", "remaining_life");
        json.put("champion", model.champion());
        json.put("until", model.until().toString());
        json.put("cap_hours", model.cap() == null ? null : model.cap().toMinutes() / 60.0);
        json.put("every_hours", model.every().toMinutes() / 60.0);
        json.put("interval_level", model.level());
        json.put("seed", model.seed());
        json.put("appliances", model.appliances());
        json.put("decisions", model.decisions());
        json.put("rows_kept", model.rows());
        Map<String, Object> components = new LinkedHashMap<>();
        for (LifeModelInfo.ComponentInfo info : model.components()) {
            Map<String, Object> component = new LinkedHashMap<>();
            component.put("trained", info.trained());
            component.put("failures", info.failures());
            component.put("decisions", info.decisions());
            component.put("outlived_cap", info.outlived());
            component.put("rounds", info.rounds());
            component.put("left_out", LifeOutput.withoutCoverage(info.unseen()));
            component.put("left_out_by_age", LifeOutput.withoutCoverage(info.unseenByAge()));
            component.put("fingerprint", info.fingerprint());
            components.put(info.component(), component);
        }
        json.put("components", components);
        return json;
    }
}
