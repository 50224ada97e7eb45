package io.hearthwatch.gateway.broker;

import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.ingest.MessageKind;
import io.hearthwatch.ingest.MessageSink;
import io.hearthwatch.ingest.ReceivedMessage;
import io.hearthwatch.ingest.Verdict;
import io.vertx.core.AsyncResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From a delivered message to the sink: a queue and the thread that empties it, looks up whose the messages are, many at once, and
 * hands them in, in order of arrival. Only this thread waits: for the registry's database, and while the sink is saturated. The
 * queue is bounded by the Receive Maximum and, since messages may be long, by a budget of bytes.
 */
final class Intake implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Intake.class);
    private static final int AT_ONCE = 1_000;
    private static final int KNOWN = 50_000;
    private static final int MESSAGE_OVERHEAD = 256;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;

    private final BrokerSettings settings;
    private final Function<Collection<String>, Map<String, Appliance>> registry;
    private final MessageSink sink;
    private final BrokerMetrics metrics;
    private final Executor acknowledger;
    private final UnknownAppliances unknown;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Delivery> queue = new ArrayDeque<>();
    private boolean stopping;

    /** Appliances seen lately; this thread's own. A registered appliance's number and type never change. */
    private final Map<String, Appliance> known = new LinkedHashMap<>(1_024, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Appliance> eldest) {
            return size() > KNOWN;
        }
    };

    Intake(
            BrokerSettings settings,
            Function<Collection<String>, Map<String, Appliance>> registry,
            MessageSink sink,
            BrokerMetrics metrics,
            Executor acknowledger) {
        this.settings = settings;
        this.registry = registry;
        this.sink = sink;
        this.metrics = metrics;
        this.acknowledger = acknowledger;
        this.unknown = new UnknownAppliances(metrics);
    }

    /** Takes a message; never waits. Where there is no room for its bytes, its connection ends, and the broker sends it again. */
    void offer(Delivery delivery) {
        int bytes = delivery.payload.length + MESSAGE_OVERHEAD;
        if (metrics.waitingBytes.get() + bytes > settings.budgetBytes() && metrics.waiting.get() > 0) {
            metrics.overflows.increment();
            if (delivery.qos == 0) {
                metrics.unanswered.increment();
            }
            delivery.link.end("more than " + settings.budgetBytes() + " bytes wait for their commit");
            return;
        }
        metrics.waiting.incrementAndGet();
        metrics.waitingBytes.addAndGet(bytes);
        lock.lock();
        try {
            queue.add(delivery);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void stop() {
        lock.lock();
        try {
            stopping = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void run() {
        try {
            for (List<Delivery> some = take(); !some.isEmpty(); some = take()) {
                handIn(some);
            }
        } catch (InterruptedException e) {
            log.debug("stopped; what was not handed in is the broker's to send again");
        }
    }

    /** Some of what is queued, at least one; none at the end. What is left in the queue then was not acknowledged. */
    private List<Delivery> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (queue.isEmpty() && !stopping) {
                changed.await();
            }
            List<Delivery> some = new ArrayList<>();
            while (!stopping && some.size() < AT_ONCE && !queue.isEmpty()) {
                some.add(queue.poll());
            }
            return some;
        } finally {
            lock.unlock();
        }
    }

    private void handIn(List<Delivery> some) throws InterruptedException {
        Map<Delivery, String> ids = new LinkedHashMap<>();
        for (Delivery delivery : some) {
            if (delivery.qos > 0 && delivery.link.hasEnded()) {
                release(delivery); // it comes again on the next connection
            } else {
                ids.put(delivery, BrokerTopics.applianceOf(delivery.topic));
            }
        }
        Map<String, Appliance> appliances = lookUp(ids.values());
        for (Map.Entry<Delivery, String> entry : ids.entrySet()) {
            awaitRoom();
            handIn(entry.getKey(), entry.getValue(), appliances.get(entry.getValue()));
        }
    }

    private void handIn(Delivery delivery, String id, Appliance appliance) {
        Optional<MessageKind> kind = BrokerTopics.kindOf(id, delivery.topic);
        if (appliance != null && kind.isPresent()) {
            send(delivery, appliance, kind.get());
        } else if (unknown.worthKeeping(id, delivery.topic)) {
            send(delivery, UnknownAppliances.standIn(id), MessageKind.UNKNOWN_APPLIANCE);
        } else {
            completed(delivery);
        }
    }

    private void send(Delivery delivery, Appliance appliance, MessageKind kind) {
        sink.accept(new ReceivedMessage(appliance, kind, delivery.payload, delivery.receivedAt, delivery.contentType))
                .onComplete(done -> completed(delivery, done));
    }

    private void completed(Delivery delivery, AsyncResult<Verdict> done) {
        if (done.succeeded()) {
            completed(delivery);
        } else {
            // Only where ingest is closing. Never acknowledged, so it comes again.
            release(delivery);
            log.debug("a message was not stored: {}", done.cause().getMessage());
        }
    }

    private void completed(Delivery delivery) {
        release(delivery);
        if (delivery.link.committed(delivery)) {
            acknowledger.execute(delivery.link::sendAcknowledgements);
        }
    }

    private void release(Delivery delivery) {
        metrics.waiting.decrementAndGet();
        metrics.waitingBytes.addAndGet(-(delivery.payload.length + MESSAGE_OVERHEAD));
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until everything that was taken is committed or given up, or the time is over. */
    boolean awaitEmpty(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (metrics.waiting.get() > queue.size() && left > 0) {
                left = changed.awaitNanos(left);
            }
            return metrics.waiting.get() <= queue.size();
        } finally {
            lock.unlock();
        }
    }

    private void awaitRoom() throws InterruptedException {
        while (sink.isSaturated()) {
            Signal room = new Signal();
            sink.whenRelieved(room::give);
            room.await();
        }
    }

    private Map<String, Appliance> lookUp(Collection<String> ids) throws InterruptedException {
        Set<String> missing = ids.stream().filter(id -> !known.containsKey(id)).collect(Collectors.toSet());
        Map<String, Appliance> all = missing.isEmpty() ? Map.of() : ask(missing);
        Map<String, Appliance> found = new java.util.HashMap<>(all);
        for (String id : ids) {
            Appliance appliance = known.get(id);
            if (appliance != null) {
                found.put(id, appliance);
            }
        }
        known.putAll(all);
        return found;
    }

    /** Asks until there is an answer: without one, nobody can say whose a message is. */
    private Map<String, Appliance> ask(Set<String> ids) throws InterruptedException {
        for (int failures = 1; ; failures++) {
            try {
                return registry.apply(ids);
            } catch (RuntimeException e) {
                if (Integer.bitCount(failures) == 1) { // at every doubling, not at every attempt
                    log.warn("the registry cannot be asked (attempt {}); messages wait: {}", failures, e.getMessage());
                }
                long most = Math.min(LONGEST_PAUSE_MILLIS, 25L << Math.min(failures, 7));
                new Signal().await(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
            }
        }
    }

    /** Something to wait for once. */
    private static final class Signal {
        private final java.util.concurrent.CountDownLatch given = new java.util.concurrent.CountDownLatch(1);

        void give() {
            given.countDown();
        }

        void await() throws InterruptedException {
            given.await();
        }

        void await(long millis) throws InterruptedException {
            if (given.await(millis, TimeUnit.MILLISECONDS)) {
                log.debug("woken early");
            }
        }
    }
}
