package io.hearthwatch.gateway;

import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.ingest.MessageKind;
import io.hearthwatch.ingest.ReceivedMessage;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttIdentifierRejectedException;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnacceptableProtocolVersionException;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.net.NetSocketInternal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TCP connection, from its first byte to its last: waits for CONNECT, has it checked, then gives each packet to who
 * handles it. Everything runs on the connection's own event loop; {@link #run} gets there from elsewhere.
 */
final class Connection {
    /** Why nothing is read from the socket now. Several reasons may hold at once. */
    enum Pause {
        AUTHENTICATING,
        /** The connection has as many messages on their way as it may have. */
        WINDOW,
        /** All connections together have as many bytes on their way as they may have. */
        BUDGET,
        /** The sink has more waiting than it wants. */
        SINK,
        /** The client does not read what we send. */
        WRITES,
        STOPPING
    }

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final long LINGER_MILLIS = 1_000;
    private static final int DISCONNECT_WITH_WILL = 0x04;
    private static final int NORMAL_DISCONNECT = 0x00;

    private final NetSocketInternal socket;
    private final Context context;
    private final Shared shared;
    private final Admission admission;
    private final Deque<MqttMessage> inbox = new ArrayDeque<>();
    private final Set<Pause> pauses = EnumSet.noneOf(Pause.class);

    private long timer = -1; // for CONNECT, then for the keep-alive
    private boolean over; // nothing more is read or written
    private boolean closed;
    private String endReason = "connection lost";
    private long lastPacketNanos = System.nanoTime();

    // Set once the appliance is accepted.
    private Client client;
    private ConnectRequest.Will will;
    private InboundPublishes publishes;
    private CommandDelivery commands;

    /**
     * @param oneTooMany whether the gateway has all the connections that it may have
     */
    Connection(NetSocketInternal socket, Context context, Shared shared, boolean oneTooMany) {
        this.socket = socket;
        this.context = context;
        this.shared = shared;
        this.admission = new Admission(this, shared, oneTooMany);
    }

    void open() {
        shared.open.add(this);
        shared.metrics.opened.increment();
        socket.messageHandler(this::received);
        socket.eventHandler(ReferenceCountUtil::release);
        socket.exceptionHandler(e -> LOG.debug("Connection of {} failed: {}", name(), e.toString()));
        socket.closeHandler(v -> closed());
        socket.drainHandler(v -> resume(Pause.WRITES));
        timer = shared.vertx.setTimer(shared.settings.connectTimeout().toMillis(), t -> {
            endReason = "no CONNECT in time";
            socket.close();
        });
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
            pause(Pause.WRITES);
        }
        return written;
    }

    void pause(Pause reason) {
        if (pauses.isEmpty()) {
            socket.pause();
        }
        if (pauses.add(reason) && reason != Pause.AUTHENTICATING) {
            shared.metrics.paused(reason);
        }
    }

    void resume(Pause reason) {
        if (!pauses.remove(reason) || !pauses.isEmpty() || !isOpen()) {
            return;
        }
        lastPacketNanos = System.nanoTime(); // it could not be heard until now
        drainInbox();
        if (pauses.isEmpty() && isOpen()) {
            socket.resume();
        }
    }

    /** {@link #resume}, from any thread. */
    void resumeLater(Pause reason) {
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
        pause(Pause.STOPPING);
        will = null; // 3.1.2.5: a server that stops need not publish wills; the appliance is well
        publishes.whenIdle(() -> end(Goodbye.SHUTTING_DOWN));
    }

    /** Sends a command down, if the appliance listens here. See {@link CommandDelivery#deliver}. */
    Future<Boolean> deliver(byte[] command) {
        return commands == null || !isOpen() ? Future.succeededFuture(false) : commands.deliver(command);
    }

    // The decoder gives all packets of one read at once, paused or not: those that come too early wait in the inbox.
    private void received(Object message) {
        if (!(message instanceof MqttMessage packet) || !isOpen()) {
            ReferenceCountUtil.release(message);
            return;
        }
        lastPacketNanos = System.nanoTime();
        inbox.add(packet);
        drainInbox();
    }

    private void drainInbox() {
        while (pauses.isEmpty() && !inbox.isEmpty()) {
            MqttMessage packet = inbox.poll();
            boolean taken = true;
            try {
                taken = handled(packet);
            } catch (RuntimeException e) {
                LOG.error("A packet of {} could not be handled", name(), e);
                end(Goodbye.INTERNAL);
            }
            if (taken) {
                ReferenceCountUtil.release(packet);
            } else {
                inbox.addFirst(packet);
            }
        }
    }

    /** False where the packet must wait: the connection is paused then. */
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
            case PUBREL -> publishes.released(packetId(packet));
            case PUBACK -> commands.acknowledged(packetId(packet), replyCode(packet));
            case SUBSCRIBE -> commands.subscribe((MqttSubscribeMessage) packet);
            case UNSUBSCRIBE -> commands.unsubscribe((MqttUnsubscribeMessage) packet);
            case PINGREQ -> write(MqttMessage.PINGRESP);
            case DISCONNECT -> disconnected((MqttReasonCodeAndPropertiesVariableHeader) packet.variableHeader());
            default -> end(Goodbye.PROTOCOL_ERROR);
        }
        return true;
    }

    // [MQTT-3.1.0-1]: the first packet is CONNECT; anything else is answered by closing
    private void beforeConnected(MqttMessage packet) {
        if (packet instanceof MqttConnectMessage connect) {
            shared.vertx.cancelTimer(timer);
            admission.connect(connect);
            return;
        }
        end(Goodbye.PROTOCOL_ERROR);
    }

    /** The appliance is known: answers CONNECT and starts to take its packets. */
    void accept(ConnectRequest request, Appliance appliance) {
        if (!isOpen()) {
            return;
        }
        client = request.asClient(appliance, shared.clock.instant());
        will = request.will();
        publishes = new InboundPublishes(this, client, shared);
        commands = new CommandDelivery(this, client, shared.metrics);
        for (Sessions.Displaced older : shared.sessions.enter(appliance.id(), client.clientId(), this)) {
            older.connection().run(() -> older.connection().end(older.goodbye()));
        }
        shared.metrics.accepted.increment();
        shared.events.tell(listener -> listener.connected(appliance, client.clientId(), client.connectedAt()));
        write(Packets.accepted(request, shared.settings));
        if (request.keepAliveSeconds() > 0) {
            // [MQTT-3.1.2-22]: one and a half times the keep-alive
            watchKeepAlive(TimeUnit.MILLISECONDS.toNanos(request.keepAliveSeconds() * 1_500L));
        }
        resume(Pause.AUTHENTICATING);
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

    // While we do not listen, silence says nothing, so it is not timed out. A client that does not read is another
    // matter.
    private void watchKeepAlive(long limitNanos) {
        boolean listening = EnumSet.of(Pause.WRITES).containsAll(pauses);
        long silent = listening ? System.nanoTime() - lastPacketNanos : 0;
        if (silent >= limitNanos) {
            end(Goodbye.KEEP_ALIVE);
            return;
        }
        long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(limitNanos - silent));
        timer = shared.vertx.setTimer(millis, t -> {
            if (isOpen()) {
                watchKeepAlive(limitNanos);
            }
        });
    }

    private void disconnected(MqttReasonCodeAndPropertiesVariableHeader header) {
        int code = header == null ? NORMAL_DISCONNECT : header.reasonCode() & 0xFF;
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
        if (client == null && cause instanceof MqttUnacceptableProtocolVersionException) {
            refuse(ConnectRefusal.PROTOCOL_VERSION, false);
        } else if (client == null && cause instanceof MqttIdentifierRejectedException) {
            refuse(ConnectRefusal.CLIENT_ID, false);
        } else {
            end(cause instanceof TooLongFrameException ? Goodbye.PACKET_TOO_LARGE : Goodbye.MALFORMED);
        }
    }

    /**
     * Writes a last packet, closes our half, and waits a moment for the client to close its own: closing at once with
     * unread input would reset the connection, and the client might never see why.
     */
    private void closeAfter(MqttMessage last) {
        over = true;
        releaseInbox();
        socket.resume();
        Future<Void> written = last == null ? Future.succeededFuture() : socket.writeMessage(last);
        written.onComplete(v -> {
            if (socket.channelHandlerContext().channel() instanceof DuplexChannel channel) {
                channel.shutdownOutput().addListener(done -> LOG.trace("Half closed: {}", done.isSuccess()));
            }
        });
        after(Duration.ofMillis(LINGER_MILLIS), socket::close);
    }

    private void closed() {
        over = true;
        closed = true;
        shared.vertx.cancelTimer(timer);
        releaseInbox();
        shared.forget(this);
        shared.metrics.closed.increment();
        if (client == null) {
            return;
        }
        commands.closed();
        shared.sessions.leave(client.appliance().id(), client.clientId(), this);
        shared.metrics.ended.increment();
        publishWill();
        shared.events.tell(listener -> listener.disconnected(
                client.appliance(), client.clientId(), client.connectedAt(), shared.clock.instant(), endReason));
    }

    private void publishWill() {
        if (will == null) {
            return;
        }
        MessageKind kind =
                Topics.publishable(client.appliance().id(), will.topic()).orElse(MessageKind.FOREIGN_TOPIC);
        shared.handIn(new ReceivedMessage(
                        client.appliance(), kind, will.payload(), shared.clock.instant(), will.contentType()))
                .onFailure(e -> LOG.warn("The will of {} was not stored", name(), e));
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

    private void releaseInbox() {
        inbox.forEach(ReferenceCountUtil::release);
        inbox.clear();
    }

    /** For the log: who it is, or where it comes from. */
    String name() {
        return client == null
                ? String.valueOf(socket.remoteAddress())
                : client.appliance().id();
    }

    private static int packetId(MqttMessage packet) {
        return ((MqttMessageIdVariableHeader) packet.variableHeader()).messageId();
    }

    private static int replyCode(MqttMessage packet) {
        return packet.variableHeader() instanceof MqttPubReplyMessageVariableHeader header
                ? header.reasonCode() & 0xFF
                : 0;
    }
}
