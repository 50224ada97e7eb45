package io.hearthwatch.predictor.tuning;

import io.hearthwatch.predictor.TrainRequest;
import io.hearthwatch.predictor.learning.Algorithm;
import java.time.Duration;
import java.util.List;

/**
 * What to search.
 *
 * @param training what is to be trained; its settings are those of the first trial, and its seed decides the whole sequence
 * @param algorithms what is tried, beginning with the first trial's
 * @param budget when to stop
 */
public record TuneRequest(TrainRequest training, List<Algorithm> algorithms, Budget budget) {
    /**
     * When a tuning stops, and what it does then.
     *
     * @param trials with this many trials in all, those of earlier runs included
     * @param time a trial that is not finished by then is dropped, except the first; null for no bound
     * @param train whether the best settings are then trained on the whole span
     */
    public record Budget(int trials, Duration time, boolean train) {}

    public TuneRequest {
        algorithms = List.copyOf(algorithms);
    }
}
