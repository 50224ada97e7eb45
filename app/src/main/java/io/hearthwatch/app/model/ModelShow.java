package io.hearthwatch.app.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.predictor.Alias;
import io.hearthwatch.predictor.AuditRecord;
import io.hearthwatch.predictor.ModelSummary;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code model show ID}. */
@Command(
        name = "show",
        description = "Everything about a model: what it learnt from, how, its thresholds, what became of it.")
final class ModelShow implements Runnable {
    @Mixin
    private StoreOptions store;

    @Mixin
    private JsonOutput json;

    @Parameters(paramLabel = "ID", description = "the model")
    private String id;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        json.check();
        try (Workspace workspace = Workspace.holding(store, "model " + id)) {
            ModelSummary model = workspace.models().find(id);
            ObjectNode all = workspace.models().show(id);
            PrintWriter out = spec.commandLine().getOut();
            ModelOutput.print(model.info(), out);
            out.println();
            line(out, "type", model.info().type() + ", says " + model.target().id());
            line(
                    out,
                    "called",
                    model.aliases().isEmpty()
                            ? "nothing"
                            : model.aliases().stream().map(Alias.Name::id).collect(Collectors.joining(", ")));
            line(
                    out,
                    "trained",
                    model.info().createdAt() + ", on what was known until "
                            + model.info().until());
            JsonNode span = all.get("span");
            line(
                    out,
                    "learnt from",
                    span.get("appliances").asText() + " appliances, "
                            + span.get("decisions").asText() + " decisions and "
                            + span.get("decisions_at_faults").asText() + " at faults ("
                            + span.get("rows_kept").asText() + " kept), "
                            + span.get("first").asText() + " to "
                            + span.get("last").asText());
            line(
                    out,
                    "windows",
                    "up to " + texts(all.get("horizons_hours")) + " h ahead, from "
                            + all.get("lead_hours").asText() + " h on; decides for "
                            + all.get("horizon_hours").asText() + " h, every "
                            + all.get("every_hours").asText() + " h"
                            + (model.info().onFault() ? " and at faults" : ""));
            line(out, "settings", all.get("settings").toString());
            line(out, "vocabulary", all.get("vocabulary").toString());
            for (JsonNode one : all.get("provenance")) {
                line(
                        out,
                        "provenance",
                        one.get("component").asText() + ", window "
                                + one.get("window").asText() + ": "
                                + one.path("fingerprint").asText("no fingerprint")
                                + (one.has("tribuo_version")
                                        ? ", Tribuo "
                                                + one.get("tribuo_version").asText()
                                        : ""));
            }
            for (JsonNode one : all.get("evaluations")) {
                // Those on folds are of models trained like it.
                line(out, one.path("folds").asInt() > 0 ? "its like" : "evaluated", one.toString());
            }
            out.println();
            List<AuditRecord> lines = workspace.models().auditOf(id, 20);
            lines.forEach(line -> ModelAudit.print(line, out));
            out.flush();
            json.write(all);
        }
    }

    private static String texts(JsonNode array) {
        StringBuilder texts = new StringBuilder();
        array.forEach(each -> texts.append(texts.isEmpty() ? "" : ", ").append(each.asText()));
        return texts.toString();
    }

    private static void line(PrintWriter out, String name, String text) {
        out.printf("%-12s %s%n", name, text);
    }
}
