package io.hearthwatch.gateway;

import io.hearthwatch.ingest.commands.CommandQueue.Outcome;
import io.hearthwatch.ingest.commands.CommandQueue.Waiting;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The way down on one connection: commands that wait are fetched, sent in order, and reported once the appliance has acknowledged them.
 * Used on the connection's event loop only, except where it says otherwise.
 */
final class CommandDelivery {
    /** Commands under way at most, whatever the client's Receive Maximum allows. */
    private static final int WINDOW = 16;

    /** Header, topic length, packet id, properties. */
    private static final int PACKET_OVERHEAD = 16;

    private static final int REFUSED = 0x80;

    private final Connection connection;
    private final Client client;
    private final ClientSession session;
    private final Shared shared;
    private Deque<Waiting> backlog; // fetched, not sent; null for none
    private long fetchedUpTo;
    private boolean fetching;
    private boolean moreNews;
    private boolean first = true;

    /** What an earlier connection of this session sent: that, and that only, is sent again (4.4 of MQTT 5). */
    private final Set<Long> carriedOver;

    CommandDelivery(Connection connection, Client client, ClientSession session, Shared shared) {
        this.connection = connection;
        this.client = client;
        this.session = session;
        this.shared = shared;
        Set<Long> sent = session.commandsSent();
        this.carriedOver = sent.isEmpty() ? Set.of() : new HashSet<>(sent);
    }

    /** From any thread. */
    int applianceNo() {
        return client.appliance().no();
    }

    /** Runs on the connection's event loop, from any thread. */
    void later(Runnable action) {
        connection.run(action);
    }

    /** Begins to take commands, if there is a subscription; the appliance's other connections take none then. */
    void start() {
        if (session.granted() == null || !connection.isOpen() || shared.commands.isListener(this)) {
            return;
        }
        shared.commands.listen(this);
        fetchedUpTo = 0;
        first = true;
        backlog = null;
        fetch();
    }

    /** There is no subscription any more, or no connection; then another connection of the appliance may take over. */
    void stop() {
        backlog = null;
        if (shared.commands.leave(this)) {
            for (Connection other : shared.sessions.of(applianceNo())) {
                if (other != connection) {
                    other.run(other::startCommands);
                }
            }
        }
    }

    /** Commands up to this place were given. */
    void news(long newest) {
        if (newest <= fetchedUpTo) {
            return;
        }
        if (fetching || backlog != null) {
            moreNews = true;
        } else {
            fetch();
        }
    }

    /** The answer to what was asked for. */
    void fetched(List<Waiting> waiting) {
        fetching = false;
        if (!connection.isOpen() || session.granted() == null || !shared.commands.isListener(this)) {
            return;
        }
        if (first) {
            first = false;
            Set<Long> stillWait = new HashSet<>();
            waiting.forEach(command -> stillWait.add(command.seq()));
            session.keepCommands(stillWait);
        }
        if (!waiting.isEmpty()) {
            fetchedUpTo = waiting.get(waiting.size() - 1).seq();
            backlog = new ArrayDeque<>(waiting);
            moreNews |= waiting.size() == WINDOW;
            send();
        } else if (moreNews) {
            fetch();
        }
    }

    /** A PUBACK; codes from 0x80 mean that the appliance does not take the command. */
    void acknowledged(MqttMessage packet) {
        Long seq = session.acknowledged(Packets.packetId(packet));
        if (seq == null) {
            return;
        }
        String refusal = null;
        if (packet.variableHeader() instanceof MqttPubReplyMessageVariableHeader header
                && (header.reasonCode() & 0xFF) >= REFUSED) {
            refusal = refusal(header.reasonCode() & 0xFF, Packets.reasonOf(header.properties()));
        }
        report(seq, refusal);
        send();
    }

    private void fetch() {
        if (fetching) {
            return;
        }
        fetching = true;
        moreNews = false;
        shared.commands.want(this, fetchedUpTo, WINDOW);
    }

    private void send() {
        int window = Math.min(WINDOW, client.receiveMaximum());
        while (backlog != null && session.granted() != null && connection.isOpen()) {
            Waiting next = backlog.peek();
            if (next == null) {
                backlog = null;
                if (moreNews) {
                    fetch();
                }
                return;
            }
            boolean again = session.packetIdOf(next.seq()) != 0;
            // What was sent before is sent again first (4.4), and counts already.
            if (!again && session.granted() != MqttQoS.AT_MOST_ONCE && session.commandsOutstanding() >= window) {
                return;
            }
            backlog.poll();
            send(next, again);
        }
    }

    private void send(Waiting command, boolean again) {
        if (again && !carriedOver.remove(command.seq())) {
            return; // it was sent on this very connection, and its acknowledgement is still to come
        }
        Instant now = shared.clock.instant();
        if (!command.expiresAt().isAfter(now)) {
            session.forget(command.seq());
            return; // whoever looks at it sees that it has expired
        }
        int size = command.payload().length + client.commandTopic().length() + PACKET_OVERHEAD;
        if (size > client.maximumPacketBytes()) {
            session.forget(command.seq());
            report(command.seq(), "larger than the appliance's maximum packet size of " + client.maximumPacketBytes());
            return;
        }
        MqttQoS qos = session.granted();
        int packetId = -1;
        if (qos != MqttQoS.AT_MOST_ONCE) {
            packetId = again ? session.packetIdOf(command.seq()) : session.sending(command.seq());
        }
        long expiry = client.mqtt5() ? secondsLeft(now, command.expiresAt()) : 0;
        MqttPublishMessage packet =
                Packets.publish(client.commandTopic(), qos, packetId, command.payload(), again, expiry);
        shared.metrics.commands.increment();
        connection.write(packet).onSuccess(written -> {
            if (qos == MqttQoS.AT_MOST_ONCE) {
                report(command.seq(), null);
            }
        });
    }

    private void report(long seq, String refusal) {
        shared.commands.outcome(new Outcome(seq, shared.clock.instant(), refusal));
    }

    private static long secondsLeft(Instant now, Instant until) {
        return Math.max(1, Duration.between(now, until).plusMillis(999).toSeconds());
    }

    private static String refusal(int code, String reason) {
        String text = "reason code 0x" + Integer.toHexString(code);
        return reason == null ? text : text + ": " + Packets.printable(reason);
    }
}
