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
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
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
            return connAck(refusal.code311(), false, MqttProperties.NO_PROPERTIES);
        }
        return connAck(
                refusal.code(),
                false,
                new MqttMessageBuilders.ConnAckPropertiesBuilder()
                        .reasonString(refusal.text())
                        .build());
    }

    /**
     * @param present whether an earlier session goes on
     * @param expirySeconds how long the session will outlive the connection
     */
    static MqttConnAckMessage accepted(
            ConnectRequest request, GatewaySettings settings, boolean present, long expirySeconds) {
        if (!request.mqtt5()) {
            return connAck(0, present, MqttProperties.NO_PROPERTIES);
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
        if (request.expirySeconds() != expirySeconds) {
            // 3.1.2.11.2: the server uses another value than the client's, and says so
            properties.sessionExpiryInterval(expirySeconds);
        }
        return connAck(0, present, properties.build());
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

    /**
     * @param again whether it may have been sent before
     * @param expirySeconds message expiry interval, 0 for none; MQTT 5 only
     */
    static MqttPublishMessage publish(
            String topic, MqttQoS qos, int packetId, byte[] payload, boolean again, long expirySeconds) {
        MqttProperties properties = MqttProperties.NO_PROPERTIES;
        if (expirySeconds > 0) {
            properties = new MqttProperties();
            properties.add(new MqttProperties.IntegerProperty(
                    MqttProperties.PUBLICATION_EXPIRY_INTERVAL, (int) Math.min(expirySeconds, Integer.MAX_VALUE)));
        }
        return new MqttPublishMessage(
                new MqttFixedHeader(MqttMessageType.PUBLISH, again, qos, false, 0),
                new MqttPublishVariableHeader(topic, packetId, properties),
                Unpooled.wrappedBuffer(payload));
    }

    /** What a message's MQTT 5 content type says; JSON where it says nothing. */
    static ContentType contentType(MqttProperties properties) {
        MqttProperties.MqttProperty<?> found = properties.getProperty(MqttProperties.CONTENT_TYPE);
        return ContentType.of(found == null ? null : found.value().toString());
    }

    /** A property's number, or something else where there is none. */
    static long number(MqttProperties properties, int property, long otherwise) {
        MqttProperties.MqttProperty<?> found = properties.getProperty(property);
        return found == null ? otherwise : Integer.toUnsignedLong((Integer) found.value());
    }

    /** The reason string, or null where there is none. */
    static String reasonOf(MqttProperties properties) {
        MqttProperties.MqttProperty<?> found = properties.getProperty(MqttProperties.REASON_STRING);
        return found == null ? null : found.value().toString();
    }

    /** What a client says, cut, and without what has no place in a log or in the database. */
    static String printable(String text) {
        String cut = text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON);
        return cut.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
    }

    private static MqttConnAckMessage connAck(int code, boolean present, MqttProperties properties) {
        return new MqttConnAckMessage(
                header(MqttMessageType.CONNACK, MqttQoS.AT_MOST_ONCE),
                new MqttConnAckVariableHeader(MqttConnectReturnCode.valueOf((byte) code), present, properties));
    }

    static int packetId(MqttMessage packet) {
        return ((MqttMessageIdVariableHeader) packet.variableHeader()).messageId();
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
