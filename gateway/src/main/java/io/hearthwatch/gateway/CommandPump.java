package io.hearthwatch.gateway;

import io.hearthwatch.ingest.commands.CommandQueue;
import io.hearthwatch.ingest.commands.CommandQueue.News;
import io.hearthwatch.ingest.commands.CommandQueue.Outcome;
import io.hearthwatch.ingest.commands.CommandQueue.Waiting;
import io.hearthwatch.ingest.commands.CommandQueue.Want;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between the queue of commands in the database and the connections: brings waiting commands to who listens, and what became of them
 * back, many at a time and on one worker thread. While the database is away it tries again every second. Safe for use by several
 * threads.
 */
final class CommandPump {
    private static final Logger LOG = LoggerFactory.getLogger(CommandPump.class);
    private static final long RETRY_MILLIS = 1_000;
    private static final int WANTS_AT_ONCE = 100;
    private static final int OUTCOMES_AT_ONCE = 1_000;
    private static final int MOST_OUTCOMES = 100_000;

    /** Looks this many rounds back, for commands whose giver was slow to commit. */
    private static final int LOOK_BACK = 10;

    private final Vertx vertx;
    private final CommandQueue queue;
    private final WorkerExecutor worker;

    /** One connection of each appliance that listens: the one that subscribed last. */
    private final Map<Integer, CommandDelivery> listeners = new ConcurrentHashMap<>();

    private final AtomicBoolean looking = new AtomicBoolean();
    private final Deque<Long> seen = new ArrayDeque<>(); // by the one round of looking that is under way

    // Guarded by this.
    private final Map<CommandDelivery, Want> wants = new LinkedHashMap<>();
    private final Deque<Outcome> outcomes = new ArrayDeque<>();
    private boolean exchanging;
    private boolean failing;

    CommandPump(Vertx vertx, CommandQueue queue) {
        this.vertx = vertx;
        this.queue = queue;
        this.worker = vertx.createSharedWorkerExecutor("gateway-commands", 1);
    }

    /** This connection takes its appliance's commands from now on. */
    void listen(CommandDelivery delivery) {
        listeners.put(delivery.applianceNo(), delivery);
    }

    /** This connection takes no more commands; true where it was the one that did. */
    boolean leave(CommandDelivery delivery) {
        synchronized (this) {
            wants.remove(delivery);
        }
        return listeners.remove(delivery.applianceNo(), delivery);
    }

    boolean isListener(CommandDelivery delivery) {
        return listeners.get(delivery.applianceNo()) == delivery;
    }

    /** Asks for commands; the answer comes to {@link CommandDelivery#fetched}, empty where none waits. */
    void want(CommandDelivery delivery, long after, int limit) {
        synchronized (this) {
            wants.put(delivery, new Want(delivery.applianceNo(), after, limit));
        }
        exchange();
    }

    /** Notes what became of a command. */
    void outcome(Outcome outcome) {
        synchronized (this) {
            if (outcomes.size() >= MOST_OUTCOMES) {
                outcomes.poll(); // it will be delivered again
            }
            outcomes.add(outcome);
        }
        exchange();
    }

    /** Looks whether commands were given; at most one look is under way. */
    void look() {
        if (!looking.compareAndSet(false, true)) {
            return;
        }
        worker.executeBlocking(this::news, false).onComplete(done -> looking.set(false));
    }

    private Void news() {
        if (seen.isEmpty()) {
            seen.add(queue.newest());
            // What was given before we knew where to begin.
            listeners.values().forEach(delivery -> delivery.later(() -> delivery.news(Long.MAX_VALUE)));
            return null;
        }
        News news = queue.since(seen.peekFirst());
        seen.addLast(news.newest());
        if (seen.size() > LOOK_BACK) {
            seen.removeFirst();
        }
        news.byAppliance().forEach((no, seq) -> {
            CommandDelivery delivery = listeners.get(no);
            if (delivery != null) {
                delivery.later(() -> delivery.news(seq));
            }
        });
        return null;
    }

    private void exchange() {
        List<Outcome> told = new ArrayList<>();
        Map<CommandDelivery, Want> asked = new LinkedHashMap<>();
        synchronized (this) {
            if (exchanging || (wants.isEmpty() && outcomes.isEmpty())) {
                return;
            }
            exchanging = true;
            while (!outcomes.isEmpty() && told.size() < OUTCOMES_AT_ONCE) {
                told.add(outcomes.poll());
            }
            Iterator<Map.Entry<CommandDelivery, Want>> next = wants.entrySet().iterator();
            while (next.hasNext() && asked.size() < WANTS_AT_ONCE) {
                Map.Entry<CommandDelivery, Want> want = next.next();
                asked.put(want.getKey(), want.getValue());
                next.remove();
            }
        }
        worker.executeBlocking(() -> queue.exchange(told, List.copyOf(asked.values())), false)
                .onComplete(found -> exchanged(asked, found), e -> failed(told, asked, e));
    }

    private void exchanged(Map<CommandDelivery, Want> asked, Map<Integer, List<Waiting>> found) {
        synchronized (this) {
            exchanging = false;
            failing = false;
        }
        asked.keySet().forEach(delivery -> {
            List<Waiting> waiting = found.getOrDefault(delivery.applianceNo(), List.of());
            delivery.later(() -> delivery.fetched(waiting));
        });
        exchange();
    }

    private void failed(List<Outcome> told, Map<CommandDelivery, Want> asked, Throwable why) {
        boolean first;
        synchronized (this) {
            first = !failing;
            failing = true;
            for (int i = told.size() - 1; i >= 0; i--) {
                outcomes.addFirst(told.get(i));
            }
            asked.forEach(wants::putIfAbsent);
        }
        if (first) {
            LOG.warn("Commands cannot be fetched now; it is tried again every second", why);
        }
        vertx.setTimer(RETRY_MILLIS, t -> {
            synchronized (this) {
                exchanging = false;
            }
            exchange();
        });
    }

    /** Notes what is still to be noted, as far as the database allows, and ends the worker. */
    Future<Void> close() {
        List<Outcome> rest;
        synchronized (this) {
            rest = List.copyOf(outcomes);
            outcomes.clear();
            wants.clear();
        }
        Future<?> last = rest.isEmpty()
                ? Future.succeededFuture()
                : worker.executeBlocking(() -> queue.exchange(rest, List.of()), false);
        return last.<Void>mapEmpty().eventually(worker::close).otherwiseEmpty();
    }
}
