package io.hearthwatch.ingest;

/** How a payload is written. */
public enum ContentType {
    JSON,
    CBOR
}
