package io.hearthwatch.predictor;

import io.hearthwatch.catalog.Costs;
import io.hearthwatch.predictor.features.DataSummary;
import java.util.List;
import java.util.Map;

/**
 * What a training was made from and with, beside what the model itself tells: enough to repeat it, and to say what differs if that gives
 * another model. Stored with the model.
 *
 * @param appliances the appliances that were asked for, by the maker's id, in order; null for all
 * @param costs by component, as they were
 * @param data what was read
 * @param rowsHash of the rows of features and outcomes that were learnt from
 * @param versions of this program and the libraries
 * @param tuning id of the tuning that found the settings, or null
 */
public record TrainingRecord(
        List<String> appliances,
        Map<String, Costs> costs,
        DataSummary data,
        String rowsHash,
        Map<String, String> versions,
        String tuning) {
    public TrainingRecord {
        appliances = appliances == null ? null : List.copyOf(appliances);
        costs = Map.copyOf(costs);
        versions = Map.copyOf(versions);
    }

    /** The same with the tuning that found the settings. */
    TrainingRecord ofTuning(String id) {
        return new TrainingRecord(appliances, costs, data, rowsHash, versions, id);
    }
}
