package io.hearthwatch.app.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.predictor.jobs.JobArguments;
import io.hearthwatch.predictor.jobs.ModelJob;
import java.util.Set;

/** {@code model reproduce} as a job. */
final class ReproduceJob implements ModelJob {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Workspace workspace;

    ReproduceJob(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public String command() {
        return "reproduce";
    }

    @Override
    public Set<String> arguments() {
        return Set.of("model");
    }

    @Override
    public Work prepare(JobArguments arguments) {
        String model = arguments.required("model");
        return (who, progress) ->
                JSON.valueToTree(ModelReproduce.toJson(workspace.workbench().reproduce(model, progress)));
    }
}
