package io.hearthwatch.benchmarks.stock;

import static io.hearthwatch.benchmarks.stock.Requests.effects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * A technician's tickets: parts are held for them, picked, sent after them, and built in whether they were held or not; some units come
 * from outside stock. A ticket that ends gives back what it holds. Used by one thread.
 */
final class Visits {
    /** How many tickets a technician works on at once. */
    static final int TICKETS = 2;

    private static final int MOST_LINES = 25;

    private final Requests requests;
    private final Numbers numbers;
    private final Random random;
    private final int client;
    private final List<Visit> visits = new ArrayList<>();
    private final List<Sent> underway = new ArrayList<>();
    private final Set<Long> fought = new HashSet<>();
    private int appliances;

    /** A ticket on site; its lines are counted, and so is what was used up for it and stands in none of them, by part. */
    private static final class Visit {
        private final long id;
        private final String path;
        private final Map<String, Integer> usedAlone = new HashMap<>();
        private int lines;

        private Visit(JsonNode ticket) {
            this.id = ticket.get("id").asLong();
            this.path = "/tickets/" + ticket.get("number").asText();
        }
    }

    private record Sent(long id, Shelf to, int quantity, long reservation) {}

    Visits(Requests requests, Numbers numbers, int client) {
        this.requests = requests;
        this.numbers = numbers;
        this.random = requests.random;
        this.client = client;
    }

    /** Appliances that a technician visits, one after the other. */
    static String appliance(int client, int number) {
        return "A-" + client + "-" + number;
    }

    /** A client's name as a technician, whose van is among the warehouses. */
    static String technician(int client) {
        return "client-" + client;
    }

    boolean step(Shelf shelf, int quantity) throws IOException, InterruptedException {
        if (visits.size() < TICKETS) {
            open();
            return false;
        }
        Visit visit = visits.get(random.nextInt(visits.size()));
        if (visit.lines >= MOST_LINES || random.nextInt(60) == 0) {
            end(visit);
            return false;
        }
        return switch (random.nextInt(10)) {
            case 0, 1 -> reserve(visit, shelf, quantity);
            case 2 -> pick(visit);
            case 3 -> ship(visit);
            case 4 -> arrive();
            case 5 -> random.nextBoolean() ? kit(visit) : useAlone(visit);
            default -> buildIn(visit, quantity);
        };
    }

    /** A call until the technician is there. */
    private void open() throws IOException, InterruptedException {
        ObjectNode call = Api.object()
                .put("kind", "repair")
                .put("source", "customer")
                .put("channel", "phone")
                .put("appliance", appliance(client, appliances++ % (2 * TICKETS)))
                .put("centre", "C" + (1 + client % 2));
        call.putObject("answers")
                .put("purchase_date", "2026-03-01")
                .put("purchase_channel", "shop")
                .put("model", "WM-8014")
                .put("production_date", "2025-01-07")
                .put("customer_name", "Ada Weber")
                .put("address", "Lange Str. 1")
                .put("phone", "+49 89 1234567")
                .put("symptom", "does not drain")
                .put("began", "Monday")
                .put("environment", "cellar")
                .put("wish", "soon");
        Optional<Api.Reply> opened = requests.ticket("open", "/tickets", call);
        if (opened.isEmpty()) {
            return;
        }
        Visit visit = new Visit(opened.get().json());
        // A call about an appliance with an open ticket joins it, wherever that is.
        for (int steps = 0; steps < 6; steps++) {
            String state =
                    requests.shared.api().get(visit.path).json().path("step").asText();
            if (state.equals("on_site")) {
                if (visits.stream().noneMatch(other -> other.id == visit.id)) {
                    visits.add(visit);
                    requests.shared.tickets().add(visit.id);
                }
                return;
            }
            if (!moves(visit, next(state))) {
                return;
            }
        }
    }

    private ObjectNode next(String state) {
        // Nobody is in two places at once: a window of its own for each of the next calls.
        Instant from =
                Instant.now().plus(24 + 2 * (appliances % 24), ChronoUnit.HOURS).truncatedTo(ChronoUnit.HOURS);
        return switch (state) {
            case "opened" ->
                to("triaged")
                        .put("way", "home")
                        .put("fault_class", "hardware")
                        .put("component", random.nextBoolean() ? "drain_pump" : "inlet_valve");
            case "triaged" ->
                to("scheduled")
                        .put("window_from", from.toString())
                        .put("window_to", from.plus(1, ChronoUnit.HOURS).toString());
            case "scheduled" -> to("dispatched").put("technician", technician(client));
            case "dispatched" -> to("confirmed");
            default -> to("on_site");
        };
    }

    private static ObjectNode to(String state) {
        return Api.object().put("to", state);
    }

    private boolean moves(Visit visit, ObjectNode body) throws IOException, InterruptedException {
        return requests.step(visit.path, body).isPresent();
    }

    private void end(Visit visit) throws IOException, InterruptedException {
        visits.remove(visit);
        requests.shared.tickets().remove(visit.id);
        ObjectNode checked = Api.object();
        checked.putArray("items")
                .add(Api.object().put("item", "licence_shown"))
                .add(Api.object().put("item", "diagnosed"));
        requests.ticket("checklist", visit.path + "/checklist", checked);
        moves(visit, to("cancelled").put("reason", "declined"));
    }

    private boolean reserve(Visit visit, Shelf shelf, int quantity) throws IOException, InterruptedException {
        ObjectNode body = Requests.on(shelf).put("quantity", quantity).put("ticket", visit.id);
        requests.stock("reserve", "/reservations", body, reply -> {
            Held made = new Held(reply.json().get("reservation").asLong(), Requests.answered(reply), quantity);
            if (!reply.json().has("transfer") && random.nextInt(3) == 0) {
                fought.add(made.id());
                requests.shared.contested().add(made);
            }
            return effects(Effect.reserved(made.shelf(), quantity));
        });
        return true;
    }

    private JsonNode first(String what, Visit visit, String state) throws IOException, InterruptedException {
        return requests.shared
                .api()
                .get("/parts/" + what + "?limit=1&state=" + state + "&ticket=" + visit.id)
                .json()
                .at("/" + what + "/0");
    }

    private boolean pick(Visit visit) throws IOException, InterruptedException {
        JsonNode held = first("reservations", visit, "held");
        // Whoever uses up one that others fight for knows that it is on its shelf.
        if (held.isMissingNode() || fought.contains(held.get("id").asLong())) {
            return false;
        }
        Shelf shelf = new Shelf(held.get("warehouse").asText(), held.get("part").asText());
        requests.stock(
                "pick",
                "/reservations/" + held.get("id") + "/pick",
                Api.object(),
                reply -> effects(Effect.picked(shelf, held.get("quantity").asInt())));
        return true;
    }

    private boolean ship(Visit visit) throws IOException, InterruptedException {
        JsonNode ordered = first("transfers", visit, "ordered");
        if (ordered.isMissingNode()) {
            return false;
        }
        int units = ordered.get("quantity").asInt();
        String part = ordered.get("part").asText();
        requests.stock("ship", "/transfers/" + ordered.get("id") + "/ship", Api.object(), reply -> {
            underway.add(new Sent(
                    ordered.get("id").asLong(),
                    new Shelf(ordered.get("target").asText(), part),
                    units,
                    ordered.get("reservation").asLong()));
            return effects(new Effect(ordered.get("source").asText(), part, -units, -units, 0, 0));
        });
        return true;
    }

    private boolean arrive() throws IOException, InterruptedException {
        if (underway.isEmpty()) {
            return false;
        }
        Sent it = underway.remove(random.nextInt(underway.size()));
        requests.stock("arrive", "/transfers/" + it.id() + "/receive", Api.object(), reply -> {
            int held = reply.json().path("reservation").asLong() == 0 ? 0 : it.quantity();
            return effects(new Effect(it.to().warehouse(), it.to().part(), it.quantity(), held, 0, 0));
        });
        return true;
    }

    private boolean kit(Visit visit) throws IOException, InterruptedException {
        requests.kit(visit.path);
        return true;
    }

    /** Uses up what the ticket holds by a request of its own; the next line that names the part has it, and takes no second one. */
    private boolean useAlone(Visit visit) throws IOException, InterruptedException {
        JsonNode held = first("reservations", visit, "held");
        String part = held.path("part").asText();
        boolean plain =
                Goods.PLAIN.contains(part) && part.equals(held.get("asked").asText());
        if (!plain || fought.contains(held.get("id").asLong())) {
            return false;
        }
        int units = held.get("quantity").asInt();
        requests.stock("consume", "/reservations/" + held.get("id") + "/consume", Api.object(), reply -> {
            visit.usedAlone.merge(part, units, Integer::sum);
            return effects(new Effect(held.get("warehouse").asText(), part, -units, -units, 0, 0));
        });
        return true;
    }

    /** Builds in units of a part: those that are held first, then the nearest, then some from outside stock. */
    private boolean buildIn(Visit visit, int quantity) throws IOException, InterruptedException {
        String part = Goods.OF_THE_TYPE.get(random.nextInt(Goods.OF_THE_TYPE.size()));
        // The number of a unit stands for the part that is named, not for a revision of it.
        Unit fitted = part.equals("WM-DL-6101") ? null : numbers.fitting(part);
        if (fitted == null && part.equals(Goods.NUMBERED)) {
            return false;
        }
        int units = part.equals(Goods.NUMBERED) ? 1 : quantity;
        ObjectNode body = Api.object().put("part", part).put("quantity", units);
        if (fitted != null) {
            body.put("new_serial", fitted.number());
        }
        visit.lines++;
        requests.ticket(Entry.BUILT_IN, visit.path + "/parts", body).ifPresent(reply -> {
            JsonNode result = reply.json().get("result");
            numbers.fitted(fitted);
            int before = Math.min(units, visit.usedAlone.getOrDefault(part, 0));
            visit.usedAlone.merge(part, -before, Integer::sum);
            requests.journal.lines.add(new Line(
                    result.get("part_line").asLong(),
                    visit.id,
                    part,
                    units - result.get("outside_stock").asInt(),
                    before));
        });
        return true;
    }
}
