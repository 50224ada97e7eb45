package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.organisation.Caller;
import io.hearthwatch.servicedesk.organisation.Looks;
import io.hearthwatch.servicedesk.ticket.TicketDesk;
import io.hearthwatch.servicedesk.ticket.TicketInput;
import io.hearthwatch.servicedesk.ticket.TicketReceipt;
import io.hearthwatch.servicedesk.ticket.TicketRequest;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * What people do with tickets. Every write says who; it may carry an Idempotency-Key, under which it is done once, and If-Match with the
 * version that it is about. What a body may say is read by the desk, so that the command line says the same.
 */
final class TicketApi {
    private static final String TICKETS = "/api/v1/tickets";
    private static final String ONE = TICKETS + "/{id}";

    private final ServiceDesk desk;
    private final TicketDesk work;
    private final DeskApi reads;

    TicketApi(ServiceDesk desk, DeskApi reads) {
        this.desk = desk;
        this.work = desk.work();
        this.reads = reads;
    }

    /** A write on something of a ticket that has a number. */
    @FunctionalInterface
    private interface NumberedWrite {
        TicketReceipt apply(String ticket, long number, TicketRequest request);
    }

    /** Every path of tickets. */
    void bind(Routes routes) {
        routes.get(TICKETS, reads::tickets);
        routes.versioned(HttpMethod.POST, TICKETS, this::open);
        routes.get("/api/v1/ticket-kinds", this::kinds);
        routes.get("/api/v1/tickets-due", this::due);
        routes.versioned(HttpMethod.GET, ONE, this::one);
        routes.versioned(HttpMethod.PATCH, ONE, call -> write(call, work::change));
        routes.versioned(
                HttpMethod.PUT,
                ONE + "/external/{system}",
                call -> write(
                        call,
                        (ticket, request) -> work.external(ticket, call.path().get("system"), request)));
        routes.get(ONE + "/triage", this::triage);
        write(routes, "steps", work::step);
        routes.get(ONE + "/centres", this::centres);
        write(routes, "hand-over", work::handOver);
        write(routes, "time-refused", work::refuseTime);
        write(routes, "contacts", work::contact);
        write(routes, "guidance", work::guide);
        write(routes, "check-back", work::checkBack);
        write(routes, "support", work::askSupport);
        write(routes, "support/answer", work::answerSupport);
        write(routes, "quote", work::quote);
        write(routes, "consent", work::consent);
        write(routes, "checklist", work::check);
        write(routes, "household-check", work::checkHousehold);
        write(routes, "findings", work::find);
        write(routes, "parts", work::buildIn);
        write(routes, "record-sheet", work::sign);
        write(routes, "answer", work::answer);
        write(routes, "review", work::review);
        write(routes, "follow-up", work::followUp);
        write(routes, "feedback", work::feedBack);
        write(routes, "wishes", work::wish);
        numbered(routes, "wishes/{number}", work::endWish);
        write(routes, "promises", work::promise);
        numbered(routes, "promises/{number}", work::endPromise);
        numbered(routes, "compensations/{number}", work::compensate);
        write(routes, "returns", work::returns);
        write(routes, "loaner", work::loaner);
    }

    private void write(Routes routes, String what, BiFunction<String, TicketRequest, TicketReceipt> write) {
        routes.versioned(HttpMethod.POST, ONE + "/" + what, call -> write(call, write));
    }

    private void numbered(Routes routes, String what, NumberedWrite write) {
        routes.versioned(HttpMethod.POST, ONE + "/" + what, call -> {
            String number = call.path().get("number");
            if (!number.matches("\\d{1,9}")) {
                throw Problem.notFound(
                        "the ticket has nothing of the number '" + Call.shortened(number) + "'", "read the ticket");
            }
            return write(call, (ticket, request) -> write.apply(ticket, Long.parseLong(number), request));
        });
    }

    private JsonNode centres(Call call) {
        call.allow();
        return Json.object().set("centres", Json.of(work.centres(call.path().get("id"))));
    }

    private Routes.Versioned open(Call call) {
        call.allow();
        TicketReceipt opened = work.open(request(call));
        return answer(opened, "/api/v1/tickets/" + opened.number());
    }

    static Routes.Versioned write(Call call, BiFunction<String, TicketRequest, TicketReceipt> write) {
        call.allow();
        return answer(write.apply(call.path().get("id"), request(call)), null);
    }

    static Routes.Versioned answer(TicketReceipt receipt, String location) {
        ObjectNode json = (ObjectNode) Json.ofRecords(receipt);
        json.remove("status");
        return new Routes.Versioned(receipt.status(), Integer.toString(receipt.version()), location, json);
    }

    private static TicketRequest request(Call call) {
        JsonNode body = call.body().length == 0 ? Json.object() : Json.parse(call.body());
        if (!(body instanceof ObjectNode object)) {
            throw Problem.badRequest("the body is not an object", "send {…} as docs/openapi.yaml describes it");
        }
        String once = call.header("Idempotency-Key").orElse(null);
        String fingerprint = once == null ? null : fingerprint(call, object);
        String who = who(call.caller(), object.remove("who"));
        return new TicketRequest(
                who, version(call), once, fingerprint, call.scope(), new TicketInput(Json.map(object)));
    }

    /** The person who is signed in; while nobody is registered, whoever the body names. */
    private static String who(Caller caller, JsonNode who) {
        if (caller.person() != null) {
            return caller.who();
        }
        return who == null || !who.isTextual() ? null : who.textValue().strip();
    }

    private static Integer version(Call call) {
        return call.header("If-Match")
                .map(header -> {
                    String version = header.replaceFirst("^(?:W/)?\"(.*)\"$", "$1");
                    if (!version.matches("\\d{1,9}")) {
                        throw Problem.badRequest(
                                "If-Match is '" + Call.shortened(header) + "', which is no version of a ticket",
                                "send the ETag that the ticket came with, such as If-Match: \"3\"");
                    }
                    return Integer.valueOf(version);
                })
                .orElse(null);
    }

    private static String fingerprint(Call call, ObjectNode body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((call.target() + "\n" + call.caller().who() + "\n" + body).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Everything about a ticket; its version as ETag. */
    private Routes.Versioned one(Call call) {
        ObjectNode json = (ObjectNode) reads.ticket(call);
        Map<String, Object> life = work.life(json.path("id").asLong());
        ObjectNode all = json.setAll((ObjectNode) Json.of(life));
        if (!call.caller().servesCustomers()) {
            mask(all);
        }
        return new Routes.Versioned(200, all.path("version").asText(), null, all);
    }

    /** Personal values are shown to those who serve the customer. */
    private static void mask(ObjectNode ticket) {
        for (JsonNode each : ticket.path("information")) {
            ObjectNode field = (ObjectNode) each;
            String value = field.path("value").asText(null);
            if (value != null) {
                switch (field.path("field").asText()) {
                    case "customer_name" -> field.put("value", Looks.maskedName(value));
                    case "address" -> field.put("value", Looks.maskedAddress(value));
                    case "phone" -> field.put("value", Looks.maskedPhone(value));
                    default -> {
                        // Says nothing of who it is.
                    }
                }
            }
        }
        ticket.path("contacts").forEach(contact -> ((ObjectNode) contact).putNull("words"));
    }

    private JsonNode triage(Call call) {
        call.allow();
        return Json.of(desk.triage(call.path().get("id")));
    }

    private JsonNode kinds(Call call) {
        call.allow();
        return Json.of(work.kinds());
    }

    private JsonNode due(Call call) {
        call.allow("limit");
        ArrayNode due = Json.array();
        work.due(call.scope(), call.number("limit", 1, 500, 100)).forEach(each -> due.add(Json.of(each)));
        return Json.object().set("due", due);
    }
}
