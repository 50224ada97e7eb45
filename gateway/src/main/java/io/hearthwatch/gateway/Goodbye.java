package io.hearthwatch.gateway;

/** Why the gateway ends an accepted connection; MQTT 5 is told the code, 3.1.1 just sees the connection close. */
enum Goodbye {
    MALFORMED(0x81, "malformed packet"),
    PROTOCOL_ERROR(0x82, "protocol error"),
    INTERNAL(0x83, "the gateway failed on this packet"),
    FOREIGN_TOPIC(0x87, "publish to a topic that is not the appliance's own"),
    SHUTTING_DOWN(0x8B, "server shutting down"),
    KEEP_ALIVE(0x8D, "keep-alive timeout"),
    TAKEN_OVER(0x8E, "session taken over by a newer connection with the same client id"),
    RECEIVE_MAXIMUM(0x93, "more unacknowledged publishes than the receive maximum"),
    TOPIC_ALIAS(0x94, "topic alias out of range"),
    PACKET_TOO_LARGE(0x95, "packet larger than the maximum packet size"),
    TOO_MANY_OF_APPLIANCE(0x97, "the appliance has newer connections, and this is more than it may hold"),
    FLOODING(0x97, "far more messages than the appliance's allowance, for too long"),
    NOT_STORED(0x80, "a message could not be stored");

    private final int code;
    private final String text;

    Goodbye(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** MQTT 5 reason code of the DISCONNECT. */
    int code() {
        return code;
    }

    /** For the reason string and the record of connections. */
    String text() {
        return text;
    }
}
