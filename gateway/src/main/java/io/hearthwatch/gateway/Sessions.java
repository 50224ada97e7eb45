package io.hearthwatch.gateway;

import io.hearthwatch.ingest.sessions.SessionStore.SessionKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The accepted connections, one per (appliance, client id) and so many per appliance, and what sessions without a connection hold in
 * memory. Safe for use by several threads.
 */
final class Sessions {
    /** Sessions without a connection whose packet ids are remembered; of one forgotten, commands are sent anew. */
    private static final int REMEMBERED = 20_000;

    /** Large enough that sessions seldom share one; sharing only has the store asked again. */
    private static final int DEPARTURES = 16_384;

    /**
     * What had to make room for a new connection.
     *
     * @param sameClient the connection of the same client, whose session goes over to the new one; it may have had to make room before
     *     and not be closed yet; or null
     * @param tooMany the appliance's oldest connections, to be closed
     */
    record Displaced(Connection sameClient, List<Connection> tooMany) {}

    private final Map<Integer, Map<String, Connection>> byAppliance = new ConcurrentHashMap<>();
    /** Those that had to make room, until they are closed: they still have their sessions. Changed together with the map above. */
    private final Map<SessionKey, Connection> makingRoom = new ConcurrentHashMap<>();

    private final Recent<SessionKey, ClientSession> detached = new Recent<>(REMEMBERED);
    private final AtomicIntegerArray departures = new AtomicIntegerArray(DEPARTURES);
    private final int perAppliance;

    Sessions(int perAppliance) {
        this.perAppliance = perAppliance;
    }

    /** How many connections have left a session, as far as it matters to {@link #enter}: others with the same hash count too. */
    int departures(SessionKey key) {
        return departures.get(Math.floorMod(key.hashCode(), departures.length()));
    }

    /**
     * Enters a connection. The newest wins: an appliance must never be locked out by dead connections of its own that
     * nobody has noticed yet.
     *
     * @param departures as they were before the session store was asked
     * @return null where it is not entered, since one has left after that
     */
    Displaced enter(SessionKey key, Connection connection, int departures) {
        List<Connection> tooMany = new ArrayList<>();
        Connection[] sameClient = new Connection[1];
        boolean[] late = new boolean[1];
        byAppliance.compute(key.applianceNo(), (no, present) -> {
            if (departures(key) != departures) {
                late[0] = true;
                return present;
            }
            sameClient[0] = makingRoom.remove(key);
            if (present == null) {
                return Map.of(key.clientId(), connection);
            }
            Map<String, Connection> clients = new LinkedHashMap<>(present);
            Connection current = clients.remove(key.clientId());
            if (current != null) {
                sameClient[0] = current;
            }
            Iterator<Map.Entry<String, Connection>> oldest = clients.entrySet().iterator();
            while (clients.size() >= perAppliance) {
                Map.Entry<String, Connection> one = oldest.next();
                tooMany.add(one.getValue());
                makingRoom.put(new SessionKey(key.applianceNo(), one.getKey()), one.getValue());
                oldest.remove();
            }
            clients.put(key.clientId(), connection);
            return clients;
        });
        return late[0] ? null : new Displaced(sameClient[0], tooMany);
    }

    /**
     * Removes a connection that has ended.
     *
     * @param last what to do, before another can enter, unless a newer connection of the same client has taken the session over
     */
    void leave(SessionKey key, Connection connection, Runnable last) {
        byAppliance.compute(key.applianceNo(), (no, present) -> {
            Connection current = present == null ? null : present.get(key.clientId());
            if (current == connection || makingRoom.remove(key, connection)) {
                last.run();
                departures.incrementAndGet(Math.floorMod(key.hashCode(), departures.length()));
            }
            if (current != connection) {
                return present;
            }
            Map<String, Connection> clients = new LinkedHashMap<>(present);
            clients.remove(key.clientId());
            return clients.isEmpty() ? null : clients;
        });
    }

    /** The connections of an appliance, oldest first. */
    List<Connection> of(int applianceNo) {
        return List.copyOf(byAppliance.getOrDefault(applianceNo, Map.of()).values());
    }

    /** Keeps what a session without a connection holds in memory. */
    void detach(ClientSession session) {
        detached.put(session.key(), session);
    }

    /** What was kept, null for nothing. */
    ClientSession attach(SessionKey key) {
        return detached.remove(key);
    }
}
