package io.hearthwatch.console;

import io.hearthwatch.predictor.Progress;
import io.hearthwatch.predictor.jobs.JobArguments;
import io.hearthwatch.predictor.jobs.ModelJob;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A job that says what it was told, as often as its gate lets it. */
final class EchoJob implements ModelJob {
    private final Semaphore gate;

    EchoJob(Semaphore gate) {
        this.gate = gate;
    }

    @Override
    public String command() {
        return "echo";
    }

    @Override
    public Set<String> arguments() {
        return Set.of("word");
    }

    @Override
    public Work prepare(JobArguments arguments) {
        String word = arguments.required("word");
        return (who, progress) -> {
            pass(progress);
            return Json.object().put("word", word).put("who", who);
        };
    }

    private void pass(Progress progress) {
        try {
            do {
                progress.at("waiting at the gate", 1, 2);
            } while (!gate.tryAcquire(20, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
