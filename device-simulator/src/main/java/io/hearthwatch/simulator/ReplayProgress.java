package io.hearthwatch.simulator;

import java.time.Instant;

/** Told how a replay goes, about once a second, on the replaying thread. */
@FunctionalInterface
public interface ReplayProgress {
    /**
     * How far it is.
     *
     * @param simulated the service's clock
     * @param published messages so far
     * @param perSecond messages per second of real time since the last call
     */
    void at(Instant simulated, long published, double perSecond);
}
