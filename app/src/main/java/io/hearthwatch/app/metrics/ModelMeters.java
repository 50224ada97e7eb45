package io.hearthwatch.app.metrics;

import io.hearthwatch.app.health.Watch;
import io.hearthwatch.predictor.Standing;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Whether the models in service hold, as meters by appliance type; NaN where that is not known. */
final class ModelMeters {
    private ModelMeters() {}

    static void bind(Metrics metrics, Watch watch, List<String> types) {
        Metrics.Source<Map<String, Standing>> source = metrics.from(watch::standings);
        gauge(
                source,
                types,
                "hearthwatch.model.warnings",
                "respects in which the live model may hold no longer",
                Standing::warnings);
        gauge(
                source,
                types,
                "hearthwatch.model.drift.index",
                "how far the feature that moved most is from where the live model learnt; 0.25 is much",
                Standing::drift);
        gauge(
                source,
                types,
                "hearthwatch.model.score.drift.index",
                "the same of the scores of the component that moved most",
                Standing::scoreDrift);
        gauge(
                source,
                types,
                "hearthwatch.model.calibration.ratio",
                "failures that came for each that the scores of the last 90 days add up to",
                Standing::calibration);
        gauge(
                source,
                types,
                "hearthwatch.model.precision.ratio",
                "share of the tickets judged in the last 90 days that were right",
                Standing::precision);
        gauge(
                source,
                types,
                "hearthwatch.model.recall.ratio",
                "share of the failures of the last 90 days that were foreseen",
                Standing::recall);
        gauge(
                source,
                types,
                "hearthwatch.model.stale.ratio",
                "share of the appliances that have stopped reporting",
                Standing::stale);
        gauge(
                source,
                types,
                "hearthwatch.model.age.seconds",
                "time since the newest of what the live model learnt",
                standing -> standing.ageDays() * 86_400);
        gauge(
                source,
                types,
                "hearthwatch.model.watched.seconds",
                "when the live model was last looked at, in seconds since 1970",
                standing -> standing.at().toEpochMilli() / 1e3);
    }

    private static void gauge(
            Metrics.Source<Map<String, Standing>> source,
            List<String> types,
            String name,
            String help,
            ToDoubleFunction<Standing> value) {
        for (String type : types) {
            source.gauge(
                    name,
                    help,
                    Tags.of("type", type),
                    look -> look.containsKey(type) ? value.applyAsDouble(look.get(type)) : Double.NaN);
        }
    }
}
