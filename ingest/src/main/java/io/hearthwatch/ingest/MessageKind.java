package io.hearthwatch.ingest;

/** What a message from an appliance is about; decided by the topic it came on. */
public enum MessageKind {
    /** Readings: {@code {"ts":…,"values":{…}}}, or an array of these. */
    TELEMETRY,
    /** Fault codes: {@code {"ts":…,"code":…,"state":"raised"|"cleared"}}, or an array of these. */
    FAULTS,
    /** What the appliance says of itself: {@code {"ts":…,"online":…,"firmware":…}}. */
    STATUS,
    /** The answer to a command: {@code {"id":…,"ok":…,"result":{…}}}. */
    COMMAND_RESULT,
    /** Published on a topic that is not the appliance's to use; always rejected, kept so that someone can see it. */
    FOREIGN_TOPIC,
    /** From an appliance that nobody registered, by way of a broker that let it in; always rejected, kept under number 0. */
    UNKNOWN_APPLIANCE
}
