package io.hearthwatch.benchmarks.faults;

import java.util.concurrent.CompletableFuture;

/** An appliance's MQTT client: one of several libraries. Used by one thread; its futures complete on the library's. */
interface Link extends AutoCloseable {
    /** MQTT 5's code for success; what 3.1.1 acknowledges counts as that. */
    int SUCCESS = 0;

    /**
     * Connects if there is no connection. Blocks for some seconds at most.
     *
     * @throws Exception if it was refused or nobody answered; to be tried again
     */
    void connect() throws Exception;

    /** Whether publishing makes sense now. */
    boolean isUp();

    /**
     * Publishes.
     *
     * @return the reason code of the server's answer; fails where there is none because the connection ended
     */
    CompletableFuture<Integer> publish(Message message);

    /** Disconnects; whatever is still open fails. */
    @Override
    void close();
}
