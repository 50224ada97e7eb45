package io.hearthwatch.gateway;

import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The way down: the subscription of one connection to its commands, and commands that wait for their PUBACK. Used on
 * the connection's event loop only.
 */
final class CommandDelivery {
    private static final int REFUSED_311 = 0x80;
    private static final int NOT_AUTHORISED = 0x87;
    private static final int FILTER_INVALID = 0x8F;
    private static final int NO_SHARED_SUBSCRIPTIONS = 0x9E;
    private static final int NO_WILDCARDS = 0xA2;
    private static final short UNSUBSCRIBED = 0x00;
    private static final short NO_SUBSCRIPTION = 0x11;
    private static final int MOST_OUTSTANDING = 64;
    private static final int PACKET_OVERHEAD = 16;

    private final Connection connection;
    private final Client client;
    private final GatewayMetrics metrics;
    private final String topic;
    private final Map<Integer, Promise<Boolean>> outstanding = new HashMap<>();
    private MqttQoS granted;
    private int lastPacketId;

    CommandDelivery(Connection connection, Client client, GatewayMetrics metrics) {
        this.connection = connection;
        this.client = client;
        this.metrics = metrics;
        this.topic = Topics.commands(client.appliance().id());
    }

    void subscribe(MqttSubscribeMessage packet) {
        List<MqttTopicSubscription> wanted = packet.payload().topicSubscriptions();
        if (wanted.isEmpty()) {
            connection.end(Goodbye.PROTOCOL_ERROR); // [MQTT-3.8.3-2]
            return;
        }
        List<Integer> codes = new ArrayList<>();
        for (MqttTopicSubscription subscription : wanted) {
            codes.add(subscribed(subscription));
        }
        connection.write(Packets.subAck(packet.variableHeader().messageId(), codes));
    }

    void unsubscribe(MqttUnsubscribeMessage packet) {
        if (packet.payload().topics().isEmpty()) {
            connection.end(Goodbye.PROTOCOL_ERROR); // [MQTT-3.10.3-2]
            return;
        }
        List<Short> codes = new ArrayList<>();
        for (String filter : packet.payload().topics()) {
            boolean had = filter.equals(topic) && granted != null;
            if (had) {
                granted = null;
            }
            codes.add(had ? UNSUBSCRIBED : NO_SUBSCRIPTION);
        }
        connection.write(Packets.unsubAck(packet.variableHeader().messageId(), codes));
    }

    /**
     * Sends a command.
     *
     * @return true when the appliance has acknowledged it (QoS 1) or it is written to the socket (QoS 0); false where
     *     nobody listens, too many are under way, or the appliance refuses it or goes away first
     */
    Future<Boolean> deliver(byte[] command) {
        boolean tooLarge = command.length + topic.length() + PACKET_OVERHEAD > client.maximumPacketBytes();
        if (granted == null || tooLarge) {
            return Future.succeededFuture(false);
        }
        if (granted == MqttQoS.AT_MOST_ONCE) {
            metrics.commands.increment();
            return connection
                    .write(Packets.publish(topic, granted, -1, command))
                    .map(true)
                    .otherwise(false);
        }
        if (outstanding.size() >= Math.min(MOST_OUTSTANDING, client.receiveMaximum())) {
            return Future.succeededFuture(false);
        }
        do {
            lastPacketId = lastPacketId == 65_535 ? 1 : lastPacketId + 1;
        } while (outstanding.containsKey(lastPacketId));
        Promise<Boolean> promise = Promise.promise();
        outstanding.put(lastPacketId, promise);
        metrics.commands.increment();
        MqttPublishMessage packet = Packets.publish(topic, granted, lastPacketId, command);
        connection.write(packet);
        return promise.future();
    }

    /** A PUBACK; codes from 0x80 mean that the appliance does not take the command. */
    void acknowledged(int packetId, int code) {
        Promise<Boolean> promise = outstanding.remove(packetId);
        if (promise != null) {
            promise.complete(code < 0x80);
        }
    }

    void closed() {
        granted = null;
        List<Promise<Boolean>> lost = List.copyOf(outstanding.values());
        outstanding.clear();
        lost.forEach(promise -> promise.complete(false));
    }

    private int subscribed(MqttTopicSubscription subscription) {
        String filter = subscription.topicFilter();
        if (filter.equals(topic)) {
            granted = subscription.qualityOfService() == MqttQoS.AT_MOST_ONCE
                    ? MqttQoS.AT_MOST_ONCE
                    : MqttQoS.AT_LEAST_ONCE;
            return granted.value();
        }
        if (!client.mqtt5()) {
            return REFUSED_311;
        }
        if (filter.isEmpty()) {
            return FILTER_INVALID;
        }
        if (filter.startsWith("$share/")) {
            return NO_SHARED_SUBSCRIPTIONS;
        }
        return filter.contains("+") || filter.contains("#") ? NO_WILDCARDS : NOT_AUTHORISED;
    }
}
