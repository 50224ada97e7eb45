package io.hearthwatch.gateway;

import io.hearthwatch.ingest.Histogram;
import io.hearthwatch.ingest.MessageKind;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counters of the gateway since it was made. Safe to read at any time from any thread.
 *
 * <p>Every publish that is handed to the sink ends in exactly one of: acknowledged (QoS 1 and 2), refused, unanswered
 * (QoS 0, or the appliance was gone before the commit).
 */
public final class GatewayMetrics {
    final LongAdder opened = new LongAdder();
    final LongAdder closed = new LongAdder();
    final LongAdder accepted = new LongAdder();
    final LongAdder ended = new LongAdder();
    final LongAdder droppedAtOnce = new LongAdder();
    final LongAdder acknowledged = new LongAdder();
    final LongAdder unanswered = new LongAdder();
    final LongAdder foreignTopics = new LongAdder();
    final LongAdder commands = new LongAdder();
    final LongAdder resumed = new LongAdder();
    final LongAdder lostEvents = new LongAdder();
    private final Histogram acknowledgeSeconds = Histogram.ofSeconds();
    private final Map<MessageKind, LongAdder> handedIn = adders(MessageKind.class);
    private final Map<ConnectRefusal, LongAdder> connectRefusals = adders(ConnectRefusal.class);
    private final Map<PublishRefusal, LongAdder> publishRefusals = adders(PublishRefusal.class);
    private final Map<Inbox.Pause, LongAdder> pauses = adders(Inbox.Pause.class);
    private final Map<Goodbye, LongAdder> goodbyes = adders(Goodbye.class);

    GatewayMetrics() {}

    /** TCP connections that are open now, accepted as appliances or not. */
    public long openConnections() {
        return opened.sum() - closed.sum();
    }

    /** Appliance connections that are up now. */
    public long connections() {
        return accepted.sum() - ended.sum();
    }

    /** Messages handed to the sink. */
    public long messages() {
        return handedIn.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** Publishes answered positively, each after its commit. */
    public long acknowledged() {
        return acknowledged.sum();
    }

    /** Connections accepted as appliances. */
    public long accepted() {
        return accepted.sum();
    }

    /** TCP connections closed without a word because far too many were open. */
    public long droppedAtOnce() {
        return droppedAtOnce.sum();
    }

    /** Publishes committed but not answered: QoS 0, or the appliance was gone before the commit. */
    public long unanswered() {
        return unanswered.sum();
    }

    /** Commands written to appliances. */
    public long commands() {
        return commands.sum();
    }

    /** Connections that went on with a session of before. */
    public long resumed() {
        return resumed.sum();
    }

    /** Comings and goings of appliances that were not recorded because too many waited. */
    public long lostEvents() {
        return lostEvents.sum();
    }

    /** Messages handed to the sink, by kind. */
    public Map<String, Long> messagesByKind() {
        return sums(handedIn);
    }

    /** Refused CONNECTs, by reason. */
    public Map<String, Long> connectsRefused() {
        return sums(connectRefusals);
    }

    /** Refused publishes, by reason. */
    public Map<String, Long> publishesRefused() {
        return sums(publishRefusals);
    }

    /** Connections that the gateway ended, by reason. */
    public Map<String, Long> connectionsEnded() {
        return sums(goodbyes);
    }

    /** How often the gateway stopped reading from a connection, by reason. */
    public Map<String, Long> pauses() {
        return sums(pauses);
    }

    /** How often the gateway stopped reading because too much waited in the whole service, not in one connection. */
    public long heldBack() {
        return pauses.get(Inbox.Pause.BUDGET).sum()
                + pauses.get(Inbox.Pause.SINK).sum();
    }

    /** From a publish's arrival to its acknowledgement, of QoS 1 and 2. */
    public Histogram acknowledgeSeconds() {
        return acknowledgeSeconds;
    }

    /** Every counter by name, names in snake_case with the reason at the end, in a fixed order. */
    public Map<String, Long> snapshot() {
        Map<String, Long> all = new LinkedHashMap<>();
        all.put("open_connections", openConnections());
        all.put("connections", connections());
        all.put("connections_accepted", accepted.sum());
        all.put("connections_dropped_at_once", droppedAtOnce.sum());
        all.put("messages", messages());
        handedIn.forEach((kind, n) -> all.put("messages_" + lower(kind), n.sum()));
        all.put("publishes_acknowledged", acknowledged.sum());
        all.put("publishes_unanswered", unanswered.sum());
        publishRefusals.forEach((refusal, n) -> all.put("publishes_refused_" + lower(refusal), n.sum()));
        all.put("foreign_topics", foreignTopics.sum());
        all.put("pauses", pauses.values().stream().mapToLong(LongAdder::sum).sum());
        pauses.forEach((reason, n) -> all.put("pauses_" + lower(reason), n.sum()));
        all.put("commands_sent", commands.sum());
        all.put("sessions_resumed", resumed.sum());
        connectRefusals.forEach((refusal, n) -> all.put("connects_refused_" + lower(refusal), n.sum()));
        goodbyes.forEach((goodbye, n) -> all.put("closed_" + lower(goodbye), n.sum()));
        all.put("lost_connection_events", lostEvents.sum());
        return all;
    }

    void handedIn(MessageKind kind) {
        handedIn.get(kind).increment();
    }

    void refused(ConnectRefusal refusal) {
        connectRefusals.get(refusal).increment();
    }

    void refused(PublishRefusal refusal) {
        publishRefusals.get(refusal).increment();
    }

    void said(Goodbye goodbye) {
        goodbyes.get(goodbye).increment();
    }

    void paused(Inbox.Pause reason) {
        pauses.get(reason).increment();
    }

    private static Map<String, Long> sums(Map<? extends Enum<?>, LongAdder> adders) {
        Map<String, Long> sums = new LinkedHashMap<>();
        adders.forEach((key, adder) -> sums.put(lower(key), adder.sum()));
        return sums;
    }

    private static String lower(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }

    private static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> type) {
        Map<E, LongAdder> adders = new EnumMap<>(type);
        for (E value : type.getEnumConstants()) {
            adders.put(value, new LongAdder());
        }
        return adders;
    }
}
