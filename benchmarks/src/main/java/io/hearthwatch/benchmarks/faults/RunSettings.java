package io.hearthwatch.benchmarks.faults;

import java.time.Duration;

/**
 * What a run is to be.
 *
 * @param seed where everything random comes from
 * @param duration how long load and faults last
 * @param appliances how many there are, each with a client of its own
 * @param rate messages a second, all appliances together
 * @param keep whether the ledger, the server's log and the data stay behind
 */
record RunSettings(long seed, Duration duration, int appliances, int rate, boolean keep) {
    static final int APPLIANCES = 12;
    static final int RATE = 300;
}
