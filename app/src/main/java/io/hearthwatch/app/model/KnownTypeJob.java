package io.hearthwatch.app.model;

import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.predictor.PredictionException;
import io.hearthwatch.predictor.jobs.JobArguments;
import io.hearthwatch.predictor.jobs.ModelJob;
import java.util.Optional;
import java.util.Set;

/** A job that is refused at once, not when its turn comes, if it is about a type that is not in the catalog. */
record KnownTypeJob(ModelJob job, Workspace workspace) implements ModelJob {
    @Override
    public String command() {
        return job.command();
    }

    @Override
    public Set<String> arguments() {
        return job.arguments();
    }

    @Override
    public Work prepare(JobArguments arguments) {
        Work work = job.prepare(arguments);
        Catalog catalog = workspace.catalog();
        Optional<String> asked = job.arguments().contains("type") ? arguments.text("type") : Optional.empty();
        asked.filter(type -> catalog.find(type).isEmpty()).ifPresent(type -> {
            throw new PredictionException(
                    "there is no appliance type '" + (type.length() <= 60 ? type : type.substring(0, 60) + "…")
                            + "' in the catalog",
                    "choose one of " + String.join(", ", catalog.types().keySet()));
        });
        return work;
    }
}
