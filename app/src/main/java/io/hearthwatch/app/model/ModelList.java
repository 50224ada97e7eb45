package io.hearthwatch.app.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.predictor.Alias;
import io.hearthwatch.predictor.ModelDocument;
import io.hearthwatch.predictor.ModelSummary;
import io.hearthwatch.predictor.evaluation.Judged;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code model list}. */
@Command(
        name = "list",
        description =
                "List models, newest first, with their aliases and the main figures of their own newest evaluation, and what"
                        + " they were judged on.")
final class ModelList implements Runnable {
    @Mixin
    private StoreOptions store;

    @Mixin
    private JsonOutput json;

    @Option(names = "--type", paramLabel = "TYPE", description = "only this type")
    private String type;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        json.check();
        try (Workspace workspace = Workspace.use(store)) {
            List<ModelSummary> models = workspace.models().list(type);
            PrintWriter out = spec.commandLine().getOut();
            models.forEach(model -> out.printf(
                    "%-28s %-18s %-14s %-10s until %s horizon %s  %s%n",
                    model.info().id(),
                    model.info().type(),
                    model.target().id(),
                    aliases(model),
                    model.info().until(),
                    hours(model),
                    figures(model)));
            if (models.isEmpty()) {
                out.println("no model yet; train one with: hearthwatch model train --type TYPE --horizon 7d");
            }
            out.flush();
            json.write(models.stream().map(ModelDocument::of).toList());
        }
    }

    private static String aliases(ModelSummary model) {
        return model.aliases().stream().map(Alias.Name::id).collect(Collectors.joining(", "));
    }

    private static String hours(ModelSummary model) {
        return model.info().horizon().toHours() + "h";
    }

    private static String figures(ModelSummary model) {
        if (model.evaluation() == null) {
            return "not evaluated itself";
        }
        ObjectNode brief = ModelDocument.brief(model.evaluation());
        String figures = Stream.of("f1", "average_precision", "event_recall", "rmse_hours")
                .filter(brief::hasNonNull)
                .map(name -> String.format(
                        Locale.ROOT, "%s %.3f", name, brief.get(name).asDouble()))
                .collect(Collectors.joining(", "));
        return figures + span(brief);
    }

    /** Figures of different spans do not compare models. */
    private static String span(ObjectNode brief) {
        if (!brief.path("from").isTextual()) {
            return "";
        }
        String kind = Arrays.stream(Judged.Kind.values())
                .filter(each -> each.id().equals(brief.path("judged").asText()))
                .map(each -> ", " + each.words())
                .findFirst()
                .orElse("");
        return " (" + brief.get("from").asText() + " to " + brief.path("to").asText() + kind + ")";
    }
}
