package io.hearthwatch.app.model;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.predictor.PredictionException;
import io.hearthwatch.predictor.jobs.JobArguments;
import io.hearthwatch.predictor.jobs.ModelJob;

/** A job that is refused at once, not when its turn comes, if it is about a type that is not in the catalog. */
record KnownTypeJob(ModelJob job, Catalog catalog) implements ModelJob {
    @Override
    public String command() {
        return job.command();
    }

    @Override
    public Work prepare(JobArguments arguments) {
        Work work = job.prepare(arguments);
        arguments.done();
        arguments.text("type").filter(type -> catalog.find(type).isEmpty()).ifPresent(type -> {
            throw new PredictionException(
                    "there is no appliance type '" + (type.length() <= 60 ? type : type.substring(0, 60) + "…")
                            + "' in the catalog",
                    "choose one of " + String.join(", ", catalog.types().keySet()));
        });
        return work;
    }
}
