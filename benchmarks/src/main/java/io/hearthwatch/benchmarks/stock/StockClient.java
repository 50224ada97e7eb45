package io.hearthwatch.benchmarks.stock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One client: random operations, each with a key of its own, and a journal of what was answered. It goes on with what it made itself;
 * some reservations it leaves for all clients to fight for, of whom one must win. Used by one thread.
 */
final class StockClient implements Callable<List<Entry>> {
    static final List<String> WAREHOUSES = List.of("CENTRAL", "REGION", "CENTRE-1", "CENTRE-2", "VAN-1", "VAN-2");
    static final List<String> PARTS = List.of("WM-DP-2201", "WM-IV-1104", "WM-HE-3020", "WM-DL-6101");

    private final Api api;
    private final String name;
    private final Random random;
    private final ConcurrentLinkedQueue<Held> contested;
    private final AtomicLong left;
    private final AtomicLong broken;
    private final List<Entry> journal = new ArrayList<>();
    private final List<Held> held = new ArrayList<>();
    private final List<Held> picked = new ArrayList<>();
    private final List<Sent> ordered = new ArrayList<>();
    private final List<Sent> underway = new ArrayList<>();
    private int operations;

    /** A reservation. */
    record Held(long id, Shelf shelf, int quantity) {}

    /**
     * A transfer.
     *
     * @param reservation what it brings, or 0
     */
    private record Sent(long id, Shelf from, String to, int quantity, long reservation) {}

    /**
     * @param contested reservations that every client may end
     * @param left operations that are still to be done, by all clients together
     * @param broken answers that no operation may get
     */
    StockClient(
            Api api, int number, long seed, ConcurrentLinkedQueue<Held> contested, AtomicLong left, AtomicLong broken) {
        this.api = api;
        this.name = "client-" + number;
        this.random = new Random(seed * 1_000_003 + number);
        this.contested = contested;
        this.left = left;
        this.broken = broken;
    }

    @Override
    public List<Entry> call() throws IOException, InterruptedException {
        while (left.getAndDecrement() > 0) {
            step();
        }
        return journal;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private <T> T take(List<T> list) {
        return list.remove(random.nextInt(list.size()));
    }

    /** One operation; where there is nothing to go on with, a sale or a receipt. */
    private void step() throws IOException, InterruptedException {
        Shelf shelf = new Shelf(any(WAREHOUSES), any(PARTS));
        int quantity = 1 + random.nextInt(4);
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3 -> reserve(shelf, quantity, random.nextBoolean());
            case 4, 5 -> pick(shelf, quantity);
            case 6 -> consume(shelf, quantity, picked, true);
            case 7 -> consume(shelf, quantity, held, false);
            case 8 -> release(shelf, quantity);
            case 9 -> bringBack(shelf, quantity);
            case 10 -> transfer(shelf, any(WAREHOUSES), quantity);
            case 11, 12 -> ship(shelf, quantity);
            case 13, 14 -> arrive(shelf, quantity);
            case 15 -> quarantine(shelf, quantity);
            case 16 -> fight(shelf, quantity);
            case 17 -> count(shelf);
            case 18 -> sell(shelf, quantity);
            default -> receive(shelf, quantity);
        }
    }

    /** What becomes of an accepted answer: effects on shelves. */
    @FunctionalInterface
    private interface Then {
        Effect[] effects(Api.Reply reply);
    }

    private void send(String kind, String path, ObjectNode body, Then then) throws IOException, InterruptedException {
        send(name, kind, path, body, then);
    }

    private void send(String who, String kind, String path, ObjectNode body, Then then)
            throws IOException, InterruptedException {
        String key = name + "/" + operations++;
        Api.Reply reply = api.post(path, body.put("key", key).put("who", who), random.nextInt(30) == 0);
        if (reply.accepted()) {
            journal.add(Entry.accepted(key, kind, then.effects(reply)));
            return;
        }
        if (reply.status() != 409 && reply.status() != 403) {
            broken.incrementAndGet();
        }
        journal.add(Entry.refused(key, kind));
    }

    private static ObjectNode on(Shelf shelf) {
        return Api.object().put("warehouse", shelf.warehouse()).put("part", shelf.part());
    }

    private static Shelf answered(Api.Reply reply) {
        return new Shelf(
                reply.json().get("warehouse").asText(), reply.json().get("part").asText());
    }

    private static Effect[] effects(Effect... effects) {
        return effects;
    }

    private void receive(Shelf shelf, int quantity) throws IOException, InterruptedException {
        send(
                "receipt",
                "/receipts",
                on(shelf).put("quantity", quantity),
                reply -> effects(Effect.onHand(shelf, quantity)));
    }

    /** Something to do where there is nothing to go on with; more sales than receipts keep the shelves nearly empty. */
    private void spare(Shelf shelf, int quantity) throws IOException, InterruptedException {
        if (random.nextInt(3) == 0) {
            receive(shelf, quantity);
        } else {
            sell(shelf, quantity);
        }
    }

    private void sell(Shelf shelf, int quantity) throws IOException, InterruptedException {
        send("sale", "/sales", on(shelf).put("quantity", quantity), reply -> effects(Effect.onHand(shelf, -quantity)));
    }

    private void reserve(Shelf shelf, int quantity, boolean search) throws IOException, InterruptedException {
        ObjectNode body =
                on(shelf).put("quantity", quantity).put("search", search).put("holder", name);
        send("reserve", "/reservations", body, reply -> {
            Held made = new Held(reply.json().get("reservation").asLong(), answered(reply), quantity);
            if (reply.json().has("transfer")) {
                ordered.add(new Sent(
                        reply.json().get("transfer").asLong(), made.shelf(), shelf.warehouse(), quantity, made.id()));
            } else if (random.nextInt(8) == 0) {
                contested.add(made);
            } else {
                held.add(made);
            }
            return effects(Effect.reserved(made.shelf(), quantity));
        });
    }

    private void pick(Shelf shelf, int quantity) throws IOException, InterruptedException {
        if (held.isEmpty()) {
            spare(shelf, quantity);
            return;
        }
        Held it = take(held);
        send("pick", "/reservations/" + it.id() + "/pick", Api.object(), reply -> {
            picked.add(it);
            return effects(Effect.picked(it.shelf(), it.quantity()));
        });
    }

    private void consume(Shelf shelf, int quantity, List<Held> from, boolean wasPicked)
            throws IOException, InterruptedException {
        if (from.isEmpty()) {
            spare(shelf, quantity);
            return;
        }
        Held it = take(from);
        int units = it.quantity();
        send(
                "consume",
                "/reservations/" + it.id() + "/consume",
                Api.object(),
                reply -> effects(new Effect(
                        it.shelf().warehouse(), it.shelf().part(), -units, -units, 0, wasPicked ? -units : 0)));
    }

    private void release(Shelf shelf, int quantity) throws IOException, InterruptedException {
        if (held.isEmpty()) {
            spare(shelf, quantity);
            return;
        }
        Held it = take(held);
        send(
                "release",
                "/reservations/" + it.id() + "/release",
                Api.object(),
                reply -> effects(Effect.reserved(it.shelf(), -it.quantity())));
    }

    private void bringBack(Shelf shelf, int quantity) throws IOException, InterruptedException {
        if (picked.isEmpty()) {
            spare(shelf, quantity);
            return;
        }
        Held it = take(picked);
        boolean bad = random.nextInt(4) == 0;
        int units = it.quantity();
        send(
                "return",
                "/reservations/" + it.id() + "/return",
                Api.object().put("quarantined", bad).put("reason", "dented"),
                reply -> effects(
                        new Effect(it.shelf().warehouse(), it.shelf().part(), 0, -units, bad ? units : 0, -units)));
    }

    private void transfer(Shelf shelf, String to, int quantity) throws IOException, InterruptedException {
        if (shelf.warehouse().equals(to)) {
            spare(shelf, quantity);
            return;
        }
        ObjectNode body = Api.object()
                .put("from", shelf.warehouse())
                .put("to", to)
                .put("part", shelf.part())
                .put("quantity", quantity);
        send("transfer", "/transfers", body, reply -> {
            ordered.add(new Sent(reply.json().get("transfer").asLong(), shelf, to, quantity, 0));
            return effects();
        });
    }

    private void ship(Shelf shelf, int quantity) throws IOException, InterruptedException {
        if (ordered.isEmpty()) {
            spare(shelf, quantity);
            return;
        }
        Sent it = take(ordered);
        int units = it.quantity();
        send("ship", "/transfers/" + it.id() + "/ship", Api.object(), reply -> {
            underway.add(it);
            return effects(new Effect(
                    it.from().warehouse(), it.from().part(), -units, it.reservation() == 0 ? 0 : -units, 0, 0));
        });
    }

    private void arrive(Shelf shelf, int quantity) throws IOException, InterruptedException {
        if (underway.isEmpty()) {
            spare(shelf, quantity);
            return;
        }
        Sent it = take(underway);
        int lost = random.nextInt(10) == 0 ? 1 : 0;
        Shelf to = new Shelf(it.to(), it.from().part());
        send(
                "arrive",
                "/transfers/" + it.id() + "/receive",
                Api.object().put("arrived", it.quantity() - lost),
                reply -> {
                    boolean kept = it.reservation() != 0 && lost == 0;
                    if (kept) {
                        held.add(new Held(it.reservation(), to, it.quantity()));
                    }
                    return effects(new Effect(
                            to.warehouse(), to.part(), it.quantity() - lost, kept ? it.quantity() : 0, 0, 0));
                });
    }

    private void quarantine(Shelf shelf, int quantity) throws IOException, InterruptedException {
        ObjectNode body = on(shelf).put("quantity", quantity).put("reason", "cracked");
        switch (random.nextInt(3)) {
            case 0 -> send("quarantine", "/quarantine", body, reply -> effects(Effect.quarantined(shelf, quantity)));
            case 1 -> send("clear", "/quarantine/clear", body, reply -> effects(Effect.quarantined(shelf, -quantity)));
            default ->
                send(
                        "write_off",
                        "/quarantine/write-off",
                        body,
                        reply -> effects(new Effect(shelf.warehouse(), shelf.part(), -quantity, 0, -quantity, 0)));
        }
    }

    /** Ends a reservation that others may be ending at this moment. */
    private void fight(Shelf shelf, int quantity) throws IOException, InterruptedException {
        Held it = random.nextInt(3) == 0 ? contested.poll() : contested.peek();
        if (it == null) {
            spare(shelf, quantity);
            return;
        }
        if (random.nextBoolean()) {
            send(
                    "release",
                    "/reservations/" + it.id() + "/release",
                    Api.object(),
                    reply -> effects(Effect.reserved(it.shelf(), -it.quantity())));
        } else {
            send(
                    "consume",
                    "/reservations/" + it.id() + "/consume",
                    Api.object(),
                    reply -> effects(new Effect(
                            it.shelf().warehouse(), it.shelf().part(), -it.quantity(), -it.quantity(), 0, 0)));
        }
    }

    /** Counts a shelf, and has another person approve it: two operations of the run. */
    private void count(Shelf shelf) throws IOException, InterruptedException {
        ObjectNode body = on(shelf).put("counted", random.nextInt(40)).put("reason", "yearly");
        long[] stocktake = {0};
        send("count", "/stocktakes", body, reply -> {
            stocktake[0] = reply.json().get("stocktake").asLong();
            return effects();
        });
        if (stocktake[0] == 0 || left.getAndDecrement() <= 0) {
            return;
        }
        send(
                name + "'s chief",
                "approve_count",
                "/stocktakes/" + stocktake[0] + "/approve",
                Api.object(),
                reply -> effects(
                        Effect.onHand(shelf, reply.json().get("difference").asInt())));
    }
}
