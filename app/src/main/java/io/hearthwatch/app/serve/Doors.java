package io.hearthwatch.app.serve;

import io.hearthwatch.gateway.broker.BrokerSettings;
import java.util.Optional;

/**
 * The ways by which appliances' messages come in.
 *
 * @param listener whether appliances may connect to this process
 * @param broker the broker whose messages are taken, if any
 */
public record Doors(boolean listener, Optional<BrokerSettings> broker) {
    /** Our own listener and nothing else. */
    public static final Doors OWN = new Doors(true, Optional.empty());
}
