package io.hearthwatch.benchmarks.webhooks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.benchmarks.stock.Api;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * One client: calls about one appliance after the other, and takes each ticket some steps along before the customer declines. Each request
 * goes to either server under a key of its own, some to both at once, until it is answered.
 */
final class TicketLives implements Callable<Void> {
    /** Too late, or not possible any more: said of the second of two that were sent at once. */
    private static final Set<Integer> LATE = Set.of(409, 412);

    private final Api api;
    private final Random random;
    private final AtomicInteger appliances;
    private final int most;
    private final BooleanSupplier enough;
    private final Instant now;
    private final Queue<String> violations;

    /**
     * @param appliances how many were called about by all clients
     * @param most appliances
     * @param enough whether enough has happened
     */
    TicketLives(
            Api api,
            Random random,
            AtomicInteger appliances,
            int most,
            BooleanSupplier enough,
            Instant now,
            Queue<String> violations) {
        this.api = api;
        this.random = random;
        this.appliances = appliances;
        this.most = most;
        this.enough = enough;
        this.now = now;
        this.violations = violations;
    }

    static String appliance(int number) {
        return "w-" + number;
    }

    @Override
    public Void call() throws IOException, InterruptedException {
        while (!enough.getAsBoolean()) {
            int number = appliances.getAndIncrement();
            if (number >= most) {
                appliances.decrementAndGet();
                break;
            }
            live(number);
        }
        return null;
    }

    private void live(int number) throws IOException, InterruptedException {
        ObjectNode call = Api.object()
                .put("who", "Li")
                .put("kind", "repair")
                .put("source", "customer")
                .put("channel", "phone")
                .put("appliance", appliance(number));
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
        Api.Reply opened = api.post("/tickets", new Api.Key("open-" + number, null), call, random.nextInt(3) == 0);
        if (!opened.accepted()) {
            violations.add("a call about " + appliance(number) + " was answered " + opened.status() + ": "
                    + opened.json().path("detail").asText());
            return;
        }
        String path = "/tickets/" + opened.json().path("number").asText();
        steps(path, to("triaged").put("way", "home").put("component", "drain_pump"));
        for (int visits = random.nextInt(3); visits > 0; visits--) {
            Instant from = now.plus(Duration.ofHours(48 + random.nextInt(200))).truncatedTo(ChronoUnit.HOURS);
            steps(
                    path,
                    to("scheduled")
                            .put("reason", "asked for another day")
                            .put("customer_agreed", true)
                            .put("window_from", from.toString())
                            .put("window_to", from.plus(2, ChronoUnit.HOURS).toString()));
        }
        steps(path, to("cancelled").put("reason", "declined"));
    }

    private static ObjectNode to(String state) {
        return Api.object().put("who", "Li").put("to", state);
    }

    private void steps(String path, ObjectNode body) throws IOException, InterruptedException {
        String version = api.get(path).json().path("version").asText();
        String key = path + "/" + version + "/" + body.path("to").asText();
        Api.Reply reply = api.post(path + "/steps", new Api.Key(key, version), body, random.nextInt(3) == 0);
        if (!reply.accepted() && !LATE.contains(reply.status())) {
            violations.add(path + " to " + body.path("to").asText() + " was answered " + reply.status() + ": "
                    + reply.json().path("detail").asText());
        }
    }
}
