package io.hearthwatch.benchmarks.stock;

import static io.hearthwatch.benchmarks.stock.Requests.answered;
import static io.hearthwatch.benchmarks.stock.Requests.effects;
import static io.hearthwatch.benchmarks.stock.Requests.on;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;

/**
 * One client: random operations, each with a key of its own, and a journal of what was answered. It goes on with what it made itself;
 * some reservations it leaves for all clients to fight for, of whom one must win. Used by one thread.
 */
final class StockClient implements Callable<Journal> {
    private final Requests requests;
    private final Random random;
    private final Shared shared;
    private final Deliveries deliveries;
    private final Visits visits;
    private final Numbers numbers;
    private final List<Held> held = new ArrayList<>();
    private final List<Held> picked = new ArrayList<>();
    private final List<Sent> ordered = new ArrayList<>();
    private final List<Sent> underway = new ArrayList<>();
    private final List<Long> oldParts = new ArrayList<>();

    /**
     * A transfer.
     *
     * @param reservation what it brings, or 0
     * @param own whether that is this client's, and no ticket's
     */
    private record Sent(long id, Shelf from, String to, int quantity, long reservation, boolean own) {}

    StockClient(Shared shared, int number, long seed) {
        this.shared = shared;
        this.random = new Random(seed * 1_000_003 + number);
        this.requests = new Requests("client-" + number, random, shared);
        this.numbers = new Numbers(requests);
        this.deliveries = new Deliveries(requests, numbers);
        this.visits = new Visits(requests, numbers, number);
    }

    @Override
    public Journal call() throws IOException, InterruptedException {
        while (requests.another()) {
            step();
        }
        return requests.journal;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private <T> T take(List<T> list) {
        return list.remove(random.nextInt(list.size()));
    }

    /** One operation; where there is nothing to go on with, a sale or a receipt. */
    private void step() throws IOException, InterruptedException {
        Shelf shelf = new Shelf(any(Goods.WAREHOUSES), any(Goods.PARTS));
        // Units with numbers go one by one.
        int quantity = shelf.part().equals(Goods.NUMBERED) ? 1 : 1 + random.nextInt(4);
        boolean done = switch (random.nextInt(28)) {
            case 0, 1, 2, 3 -> reserve(shelf, quantity, random.nextBoolean());
            case 4, 5 -> pick();
            case 6 -> consume(picked, true);
            case 7 -> consume(held, false);
            case 8 -> release();
            case 9 -> bringBack();
            case 10 -> transfer(shelf, any(Goods.WAREHOUSES), quantity);
            case 11, 12 -> ship();
            case 13, 14 -> arrive();
            case 15 -> quarantine(shelf, quantity);
            case 16 -> fight();
            case 17 -> count(shelf);
            case 18 -> deliveries.sell(shelf, quantity);
            case 19 -> deliveries.receive(shelf, quantity);
            case 20 -> cancelTransfer();
            case 21 -> oldPartReturned();
            case 22, 23 -> deliveries.order(shelf, quantity);
            default -> visits.step(shelf, quantity);
        };
        if (!done) {
            deliveries.spare(shelf, quantity);
        }
    }

    private boolean reserve(Shelf shelf, int quantity, boolean search) throws IOException, InterruptedException {
        ObjectNode body = on(shelf).put("quantity", quantity).put("search", search);
        Long ticket = random.nextInt(6) == 0 ? shared.tickets().peek() : null;
        if (ticket == null) {
            body.put("holder", requests.name);
        } else {
            body.put("ticket", ticket);
        }
        if (random.nextInt(6) == 0) {
            // Soon, so that picking and giving back meet.
            body.put(
                    "expires_at",
                    Instant.now().plusMillis(300 + random.nextInt(3_000)).toString());
        }
        requests.stock("reserve", "/reservations", body, reply -> {
            Held made = new Held(reply.json().get("reservation").asLong(), answered(reply), quantity);
            if (reply.json().has("transfer")) {
                ordered.add(new Sent(
                        reply.json().get("transfer").asLong(),
                        made.shelf(),
                        shelf.warehouse(),
                        quantity,
                        made.id(),
                        ticket == null));
            } else if (ticket == null) {
                (random.nextInt(8) == 0 ? shared.contested() : held).add(made);
            }
            return effects(Effect.reserved(made.shelf(), quantity));
        });
        return true;
    }

    private boolean pick() throws IOException, InterruptedException {
        if (held.isEmpty()) {
            return false;
        }
        Held it = take(held);
        requests.stock("pick", "/reservations/" + it.id() + "/pick", Api.object(), reply -> {
            picked.add(it);
            return effects(Effect.picked(it.shelf(), it.quantity()));
        });
        return true;
    }

    private boolean consume(List<Held> from, boolean wasPicked) throws IOException, InterruptedException {
        return !from.isEmpty() && consume(take(from), wasPicked);
    }

    private boolean consume(Held it, boolean wasPicked) throws IOException, InterruptedException {
        int units = it.quantity();
        Unit fitted = numbers.fitting(it.shelf().part());
        if (fitted == null && it.shelf().part().equals(Goods.NUMBERED)) {
            return !wasPicked && release(it);
        }
        ObjectNode body = Api.object();
        if (fitted != null) {
            body.put("new_serial", fitted.number());
        }
        requests.stock("consume", "/reservations/" + it.id() + "/consume", body, reply -> {
            numbers.fitted(fitted);
            if (it.shelf().part().equals(Goods.RETURNABLE)) {
                oldParts.add(it.id());
            }
            return effects(
                    new Effect(it.shelf().warehouse(), it.shelf().part(), -units, -units, 0, wasPicked ? -units : 0));
        });
        return true;
    }

    private boolean oldPartReturned() throws IOException, InterruptedException {
        if (oldParts.isEmpty()) {
            return false;
        }
        // Some are asked for twice.
        long it = random.nextInt(4) == 0 ? any(oldParts) : take(oldParts);
        requests.stock(
                "old_part", "/old-parts/" + it + "/return", Api.object().put("finding", "worn"), reply -> effects());
        return true;
    }

    private boolean release() throws IOException, InterruptedException {
        return !held.isEmpty() && release(take(held));
    }

    private boolean release(Held it) throws IOException, InterruptedException {
        requests.stock(
                "release",
                "/reservations/" + it.id() + "/release",
                Api.object(),
                reply -> effects(Effect.reserved(it.shelf(), -it.quantity())));
        return true;
    }

    private boolean bringBack() throws IOException, InterruptedException {
        if (picked.isEmpty()) {
            return false;
        }
        Held it = take(picked);
        boolean bad = random.nextInt(4) == 0;
        int units = it.quantity();
        requests.stock(
                "return",
                "/reservations/" + it.id() + "/return",
                Api.object().put("quarantined", bad).put("reason", "dented"),
                reply -> effects(
                        new Effect(it.shelf().warehouse(), it.shelf().part(), 0, -units, bad ? units : 0, -units)));
        return true;
    }

    private boolean transfer(Shelf shelf, String to, int quantity) throws IOException, InterruptedException {
        if (shelf.warehouse().equals(to)) {
            return false;
        }
        ObjectNode body = Api.object()
                .put("from", shelf.warehouse())
                .put("to", to)
                .put("part", shelf.part())
                .put("quantity", quantity);
        requests.stock("transfer", "/transfers", body, reply -> {
            ordered.add(new Sent(reply.json().get("transfer").asLong(), shelf, to, quantity, 0, false));
            return effects();
        });
        return true;
    }

    private boolean cancelTransfer() throws IOException, InterruptedException {
        if (ordered.isEmpty()) {
            return false;
        }
        Sent it = take(ordered);
        requests.stock(
                "cancel_transfer",
                "/transfers/" + it.id() + "/cancel",
                Api.object().put("reason", "not wanted"),
                reply -> {
                    // What it was to bring stays held where it is.
                    if (it.own()) {
                        held.add(new Held(it.reservation(), it.from(), it.quantity()));
                    }
                    return effects();
                });
        return true;
    }

    private boolean ship() throws IOException, InterruptedException {
        if (ordered.isEmpty()) {
            return false;
        }
        Sent it = take(ordered);
        int units = it.quantity();
        requests.stock("ship", "/transfers/" + it.id() + "/ship", Api.object(), reply -> {
            underway.add(it);
            return effects(new Effect(
                    it.from().warehouse(), it.from().part(), -units, it.reservation() == 0 ? 0 : -units, 0, 0));
        });
        return true;
    }

    private boolean arrive() throws IOException, InterruptedException {
        if (underway.isEmpty()) {
            return false;
        }
        Sent it = take(underway);
        int lost = random.nextInt(10) == 0 ? 1 : 0;
        Shelf to = new Shelf(it.to(), it.from().part());
        requests.stock(
                "arrive",
                "/transfers/" + it.id() + "/receive",
                Api.object().put("arrived", it.quantity() - lost),
                reply -> {
                    // A ticket may have ended meanwhile: then nobody holds what arrives, as the answer says.
                    boolean kept = reply.json().path("reservation").asLong() != 0;
                    if (kept && it.own()) {
                        held.add(new Held(it.reservation(), to, it.quantity()));
                    }
                    return effects(new Effect(
                            to.warehouse(), to.part(), it.quantity() - lost, kept ? it.quantity() : 0, 0, 0));
                });
        return true;
    }

    private boolean quarantine(Shelf shelf, int quantity) throws IOException, InterruptedException {
        ObjectNode body = on(shelf).put("quantity", quantity).put("reason", "cracked");
        switch (random.nextInt(3)) {
            case 0 ->
                requests.stock(
                        "quarantine", "/quarantine", body, reply -> effects(Effect.quarantined(shelf, quantity)));
            case 1 ->
                requests.stock(
                        "clear", "/quarantine/clear", body, reply -> effects(Effect.quarantined(shelf, -quantity)));
            default ->
                requests.stock(
                        "write_off",
                        "/quarantine/write-off",
                        body,
                        reply -> effects(new Effect(shelf.warehouse(), shelf.part(), -quantity, 0, -quantity, 0)));
        }
        return true;
    }

    /** Ends a reservation that others may be ending at this moment. */
    private boolean fight() throws IOException, InterruptedException {
        Held it = random.nextInt(3) == 0
                ? shared.contested().poll()
                : shared.contested().peek();
        return it != null && (random.nextBoolean() ? release(it) : consume(it, false));
    }

    /** Counts a shelf, and has another person decide on it: two operations of the run. */
    private boolean count(Shelf shelf) throws IOException, InterruptedException {
        ObjectNode body = on(shelf).put("counted", random.nextInt(40)).put("reason", "yearly");
        long[] stocktake = {0};
        requests.stock("count", "/stocktakes", body, reply -> {
            stocktake[0] = reply.json().get("stocktake").asLong();
            return effects();
        });
        if (stocktake[0] == 0 || !requests.another()) {
            return true;
        }
        String chief = requests.name + "'s chief";
        String path = "/stocktakes/" + stocktake[0];
        if (random.nextInt(5) == 0) {
            requests.stock(
                    chief,
                    "reject_count",
                    path + "/reject",
                    Api.object().put("reason", "count again"),
                    reply -> effects());
        } else {
            requests.stock(
                    chief,
                    "approve_count",
                    path + "/approve",
                    Api.object(),
                    reply -> effects(
                            Effect.onHand(shelf, reply.json().get("difference").asInt())));
        }
        return true;
    }
}
