package io.hearthwatch.gateway;

import io.hearthwatch.ingest.MessageSink;
import io.hearthwatch.ingest.commands.CommandQueue;
import io.hearthwatch.ingest.sessions.SessionStore;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Where appliances connect: MQTT 3.1.1 and 5 over TCP.
 *
 * <p>The path of a message:
 *
 * <ol>
 *   <li>{@link Gateway} accepts a TCP connection and puts Netty's MQTT codec before it;
 *   <li>{@link Connection} dispatches packets; {@link Admission} has {@link Appliances} say who the first one is from;
 *   <li>{@link InboundPublishes} checks the topic ({@link Topics}), the window and the byte budget, and hands a {@link
 *       io.hearthwatch.ingest.ReceivedMessage} to the {@link MessageSink};
 *   <li>when the sink's future completes, that is after the commit, it acknowledges, in order of arrival.
 * </ol>
 *
 * <p>Why not vertx-mqtt, which is built in the same way: it cannot stop reading from one connection, so it could only
 * bound memory by disconnecting, and a 3.1.1 client knows no Receive Maximum.
 *
 * <p>Safe for use by several threads.
 */
public final class Gateway {
    static final int MOST_EVENT_LOOPS = 4;

    /** Connections above the limit that are still heard, so that they can be told that the server is busy. */
    private static final int REFUSED_POLITELY = 256;

    private static final int MOST_FLUSHES_HELD = 256;
    /** A CONNECT with the largest will, the longest ids and some properties. */
    private static final int LONGEST_FIRST_PACKET = 40 * 1024;

    /** How often silence is looked for. */
    private static final long ROUND_MILLIS = 250;

    private static final int LONGEST_CLIENT_ID_DECODED = 65_535;

    private final Vertx vertx;
    private final Appliances appliances;
    private final MessageSink sink;
    private final CommandQueue commands;
    private final SessionStore sessions;
    private final ConnectionListener listener;
    private final InstantSource clock;
    private final GatewayMetrics metrics = new GatewayMetrics();
    private final Queue<NetServer> servers = new ConcurrentLinkedQueue<>();
    private volatile Shared shared;
    private volatile String deployment;

    /**
     * @param vertx whose event loops carry the connections; stays the caller's to close
     * @param appliances who may connect; asked on worker threads
     * @param sink where messages go; called on event loops, so it must not block
     * @param commands what is to be sent down; asked on a worker thread
     * @param sessions where sessions are kept that outlive their connection
     * @param listener hears of connections on a worker thread
     * @param clock gives the time of receipt
     */
    public Gateway(
            Vertx vertx,
            Appliances appliances,
            MessageSink sink,
            CommandQueue commands,
            SessionStore sessions,
            ConnectionListener listener,
            InstantSource clock) {
        this.vertx = vertx;
        this.appliances = appliances;
        this.sink = sink;
        this.commands = commands;
        this.sessions = sessions;
        this.listener = listener;
        this.clock = clock;
    }

    /**
     * Starts to listen. A gateway is started once.
     *
     * @return completes when appliances can connect; fails where the address is taken
     */
    public Future<Gateway> start(GatewaySettings settings) {
        if (shared != null) {
            return Future.failedFuture(new IllegalStateException("the gateway was started before"));
        }
        shared = new Shared(vertx, settings, appliances, sink, commands, sessions, listener, clock, metrics);
        int loops = Math.min(MOST_EVENT_LOOPS, Runtime.getRuntime().availableProcessors());
        return vertx.deployVerticle(Listener::new, new DeploymentOptions().setInstances(loops))
                .onSuccess(id -> deployment = id)
                .onFailure(e -> closeWorkers(shared))
                .map(this);
    }

    /** The TCP port, once started. */
    public int actualPort() {
        NetServer first = servers.peek();
        if (first == null) {
            throw new IllegalStateException("the gateway is not started");
        }
        return first.actualPort();
    }

    /**
     * Stops: no new connections, nothing more is read; what is on its way is committed and acknowledged within the
     * settings' grace, then each connection is told that the server shuts down.
     */
    public Future<Void> stop() {
        Shared all = shared;
        if (all == null || deployment == null || all.stopping()) {
            return Future.succeededFuture();
        }
        all.stop();
        all.wills.publishAll();
        all.open.forEach(connection -> connection.run(connection::shutDown));
        List<Future<Void>> closing = servers.stream()
                .map(server -> server.shutdown(all.settings.stopGrace()))
                .toList();
        return Future.join(closing)
                .eventually(() -> vertx.undeploy(deployment))
                .eventually(() -> closeWorkers(all))
                .mapEmpty();
    }

    /** Counters since this was made. */
    public GatewayMetrics metrics() {
        return metrics;
    }

    private static Future<Void> closeWorkers(Shared all) {
        all.incidents.close(System.nanoTime());
        return all.events.close().eventually(all.authenticator::close).eventually(all.commands::close);
    }

    /** One per event loop, all on one port. */
    private final class Listener extends VerticleBase {
        private final Set<Connection> connections = new HashSet<>();

        @Override
        public Future<?> start() {
            GatewaySettings settings = shared.settings;
            vertx.setPeriodic(ROUND_MILLIS, t -> round());
            NetServer server = vertx.createNetServer(
                    new NetServerOptions().setTcpNoDelay(true).setTcpKeepAlive(true));
            server.connectHandler(this::connected);
            // A negative port is "any free one, the same for all listeners of this deployment".
            int port = settings.port() == 0 ? -1 : settings.port();
            return server.listen(port, settings.host()).onSuccess(servers::add);
        }

        private void connected(NetSocket socket) {
            int open = shared.open.size();
            int limit = shared.settings.maxConnections();
            if (shared.stopping() || open >= limit + REFUSED_POLITELY) {
                metrics.droppedAtOnce.increment();
                socket.close();
                return;
            }
            NetSocketInternal internal = (NetSocketInternal) socket;
            ChannelPipeline pipeline = internal.channelHandlerContext().pipeline();
            // A commit answers many messages of a connection at once: one write to the socket for all of them.
            pipeline.addFirst("flushes", new FlushConsolidationHandler(MOST_FLUSHES_HELD, true));
            Connection connection = new Connection(internal, context, shared, open >= limit);
            pipeline.addBefore("handler", "mqttEncoder", MqttEncoder.INSTANCE);
            pipeline.addBefore(
                    "handler",
                    "firstPacketLimit",
                    new FirstPacketLimit(
                            LONGEST_FIRST_PACKET,
                            connection::hasBegun,
                            () -> connection.end(Goodbye.PACKET_TOO_LARGE)));
            pipeline.addBefore(
                    "handler",
                    "mqttDecoder",
                    new MqttDecoder(shared.settings.maxPacketBytes(), LONGEST_CLIENT_ID_DECODED, true));
            connections.add(connection);
            connection.open(() -> connections.remove(connection));
        }

        /** What is due by the time alone. */
        private void round() {
            long now = System.nanoTime();
            List.copyOf(connections).forEach(connection -> connection.tick(now));
            // Once for the whole gateway, whichever listener comes first.
            if (shared.claimRound(now)) {
                shared.commands.look();
                shared.incidents.flush(now);
            }
        }
    }
}
