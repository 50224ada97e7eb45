package io.hearthwatch.gateway;

import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.ingest.sessions.SessionStore.SessionKey;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.net.NetSocketInternal;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TCP connection, from its first byte to its last: waits for CONNECT, has it checked, then gives each packet to who
 * handles it. Everything runs on the connection's own event loop; {@link #run} gets there from elsewhere.
 */
final class Connection {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final int DISCONNECT_WITH_WILL = 0x04;
    private static final int NORMAL_DISCONNECT = 0x00;

    private final NetSocketInternal socket;
    private final Context context;
    private final Shared shared;
    private final Admission admission;
    private final Liveness liveness;
    private final Inbox inbox;

    private boolean begun;
    private boolean over; // nothing more is read or written
    private boolean closed;
    private String endReason = "connection lost";

    /** Set once it is entered among the appliance's connections. */
    private SessionKey entered;

    // Set once the appliance is accepted.
    private Client client;
    private ClientSession session;
    private ConnectRequest.Will will;
    private InboundPublishes publishes;
    private Subscriptions subscriptions;
    private CommandDelivery commands;

    /**
     * @param oneTooMany whether the gateway has all the connections that it may have
     */
    Connection(NetSocketInternal socket, Context context, Shared shared, boolean oneTooMany) {
        this.socket = socket;
        this.context = context;
        this.shared = shared;
        this.admission = new Admission(this, shared, oneTooMany);
        this.liveness = new Liveness(shared.settings.connectTimeout().toNanos());
        this.inbox = new Inbox(socket, this::taken);
    }

    /**
     * @param whenClosed run once, at the very end
     */
    void open(Runnable whenClosed) {
        shared.open.add(this);
        shared.metrics.opened.increment();
        socket.messageHandler(this::received);
        socket.eventHandler(ReferenceCountUtil::release);
        socket.exceptionHandler(e -> LOG.debug("Connection of {} failed: {}", name(), e.toString()));
        socket.closeHandler(v -> {
            closed();
            whenClosed.run();
        });
        socket.drainHandler(v -> resume(Inbox.Pause.WRITES));
    }

    /** Whether a first packet has come, good or bad. */
    boolean hasBegun() {
        return begun || !isOpen();
    }

    boolean isOpen() {
        return !over && !closed;
    }

    /** Runs on the connection's event loop. */
    void run(Runnable action) {
        context.runOnContext(v -> action.run());
    }

    /** The same, at once where this is the event loop already. */
    void runSoon(Runnable action) {
        if (Vertx.currentContext() == context) {
            action.run();
        } else {
            run(action);
        }
    }

    /** Sends a packet; stops reading while the client does not read. */
    Future<Void> write(MqttMessage packet) {
        if (!isOpen()) {
            ReferenceCountUtil.release(packet);
            return Future.failedFuture("the connection is closed");
        }
        Future<Void> written = socket.writeMessage(packet);
        if (socket.writeQueueFull()) {
            pause(Inbox.Pause.WRITES);
        }
        return written;
    }

    void pause(Inbox.Pause reason) {
        if (inbox.pause(reason) && reason != Inbox.Pause.AUTHENTICATING) {
            shared.metrics.paused(reason);
        }
    }

    void resume(Inbox.Pause reason) {
        if (inbox.resume(reason)) {
            liveness.heard(); // it could not be heard until now
        }
    }

    /** {@link #resume}, from any thread. */
    void resumeLater(Inbox.Pause reason) {
        run(() -> resume(reason));
    }

    /** Ends the connection and says why. */
    void end(Goodbye why) {
        if (!isOpen()) {
            return;
        }
        shared.metrics.said(why);
        endReason = why.text();
        LOG.debug("Closing the connection of {}: {}", name(), why.text());
        closeAfter(client != null && client.mqtt5() ? Packets.goodbye(why, client.wantsReasons()) : null);
    }

    /** Takes nothing more, lets what is on its way be committed and acknowledged, then says goodbye. */
    void shutDown() {
        if (client == null) {
            socket.close();
            return;
        }
        pause(Inbox.Pause.STOPPING);
        will = null; // 3.1.2.5: a server that stops need not publish wills; the appliance is well
        publishes.whenIdle(() -> end(Goodbye.SHUTTING_DOWN));
    }

    /** Takes commands, if it subscribed to them: the connection that did so far is gone. */
    void startCommands() {
        if (commands != null) {
            commands.start();
        }
    }

    /** Does what is due by the time alone. Called a few times a second. */
    void tick(long now) {
        // While we do not listen, silence says nothing, so it is not timed out. A client that does not read is another
        // matter.
        if (isOpen() && inbox.isDeaf()) {
            liveness.heard();
        }
        switch (liveness.look(now)) {
            case NO_CONNECT -> {
                endReason = "no CONNECT in time";
                socket.close();
            }
            case SILENT -> end(Goodbye.KEEP_ALIVE);
            case LINGERED -> socket.close();
            case ALIVE -> {}
        }
    }

    private void received(Object message) {
        if (!(message instanceof MqttMessage packet) || !isOpen()) {
            ReferenceCountUtil.release(message);
            return;
        }
        liveness.heard();
        inbox.received(packet);
    }

    /** Handles and releases a packet; false where it must wait, and then the connection is paused. */
    private boolean taken(MqttMessage packet) {
        boolean taken = true;
        try {
            taken = handled(packet);
        } catch (RuntimeException e) {
            LOG.error("A packet of {} could not be handled", name(), e);
            end(Goodbye.INTERNAL);
        }
        if (taken) {
            ReferenceCountUtil.release(packet);
        }
        return taken;
    }

    private boolean handled(MqttMessage packet) {
        if (packet.decoderResult().isFailure()) {
            undecodable(packet.decoderResult().cause());
            return true;
        }
        if (client == null) {
            beforeConnected(packet);
            return true;
        }
        switch (packet.fixedHeader().messageType()) {
            case PUBLISH -> {
                return publishes.received((MqttPublishMessage) packet);
            }
            case PUBREL -> publishes.released(Packets.packetId(packet));
            case PUBACK -> commands.acknowledged(packet);
            case SUBSCRIBE -> subscriptions.subscribe((MqttSubscribeMessage) packet);
            case UNSUBSCRIBE -> subscriptions.unsubscribe((MqttUnsubscribeMessage) packet);
            case PINGREQ -> write(MqttMessage.PINGRESP);
            case DISCONNECT -> disconnected((MqttReasonCodeAndPropertiesVariableHeader) packet.variableHeader());
            default -> end(Goodbye.PROTOCOL_ERROR);
        }
        return true;
    }

    // [MQTT-3.1.0-1]: the first packet is CONNECT; anything else is answered by closing
    private void beforeConnected(MqttMessage packet) {
        if (packet instanceof MqttConnectMessage connect) {
            begun = true;
            liveness.connecting();
            admission.connect(connect);
            return;
        }
        end(Goodbye.PROTOCOL_ERROR);
    }

    /** Enters it among its appliance's connections; null where one has left since so many {@link Sessions#departures}. */
    Sessions.Displaced enter(SessionKey key, int departures) {
        entered = key;
        return shared.sessions.enter(key, this, departures);
    }

    /** The appliance is known, and its session found or made: answers CONNECT and starts to take its packets. */
    void accept(ConnectRequest request, Appliance appliance, ClientSession itsSession, boolean resumed) {
        if (!isOpen()) {
            left(itsSession);
            return;
        }
        client = request.asClient(appliance, shared.clock.instant());
        session = itsSession;
        will = request.will();
        publishes = new InboundPublishes(this, client, session, shared);
        commands = new CommandDelivery(this, client, session, shared);
        subscriptions = new Subscriptions(this, client, session, shared, commands);
        shared.metrics.accepted.increment();
        if (resumed) {
            shared.metrics.resumed.increment();
        }
        shared.events.tell(listener -> listener.connected(appliance, client.clientId(), client.connectedAt()));
        write(Packets.accepted(request, shared.settings, resumed, session.expirySeconds()));
        liveness.accepted(request.keepAliveSeconds());
        commands.start();
        resume(Inbox.Pause.AUTHENTICATING);
    }

    /** Answers CONNECT with a refusal and closes. */
    void refuse(ConnectRefusal refusal, boolean mqtt5) {
        if (!isOpen()) {
            return;
        }
        shared.metrics.refused(refusal);
        endReason = refusal.text();
        closeAfter(Packets.refused(refusal, mqtt5));
    }

    /**
     * Ends because the same client has a new connection. From any thread.
     *
     * @param resumed whether the session goes on there
     * @return the session; null where this connection had none yet
     */
    Future<ClientSession> handOver(boolean resumed) {
        Promise<ClientSession> handed = Promise.promise();
        run(() -> {
            try {
                end(Goodbye.TAKEN_OVER);
                if (will != null && !(resumed && will.delaySeconds() > 0)) {
                    shared.wills.publish(client.appliance(), will);
                }
                will = null;
            } finally {
                handed.complete(session); // the newer one, and whoever comes after it, waits for this
            }
        });
        return handed.future();
    }

    private void disconnected(MqttReasonCodeAndPropertiesVariableHeader header) {
        int code = header == null ? NORMAL_DISCONNECT : header.reasonCode() & 0xFF;
        if (header != null && header.properties() != null) {
            long expiry = Packets.number(
                    header.properties(), MqttProperties.SESSION_EXPIRY_INTERVAL, session.expirySeconds());
            if (expiry > 0 && session.expirySeconds() == 0) {
                end(Goodbye.PROTOCOL_ERROR); // 3.14.2.2.2: a session that was to end now cannot live on
                return;
            }
            session.expirySeconds(
                    Math.min(expiry, shared.settings.longestSession().toSeconds()));
        }
        if (code == NORMAL_DISCONNECT) {
            will = null; // [MQTT-3.14.4-3]
        }
        endReason = code == NORMAL_DISCONNECT || code == DISCONNECT_WITH_WILL
                ? "disconnect"
                : "disconnect with reason code 0x" + Integer.toHexString(code);
        over = true;
        socket.close();
    }

    private void undecodable(Throwable cause) {
        LOG.debug("Undecodable packet of {}: {}", name(), cause.toString());
        Optional<ConnectRefusal> refusal = client == null ? ConnectRefusal.of(cause) : Optional.empty();
        if (refusal.isPresent()) {
            refuse(refusal.get(), false);
        } else {
            end(cause instanceof TooLongFrameException ? Goodbye.PACKET_TOO_LARGE : Goodbye.MALFORMED);
        }
    }

    /** Writes a last packet, closes our half, and waits a moment for the client to close its own. */
    private void closeAfter(MqttMessage last) {
        over = true;
        liveness.saidGoodbye();
        inbox.close();
        HalfClose.after(socket, last);
    }

    private void closed() {
        over = true;
        closed = true;
        inbox.close();
        shared.forget(this);
        shared.metrics.closed.increment();
        if (client == null) {
            return;
        }
        commands.stop();
        left(session);
        shared.metrics.ended.increment();
        shared.events.tell(listener -> listener.disconnected(
                client.appliance(), client.clientId(), client.connectedAt(), shared.clock.instant(), endReason));
    }

    /** Leaves the session to whoever comes next, unless a new connection has it already. */
    private void left(ClientSession itsSession) {
        shared.sessions.leave(entered, this, () -> {
            if (itsSession.stored()) {
                shared.store.close(entered, itsSession.grantedNumber(), itsSession.expirySeconds());
            }
            if (itsSession.expirySeconds() > 0 && itsSession.holdsPacketIds()) {
                shared.sessions.detach(itsSession);
            }
            if (will != null) {
                shared.wills.lost(client.appliance(), will, itsSession);
            }
        });
    }

    /** Runs an action later on the connection's event loop, unless it is closed by then. */
    void after(Duration delay, Runnable action) {
        if (delay.isZero()) {
            action.run();
            return;
        }
        shared.vertx.setTimer(Math.max(1, delay.toMillis()), t -> {
            if (!closed) {
                action.run();
            }
        });
    }

    /** For the log: who it is, or where it comes from. */
    String name() {
        return client == null
                ? String.valueOf(socket.remoteAddress())
                : client.appliance().id();
    }

    /** The client's address, without its port. */
    String address() {
        String host =
                socket.remoteAddress() == null ? null : socket.remoteAddress().hostAddress();
        return host == null ? "unknown" : host;
    }
}
