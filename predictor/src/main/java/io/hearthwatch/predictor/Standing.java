package io.hearthwatch.predictor;

import com.fasterxml.jackson.databind.JsonNode;
import io.hearthwatch.predictor.watch.WatchStore;
import java.time.Instant;
import java.util.stream.StreamSupport;

/**
 * The figures of the last daily look at a type's model; NaN where one is not known.
 *
 * @param type appliance type
 * @param model the model's id
 * @param at when it was looked at
 * @param warnings respects in which the model may hold no longer
 * @param drift greatest index of a feature in the whole type
 * @param scoreDrift greatest index of a component's scores in the whole type
 * @param calibration failures observed for each expected
 * @param precision of the tickets judged in the last 90 days
 * @param recall of the failures of the last 90 days
 * @param stale share of the appliances that have stopped reporting
 * @param ageDays since the newest of what the model learnt
 */
public record Standing(
        String type,
        String model,
        Instant at,
        int warnings,
        double drift,
        double scoreDrift,
        double calibration,
        double precision,
        double recall,
        double stale,
        double ageDays) {

    static Standing of(String type, WatchStore.Last last) {
        JsonNode report = last.report();
        JsonNode all = report.at("/drift/groups/0");
        JsonNode quarter = report.at("/live/spans/1/total");
        double expected = number(report.at("/calibration/total/expected"));
        double appliances = number(report.at("/stale/all/appliances"));
        return new Standing(
                type,
                last.modelId(),
                last.at(),
                report.path("warnings").size(),
                greatest(all.path("worst")),
                greatest(all.path("scores")),
                expected > 0 ? number(report.at("/calibration/total/observed")) / expected : Double.NaN,
                number(quarter.path("precision")),
                number(quarter.path("recall")),
                appliances > 0 ? number(report.at("/stale/all/stale")) / appliances : Double.NaN,
                number(report.at("/stale/age_days")));
    }

    /** Of what does not move by itself. */
    private static double greatest(JsonNode moved) {
        return StreamSupport.stream(moved.spliterator(), false)
                .filter(m -> !m.path("by_time").asBoolean())
                .mapToDouble(m -> m.path("psi").asDouble())
                .max()
                .orElse(Double.NaN);
    }

    private static double number(JsonNode node) {
        return node.isNumber() ? node.asDouble() : Double.NaN;
    }
}
