package io.hearthwatch.gateway;

import io.netty.handler.codec.mqtt.MqttIdentifierRejectedException;
import io.netty.handler.codec.mqtt.MqttUnacceptableProtocolVersionException;
import java.util.Optional;

/** Why a CONNECT is refused, with its code in either protocol version and a sentence that helps. */
enum ConnectRefusal {
    PROTOCOL_VERSION(0x84, 1, "only MQTT 3.1.1 and 5 are spoken here"),
    CLIENT_ID(0x85, 2, "the client id must have 1 to 256 characters, or be empty with a clean start"),
    CREDENTIALS(0x86, 4, "no appliance has this id (user name) and secret (password)"),
    ANONYMOUS(0x87, 5, "connect with the appliance id as user name and its secret as password"),
    UNAVAILABLE(0x88, 3, "the registry cannot be asked now; try again later"),
    BUSY(0x89, 3, "too many connections; try again later"),
    AUTHENTICATION_METHOD(0x8C, 5, "no authentication method other than user name and password is supported"),
    WILL_TOPIC(0x90, 5, "the will must go to one of the appliance's own topics, such as appliances/{id}/status"),
    WILL_TOO_LARGE(0x95, 5, "the will message may have 16 KiB at most"),
    FAILED_LOGINS(0x9F, 3, "too many attempts with a wrong secret from this address; try again in a minute"),
    CONNECT_RATE(0x9F, 3, "too many appliances connect at once; try again in a few seconds");

    private final int code;
    private final int code311;
    private final String text;

    ConnectRefusal(int code, int code311, String text) {
        this.code = code;
        this.code311 = code311;
        this.text = text;
    }

    /** What there is to answer to a CONNECT that the decoder could not read. */
    static Optional<ConnectRefusal> of(Throwable undecodable) {
        if (undecodable instanceof MqttUnacceptableProtocolVersionException) {
            return Optional.of(PROTOCOL_VERSION);
        }
        return undecodable instanceof MqttIdentifierRejectedException ? Optional.of(CLIENT_ID) : Optional.empty();
    }

    /** MQTT 5 reason code of the CONNACK. */
    int code() {
        return code;
    }

    /** MQTT 3.1.1 return code of the CONNACK. */
    int code311() {
        return code311;
    }

    /** For the CONNACK's reason string; says nothing about the appliance. */
    String text() {
        return text;
    }
}
