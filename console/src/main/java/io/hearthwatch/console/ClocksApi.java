package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.clock.Alarm;
import io.hearthwatch.servicedesk.clock.BreachCase;
import io.hearthwatch.servicedesk.clock.Clocks;
import io.hearthwatch.servicedesk.organisation.Caller;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Promises of tickets and their clocks, alarms, and what breaches cost. */
final class ClocksApi {
    private static final int MOST = 1000;

    private final ServiceDesk desk;
    private final Clocks clocks;

    ClocksApi(ServiceDesk desk) {
        this.desk = desk;
        this.clocks = desk.clocks();
    }

    private long ticket(Call call) {
        String id = call.path().get("id");
        return desk.ticketId(id)
                .orElseThrow(() -> Problem.notFound(
                        "there is no ticket '" + Call.shortened(id) + "'", "look at /api/v1/tickets?state=all"));
    }

    JsonNode ofTicket(Call call) {
        call.allow();
        return views(ticket(call));
    }

    private JsonNode views(long ticket) {
        return Json.object()
                .put("ticket", Long.toString(ticket))
                .set("clocks", Json.ofRecords(clocks.reads().ofTicket(ticket)));
    }

    JsonNode pause(Call call) {
        Body body = new Body(call, "for", "reason", "who");
        long ticket = ticket(call);
        clocks.pause(ticket, body.required("for"), body.required("reason"), body.who());
        return views(ticket);
    }

    JsonNode resume(Call call) {
        Body body = new Body(call, "who");
        long ticket = ticket(call);
        clocks.resume(ticket, body.who());
        return views(ticket);
    }

    JsonNode promise(Call call) {
        Body body = new Body(call, "promised", "reason", "who");
        long ticket = ticket(call);
        clocks.promise(
                ticket,
                call.path().get("promise"),
                duration(body.required("promised")),
                body.required("reason"),
                body.who());
        return views(ticket);
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeException e) {
            throw Problem.badRequest(
                    "'promised' is '" + Call.shortened(text) + "', which is not a duration",
                    "write PT8H for eight hours");
        }
    }

    JsonNode acknowledgeJob(Call call) {
        Body body = new Body(call, "who");
        long ticket = ticket(call);
        clocks.acknowledgeJob(ticket, body.who());
        return views(ticket);
    }

    JsonNode alarms(Call call) {
        call.allow("state", "role", "ticket", "limit");
        boolean open = call.oneOf("state", "open", "open", "all").equals("open");
        Long ticket = Optional.ofNullable(call.filter("ticket"))
                .flatMap(desk::ticketId)
                .orElse(null);
        String role = call.choice(
                "role",
                "technician",
                "information_agent",
                "dispatcher",
                "station_chief",
                "region_supervisor",
                "headquarters");
        List<Alarm> alarms =
                clocks.reads().alarms(call.scope(), open, role, ticket, call.number("limit", 1, MOST, 100));
        return Json.object().set("alarms", Json.ofRecords(alarms));
    }

    JsonNode acknowledgeAlarm(Call call) {
        Body body = new Body(call, "who");
        Alarm alarm = alarm(call);
        requireReached(call.caller(), alarm.role());
        clocks.acknowledgeAlarm(Long.parseLong(alarm.ticket()), alarm.id(), body.who());
        return Json.ofRecords(alarm(call));
    }

    /** Whoever an alarm reached sees to it, or whoever is above them: not those who never heard of it. */
    private static void requireReached(Caller caller, String role) {
        if (caller.person() == null || caller.person().role().id().equals(role)) {
            return;
        }
        if (rank(caller.person().role().id()) <= rank(role)) {
            throw new Problem(
                    403,
                    "Forbidden",
                    "this alarm is for the role " + role.replace('_', ' ') + " and those above it",
                    "tell them; their acknowledging ends it");
        }
    }

    /** How far up a role is; those who direct nobody are at the bottom. */
    private static int rank(String role) {
        return switch (role) {
            case "administrator" -> 5;
            case "headquarters" -> 4;
            case "region_supervisor" -> 3;
            case "station_chief" -> 2;
            case "dispatcher" -> 1;
            default -> 0;
        };
    }

    private Alarm alarm(Call call) {
        String id = call.path().get("id");
        return number(id)
                .flatMap(known -> clocks.reads().alarm(call.scope(), known))
                .orElseThrow(() ->
                        Problem.notFound("there is no alarm '" + Call.shortened(id) + "'", "look at /api/v1/alarms"));
    }

    JsonNode breaches(Call call) {
        call.allow("state", "limit");
        String state = call.oneOf("state", "open", "open", "paid", "refused", "all");
        return Json.object()
                .set(
                        "breaches",
                        Json.ofRecords(clocks.reads()
                                .breaches(
                                        call.scope(),
                                        state.equals("all") ? null : state,
                                        null,
                                        call.number("limit", 1, MOST, 100))));
    }

    JsonNode settle(Call call) {
        call.manages("settling a breach");
        Body body = new Body(call, "paid", "amount", "currency", "note", "who");
        if (!body.has("paid")) {
            throw Problem.badRequest("'paid' is missing", "send true, or false with a note");
        }
        String currency = body.text("currency", null);
        if (currency != null && (!body.has("amount") || !currency.matches("[A-Z]{3}"))) {
            throw Problem.badRequest(
                    "'currency' is not three capital letters beside an amount",
                    "send \"amount\": 30, \"currency\": \"CNY\", or neither for the tariff's");
        }
        BreachCase breach = breach(call);
        clocks.settle(
                breach.id(),
                body.flag("paid"),
                body.has("amount") ? body.exact("amount") : null,
                currency,
                body.text("note", null),
                body.who(),
                call.scope().isEverything());
        return Json.ofRecords(breach(call));
    }

    private BreachCase breach(Call call) {
        String id = call.path().get("id");
        return number(id)
                .flatMap(known -> clocks.reads().breaches(call.scope(), null, known, 1).stream()
                        .findFirst())
                .orElseThrow(() -> Problem.notFound(
                        "there is no breach '" + Call.shortened(id) + "'", "look at /api/v1/breaches"));
    }

    private static java.util.Optional<Long> number(String id) {
        return id.matches("\\d{1,18}") ? java.util.Optional.of(Long.parseLong(id)) : java.util.Optional.empty();
    }
}
