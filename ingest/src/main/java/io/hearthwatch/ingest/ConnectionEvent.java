package io.hearthwatch.ingest;

/** What may happen to an appliance's connection and is kept. */
public enum ConnectionEvent {
    CONNECTED,
    DISCONNECTED,
    /** It sent more than its allowance, and was read more slowly. */
    SLOWED,
    /** It went on doing so, and its connection was closed. */
    CUT,
    /** Somebody tried to connect as this appliance with a wrong secret. */
    REFUSED
}
