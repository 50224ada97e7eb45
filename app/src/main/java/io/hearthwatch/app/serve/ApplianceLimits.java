package io.hearthwatch.app.serve;

import io.hearthwatch.gateway.FloodLimits;
import java.time.Duration;

/**
 * What one appliance may do.
 *
 * @param flood how much it may send
 * @param longestSession how long its MQTT sessions may outlive their connections
 * @param commands commands that may wait for it
 */
public record ApplianceLimits(FloodLimits flood, Duration longestSession, int commands) {
    /** As {@code serve} has them without options. */
    public static ApplianceLimits defaults() {
        return new ApplianceLimits(FloodLimits.defaults(), Duration.ofDays(7), 100);
    }
}
