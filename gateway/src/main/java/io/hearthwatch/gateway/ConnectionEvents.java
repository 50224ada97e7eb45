package io.hearthwatch.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the {@link ConnectionListener} on one worker thread. Behind a slow listener events are dropped and counted. */
final class ConnectionEvents {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionEvents.class);
    private static final int LONGEST_QUEUE = 50_000;

    private final ConnectionListener listener;
    private final WorkerExecutor worker;
    private final GatewayMetrics metrics;
    private final AtomicInteger waiting = new AtomicInteger();

    ConnectionEvents(Vertx vertx, ConnectionListener listener, GatewayMetrics metrics) {
        this.listener = listener;
        this.worker = vertx.createSharedWorkerExecutor("gateway-events", 1);
        this.metrics = metrics;
    }

    void tell(Consumer<ConnectionListener> event) {
        if (waiting.get() >= LONGEST_QUEUE) {
            metrics.lostEvents.increment();
            return;
        }
        waiting.incrementAndGet();
        try {
            worker.<Void>executeBlocking(
                            () -> {
                                event.accept(listener);
                                return null;
                            },
                            false)
                    .onComplete(done -> waiting.decrementAndGet())
                    .onFailure(e -> LOG.warn("A connection event could not be recorded", e));
        } catch (RejectedExecutionException e) {
            // A connection that outlived the gateway's grace ends after the worker did.
            waiting.decrementAndGet();
            metrics.lostEvents.increment();
        }
    }

    /** Completes when everything told before has been heard. */
    Future<Void> close() {
        return worker.<Void>executeBlocking(() -> null, false).eventually(worker::close);
    }
}
