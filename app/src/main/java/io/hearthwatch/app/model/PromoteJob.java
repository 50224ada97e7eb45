package io.hearthwatch.app.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.predictor.Alias;
import io.hearthwatch.predictor.ModelDocument;
import io.hearthwatch.predictor.PredictionException;
import io.hearthwatch.predictor.Promotion;
import io.hearthwatch.predictor.jobs.JobArguments;
import io.hearthwatch.predictor.jobs.ModelJob;
import java.util.Set;

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
    public Set<String> arguments() {
        return Set.of("model", "as", "reason", "force");
    }

    @Override
    public Work prepare(JobArguments arguments) {
        String model = arguments.required("model");
        String reason = arguments.text("reason").orElse(null);
        boolean force = arguments.flag("force").orElse(false);
        if (arguments
                .oneOf("as", Alias.Name.CHAMPION.id(), Alias.Name.CHALLENGER.id())
                .filter(Alias.Name.CHALLENGER.id()::equals)
                .isPresent()) {
            arguments.refuse("no effect on a challenger, which is not compared first", "force");
            return (who, progress) -> {
                workspace.models().challenge(model, who, reason);
                return ModelDocument.of(workspace.models().find(model));
            };
        }
        if (force && reason == null) {
            throw new PredictionException("'force' needs 'reason'", "say why; it goes into the audit log");
        }
        return (who, progress) -> {
            Promotion promotion = workspace.models().promote(model, who, reason, force, progress);
            ObjectNode result = ModelDocument.of(workspace.models().find(model));
            return result.put("changed", !model.equals(promotion.previous()));
        };
    }
}
