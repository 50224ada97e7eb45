package io.hearthwatch.predictor;

import java.time.Instant;

/**
 * A challenger's time in shadow beside the champion.
 *
 * @param type appliance type
 * @param model the challenger
 * @param since when it began
 * @param endedAt when it ended; null while it lasts
 * @param championScored (appliance, instant) pairs that the champion scored meanwhile, as far as the challenger had its turn
 * @param scored how many of them the challenger scored
 * @param failures how often it failed; what it failed at it did not score
 * @param lastFailure what the newest failure said, or null
 * @param firstAsOf the earliest instant that it had its turn at, by the clock of the decisions; null before that
 * @param lastAsOf the latest one
 */
public record ShadowRun(
        String type,
        String model,
        Instant since,
        Instant endedAt,
        long championScored,
        long scored,
        long failures,
        String lastFailure,
        Instant firstAsOf,
        Instant lastAsOf) {}
