package io.hearthwatch.servicedesk.register;

import java.util.Map;

/**
 * A record as it stands.
 *
 * @param version counts its changes
 * @param active whether it is in use; what is not used any more stays for what was done with it
 * @param values what a service file would say of it, in plain values, lists and maps
 */
public record RegisterRecord(RecordKind kind, String id, int version, boolean active, Map<String, Object> values) {}
