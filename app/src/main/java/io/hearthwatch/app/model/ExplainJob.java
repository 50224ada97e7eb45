package io.hearthwatch.app.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.predictor.PredictionException;
import io.hearthwatch.predictor.Progress;
import io.hearthwatch.predictor.jobs.JobArguments;
import io.hearthwatch.predictor.jobs.ModelJob;
import java.time.Instant;
import java.util.Set;

/** {@code model explain} as a job: of one appliance, or of the model as a whole. */
final class ExplainJob implements ModelJob {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long USUAL_SAMPLE = 2_000;
    private static final long MOST_SAMPLE = 100_000;

    private final Workspace workspace;

    ExplainJob(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public String command() {
        return "explain";
    }

    @Override
    public Set<String> arguments() {
        return Set.of("model", "appliance", "at", "component", "sample");
    }

    @Override
    public Work prepare(JobArguments arguments) {
        String model = arguments.required("model");
        String appliance = arguments.text("appliance").orElse(null);
        Instant at = arguments.instant("at").orElse(null);
        String component = arguments.text("component").orElse(null);
        long sample = arguments.number("sample", 1, MOST_SAMPLE).orElse(USUAL_SAMPLE);
        if (at != null && appliance == null) {
            throw new PredictionException("'at' is for one appliance", "add \"appliance\", or leave 'at' out");
        }
        return (who, progress) -> explain(model, appliance, at, component, (int) sample, progress);
    }

    private JsonNode explain(
            String model, String appliance, Instant at, String component, int sample, Progress progress) {
        if (workspace.lifeTools().has(model)) {
            if (appliance == null) {
                throw new PredictionException(
                        "model " + model + " estimates remaining life; such a model is explained for one appliance",
                        "add \"appliance\"");
            }
            return JSON.valueToTree(
                    LifeExplanationText.toJson(workspace.lifeTools().explain(model, appliance, at, component)));
        }
        return JSON.valueToTree(
                appliance != null
                        ? ExplanationText.toJson(workspace.workbench().explain(model, appliance, at, component))
                        : ExplanationText.toJson(workspace.workbench().importance(model, component, sample, progress)));
    }
}
