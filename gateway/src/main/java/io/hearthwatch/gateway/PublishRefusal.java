package io.hearthwatch.gateway;

/** Negative answers to a PUBLISH, sent as PUBACK or PUBREC with MQTT 5. */
enum PublishRefusal {
    /** The sink failed for good: the message is not stored. */
    NOT_STORED(0x80),
    /** The topic is not the appliance's own. */
    FOREIGN_TOPIC(0x87),
    /** Every item of the message was rejected. */
    ALL_REJECTED(0x99);

    private final int code;

    PublishRefusal(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
