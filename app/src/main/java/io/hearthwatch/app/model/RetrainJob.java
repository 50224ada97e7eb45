package io.hearthwatch.app.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.predictor.ModelDocument;
import io.hearthwatch.predictor.Retraining;
import io.hearthwatch.predictor.jobs.JobArguments;
import io.hearthwatch.predictor.jobs.ModelJob;
import java.util.Locale;
import java.util.Set;

/** {@code model retrain} as a job. */
final class RetrainJob implements ModelJob {
    private final Workspace workspace;

    RetrainJob(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public String command() {
        return "retrain";
    }

    @Override
    public Set<String> arguments() {
        return Set.of("type");
    }

    @Override
    public Work prepare(JobArguments arguments) {
        String type = arguments.required("type");
        return (who, progress) -> report(workspace.retraining().retrain(type, who, progress));
    }

    /** What came of it, as {@code --json} and the job tell it. */
    static JsonNode report(Retraining.Candidate candidate) {
        ObjectNode report = JsonNodeFactory.instance
                .objectNode()
                .put("champion", candidate.champion())
                .put("challenger", candidate.challenger())
                .put(
                        "verdict",
                        candidate.verdict() == null
                                ? null
                                : candidate.verdict().kind().name().toLowerCase(Locale.ROOT))
                .put(
                        "sentence",
                        candidate.verdict() == null ? null : candidate.verdict().sentence());
        return report.set("candidate", ModelDocument.of(candidate.model()));
    }
}
