package io.hearthwatch.benchmarks.stock;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all clients of a run have in common.
 *
 * @param api the server
 * @param left operations that are still to be done
 * @param broken answers that no operation may get, in words
 * @param contested reservations that every client may end
 * @param tickets ids of open tickets, for which every client may reserve
 * @param orders orders that every client may decide on or receive
 * @param numbers units in stock that every client may fit, of whom one must win
 */
record Shared(
        Api api,
        AtomicLong left,
        ConcurrentLinkedQueue<String> broken,
        ConcurrentLinkedQueue<Held> contested,
        ConcurrentLinkedQueue<Long> tickets,
        ConcurrentLinkedQueue<Long> orders,
        ConcurrentLinkedQueue<Unit> numbers) {
    Shared(Api api, long operations) {
        this(
                api,
                new AtomicLong(operations),
                new ConcurrentLinkedQueue<>(),
                new ConcurrentLinkedQueue<>(),
                new ConcurrentLinkedQueue<>(),
                new ConcurrentLinkedQueue<>(),
                new ConcurrentLinkedQueue<>());
    }

    /** No operation may get this answer. */
    void broken(String kind, Api.Reply reply) {
        broken.add(kind + " was answered " + reply.status() + ": "
                + reply.json().path("detail").asText());
    }
}
