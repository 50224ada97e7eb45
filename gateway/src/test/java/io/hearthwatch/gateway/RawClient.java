package io.hearthwatch.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client that does exactly what the test says, on a plain socket. Not for several threads. */
final class RawClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 30_000;

    private final Socket socket;
    private final EmbeddedChannel codec = new EmbeddedChannel(new MqttDecoder(1 << 20), MqttEncoder.INSTANCE);

    RawClient(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static MqttConnectMessage connect5(String clientId, String user, String secret) {
        return connect(MqttVersion.MQTT_5, clientId, user, secret).build();
    }

    static MqttConnectMessage connect311(String clientId, String user, String secret) {
        return connect(MqttVersion.MQTT_3_1_1, clientId, user, secret).build();
    }

    static MqttMessageBuilders.ConnectBuilder connect(
            MqttVersion version, String clientId, String user, String secret) {
        var builder = MqttMessageBuilders.connect()
                .protocolVersion(version)
                .clientId(clientId)
                .cleanSession(true)
                .keepAlive(60);
        if (user != null) {
            builder.username(user).password(secret.getBytes(StandardCharsets.UTF_8));
        }
        return builder;
    }

    static MqttMessage publish(MqttQoS qos, int packetId, String topic, String payload) {
        return publish(qos, packetId, topic, payload, MqttProperties.NO_PROPERTIES);
    }

    static MqttMessage publish(MqttQoS qos, int packetId, String topic, String payload, MqttProperties properties) {
        return MqttMessageBuilders.publish()
                .qos(qos)
                .messageId(packetId)
                .topicName(topic)
                .properties(properties)
                .payload(Unpooled.copiedBuffer(payload, StandardCharsets.UTF_8))
                .build();
    }

    /** A telemetry publish of the known appliance, QoS 1. */
    static MqttMessage telemetry(int packetId, String payload) {
        return publish(MqttQoS.AT_LEAST_ONCE, packetId, "appliances/" + TestGateway.ID + "/telemetry", payload);
    }

    static MqttMessage reply(MqttMessageType type, int packetId) {
        MqttQoS qos = type == MqttMessageType.PUBREL ? MqttQoS.AT_LEAST_ONCE : MqttQoS.AT_MOST_ONCE;
        return new MqttMessage(
                new MqttFixedHeader(type, false, qos, false, 0),
                new MqttPubReplyMessageVariableHeader(packetId, (byte) 0, MqttProperties.NO_PROPERTIES));
    }

    RawClient send(MqttMessage... packets) {
        for (MqttMessage packet : packets) {
            sendBytes(encode(packet));
        }
        return this;
    }

    byte[] encode(MqttMessage packet) {
        assertThat(codec.writeOutbound(packet)).isTrue();
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf part = codec.readOutbound(); part != null; part = codec.readOutbound()) {
            all.writeBytes(part);
            part.release();
        }
        return ByteBufUtil.getBytes(all);
    }

    void sendBytes(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next packet, or null at the end of the connection. Fails after half a minute of silence. */
    MqttMessage read() {
        try {
            return next();
        } catch (SocketTimeoutException e) {
            throw new AssertionError("nothing came", e);
        } catch (IOException e) {
            return null;
        }
    }

    /** Nothing arrives for a while. */
    void expectSilence(Duration howLong) {
        try {
            socket.setSoTimeout((int) howLong.toMillis());
            assertThat(next()).as("silence, but there is").isNull();
            throw new AssertionError("the connection ended");
        } catch (SocketTimeoutException expected) {
            timeout(TIMEOUT_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void timeout(int millis) {
        try {
            socket.setSoTimeout(millis);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void expectAccepted() {
        assertThat(expectConnAck()).isZero();
    }

    /** The CONNACK's code. */
    int expectConnAck() {
        MqttMessage packet = read();
        assertThat(packet).isInstanceOf(MqttConnAckMessage.class);
        return ((MqttConnAckMessage) packet)
                        .variableHeader()
                        .connectReturnCode()
                        .byteValue()
                & 0xFF;
    }

    /** The next packet is this acknowledgement. */
    MqttPubReplyMessageVariableHeader expectReply(MqttMessageType type, int packetId) {
        MqttMessage packet = expect(type);
        assertThat(((MqttMessageIdVariableHeader) packet.variableHeader()).messageId())
                .isEqualTo(packetId);
        return (MqttPubReplyMessageVariableHeader) packet.variableHeader();
    }

    MqttMessage expect(MqttMessageType type) {
        MqttMessage packet = read();
        assertThat(packet).as("a packet").isNotNull();
        assertThat(packet.fixedHeader().messageType()).isEqualTo(type);
        return packet;
    }

    /** The next packet is a DISCONNECT with this code, and then the connection ends. */
    String expectDisconnect(int code) {
        MqttMessage packet = expect(MqttMessageType.DISCONNECT);
        var header = (MqttReasonCodeAndPropertiesVariableHeader) packet.variableHeader();
        assertThat(header.reasonCode() & 0xFF).isEqualTo(code);
        expectClosed();
        return reason(header.properties());
    }

    void expectClosed() {
        assertThat(read()).as("end of the connection").isNull();
    }

    static String reason(MqttProperties properties) {
        MqttProperties.MqttProperty<?> reason = properties.getProperty(MqttProperties.REASON_STRING);
        return reason == null ? null : (String) reason.value();
    }

    /** Closes the socket without a DISCONNECT. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        codec.finishAndReleaseAll();
    }

    private MqttMessage next() throws IOException {
        byte[] buffer = new byte[4096];
        InputStream in = socket.getInputStream();
        while (true) {
            MqttMessage packet = codec.readInbound();
            if (packet != null) {
                assertThat(packet.decoderResult().isSuccess())
                        .as("a good packet")
                        .isTrue();
                return packet;
            }
            int n = in.read(buffer);
            if (n < 0) {
                return null;
            }
            codec.writeInbound(Unpooled.copiedBuffer(buffer, 0, n));
        }
    }
}
