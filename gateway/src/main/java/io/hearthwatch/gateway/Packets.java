package io.hearthwatch.gateway;

import io.hearthwatch.ingest.ContentType;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckPayload;
import java.util.List;

/** The packets that the gateway sends, in one place; Netty's encoder drops what 3.1.1 does not have. */
final class Packets {
    /** Aliases that a client may use; they save a topic of some 40 bytes a message. */
    static final int TOPIC_ALIAS_MAXIMUM = 8;

    private static final int LONGEST_REASON = 200;

    private Packets() {}

    static MqttConnAckMessage refused(ConnectRefusal refusal, boolean mqtt5) {
        if (!mqtt5) {
            return connAck(refusal.code311(), MqttProperties.NO_PROPERTIES);
        }
        return connAck(
                refusal.code(),
                new MqttMessageBuilders.ConnAckPropertiesBuilder()
                        .reasonString(refusal.text())
                        .build());
    }

    static MqttConnAckMessage accepted(ConnectRequest request, GatewaySettings settings) {
        if (!request.mqtt5()) {
            return connAck(0, MqttProperties.NO_PROPERTIES);
        }
        var properties = new MqttMessageBuilders.ConnAckPropertiesBuilder()
                .receiveMaximum(settings.receiveMaximum())
                .maximumPacketSize(settings.maxPacketBytes())
                .topicAliasMaximum(TOPIC_ALIAS_MAXIMUM)
                .wildcardSubscriptionAvailable(false)
                .subscriptionIdentifiersAvailable(false)
                .sharedSubscriptionAvailable(false);
        if (request.assignedClientId()) {
            properties.assignedClientId(request.clientId());
        }
        if (request.asksForSession()) {
            // 3.1.2.11.2: the server uses another value than the client's, and says so
            properties.sessionExpiryInterval(0);
        }
        return connAck(0, properties.build());
    }

    static MqttMessage goodbye(Goodbye goodbye, boolean withReason) {
        return new MqttMessage(
                header(MqttMessageType.DISCONNECT, MqttQoS.AT_MOST_ONCE),
                new MqttReasonCodeAndPropertiesVariableHeader(
                        (byte) goodbye.code(), withReason ? reason(goodbye.text()) : MqttProperties.NO_PROPERTIES));
    }

    /** PUBACK, PUBREC or PUBCOMP. */
    static MqttMessage publishReply(MqttMessageType type, int packetId, int code, String reason) {
        return new MqttMessage(
                header(type, MqttQoS.AT_MOST_ONCE),
                new MqttPubReplyMessageVariableHeader(
                        packetId, (byte) code, reason == null ? MqttProperties.NO_PROPERTIES : reason(reason)));
    }

    static MqttSubAckMessage subAck(int packetId, List<Integer> codes) {
        return new MqttSubAckMessage(
                header(MqttMessageType.SUBACK, MqttQoS.AT_MOST_ONCE),
                new MqttMessageIdAndPropertiesVariableHeader(packetId, MqttProperties.NO_PROPERTIES),
                new MqttSubAckPayload(codes));
    }

    static MqttUnsubAckMessage unsubAck(int packetId, List<Short> codes) {
        return new MqttUnsubAckMessage(
                header(MqttMessageType.UNSUBACK, MqttQoS.AT_MOST_ONCE),
                new MqttMessageIdAndPropertiesVariableHeader(packetId, MqttProperties.NO_PROPERTIES),
                new MqttUnsubAckPayload(codes));
    }

    static MqttPublishMessage publish(String topic, MqttQoS qos, int packetId, byte[] payload) {
        return new MqttPublishMessage(
                header(MqttMessageType.PUBLISH, qos),
                new MqttPublishVariableHeader(topic, packetId),
                Unpooled.wrappedBuffer(payload));
    }

    /** What a message's MQTT 5 content type says; JSON where it says nothing. */
    static ContentType contentType(MqttProperties properties) {
        MqttProperties.MqttProperty<?> found = properties.getProperty(MqttProperties.CONTENT_TYPE);
        return ContentType.of(found == null ? null : found.value().toString());
    }

    private static MqttConnAckMessage connAck(int code, MqttProperties properties) {
        return new MqttConnAckMessage(
                header(MqttMessageType.CONNACK, MqttQoS.AT_MOST_ONCE),
                new MqttConnAckVariableHeader(MqttConnectReturnCode.valueOf((byte) code), false, properties));
    }

    private static MqttFixedHeader header(MqttMessageType type, MqttQoS qos) {
        return new MqttFixedHeader(type, false, qos, false, 0);
    }

    private static MqttProperties reason(String text) {
        MqttProperties properties = new MqttProperties();
        properties.add(new MqttProperties.StringProperty(
                MqttProperties.REASON_STRING,
                text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON)));
        return properties;
    }
}
