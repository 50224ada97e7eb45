package io.hearthwatch.gateway;

import java.util.concurrent.TimeUnit;

/**
 * When a connection has been silent for too long: before its CONNECT, between packets, and after we have said goodbye. Looked at a few
 * times a second for all connections of an event loop, since a timer for each would cost more than all the rest of an idle connection.
 */
final class Liveness {
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long NEVER = Long.MAX_VALUE;

    /** What is to be done about a connection. */
    enum Finding {
        ALIVE,
        NO_CONNECT,
        SILENT,
        LINGERED
    }

    private Finding waitingFor = Finding.NO_CONNECT;
    private long sinceNanos = System.nanoTime();
    private long limitNanos;

    Liveness(long connectTimeoutNanos) {
        this.limitNanos = connectTimeoutNanos;
    }

    /** CONNECT is there, and being looked at by us. */
    void connecting() {
        waitingFor = Finding.SILENT;
        limitNanos = NEVER;
    }

    /** The client is accepted, with its keep-alive; 0 for none. */
    void accepted(int keepAliveSeconds) {
        // [MQTT-3.1.2-22]: one and a half times the keep-alive
        limitNanos = keepAliveSeconds == 0 ? NEVER : TimeUnit.MILLISECONDS.toNanos(keepAliveSeconds * 1_500L);
        heard();
    }

    /** A packet came; or none could come, since we did not listen. */
    void heard() {
        if (waitingFor == Finding.SILENT) {
            sinceNanos = System.nanoTime();
        }
    }

    /** We have closed our half and wait for the client to close its own. */
    void saidGoodbye() {
        waitingFor = Finding.LINGERED;
        sinceNanos = System.nanoTime();
        limitNanos = LINGER_NANOS;
    }

    Finding look(long now) {
        return limitNanos != NEVER && now - sinceNanos >= limitNanos ? waitingFor : Finding.ALIVE;
    }
}
