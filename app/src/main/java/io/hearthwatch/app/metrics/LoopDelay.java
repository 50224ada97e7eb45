package io.hearthwatch.app.metrics;

import io.hearthwatch.ingest.Histogram;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/** Measures on every event loop how late a timer fires. */
public final class LoopDelay {
    private static final long EVERY_MILLIS = 250;

    private final Histogram delays = Histogram.ofSeconds();

    /** How late, in seconds. */
    public Histogram delays() {
        return delays;
    }

    /** Begins to measure; ends with the {@link Vertx}. */
    public Future<String> start(Vertx vertx, int eventLoops) {
        return vertx.deployVerticle(Probe::new, new DeploymentOptions().setInstances(eventLoops));
    }

    private final class Probe extends VerticleBase {
        @Override
        public Future<?> start() {
            again();
            return Future.succeededFuture();
        }

        private void again() {
            long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(EVERY_MILLIS);
            vertx.setTimer(EVERY_MILLIS, timer -> {
                delays.record(System.nanoTime() - due);
                again();
            });
        }
    }
}
