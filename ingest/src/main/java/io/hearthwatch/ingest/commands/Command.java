package io.hearthwatch.ingest.commands;

import java.time.Instant;

/**
 * A command to an appliance, and what became of it.
 *
 * @param seq its place among all commands
 * @param id unique for the appliance; the firmware tells repeats by it
 * @param name what to do, such as {@code self_test}
 * @param arguments a JSON object, or null for none
 * @param stateAt since when it is in its state
 * @param refusal why the appliance does not take it, or null
 * @param answer null as long as there is none
 */
public record Command(
        long seq,
        int applianceNo,
        String id,
        String name,
        String arguments,
        Instant createdAt,
        Instant expiresAt,
        CommandState state,
        Instant stateAt,
        String refusal,
        Answer answer) {
    /**
     * What the appliance sent back.
     *
     * @param ok whether it says that it has done it
     * @param result JSON, or null for none
     */
    public record Answer(Instant receivedAt, boolean ok, String result) {}
}
