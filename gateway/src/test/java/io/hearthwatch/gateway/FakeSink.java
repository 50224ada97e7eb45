package io.hearthwatch.gateway;

import io.hearthwatch.ingest.MessageSink;
import io.hearthwatch.ingest.ReceivedMessage;
import io.hearthwatch.ingest.Verdict;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A sink whose commits happen when the test says so. */
final class FakeSink implements MessageSink {
    static final Verdict STORED = new Verdict(1, 0, 0, null);

    private final List<ReceivedMessage> received = new CopyOnWriteArrayList<>();
    private final List<Promise<Verdict>> promises = new CopyOnWriteArrayList<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private volatile Function<ReceivedMessage, Verdict> atOnce = message -> STORED;
    private boolean saturated;

    /** From now on nothing is committed until the test does it. */
    FakeSink holding() {
        atOnce = null;
        return this;
    }

    /** From now on each message is committed at once, with this verdict. */
    FakeSink answering(Function<ReceivedMessage, Verdict> verdict) {
        atOnce = verdict;
        return this;
    }

    @Override
    public Future<Verdict> accept(ReceivedMessage message) {
        Promise<Verdict> promise = Promise.promise();
        synchronized (this) {
            received.add(message);
            promises.add(promise);
        }
        if (atOnce != null) {
            promise.complete(atOnce.apply(message));
        }
        return promise.future();
    }

    @Override
    public synchronized boolean isSaturated() {
        return saturated;
    }

    @Override
    public void whenRelieved(Runnable resume) {
        synchronized (this) {
            if (saturated) {
                waiting.add(resume);
                return;
            }
        }
        resume.run();
    }

    void saturate() {
        synchronized (this) {
            saturated = true;
        }
    }

    void relieve() {
        List<Runnable> woken;
        synchronized (this) {
            saturated = false;
            woken = List.copyOf(waiting);
            waiting.clear();
        }
        woken.forEach(Runnable::run);
    }

    /** How many actions wait for relief. */
    synchronized int waiting() {
        return waiting.size();
    }

    /** Commits the message that came as number {@code index}, from 0. */
    void commit(int index) {
        promises.get(index).tryComplete(STORED);
    }

    void commitAll() {
        promises.forEach(promise -> promise.tryComplete(STORED));
    }

    void fail(int index) {
        promises.get(index).fail(new IllegalStateException("the sink is closed"));
    }

    int count() {
        return received.size();
    }

    ReceivedMessage message(int index) {
        return received.get(index);
    }

    List<String> payloads() {
        return received.stream()
                .map(message -> new String(message.payload(), StandardCharsets.UTF_8))
                .toList();
    }
}
