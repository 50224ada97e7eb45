package io.hearthwatch.gateway;

import io.hearthwatch.ingest.MessageSink;
import io.hearthwatch.ingest.ReceivedMessage;
import io.hearthwatch.ingest.Verdict;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** What all connections of a gateway share. Safe for use by several threads. */
final class Shared {
    final Vertx vertx;
    final GatewaySettings settings;
    final InstantSource clock;
    final GatewayMetrics metrics;
    final Authenticator authenticator;
    final ConnectionEvents events;
    final Sessions sessions;
    final ByteBudget budget;
    final RateLimit connectRate;
    final ForeignTopicReports foreignTopics = new ForeignTopicReports();

    /** Every TCP connection, from its first byte to its last. */
    final Set<Connection> open = ConcurrentHashMap.newKeySet();

    private final Set<Connection> waitingForSink = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean askedSink = new AtomicBoolean();
    private final MessageSink sink;
    private volatile boolean stopping;

    Shared(
            Vertx vertx,
            GatewaySettings settings,
            Appliances appliances,
            MessageSink sink,
            ConnectionListener listener,
            InstantSource clock,
            GatewayMetrics metrics) {
        this.vertx = vertx;
        this.settings = settings;
        this.clock = clock;
        this.metrics = metrics;
        this.sink = sink;
        this.authenticator = new Authenticator(vertx, appliances);
        this.events = new ConnectionEvents(vertx, listener, metrics);
        this.sessions = new Sessions(settings.connectionsPerAppliance());
        this.budget = new ByteBudget(settings.globalByteBudget());
        this.connectRate = new RateLimit(settings.connectsPerSecond(), settings.connectsPerSecond());
    }

    /** Hands a message to the sink; the future fails instead of this throwing. */
    Future<Verdict> handIn(ReceivedMessage message) {
        metrics.handedIn(message.kind());
        try {
            return sink.accept(message);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    /**
     * Whether the sink has more waiting than it wants; the connection is then resumed once it has not.
     *
     * <p>The sink is asked once for all of them: it may stay saturated for hours, and connections that come and go meanwhile must not
     * pile up in its list.
     */
    boolean sinkSaturated(Connection connection) {
        if (!sink.isSaturated()) {
            return false;
        }
        waitingForSink.add(connection);
        if (askedSink.compareAndSet(false, true)) {
            sink.whenRelieved(this::sinkRelieved);
        }
        return true;
    }

    private void sinkRelieved() {
        askedSink.set(false); // first, so that a connection which the loop below misses asks for itself
        for (Connection connection : List.copyOf(waitingForSink)) {
            waitingForSink.remove(connection);
            connection.resumeLater(Connection.Pause.SINK);
        }
    }

    /** Forgets a connection that is closed. */
    void forget(Connection connection) {
        open.remove(connection);
        waitingForSink.remove(connection);
    }

    boolean stopping() {
        return stopping;
    }

    void stop() {
        stopping = true;
    }
}
