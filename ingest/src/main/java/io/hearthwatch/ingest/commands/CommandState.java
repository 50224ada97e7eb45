package io.hearthwatch.ingest.commands;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a command is. */
public enum CommandState {
    /** Waits for the appliance, or for its acknowledgement. */
    QUEUED,
    /** The appliance has acknowledged it. */
    DELIVERED,
    /** The appliance has sent a result. */
    ANSWERED,
    /** Its time ran out before it was delivered. */
    EXPIRED,
    /** The appliance does not take it. */
    REFUSED;

    /** As it is written in the API and in the database. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state with this text. */
    public static Optional<CommandState> of(String text) {
        return Stream.of(values()).filter(state -> state.text().equals(text)).findFirst();
    }
}
