package io.hearthwatch.benchmarks.stock;

import static io.hearthwatch.benchmarks.stock.Requests.answered;
import static io.hearthwatch.benchmarks.stock.Requests.effects;
import static io.hearthwatch.benchmarks.stock.Requests.on;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What comes from outside and what is sold: receipts, with numbers or to be inspected first, and orders from suppliers. */
final class Deliveries {
    private final Requests requests;
    private final Numbers numbers;
    private final Random random;

    Deliveries(Requests requests, Numbers numbers) {
        this.requests = requests;
        this.numbers = numbers;
        this.random = requests.random;
    }

    boolean receive(Shelf shelf, int quantity) throws IOException, InterruptedException {
        boolean quarantined = random.nextInt(10) == 0;
        ObjectNode body = on(shelf).put("quantity", quantity).put("quarantined", quarantined);
        List<Unit> units = units(shelf, quantity, body);
        requests.stock("receipt", "/receipts", body, reply -> {
            units.forEach(numbers::received);
            return effects(new Effect(shelf.warehouse(), shelf.part(), quantity, 0, quarantined ? quantity : 0, 0));
        });
        return true;
    }

    private List<Unit> units(Shelf shelf, int quantity, ObjectNode body) {
        List<Unit> units = new ArrayList<>();
        if (shelf.part().equals(Goods.NUMBERED)) {
            ArrayNode serials = body.putArray("serials");
            for (int i = 0; i < quantity; i++) {
                Unit unit = numbers.incoming();
                // No label is on two units of one delivery: that would be a slip of ours, not a question to the server.
                while (units.contains(unit)) {
                    unit = numbers.incoming();
                }
                units.add(unit);
                serials.add(unit.number());
            }
        }
        return units;
    }

    boolean sell(Shelf shelf, int quantity) throws IOException, InterruptedException {
        requests.stock(
                "sale",
                "/sales",
                on(shelf).put("quantity", quantity),
                reply -> effects(Effect.onHand(shelf, -quantity)));
        return true;
    }

    /** Something to do where there is nothing to go on with; more sales than receipts keep the shelves nearly empty. */
    void spare(Shelf shelf, int quantity) throws IOException, InterruptedException {
        if (random.nextInt(3) == 0) {
            receive(shelf, quantity);
        } else {
            sell(shelf, quantity);
        }
    }

    /** Orders from a supplier, or goes on with an order, which others may be doing at this moment. */
    boolean order(Shelf shelf, int quantity) throws IOException, InterruptedException {
        Long order = random.nextInt(3) == 0 ? null : requests.shared.orders().poll();
        if (order == null) {
            requests.stock(
                    "order", "/orders", on(shelf).put("quantity", quantity).put("reason", "low"), this::waiting);
            return true;
        }
        switch (random.nextInt(8)) {
            case 0 ->
                requests.stock(
                        "reject_order",
                        "/orders/" + order + "/reject",
                        Api.object().put("reason", "too dear"),
                        reply -> effects());
            case 1, 2, 3 ->
                requests.stock(
                        "approve_order",
                        "/orders/" + order + "/approve",
                        Api.object().put("role", random.nextInt(4) == 0 ? "automatic" : "chief"),
                        this::waiting);
            default -> receiveOrder(order);
        }
        return true;
    }

    /** Two clients go on with each order. */
    private Effect[] waiting(Api.Reply reply) {
        long order = reply.json().get("order").asLong();
        requests.shared.orders().add(order);
        requests.shared.orders().add(order);
        return effects();
    }

    private void receiveOrder(long order) throws IOException, InterruptedException {
        Api.Reply known = requests.shared.api().get("/parts/orders?limit=1&before=" + (order + 1));
        String part = known.json().at("/orders/0/part").asText();
        int arrived = random.nextInt(5);
        int bad = arrived == 0 ? 0 : random.nextInt(Math.min(arrived, 2));
        ObjectNode body = Api.object().put("arrived", arrived).put("bad", bad);
        List<Unit> units = units(new Shelf("", part), arrived - bad, body);
        requests.stock("receive_order", "/orders/" + order + "/receive", body, reply -> {
            units.forEach(numbers::received);
            Shelf shelf = answered(reply);
            return effects(new Effect(shelf.warehouse(), shelf.part(), arrived, 0, bad, 0));
        });
    }
}
