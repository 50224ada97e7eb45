package io.hearthwatch.ingest;

import io.vertx.core.Future;

/**
 * Where received messages go: the one seam of the hot path. In one process it is {@link Ingest} itself; with a log between gateway
 * and ingest it would be a producer to that log.
 */
public interface MessageSink {
    /**
     * Takes a message. Never blocks and never refuses, so it may be called on an event loop; the caller bounds what it hands over
     * by the futures that are still open, and by {@link #isSaturated}.
     *
     * @return completed after the commit, on the caller's Vert.x context if there is one; messages of one appliance complete in the
     *     order in which they were accepted. It fails only if the message can never be stored because the sink was closed.
     */
    Future<Verdict> accept(ReceivedMessage message);

    /** Whether more bytes wait here than the budget allows; who calls {@link #accept} should stop reading from its sources. */
    boolean isSaturated();

    /**
     * Runs an action once, as soon as the sink is no longer saturated: at once if it isn't now. It runs on any thread and must not
     * block; typically it hands over to the caller's event loop.
     */
    void whenRelieved(Runnable resume);
}
