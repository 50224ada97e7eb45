package io.hearthwatch.app.model;

import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.predictor.CompareRequest;
import io.hearthwatch.predictor.LifeTools;
import io.hearthwatch.predictor.jobs.JobArguments;
import io.hearthwatch.predictor.jobs.ModelJob;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** {@code model compare} as a job: {@code a} is the model that is there, {@code b} the one that might take its place. */
final class CompareJob implements ModelJob {
    private final Workspace workspace;

    CompareJob(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public String command() {
        return "compare";
    }

    @Override
    public Set<String> arguments() {
        return Set.of("a", "b", "from", "to", "every", "appliances");
    }

    @Override
    public Work prepare(JobArguments arguments) {
        String a = arguments.required("a");
        String b = arguments.required("b");
        Instant from = arguments.instant("from").orElse(null);
        Instant to = arguments.instant("to").orElse(null);
        Duration every = TrainingArguments.every(arguments).orElse(null);
        Set<String> appliances = TrainingArguments.appliances(arguments);
        CompareRequest request = new CompareRequest(a, b, from, to, every, appliances);
        return (who, progress) -> {
            LifeTools lives = workspace.lifeTools();
            return lives.has(a) && lives.has(b)
                    ? lives.compare(request, progress).toJson()
                    : workspace.predictor().judging().compare(request, progress).toJson();
        };
    }
}
