package io.hearthwatch.app.model;

import io.hearthwatch.app.cli.ExitStatus;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.Progress;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.predictor.Reproduction;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code model reproduce ID}. */
@Command(
        name = "reproduce",
        description = {
            "Train a model again from what was written down with it, and say whether the very same comes out.",
            "Nothing is stored. Exit status 0 if it is the same, 1 if it differs."
        })
final class ModelReproduce implements Callable<Integer> {
    @Mixin
    private StoreOptions store;

    @Mixin
    private JsonOutput json;

    @Parameters(paramLabel = "ID", description = "the model")
    private String id;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        json.check();
        try (Workspace workspace = Workspace.holding(store, "model " + id)) {
            Progress progress = new Progress();
            Reproduction found = workspace.workbench().reproduce(id, ModelOutput.shown(progress, "reproduce"));
            progress.done();
            print(found, progress.seconds());
            json.write(toJson(found));
            return found.same() ? ExitStatus.DONE : ExitStatus.FAILED;
        }
    }

    private void print(Reproduction found, double seconds) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-24s %6s  %-18s %-18s%n", "component", "window", "then", "now");
        for (Reproduction.Window window : found.windows()) {
            out.printf(
                    "%-24s %6d  %-18s %-18s %s%n",
                    window.component(),
                    window.window(),
                    shortened(window.then()),
                    shortened(window.now()),
                    window.same() ? "same" : "DIFFERS");
        }
        found.others().forEach(other -> out.println("differs: " + other));
        String took = String.format(Locale.ROOT, " (%.1f s)", seconds);
        if (found.same()) {
            out.println("the same: training model " + found.model() + " again gives it bit for bit" + took);
        } else {
            out.println("not the same: training model " + found.model() + " again gives another one" + took);
            found.causes().forEach(cause -> out.println("  " + cause));
            if (found.causes().isEmpty()) {
                out.println("  the same data and versions are there; this is a fault of the program, please report it");
            }
        }
        out.flush();
    }

    private static String shortened(String fingerprint) {
        return fingerprint == null ? "nothing learnt" : fingerprint.substring(0, 16);
    }

    static Map<String, Object> toJson(Reproduction found) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", found.model());
        json.put("same", found.same());
        json.put(
                "windows",
                found.windows().stream()
                        .map(window -> {
                            Map<String, Object> one = new LinkedHashMap<>();
                            one.put("component", window.component());
                            one.put("window", window.window());
                            one.put("then", window.then());
                            one.put("now", window.now());
                            one.put("same", window.same());
                            return one;
                        })
                        .toList());
        json.put("others", found.others());
        json.put("causes", found.causes());
        return json;
    }
}
