package io.hearthwatch.gateway;

import io.hearthwatch.fleet.Appliance;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks {@link Appliances} on a few worker threads, with a bounded queue before them. */
final class Authenticator {
    private static final int THREADS = 4;
    private static final int LONGEST_QUEUE = 2_000;

    private final Appliances appliances;
    private final WorkerExecutor workers;
    private final AtomicInteger waiting = new AtomicInteger();

    Authenticator(Vertx vertx, Appliances appliances) {
        this.appliances = appliances;
        this.workers = vertx.createSharedWorkerExecutor("gateway-authenticate", THREADS);
    }

    boolean full() {
        return waiting.get() >= LONGEST_QUEUE;
    }

    /** Completes on the caller's context; fails where the registry cannot be asked. */
    Future<Optional<Appliance>> authenticate(String id, String secret) {
        waiting.incrementAndGet();
        return workers.executeBlocking(() -> appliances.authenticate(id, secret), false)
                .onComplete(done -> waiting.decrementAndGet());
    }

    /** The appliance that somebody could not prove to be; on the caller's context. */
    Future<Optional<Appliance>> find(String id) {
        if (full()) {
            return Future.succeededFuture(Optional.empty());
        }
        waiting.incrementAndGet();
        return workers.executeBlocking(() -> appliances.find(id), false).onComplete(done -> waiting.decrementAndGet());
    }

    Future<Void> close() {
        return workers.close();
    }
}
