package io.hearthwatch.gateway;

import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.ingest.ConnectionEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A gateway on a free port with two known appliances, a fake sink and a fixed clock. */
final class TestGateway implements AutoCloseable {
    static final String ID = "WM-1";
    static final String OTHER_ID = "WM-2";
    static final String SECRET = "s3cret";
    static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    final Vertx vertx = Vertx.vertx();
    final FakeSink sink = new FakeSink();
    final FakeQueue queue = new FakeQueue();
    final FakeSessions sessions;
    final List<String> events = new CopyOnWriteArrayList<>();
    final Gateway gateway;
    volatile boolean registryDown;

    private final Map<String, Appliance> known = new ConcurrentHashMap<>();

    TestGateway() {
        this(UnaryOperator.identity());
    }

    TestGateway(UnaryOperator<SettingsBuilder> change) {
        this(change, new FakeSessions());
    }

    /** With sessions that another gateway had. */
    TestGateway(UnaryOperator<SettingsBuilder> change, FakeSessions sessions) {
        this.sessions = sessions;
        known.put(ID, appliance(1, ID));
        known.put(OTHER_ID, appliance(2, OTHER_ID));
        gateway = new Gateway(vertx, registry(), sink, queue, sessions, listener(), InstantSource.fixed(NOW));
        await(gateway.start(change.apply(new SettingsBuilder()).build()));
    }

    int port() {
        return gateway.actualPort();
    }

    /** A raw client that is connected with MQTT 5. */
    RawClient connected5(String clientId) {
        RawClient client = new RawClient(port());
        client.send(RawClient.connect5(clientId, ID, SECRET));
        client.expectAccepted();
        return client;
    }

    /** A raw client that is connected with MQTT 3.1.1. */
    RawClient connected311(String clientId) {
        RawClient client = new RawClient(port());
        client.send(RawClient.connect311(clientId, ID, SECRET));
        client.expectAccepted();
        return client;
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("no result", e);
        }
    }

    @Override
    public void close() {
        sink.commitAll();
        await(gateway.stop());
        await(vertx.close());
    }

    private Appliances registry() {
        return new Appliances() {
            @Override
            public Optional<Appliance> authenticate(String id, String secret) {
                return find(id).filter(appliance -> secret.equals(SECRET));
            }

            @Override
            public Optional<Appliance> find(String id) {
                if (registryDown) {
                    throw new IllegalStateException("no database");
                }
                return Optional.ofNullable(known.get(id));
            }
        };
    }

    private ConnectionListener listener() {
        return new ConnectionListener() {
            @Override
            public void connected(Appliance appliance, String clientId, Instant at) {
                events.add("connected " + appliance.id() + " " + clientId);
            }

            @Override
            public void disconnected(
                    Appliance appliance, String clientId, Instant connectedAt, Instant at, String reason) {
                events.add("disconnected " + appliance.id() + " " + clientId + ": " + reason);
            }

            @Override
            public void happened(Appliance appliance, ConnectionEvent event, long times) {
                events.add(event + " " + appliance.id());
            }
        };
    }

    private static Appliance appliance(int no, String id) {
        return new Appliance(no, id, "washing_machine", null, null, null, null, null);
    }

    /** Settings for tests: short waits. */
    static final class SettingsBuilder {
        int receiveMaximum = 4;
        int maxConnections = 1_000;
        int connectsPerSecond = 10_000;
        int connectionsPerAppliance = 3;
        long globalByteBudget = 1024 * 1024;
        Duration connectTimeout = Duration.ofSeconds(10);
        FloodLimits flood = FloodLimits.NONE;
        int failedLoginsPerMinute = 0;

        SettingsBuilder receiveMaximum(int value) {
            receiveMaximum = value;
            return this;
        }

        SettingsBuilder maxConnections(int value) {
            maxConnections = value;
            return this;
        }

        SettingsBuilder connectsPerSecond(int value) {
            connectsPerSecond = value;
            return this;
        }

        SettingsBuilder globalByteBudget(long value) {
            globalByteBudget = value;
            return this;
        }

        SettingsBuilder flood(FloodLimits value) {
            flood = value;
            return this;
        }

        SettingsBuilder failedLoginsPerMinute(int value) {
            failedLoginsPerMinute = value;
            return this;
        }

        SettingsBuilder connectTimeout(Duration value) {
            connectTimeout = value;
            return this;
        }

        GatewaySettings build() {
            return new GatewaySettings(
                    "127.0.0.1",
                    0,
                    64 * 1024,
                    receiveMaximum,
                    connectTimeout,
                    Duration.ofMillis(10),
                    maxConnections,
                    connectsPerSecond,
                    connectionsPerAppliance,
                    globalByteBudget,
                    flood,
                    Duration.ofDays(7),
                    failedLoginsPerMinute,
                    Duration.ofMillis(1_500));
        }
    }
}
