package io.hearthwatch.ingest.commands;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A command to be queued.
 *
 * @param id unique for the appliance; giving the same command again changes nothing
 * @param name what to do: 1 to 64 letters, digits and . _ -
 * @param arguments a JSON object of at most 16 KiB, or null for none
 * @param lifetime how long it may wait for the appliance: one second to 366 days
 */
public record NewCommand(String id, String name, String arguments, Duration lifetime) {
    /** How long a command waits where nothing is said. */
    public static final Duration USUAL_LIFETIME = Duration.ofDays(1);

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final int LONGEST_ARGUMENTS = 16 * 1024;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final JsonFactory JSON = new JsonFactory();

    /**
     * @throws IllegalArgumentException saying in words which limit is broken
     */
    public NewCommand {
        require(
                ID.matcher(id).matches(),
                "a command's id has 1 to 64 letters, digits, dots, underscores, colons, hyphens");
        require(
                NAME.matcher(name).matches(),
                "a command's name has 1 to 64 letters, digits, dots, underscores, hyphens");
        require(
                lifetime.compareTo(SHORTEST) >= 0 && lifetime.compareTo(LONGEST) <= 0,
                "a command expires after one second at the earliest and 366 days at the latest");
        require(
                arguments == null || arguments.getBytes(StandardCharsets.UTF_8).length <= LONGEST_ARGUMENTS,
                "a command's arguments have 16 KiB at most");
        require(arguments == null || isObject(arguments), "a command's arguments are a JSON object");
    }

    /** With an id of our own. */
    public static NewCommand of(String name, String arguments, Duration lifetime) {
        return new NewCommand(UUID.randomUUID().toString(), name, arguments, lifetime);
    }

    private static void require(boolean good, String otherwise) {
        if (!good) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private static boolean isObject(String text) {
        // U+0000 is good JSON, but PostgreSQL cannot keep it
        if (text.contains("\\u0000")) {
            return false;
        }
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }
}
