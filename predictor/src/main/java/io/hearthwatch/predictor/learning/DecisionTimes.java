package io.hearthwatch.predictor.learning;

import io.hearthwatch.predictor.features.ApplianceHistory;
import io.hearthwatch.predictor.features.Events;
import io.hearthwatch.predictor.features.Presence;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The instants of an appliance's decisions. */
public final class DecisionTimes {
    private DecisionTimes() {}

    /**
     * Those of the schedule up to the last at which the appliance was in service, and, if wanted, when its faults arrived.
     *
     * @param last the last instant of the schedule
     * @param every milliseconds between instants of the schedule
     * @return epoch milliseconds in order, and whether each is on the schedule
     */
    public static NavigableMap<Long, Boolean> of(ApplianceHistory history, long last, long every, boolean withFaults) {
        NavigableMap<Long, Boolean> decisions = new TreeMap<>();
        if (withFaults) {
            Events faults = history.faults();
            for (int i = 0; i < faults.size(); i++) {
                long arrival = Math.max(faults.time(i), faults.receivedAt(i));
                if (arrival <= last && Presence.inService(history, arrival)) {
                    decisions.put(arrival, false);
                }
            }
        }
        for (long at = last; history.activeAt(at); at -= every) {
            if (Presence.inService(history, at)) {
                decisions.put(at, true);
            }
        }
        return decisions;
    }
}
