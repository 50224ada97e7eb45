package io.hearthwatch.benchmarks.stock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** One client's requests: each has a key of its own, is sent until it is answered, and noted with its answer. Used by one thread. */
final class Requests {
    /** Not possible now, not allowed, or of a version that is over. */
    private static final Set<Integer> REFUSALS = Set.of(409, 403, 412);

    final String name;
    final Random random;
    final Shared shared;
    final Journal journal = new Journal();
    private int operations;

    Requests(String name, Random random, Shared shared) {
        this.name = name;
        this.random = random;
        this.shared = shared;
    }

    /** What becomes of an accepted answer: effects on shelves. */
    @FunctionalInterface
    interface Then {
        Effect[] effects(Api.Reply reply);
    }

    static Effect[] effects(Effect... effects) {
        return effects;
    }

    static ObjectNode on(Shelf shelf) {
        return Api.object().put("warehouse", shelf.warehouse()).put("part", shelf.part());
    }

    /** The shelf that an answer is about. */
    static Shelf answered(Api.Reply reply) {
        return new Shelf(
                reply.json().get("warehouse").asText(), reply.json().get("part").asText());
    }

    /** Takes one of the operations that are left; false if there is none. */
    boolean another() {
        return shared.left().getAndDecrement() > 0;
    }

    /** An operation on stock. */
    void stock(String kind, String path, ObjectNode body, Then then) throws IOException, InterruptedException {
        stock(name, kind, path, body, then);
    }

    /** An operation on stock by somebody else. */
    void stock(String who, String kind, String path, ObjectNode body, Then then)
            throws IOException, InterruptedException {
        keyed(who, kind, "/parts" + path, body, then);
    }

    /** Holds for a ticket what its kit says; which shelves that changes is the server's choice. */
    void kit(String ticket) throws IOException, InterruptedException {
        keyed(name, Entry.KIT, ticket + "/kit", Api.object(), reply -> effects());
    }

    private void keyed(String who, String kind, String path, ObjectNode body, Then then)
            throws IOException, InterruptedException {
        String key = key(kind);
        note(key, kind, body, shared.api().post(path, null, body.put("key", key).put("who", who), twice()), then);
    }

    /** Something on a ticket; empty if it was refused. */
    Optional<Api.Reply> ticket(String kind, String path, ObjectNode body) throws IOException, InterruptedException {
        return ticket(kind, path, null, body);
    }

    /** The next step of a ticket, as it stands now; empty if it was refused. */
    Optional<Api.Reply> step(String ticket, ObjectNode body) throws IOException, InterruptedException {
        String version = shared.api().get(ticket).json().path("version").asText();
        return ticket("step", ticket + "/steps", version, body);
    }

    private Optional<Api.Reply> ticket(String kind, String path, String version, ObjectNode body)
            throws IOException, InterruptedException {
        String key = key(kind);
        Api.Reply reply = shared.api().post(path, new Api.Key(key, version), body.put("who", name), twice());
        note(key, kind, body, reply, accepted -> effects());
        return Optional.of(reply).filter(Api.Reply::accepted);
    }

    private boolean twice() {
        return random.nextInt(30) == 0;
    }

    private String key(String kind) {
        return name + "/" + operations++ + ":" + kind;
    }

    private void note(String key, String kind, ObjectNode body, Api.Reply reply, Then then) {
        if (reply.accepted()) {
            journal.entries.add(Entry.accepted(key, kind, then.effects(reply)));
            return;
        }
        // What was to expire soon may do so before the server is there again.
        boolean late = reply.status() == 400 && body.has("expires_at");
        if (!REFUSALS.contains(reply.status()) && !late) {
            shared.broken(kind, reply);
        }
        journal.entries.add(Entry.refused(key, kind));
    }
}
