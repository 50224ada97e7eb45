package io.hearthwatch.app.serve;

import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.gateway.Appliances;
import java.util.Optional;

/** The registry as the gateway sees it. */
record Registry(Fleet fleet) implements Appliances {
    @Override
    public Optional<Appliance> authenticate(String id, String secret) {
        return fleet.authenticate(id, secret);
    }

    @Override
    public Optional<Appliance> find(String id) {
        return fleet.find(id);
    }
}
