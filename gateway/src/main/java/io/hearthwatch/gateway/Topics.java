package io.hearthwatch.gateway;

import io.hearthwatch.ingest.MessageKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The topics of the wire format and the right to them: an appliance has its own, and no others. */
public final class Topics {
    /** An appliance's own prefix, before and after its id. */
    private static final String PREFIX = "appliances/";

    static final String TELEMETRY = "telemetry";
    static final String FAULTS = "faults";
    static final String STATUS = "status";
    static final String COMMANDS = "commands";
    static final String COMMAND_RESULT = "commands/result";

    /** What makers' firmware already publishes to on common platforms. "me" is whoever is connected. */
    static final String TELEMETRY_ALIAS = "v1/devices/me/telemetry";

    static final String ATTRIBUTES_ALIAS = "v1/devices/me/attributes";

    private Topics() {}

    /** What a message on this topic is, if this appliance may publish there. */
    public static Optional<MessageKind> publishable(String applianceId, String topic) {
        if (topic.equals(TELEMETRY_ALIAS)) {
            return Optional.of(MessageKind.TELEMETRY);
        }
        if (topic.equals(ATTRIBUTES_ALIAS)) {
            return Optional.of(MessageKind.STATUS);
        }
        return switch (ownSuffix(applianceId, topic)) {
            case TELEMETRY -> Optional.of(MessageKind.TELEMETRY);
            case FAULTS -> Optional.of(MessageKind.FAULTS);
            case STATUS -> Optional.of(MessageKind.STATUS);
            case COMMAND_RESULT -> Optional.of(MessageKind.COMMAND_RESULT);
            default -> Optional.empty();
        };
    }

    /** The topics on which an appliance sends, by its id; with {@code +} for the id, what to subscribe to for all appliances. */
    public static List<String> upward(String applianceId) {
        return Stream.of(TELEMETRY, FAULTS, STATUS, COMMAND_RESULT)
                .map(suffix -> PREFIX + applianceId + "/" + suffix)
                .toList();
    }

    /** The one topic that an appliance may subscribe to. */
    static String commands(String applianceId) {
        return PREFIX + applianceId + "/" + COMMANDS;
    }

    /** Every topic as a pattern, with {@code {id}} for the appliance's id: what the documents must say. */
    static List<String> patterns() {
        return List.of(
                PREFIX + "{id}/" + TELEMETRY,
                PREFIX + "{id}/" + FAULTS,
                PREFIX + "{id}/" + STATUS,
                PREFIX + "{id}/" + COMMANDS,
                PREFIX + "{id}/" + COMMAND_RESULT,
                TELEMETRY_ALIAS,
                ATTRIBUTES_ALIAS);
    }

    private static String ownSuffix(String applianceId, String topic) {
        String own = PREFIX + applianceId + "/";
        return topic.startsWith(own) ? topic.substring(own.length()) : "";
    }
}
