package io.hearthwatch.gateway;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The accepted connections: one per (appliance, client id), so many per appliance. Safe for use by several threads. */
final class Sessions {
    /** A connection that must go because a newer one came. */
    record Displaced(Connection connection, Goodbye goodbye) {}

    private final Map<String, Map<String, Connection>> byAppliance = new ConcurrentHashMap<>();
    private final int perAppliance;

    Sessions(int perAppliance) {
        this.perAppliance = perAppliance;
    }

    /**
     * Enters a connection. The newest wins: an appliance must never be locked out by dead connections of its own that
     * nobody has noticed yet.
     *
     * @return the connections that the caller must close
     */
    List<Displaced> enter(String applianceId, String clientId, Connection connection) {
        List<Displaced> displaced = new ArrayList<>();
        byAppliance.compute(applianceId, (id, present) -> {
            Map<String, Connection> clients = new LinkedHashMap<>(present == null ? Map.of() : present);
            Connection older = clients.remove(clientId);
            if (older != null) {
                displaced.add(new Displaced(older, Goodbye.TAKEN_OVER));
            }
            Iterator<Connection> oldest = clients.values().iterator();
            while (clients.size() >= perAppliance) {
                displaced.add(new Displaced(oldest.next(), Goodbye.TOO_MANY_OF_APPLIANCE));
                oldest.remove();
            }
            clients.put(clientId, connection);
            return clients;
        });
        return displaced;
    }

    /** Removes a connection, unless a newer one has taken its place. */
    void leave(String applianceId, String clientId, Connection connection) {
        byAppliance.computeIfPresent(applianceId, (id, present) -> {
            if (present.get(clientId) != connection) {
                return present;
            }
            Map<String, Connection> clients = new LinkedHashMap<>(present);
            clients.remove(clientId);
            return clients.isEmpty() ? null : clients;
        });
    }

    /** The connections of an appliance, oldest first. */
    List<Connection> of(String applianceId) {
        return List.copyOf(byAppliance.getOrDefault(applianceId, Map.of()).values());
    }
}
