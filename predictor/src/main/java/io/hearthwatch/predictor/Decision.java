package io.hearthwatch.predictor;

import io.hearthwatch.catalog.Text;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A component's probability of failing reached the threshold of the model's policy: somebody should act.
 *
 * @param id the same for the same model, appliance, component and instant, however often it is computed
 * @param modelId the model that decided
 * @param applianceNo the registry's number
 * @param component component id
 * @param asOf the instant up to which the model knew
 * @param probability that it fails in (asOf + lead, asOf + horizon], 0..1
 * @param lead how long from {@code asOf} the model does not look at
 * @param horizon how far the model looks ahead
 * @param reasons in words, a headline first, then what raised the probability most; empty where they were not asked for
 * @param faults codes raised in the 14 days before, each once with its newest time, newest last
 */
public record Decision(
        UUID id,
        String modelId,
        int applianceNo,
        String component,
        Instant asOf,
        double probability,
        Duration lead,
        Duration horizon,
        List<Text> reasons,
        List<RaisedFault> faults) {

    /** A fault code and when it was raised. */
    public record RaisedFault(String code, Instant at) {}

    public Decision {
        reasons = List.copyOf(reasons);
        faults = List.copyOf(faults);
    }

    /** The id that a decision has; a repeat after a crash gives the same. */
    public static UUID idOf(String modelId, int applianceNo, String component, Instant asOf) {
        String key = modelId + '|' + applianceNo + '|' + component + '|' + asOf.toEpochMilli();
        return UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
    }
}
