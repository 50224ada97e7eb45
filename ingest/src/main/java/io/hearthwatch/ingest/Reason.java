package io.hearthwatch.ingest;

import java.util.Locale;

/** Why an item is refused. */
enum Reason {
    /** The bytes are not JSON, or not CBOR. */
    BAD_PAYLOAD,
    /** Longer, deeper or with more items than allowed. */
    TOO_LARGE,
    /** On a topic that is not the appliance's. */
    FOREIGN_TOPIC,
    /** Nobody registered the appliance. */
    UNKNOWN_APPLIANCE,
    /** The appliance's type is not in the catalog any more. */
    UNKNOWN_TYPE,
    /** A field that must be there is not. */
    MISSING_FIELD,
    /** A field that an item of its kind does not have. */
    UNKNOWN_FIELD,
    /** A field or metric twice in one item. */
    DUPLICATE_KEY,
    /** A number where a text should be, or the like. */
    WRONG_TYPE,
    UNKNOWN_METRIC,
    /** A value that the state does not have. */
    UNKNOWN_STATE,
    /** NaN or infinite. */
    NOT_A_NUMBER,
    /** Outside what is physically possible. */
    OUT_OF_RANGE,
    /** Further ahead of the clock than allowed. */
    TOO_EARLY,
    /** Older than allowed. */
    TOO_LATE,
    UNKNOWN_FAULT,
    /** Another value is stored for the same appliance and time. */
    CONFLICT,
    /** The database refused it. */
    REFUSED;

    private final String id = name().toLowerCase(Locale.ROOT);

    /** As stored, counted and shown. */
    String id() {
        return id;
    }

    /** A refusal with a sentence for people. */
    Problem because(String detail) {
        return new Problem(this, Texts.shown(detail));
    }

    /** Why one item is refused. */
    record Problem(Reason reason, String detail) {}
}
