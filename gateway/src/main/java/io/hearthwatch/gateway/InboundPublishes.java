package io.hearthwatch.gateway;

import io.hearthwatch.ingest.ConnectionEvent;
import io.hearthwatch.ingest.ContentType;
import io.hearthwatch.ingest.MessageKind;
import io.hearthwatch.ingest.ReceivedMessage;
import io.hearthwatch.ingest.Verdict;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one connection publishes: from the packet to the sink, and from the commit back to the acknowledgement.
 *
 * <p>Nothing is acknowledged before the sink's future completes, and acknowledgements leave in the order in which the
 * publishes came. Used on the connection's event loop only.
 */
final class InboundPublishes {
    private static final Logger LOG = LoggerFactory.getLogger(InboundPublishes.class);

    /** A topic this long is nobody's own; what is kept of it is cut here. */
    private static final int LONGEST_TOPIC_KEPT = 256;

    /** What a message costs beside its payload, for the byte budget. */
    private static final int MESSAGE_OVERHEAD = 256;

    /** However large its messages, one connection fills so small a part of the byte budget. */
    private static final int CONNECTIONS_IN_BUDGET = 16;

    private static final int SUCCESS = 0;
    private static final int PACKET_ID_NOT_FOUND = 0x92;

    private final Connection connection;
    private final Client client;
    private final Shared shared;
    private final int window;
    private final long byteWindow;
    private final ClientSession session;
    private final Deque<Answer> unanswered = new ArrayDeque<>(1);
    // Most connections never need these.
    private String[] aliases;
    private Set<Integer> owed; // QoS 2: ids whose PUBREC waits in this connection for the commit
    private Allowance allowance;

    private int inSink;
    private long bytesInSink;
    private Runnable whenIdle;

    /** An acknowledgement that is owed; it leaves when it has a reply and is the first in line. */
    private static final class Answer {
        final int packetId;
        final MqttQoS qos;
        final boolean first; // the figures count a message once, with the connection that handed it in
        final long begunNanos = System.nanoTime();
        boolean accepted;
        MqttMessage reply;

        Answer(int packetId, MqttQoS qos, boolean first) {
            this.packetId = packetId;
            this.qos = qos;
            this.first = first;
        }
    }

    InboundPublishes(Connection connection, Client client, ClientSession session, Shared shared) {
        this.connection = connection;
        this.client = client;
        this.session = session;
        this.shared = shared;
        this.window = shared.settings.receiveMaximum();
        this.byteWindow = shared.settings.globalByteBudget() / CONNECTIONS_IN_BUDGET;
        session.settle();
    }

    /**
     * Takes a PUBLISH.
     *
     * @return false where there is no room for it now: the connection is paused, and the packet must be given again
     */
    boolean received(MqttPublishMessage packet) {
        MqttQoS qos = packet.fixedHeader().qosLevel();
        int packetId = packet.variableHeader().packetId();
        String topic = topicOf(packet);
        if (topic == null) {
            return true;
        }
        if (qos == MqttQoS.EXACTLY_ONCE && isRepeat(packetId)) {
            return true;
        }
        if (client.mqtt5() && qos != MqttQoS.AT_MOST_ONCE && unanswered.size() + session.unreleasedCount() >= window) {
            connection.end(Goodbye.RECEIVE_MAXIMUM); // 3.3.4: the client may not send more than our Receive Maximum
            return true;
        }
        int bytes = packet.payload().readableBytes() + MESSAGE_OVERHEAD;
        if (inSink >= window || (inSink > 0 && bytesInSink + bytes > byteWindow)) {
            connection.pause(Inbox.Pause.WINDOW); // 3.1.1 and QoS 0 know no Receive Maximum: let TCP hold them
            return false;
        }
        if (shared.sinkSaturated(connection)) {
            connection.pause(Inbox.Pause.SINK);
            return false;
        }
        if (!shared.takeFromBudget(bytes, connection)) {
            connection.pause(Inbox.Pause.BUDGET);
            return false;
        }
        handIn(packet, topic, qos, bytes);
        keepToAllowance(bytes, qos);
        return true;
    }

    /** The message is on its way; but the next one may have to wait. */
    private void keepToAllowance(int bytes, MqttQoS qos) {
        if (shared.settings.flood().isNone() || !connection.isOpen()) {
            return;
        }
        if (allowance == null) {
            allowance = shared.allowance(client.appliance().no());
        }
        long now = System.nanoTime();
        long wait = allowance.use(bytes, qos != MqttQoS.AT_MOST_ONCE, now);
        if (wait == 0) {
            return;
        }
        if (wait < 0) {
            happened(ConnectionEvent.CUT, "cut, since it kept flooding with QoS 0", now);
            connection.end(Goodbye.FLOODING);
            return;
        }
        happened(ConnectionEvent.SLOWED, "slowed, since it sends more than its allowance", now);
        connection.pause(Inbox.Pause.RATE);
        connection.after(Duration.ofNanos(wait), () -> connection.resume(Inbox.Pause.RATE));
    }

    private void happened(ConnectionEvent event, String detail, long now) {
        shared.incidents.happened(client.appliance(), event, detail, now);
    }

    /** A PUBREL: the client has seen our PUBREC and will not send this message again. */
    void released(int packetId) {
        int code = session.release(packetId) ? SUCCESS : PACKET_ID_NOT_FOUND;
        connection.write(Packets.publishReply(MqttMessageType.PUBCOMP, packetId, code, null));
    }

    /** Runs this once nothing is left to acknowledge; at once where that is so already. */
    void whenIdle(Runnable action) {
        whenIdle = action;
        runIfIdle();
    }

    /** Whether messages of this connection are on their way to the database. */
    boolean waiting() {
        return inSink > 0;
    }

    private void handIn(MqttPublishMessage packet, String topic, MqttQoS qos, int bytes) {
        Answer answer = new Answer(packet.variableHeader().packetId(), qos, true);
        if (qos != MqttQoS.AT_MOST_ONCE) {
            unanswered.add(answer);
        }
        inSink++;
        bytesInSink += bytes;
        MessageKind kind = Topics.publishable(client.appliance().id(), topic).orElse(MessageKind.FOREIGN_TOPIC);
        Future<Verdict> verdict = kind == MessageKind.FOREIGN_TOPIC
                ? report(topic)
                : shared.handIn(new ReceivedMessage(
                        client.appliance(),
                        kind,
                        ByteBufUtil.getBytes(packet.payload()),
                        shared.clock.instant(),
                        Packets.contentType(packet.variableHeader().properties())));
        if (kind == MessageKind.FOREIGN_TOPIC && !client.mqtt5()) {
            // 3.3.5 of 3.1.1: there is no negative acknowledgement, so close; before there could be a positive one
            connection.end(Goodbye.FOREIGN_TOPIC);
        }
        if (qos == MqttQoS.EXACTLY_ONCE) {
            session.committing(answer.packetId, new ClientSession.Commit(kind, verdict, client.mqtt5()));
            owe(answer.packetId);
        }
        verdict.onComplete(done -> {
            shared.giveBackToBudget(bytes);
            connection.runSoon(() -> completed(answer, kind, bytes, done));
        });
    }

    /** The sink keeps it as a reject, so that a developer can see why nothing arrives; in a loop, only some of it. */
    private Future<Verdict> report(String topic) {
        shared.metrics.foreignTopics.increment();
        if (!shared.foreignTopics.worthReporting(client.appliance().no(), System.nanoTime())) {
            return Future.succeededFuture();
        }
        return shared.handIn(new ReceivedMessage(
                client.appliance(),
                MessageKind.FOREIGN_TOPIC,
                topic.getBytes(StandardCharsets.UTF_8),
                shared.clock.instant(),
                ContentType.JSON));
    }

    private void completed(Answer answer, MessageKind kind, int bytes, AsyncResult<Verdict> done) {
        inSink--;
        bytesInSink -= bytes;
        if (done.failed()) {
            LOG.warn("A message of {} was not stored", client.appliance().id(), done.cause());
        }
        answer(answer, kind, done);
        if (inSink < window) {
            connection.resume(Inbox.Pause.WINDOW);
        }
        runIfIdle();
    }

    private void answer(Answer answer, MessageKind kind, AsyncResult<Verdict> done) {
        if (!connection.isOpen() || answer.qos == MqttQoS.AT_MOST_ONCE) {
            if (answer.first) {
                shared.metrics.unanswered.increment();
            }
        } else if (done.failed() && !client.mqtt5()) {
            connection.end(Goodbye.NOT_STORED); // 3.1.1 has no negative acknowledgement; it sends again on reconnect
        } else {
            answer.reply = reply(answer, kind, done);
            sendAnswers();
        }
    }

    private MqttMessage reply(Answer answer, MessageKind kind, AsyncResult<Verdict> done) {
        if (kind == MessageKind.FOREIGN_TOPIC) {
            return refusal(answer, PublishRefusal.FOREIGN_TOPIC, "not a topic of this appliance");
        }
        if (done.failed()) {
            return refusal(answer, PublishRefusal.NOT_STORED, "the message could not be stored");
        }
        Verdict verdict = done.result();
        if (client.mqtt5() && verdict.allRejected()) {
            return refusal(answer, PublishRefusal.ALL_REJECTED, verdict.reason());
        }
        if (answer.first) {
            shared.metrics.acknowledged.increment();
        }
        answer.accepted = true;
        return Packets.publishReply(typeOf(answer), answer.packetId, SUCCESS, null);
    }

    private MqttMessage refusal(Answer answer, PublishRefusal refusal, String reason) {
        if (answer.first) {
            shared.metrics.refused(refusal);
        }
        return Packets.publishReply(
                typeOf(answer), answer.packetId, refusal.code(), client.wantsReasons() ? reason : null);
    }

    private void sendAnswers() {
        while (!unanswered.isEmpty() && unanswered.peek().reply != null) {
            Answer answer = unanswered.remove();
            if (answer.qos == MqttQoS.EXACTLY_ONCE) {
                owed.remove(answer.packetId);
                session.answered(answer.packetId, answer.accepted);
            }
            connection.write(answer.reply);
            shared.metrics.acknowledgeSeconds().record(System.nanoTime() - answer.begunNanos);
        }
    }

    private void runIfIdle() {
        if (whenIdle != null && unanswered.isEmpty() && inSink == 0) {
            Runnable action = whenIdle;
            whenIdle = null;
            action.run();
        }
    }

    /** [MQTT-4.3.3-10]: until PUBREL, the same id is the same message, and it is handed in once. */
    private boolean isRepeat(int packetId) {
        if (session.isUnreleased(packetId)) {
            connection.write(Packets.publishReply(MqttMessageType.PUBREC, packetId, SUCCESS, null));
            return true;
        }
        ClientSession.Commit commit = session.committing(packetId);
        if (commit == null) {
            return false;
        }
        if (owe(packetId)) { // handed in by an earlier connection of the session, which cannot answer any more
            Answer answer = new Answer(packetId, MqttQoS.EXACTLY_ONCE, false);
            unanswered.add(answer);
            commit.verdict()
                    .onComplete(done -> connection.runSoon(() -> {
                        answer(answer, commit.kind(), done);
                        runIfIdle();
                    }));
        }
        return true;
    }

    /** False where this connection owes that PUBREC already. */
    private boolean owe(int packetId) {
        if (owed == null) {
            owed = new HashSet<>();
        }
        return owed.add(packetId);
    }

    /** The topic, with the alias resolved (3.3.2.3.4); null where the connection had to end. */
    private String topicOf(MqttPublishMessage packet) {
        String topic = packet.variableHeader().topicName();
        if (topic.length() > LONGEST_TOPIC_KEPT) {
            topic = topic.substring(0, LONGEST_TOPIC_KEPT);
        }
        MqttProperties properties = packet.variableHeader().properties();
        MqttProperties.MqttProperty<?> property = properties.getProperty(MqttProperties.TOPIC_ALIAS);
        if (property != null) {
            int alias = (Integer) property.value();
            if (alias < 1 || alias > Packets.TOPIC_ALIAS_MAXIMUM) {
                connection.end(Goodbye.TOPIC_ALIAS);
                return null;
            }
            if (aliases == null) {
                aliases = new String[Packets.TOPIC_ALIAS_MAXIMUM + 1];
            }
            if (topic.isEmpty()) {
                topic = aliases[alias] == null ? "" : aliases[alias];
            } else {
                aliases[alias] = topic;
            }
        }
        // [MQTT-3.3.4-6]: a subscription identifier goes from server to client only
        if (topic.isEmpty() || properties.getProperty(MqttProperties.SUBSCRIPTION_IDENTIFIER) != null) {
            connection.end(Goodbye.PROTOCOL_ERROR);
            return null;
        }
        return topic;
    }

    private static MqttMessageType typeOf(Answer answer) {
        return answer.qos == MqttQoS.EXACTLY_ONCE ? MqttMessageType.PUBREC : MqttMessageType.PUBACK;
    }
}
