package io.hearthwatch.simulator.outside;

/**
 * How the service answered one published message.
 *
 * @param reasonCode MQTT 5 reason code of the PUBACK
 * @param reason the reason string that came with it, or the code's name
 */
public record Ack(int reasonCode, String reason) {
    static final Ack SUCCESS = new Ack(0, "");

    /** Whether the service took nothing of the message (MQTT 5, section 3.4.2.1: codes from 0x80 are errors). */
    public boolean rejected() {
        return reasonCode >= 0x80;
    }
}
