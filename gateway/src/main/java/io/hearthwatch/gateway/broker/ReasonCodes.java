package io.hearthwatch.gateway.broker;

import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;

/** What MQTT's numbers mean, in words that say what to look at. */
final class ReasonCodes {
    private ReasonCodes() {}

    static String text(int code) {
        return switch (code) {
            case 0x80 -> "unspecified error (0x80)";
            case 0x83 -> "implementation specific error (0x83)";
            case 0x84 -> "it does not speak MQTT 5 (0x84)";
            case 0x85 -> "it does not accept the client id (0x85)";
            case 0x86 -> "user name or password is wrong (0x86)";
            case 0x87 -> "not authorised (0x87): check the user's rights at the broker";
            case 0x88 -> "it is unavailable (0x88)";
            case 0x89 -> "it is busy (0x89)";
            case 0x8A -> "we are banned (0x8A)";
            case 0x8B -> "it is shutting down (0x8B)";
            case 0x8D -> "it heard nothing of us for too long (0x8D)";
            case 0x8E -> "another client took over our client id (0x8E)";
            case 0x8F -> "it does not accept the topic filter (0x8F)";
            case 0x95 -> "a packet was too large (0x95)";
            case 0x97 -> "a quota is used up (0x97)";
            case 0x98 -> "somebody ended the connection at the broker (0x98)";
            case 0x9C, 0x9D -> "it says that another server is to be used (0x" + Integer.toHexString(code) + ")";
            case 0x9E -> "it has no shared subscriptions (0x9E)";
            case 0x9F -> "too many connections in short time (0x9F)";
            case 0xA1, 0xA2 -> "it does not support the subscription (0x" + Integer.toHexString(code) + ")";
            default -> "reason code " + code;
        };
    }

    static String text(Throwable cause) {
        if (!(cause instanceof MqttException mqtt)) {
            return root(cause);
        }
        int code = mqtt.getReasonCode();
        if (code >= 0x80 && code <= 0xA2) {
            return text(code);
        }
        return switch (code) {
            case MqttClientException.REASON_CODE_SERVER_CONNECT_ERROR,
                    MqttClientException.REASON_CODE_CONNECTION_LOST,
                    MqttException.REASON_CODE_CLIENT_EXCEPTION -> root(mqtt);
            case MqttClientException.REASON_CODE_CLIENT_TIMEOUT -> "it does not answer in time";
            default -> root(mqtt) + " (" + code + ")";
        };
    }

    static String text(MqttDisconnectResponse response) {
        if (response.getException() != null) {
            return text(response.getException());
        }
        return response.getReturnCode() == 0 ? "the connection was closed" : text(response.getReturnCode());
    }

    private static String root(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return message == null || message.isBlank() ? root.getClass().getSimpleName() : message;
    }
}
