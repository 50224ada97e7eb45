package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.ingest.commands.Command;
import io.hearthwatch.ingest.commands.CommandRefusedException;
import io.hearthwatch.ingest.commands.Commands;
import io.hearthwatch.ingest.commands.NewCommand;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;

/** Commands to appliances: queued here, delivered by the gateway, and what became of them. */
final class CommandApi {
    private static final int MOST_COMMANDS = 500;
    private static final Set<String> KEYS = Set.of("id", "command", "arguments", "expires_in");
    private static final String EXAMPLE = "send {\"command\":\"self_test\",\"arguments\":{},\"expires_in\":\"PT1H\"}";

    private final Fleet fleet;
    private final Commands commands;

    CommandApi(Fleet fleet, Commands commands) {
        this.fleet = fleet;
        this.commands = commands;
    }

    JsonNode give(Call call) {
        call.allow();
        Appliance appliance = DeskApi.appliance(fleet, call.path().get("id"));
        NewCommand command = read(Json.parse(call.body()));
        try {
            return json(commands.give(appliance.no(), command));
        } catch (CommandRefusedException e) {
            throw new Problem(409, "Command refused", e.getMessage(), e.hint());
        }
    }

    JsonNode list(Call call) {
        call.allow("limit");
        Appliance appliance = DeskApi.appliance(fleet, call.path().get("id"));
        ArrayNode list = Json.array();
        commands.list(appliance.no(), call.number("limit", 1, MOST_COMMANDS, 50))
                .forEach(command -> list.add(json(command)));
        return Json.object().set("commands", list);
    }

    private static NewCommand read(JsonNode body) {
        if (!body.isObject()) {
            throw Problem.badRequest("the body is not an object", EXAMPLE);
        }
        body.fieldNames().forEachRemaining(key -> {
            if (!KEYS.contains(key)) {
                throw Problem.badRequest("the key '" + Call.shortened(key) + "' is not known here", EXAMPLE);
            }
        });
        String id = text(body, "id");
        String name = text(body, "command");
        String lifetime = text(body, "expires_in");
        if (name == null) {
            throw Problem.badRequest("'command' is missing", EXAMPLE);
        }
        JsonNode arguments = body.path("arguments");
        try {
            return new NewCommand(
                    id == null ? UUID.randomUUID().toString() : id,
                    name,
                    arguments.isMissingNode() || arguments.isNull() ? null : arguments.toString(),
                    lifetime == null ? NewCommand.USUAL_LIFETIME : Duration.parse(lifetime));
        } catch (DateTimeException e) {
            throw Problem.badRequest(
                    "expires_in: '" + Call.shortened(lifetime) + "' is not a duration", "write it as PT1H or P1D");
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(e.getMessage(), EXAMPLE);
        }
    }

    private static String text(JsonNode body, String key) {
        JsonNode value = body.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw Problem.badRequest("'" + key + "' is not a text", EXAMPLE);
        }
        return value.textValue();
    }

    private static ObjectNode json(Command command) {
        ObjectNode json = Json.object().put("id", command.id()).put("command", command.name());
        json.set("arguments", command.arguments() == null ? null : Json.parse(bytes(command.arguments())));
        json.put("state", command.state().text())
                .put("state_at", Json.time(command.stateAt()))
                .put("created_at", Json.time(command.createdAt()))
                .put("expires_at", Json.time(command.expiresAt()))
                .put("refusal", command.refusal());
        Command.Answer answer = command.answer();
        if (answer == null) {
            return json.putNull("answer");
        }
        ObjectNode answered = json.putObject("answer")
                .put("at", Json.time(answer.receivedAt()))
                .put("ok", answer.ok());
        answered.set("result", answer.result() == null ? null : Json.parse(bytes(answer.result())));
        return json;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
