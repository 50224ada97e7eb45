package io.hearthwatch.app.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.predictor.jobs.JobArguments;
import io.hearthwatch.predictor.jobs.ModelJob;
import java.time.Instant;
import java.util.Set;

/** {@code model watch} as a job: a look now, or as of an instant, beside the daily one that the service makes by itself. */
final class WatchJob implements ModelJob {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Workspace workspace;

    WatchJob(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public String command() {
        return "watch";
    }

    @Override
    public Set<String> arguments() {
        return Set.of("type", "at");
    }

    @Override
    public Work prepare(JobArguments arguments) {
        String type = arguments.text("type").orElse(null);
        Instant at = arguments.instant("at").orElse(null);
        return (who, progress) ->
                JSON.valueToTree(WatchLook.at(workspace, type, at).toJson());
    }
}
