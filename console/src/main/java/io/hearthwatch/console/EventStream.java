package io.hearthwatch.console;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells pages that something changed, so that they read again; what changed they read themselves. However many listen, the database
 * is asked once per step, and not at all while nobody listens. A listener that does not keep up is let go: its browser comes back.
 *
 * <p>All fields are used on one event loop only, that of {@code context}.
 */
final class EventStream {
    static final int MOST_LISTENERS = 200;
    private static final Logger log = LoggerFactory.getLogger(EventStream.class);
    private static final long STEP_MILLIS = 500;
    private static final int STEPS_PER_HEARTBEAT = 30;

    /** What was seen at one step: the number of the newest change, and the clock. */
    record Seen(long change, ClockState clock) {}

    private final Vertx vertx;
    private final io.vertx.core.Context context;
    private final Function<Supplier<Seen>, Future<Seen>> worker;
    private final Supplier<Seen> look;
    private final Set<HttpServerResponse> listeners = new LinkedHashSet<>();
    private long timer = -1;
    private boolean looking;
    private Seen last;
    private int step;

    EventStream(
            Vertx vertx,
            io.vertx.core.Context context,
            Function<Supplier<Seen>, Future<Seen>> worker,
            Supplier<Seen> look) {
        this.vertx = vertx;
        this.context = context;
        this.worker = worker;
        this.look = look;
    }

    void listen(RoutingContext ctx) {
        HttpServerResponse response = ctx.response();
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                // A compressor would hold events back until it has enough of them.
                .putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY)
                .putHeader("x-accel-buffering", "no");
        context.runOnContext(ignored -> add(response));
    }

    private void add(HttpServerResponse response) {
        if (listeners.size() >= MOST_LISTENERS) {
            HttpServerResponse longest = listeners.iterator().next();
            listeners.remove(longest);
            longest.end();
        }
        listeners.add(response);
        response.closeHandler(closed -> context.runOnContext(ignored -> remove(response)));
        response.exceptionHandler(e -> context.runOnContext(ignored -> remove(response)));
        response.write("retry: 2000\n\n");
        if (timer < 0) {
            last = null;
            timer = vertx.setPeriodic(1, STEP_MILLIS, id -> context.runOnContext(ignored -> step()));
        }
    }

    private void remove(HttpServerResponse response) {
        listeners.remove(response);
        if (listeners.isEmpty() && timer >= 0) {
            vertx.cancelTimer(timer);
            timer = -1;
        }
    }

    private void step() {
        if (listeners.isEmpty()) {
            return;
        }
        if (step++ % STEPS_PER_HEARTBEAT == 0) {
            send(": still here\n\n");
        }
        if (looking) {
            return;
        }
        looking = true;
        worker.apply(look)
                .onComplete(result -> context.runOnContext(ignored -> {
                    looking = false;
                    if (result.failed()) {
                        log.debug("cannot look for changes", result.cause());
                        return;
                    }
                    tell(result.result());
                }));
    }

    private void tell(Seen seen) {
        Seen before = last;
        last = seen;
        if (before == null) {
            // Whoever came first may have read before the first look.
            send("event: change\ndata: {}\n\n");
            return;
        }
        if (seen.change() != before.change()) {
            send("event: change\nid: " + seen.change() + "\ndata: {}\n\n");
        }
        boolean driven = !"system".equals(seen.clock().mode());
        if (driven && !Objects.equals(seen.clock().now(), before.clock().now())) {
            send("event: clock\ndata: " + Json.bytes(ClockApi.json(seen.clock())) + "\n\n");
        }
    }

    private void send(String event) {
        for (HttpServerResponse listener : Set.copyOf(listeners)) {
            if (listener.closed() || listener.ended() || listener.writeQueueFull()) {
                remove(listener);
                listener.reset();
            } else {
                listener.write(event);
            }
        }
    }

    /** Lets everyone go. */
    void close() {
        context.runOnContext(ignored -> {
            for (HttpServerResponse listener : Set.copyOf(listeners)) {
                remove(listener);
                listener.end();
            }
        });
    }
}
