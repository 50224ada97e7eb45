package io.hearthwatch.app.model;

import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.predictor.jobs.ModelJob;
import java.util.List;
import java.util.stream.Stream;

/** The long work on models that can be asked for over HTTP; each kind is one line here and one small class. */
public final class JobKinds {
    private JobKinds() {}

    /** All of them, working in a workspace. */
    public static List<ModelJob> in(Workspace workspace) {
        return Stream.<ModelJob>of(
                        new TrainJob(workspace),
                        new TuneJob(workspace),
                        new EvaluateJob(workspace),
                        new RetrainJob(workspace),
                        new WatchJob(workspace),
                        new CompareJob(workspace),
                        new PromoteJob(workspace),
                        new ReproduceJob(workspace),
                        new ExplainJob(workspace),
                        new ExportJob(workspace))
                .<ModelJob>map(job -> new KnownTypeJob(job, workspace))
                .toList();
    }
}
