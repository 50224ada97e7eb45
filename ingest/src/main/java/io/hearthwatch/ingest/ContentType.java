package io.hearthwatch.ingest;

import java.util.Locale;

/** How a payload is written. */
public enum ContentType {
    JSON,
    CBOR;

    /** What an MQTT 5 content type says; JSON where it is null or says something else. */
    public static ContentType of(String contentType) {
        boolean cbor = contentType != null
                && contentType.strip().toLowerCase(Locale.ROOT).startsWith("application/cbor");
        return cbor ? CBOR : JSON;
    }
}
