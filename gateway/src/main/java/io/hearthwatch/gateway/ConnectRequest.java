package io.hearthwatch.gateway;

import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.ingest.ContentType;
import io.hearthwatch.ingest.MessageKind;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A CONNECT packet, read once.
 *
 * @param assignedClientId whether the client id was made by us
 * @param keepAliveSeconds 0 for none
 * @param cleanStart whether an earlier session is to be forgotten
 * @param expirySeconds how long the session is to outlive the connection; with 3.1.1 for ever, or not at all
 * @param will null for none
 */
record ConnectRequest(
        boolean mqtt5,
        String userName,
        String secret,
        String clientId,
        boolean assignedClientId,
        int keepAliveSeconds,
        boolean cleanStart,
        long expirySeconds,
        Will will,
        boolean wantsReasons,
        int receiveMaximum,
        long maximumPacketBytes) {

    private static final int LONGEST_CLIENT_ID = 256;
    private static final int LARGEST_WILL = 16 * 1024;
    private static final long SMALLEST_PACKET_FOR_REASONS = 1024;
    private static final int UNLIMITED = 65_535;

    /** What 3.1.1 means by a session that is not clean, and MQTT 5 by the highest session expiry interval. */
    private static final long FOR_EVER = 0xFFFF_FFFFL;

    /**
     * The last will: what to publish when the appliance vanishes without a DISCONNECT.
     *
     * @param delaySeconds how long to wait for it to come back before that
     */
    @SuppressWarnings("ArrayRecordComponent") // carried, never compared
    record Will(String topic, byte[] payload, ContentType contentType, long delaySeconds) {}

    /** Whether the packet breaks the protocol in a way that the decoder lets through: close without an answer. */
    static boolean malformed(MqttConnectMessage packet) {
        MqttConnectVariableHeader header = packet.variableHeader();
        // [MQTT-3.1.2-11] to [MQTT-3.1.2-15]: no will, no will flags; and there is no QoS 3
        if (header.isWillFlag() ? header.willQos() == 3 : header.willQos() != 0 || header.isWillRetain()) {
            return true;
        }
        // [MQTT-3.1.2-22] of 3.1.1: no password without a user name. MQTT 5 allows it.
        boolean mqtt5 = header.version() == MqttVersion.MQTT_5.protocolLevel();
        if (!mqtt5 && header.hasPassword() && !header.hasUserName()) {
            return true;
        }
        // 3.1.2.11.3 and .4 of MQTT 5: zero is a protocol error for either
        return Packets.number(header.properties(), MqttProperties.RECEIVE_MAXIMUM, 1) == 0
                || Packets.number(header.properties(), MqttProperties.MAXIMUM_PACKET_SIZE, 1) == 0;
    }

    /** What can be refused by looking at the packet alone. */
    static Optional<ConnectRefusal> refusal(MqttConnectMessage packet) {
        MqttConnectVariableHeader header = packet.variableHeader();
        MqttConnectPayload payload = packet.payload();
        if (header.version() == MqttVersion.MQTT_3_1.protocolLevel()) {
            return Optional.of(ConnectRefusal.PROTOCOL_VERSION);
        }
        boolean mqtt5 = header.version() == MqttVersion.MQTT_5.protocolLevel();
        String clientId = payload.clientIdentifier();
        // [MQTT-3.1.3-8] of 3.1.1: no client id only with a clean session
        if (clientId.length() > LONGEST_CLIENT_ID || (clientId.isEmpty() && !mqtt5 && !header.isCleanSession())) {
            return Optional.of(ConnectRefusal.CLIENT_ID);
        }
        if (header.properties().getProperty(MqttProperties.AUTHENTICATION_METHOD) != null) {
            return Optional.of(ConnectRefusal.AUTHENTICATION_METHOD);
        }
        if (isBlank(payload.userName()) || payload.passwordInBytes() == null) {
            return Optional.of(ConnectRefusal.ANONYMOUS);
        }
        if (header.isWillFlag()) {
            Optional<MessageKind> kind = Topics.publishable(payload.userName(), payload.willTopic());
            if (kind.isEmpty()) {
                return Optional.of(ConnectRefusal.WILL_TOPIC);
            }
            if (payload.willMessageInBytes().length > LARGEST_WILL) {
                return Optional.of(ConnectRefusal.WILL_TOO_LARGE);
            }
        }
        return Optional.empty();
    }

    /** Reads a packet that was neither malformed nor refused. */
    static ConnectRequest of(MqttConnectMessage packet) {
        MqttConnectVariableHeader header = packet.variableHeader();
        MqttConnectPayload payload = packet.payload();
        MqttProperties properties = header.properties();
        boolean mqtt5 = header.version() == MqttVersion.MQTT_5.protocolLevel();
        boolean assigned = payload.clientIdentifier().isEmpty();
        long maximumPacketBytes = Packets.number(properties, MqttProperties.MAXIMUM_PACKET_SIZE, Integer.MAX_VALUE);
        boolean problemInformation = Packets.number(properties, MqttProperties.REQUEST_PROBLEM_INFORMATION, 1) != 0;
        return new ConnectRequest(
                mqtt5,
                payload.userName(),
                new String(payload.passwordInBytes(), StandardCharsets.UTF_8),
                assigned ? "assigned-" + UUID.randomUUID() : payload.clientIdentifier(),
                assigned,
                header.keepAliveTimeSeconds(),
                header.isCleanSession(),
                expirySeconds(header, mqtt5),
                will(header, payload),
                mqtt5 && problemInformation && maximumPacketBytes >= SMALLEST_PACKET_FOR_REASONS,
                (int) Packets.number(properties, MqttProperties.RECEIVE_MAXIMUM, UNLIMITED),
                maximumPacketBytes);
    }

    Client asClient(Appliance appliance, Instant at) {
        return new Client(
                appliance,
                clientId,
                Topics.commands(appliance.id()),
                mqtt5,
                wantsReasons,
                receiveMaximum,
                maximumPacketBytes,
                at);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "ConnectRequest[userName=" + userName + ", clientId=" + clientId + ", mqtt5=" + mqtt5 + "]";
    }

    private static Will will(MqttConnectVariableHeader header, MqttConnectPayload payload) {
        if (!header.isWillFlag()) {
            return null;
        }
        return new Will(
                payload.willTopic(),
                payload.willMessageInBytes(),
                Packets.contentType(payload.willProperties()),
                Packets.number(payload.willProperties(), MqttProperties.WILL_DELAY_INTERVAL, 0));
    }

    private static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }

    private static long expirySeconds(MqttConnectVariableHeader header, boolean mqtt5) {
        if (mqtt5) {
            return Packets.number(header.properties(), MqttProperties.SESSION_EXPIRY_INTERVAL, 0);
        }
        return header.isCleanSession() ? 0 : FOR_EVER;
    }
}
