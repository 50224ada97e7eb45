package io.hearthwatch.gateway;

import io.hearthwatch.fleet.Appliance;
import java.util.Optional;

/** Who may connect. Called on worker threads, never on an event loop, so it may block on the database. */
@FunctionalInterface
public interface Appliances {
    /**
     * The appliance with this id and secret.
     *
     * @param id the maker's appliance id (the MQTT user name)
     * @param secret the appliance's secret (the MQTT password)
     * @return empty where the id is unknown or the secret is wrong, which the caller cannot tell apart
     * @throws RuntimeException where the registry cannot be asked; the appliance is told to come back later
     */
    Optional<Appliance> authenticate(String id, String secret);

    /**
     * The appliance with this id, whoever asks; so that a wrong secret can be kept beside the appliance. Asked rarely.
     *
     * @return empty where the id is unknown, or nobody wants to know
     */
    default Optional<Appliance> find(String id) {
        return Optional.empty();
    }
}
