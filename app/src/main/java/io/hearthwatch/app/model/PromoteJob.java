package io.hearthwatch.app.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.predictor.ModelDocument;
import io.hearthwatch.predictor.Promotion;
import io.hearthwatch.predictor.jobs.JobArguments;
import io.hearthwatch.predictor.jobs.ModelJob;

/** {@code model promote} as a job, since the comparison with the champion may take long. */
final class PromoteJob implements ModelJob {
    private final Workspace workspace;

    PromoteJob(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public String command() {
        return "promote";
    }

    @Override
    public Work prepare(JobArguments arguments) {
        String model = arguments.required("model");
        String reason = arguments.text("reason").orElse(null);
        boolean force = arguments.flag("force").orElse(false);
        return (who, progress) -> {
            Promotion promotion = workspace.models().promote(model, who, reason, force, progress);
            ObjectNode result = ModelDocument.of(workspace.models().find(model));
            return result.put("changed", !model.equals(promotion.previous()));
        };
    }
}
