package io.hearthwatch.gateway;

import io.hearthwatch.ingest.MessageKind;
import io.hearthwatch.ingest.Verdict;
import io.hearthwatch.ingest.sessions.SessionStore.SessionKey;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a client and we know of each other beyond one connection (4.1 of MQTT 5): its subscription, commands that it has not
 * acknowledged, QoS 2 messages that it has not released. Belongs to one connection, on its event loop, and is handed over whole to the
 * next one. The subscription is durable in the session store, the commands in their queue; packet ids live in memory only.
 */
final class ClientSession {
    private static final int LAST_PACKET_ID = 65_535;

    private final SessionKey key;
    private long expirySeconds;
    private boolean stored;
    private MqttQoS granted;
    private int lastPacketId;
    // Most connections never need these.
    private Map<Integer, Long> commands;
    private Map<Integer, Commit> committing;
    private BitSet unreleased;
    private int unreleasedCount;

    /**
     * A QoS 2 message on its way to the database; it may outlive the connection that it came with.
     *
     * @param endsIfRejected whether a message of which nothing was stored ends its exchange (reason codes, so MQTT 5 only)
     */
    record Commit(MessageKind kind, Future<Verdict> verdict, boolean endsIfRejected) {
        /** Whether it is committed, so that a PUBREL is to come. */
        boolean isAccepted() {
            return kind != MessageKind.FOREIGN_TOPIC
                    && verdict.succeeded()
                    && !(endsIfRejected && verdict.result().allRejected());
        }
    }

    /**
     * @param stored whether the session store knows it
     * @param granted the subscription that it begins with, null for none
     */
    ClientSession(SessionKey key, long expirySeconds, boolean stored, MqttQoS granted) {
        this.key = key;
        this.expirySeconds = expirySeconds;
        this.stored = stored;
        this.granted = granted;
    }

    /** The client is back. */
    void continueWith(long newExpirySeconds, boolean nowStored, MqttQoS storedSubscription) {
        expirySeconds = newExpirySeconds;
        stored = nowStored;
        granted = storedSubscription;
    }

    SessionKey key() {
        return key;
    }

    long expirySeconds() {
        return expirySeconds;
    }

    void expirySeconds(long seconds) {
        expirySeconds = seconds;
    }

    /** Whether the store has to hear of changes. */
    boolean stored() {
        return stored;
    }

    /** QoS of the subscription to commands, null for none. */
    MqttQoS granted() {
        return granted;
    }

    Integer grantedNumber() {
        return granted == null ? null : granted.value();
    }

    void granted(MqttQoS qos) {
        granted = qos;
    }

    /** Whether there is anything that the session store does not keep. */
    boolean holdsPacketIds() {
        return unreleasedCount > 0 || commandsOutstanding() > 0 || (committing != null && !committing.isEmpty());
    }

    // Commands by packet id, until they are acknowledged

    /** A packet id for a command that is about to be sent. */
    int sending(long seq) {
        if (commands == null) {
            commands = new LinkedHashMap<>(4);
        }
        do {
            lastPacketId = lastPacketId == LAST_PACKET_ID ? 1 : lastPacketId + 1;
        } while (commands.containsKey(lastPacketId));
        commands.put(lastPacketId, seq);
        return lastPacketId;
    }

    /** The packet id under which a command was sent before, 0 for none. */
    int packetIdOf(long seq) {
        if (commands != null) {
            for (Map.Entry<Integer, Long> command : commands.entrySet()) {
                if (command.getValue() == seq) {
                    return command.getKey();
                }
            }
        }
        return 0;
    }

    /** The command with this packet id is acknowledged; its place in the queue, null for an unknown id. */
    Long acknowledged(int packetId) {
        return commands == null ? null : commands.remove(packetId);
    }

    int commandsOutstanding() {
        return commands == null ? 0 : commands.size();
    }

    /** Places in the queue of the commands that are sent and not acknowledged. */
    Set<Long> commandsSent() {
        return commands == null ? Set.of() : Set.copyOf(commands.values());
    }

    /** Forgets commands that wait no more: they expired, or were answered. */
    void keepCommands(Set<Long> seqs) {
        if (commands != null) {
            commands.values().retainAll(seqs);
        }
    }

    /** Forgets a command that is not to be sent any more. */
    void forget(long seq) {
        if (commands != null) {
            commands.values().remove(seq);
        }
    }

    // QoS 2 messages that are handed in and whose PUBREC is not out

    void committing(int packetId, Commit commit) {
        if (committing == null) {
            committing = new HashMap<>(4);
        }
        committing.put(packetId, commit);
    }

    /** What was handed in with this id and waits for its PUBREC, null for nothing. */
    Commit committing(int packetId) {
        return committing == null ? null : committing.get(packetId);
    }

    /** The PUBREC of a message goes out. */
    void answered(int packetId, boolean accepted) {
        committing.remove(packetId);
        if (accepted) { // a PUBREC from 0x80 ends the exchange, no PUBREL follows (4.3.3)
            unreleased(packetId);
        }
    }

    /** Takes in what was decided while there was no connection; what was not stored is forgotten, to be handed in when it comes again. */
    void settle() {
        if (committing != null) {
            committing.entrySet().removeIf(entry -> {
                if (entry.getValue().isAccepted()) {
                    unreleased(entry.getKey());
                }
                return entry.getValue().verdict().isComplete();
            });
        }
    }

    // QoS 2 messages whose PUBREC is out and whose PUBREL has not come

    boolean isUnreleased(int packetId) {
        return unreleased != null && unreleased.get(packetId);
    }

    private void unreleased(int packetId) {
        if (unreleased == null) {
            unreleased = new BitSet();
        }
        if (!unreleased.get(packetId)) {
            unreleased.set(packetId);
            unreleasedCount++;
        }
    }

    /** Whether the id was known. */
    boolean release(int packetId) {
        if (!isUnreleased(packetId)) {
            return false;
        }
        unreleased.clear(packetId);
        unreleasedCount--;
        return true;
    }

    int unreleasedCount() {
        return unreleasedCount;
    }
}
