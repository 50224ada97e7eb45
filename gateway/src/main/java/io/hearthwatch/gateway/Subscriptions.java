package io.hearthwatch.gateway;

import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one connection may subscribe to: the commands of its appliance, and nothing else. A session that is to outlive the connection has
 * its subscription stored before it is acknowledged. Used on the connection's event loop only.
 */
final class Subscriptions {
    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);

    private static final int FAILED = 0x80;
    private static final int NOT_AUTHORISED = 0x87;
    private static final int FILTER_INVALID = 0x8F;
    private static final int NO_SHARED_SUBSCRIPTIONS = 0x9E;
    private static final int NO_WILDCARDS = 0xA2;
    private static final short UNSUBSCRIBED = 0x00;
    private static final short NO_SUBSCRIPTION = 0x11;
    private static final short UNSUBSCRIBE_FAILED = 0x80;

    private final Connection connection;
    private final Client client;
    private final ClientSession session;
    private final Shared shared;
    private final CommandDelivery delivery;

    Subscriptions(
            Connection connection, Client client, ClientSession session, Shared shared, CommandDelivery delivery) {
        this.connection = connection;
        this.client = client;
        this.session = session;
        this.shared = shared;
        this.delivery = delivery;
    }

    void subscribe(MqttSubscribeMessage packet) {
        List<MqttTopicSubscription> wanted = packet.payload().topicSubscriptions();
        if (wanted.isEmpty()) {
            connection.end(Goodbye.PROTOCOL_ERROR); // [MQTT-3.8.3-2]
            return;
        }
        List<Integer> codes = new ArrayList<>();
        MqttQoS granted = null;
        for (MqttTopicSubscription subscription : wanted) {
            boolean own = subscription.topicFilter().equals(client.commandTopic());
            if (own) {
                granted = subscription.qualityOfService() == MqttQoS.AT_MOST_ONCE
                        ? MqttQoS.AT_MOST_ONCE
                        : MqttQoS.AT_LEAST_ONCE;
            }
            codes.add(own ? (Integer) granted.value() : refusal(subscription.topicFilter()));
        }
        int packetId = packet.variableHeader().messageId();
        if (granted == null) {
            connection.write(Packets.subAck(packetId, codes));
            return;
        }
        MqttQoS qos = granted;
        store(qos)
                .onComplete(
                        stored -> connection.run(() -> {
                            session.granted(qos);
                            connection.write(Packets.subAck(packetId, codes));
                            delivery.start();
                        }),
                        e -> connection.run(() -> {
                            codes.replaceAll(code -> code < FAILED ? (Integer) FAILED : code);
                            connection.write(Packets.subAck(packetId, codes));
                        }));
    }

    void unsubscribe(MqttUnsubscribeMessage packet) {
        if (packet.payload().topics().isEmpty()) {
            connection.end(Goodbye.PROTOCOL_ERROR); // [MQTT-3.10.3-2]
            return;
        }
        List<Short> codes = new ArrayList<>();
        boolean ends = false;
        for (String filter : packet.payload().topics()) {
            boolean had = filter.equals(client.commandTopic()) && session.granted() != null && !ends;
            ends |= had;
            codes.add(had ? UNSUBSCRIBED : NO_SUBSCRIPTION);
        }
        int packetId = packet.variableHeader().messageId();
        if (!ends) {
            connection.write(Packets.unsubAck(packetId, codes));
            return;
        }
        store(null)
                .onComplete(
                        stored -> connection.run(() -> {
                            session.granted(null);
                            delivery.stop();
                            connection.write(Packets.unsubAck(packetId, codes));
                        }),
                        e -> connection.run(() -> {
                            codes.replaceAll(code -> code == UNSUBSCRIBED ? (Short) UNSUBSCRIBE_FAILED : code);
                            connection.write(Packets.unsubAck(packetId, codes));
                        }));
    }

    private Future<Void> store(MqttQoS qos) {
        if (!session.stored()) {
            return Future.succeededFuture();
        }
        return shared.store
                .subscribe(session.key(), qos == null ? null : (Integer) qos.value(), session.expirySeconds())
                .onFailure(e -> LOG.warn("The subscription of {} could not be stored", connection.name(), e));
    }

    private int refusal(String filter) {
        if (!client.mqtt5()) {
            return FAILED;
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
