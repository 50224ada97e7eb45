package io.hearthwatch.simulator.outside;

import io.hearthwatch.simulator.event.Event;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Appliances as MQTT 5 clients: one connection each, opened when it first has something to say. A message counts as
 * acknowledged when its PUBACK is here; what a broken connection left unanswered is sent again. At most
 * {@value #MAX_IN_FLIGHT} messages are unanswered at a time, so memory stays bounded however fast the caller is.
 *
 * <p>{@link #publish} and {@link #drain} are for one driving thread; answers come in on the client's own threads. One
 * lock guards the counters.
 */
public final class MqttFleet implements AutoCloseable {
    private static final int MAX_IN_FLIGHT = 8192;
    /** Connects under way at once: a service that just came back should not be met by thousands in one instant. */
    private static final int MAX_CONNECTING = 64;

    private static final int REASONS_KEPT = 5;
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final InetSocketAddress server;
    private final Map<String, String> secrets;
    private final Duration patience;
    private final StopSignal stop;
    private final Map<String, ApplianceLink> links = new HashMap<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<ApplianceLink> waitingToConnect = new ArrayDeque<>();
    private final List<String> rejectReasons = new ArrayList<>();
    private int connecting;
    private int inFlight;
    private int online;
    private long published;
    private long acknowledged;
    private long rejected;
    private long lastProgress = System.nanoTime();
    private ServiceException failure;

    /**
     * @param secrets secret by appliance id
     * @param patience how long without any answer before {@link #publish} and {@link #drain} fail
     */
    public MqttFleet(InetSocketAddress server, Map<String, String> secrets, Duration patience, StopSignal stop) {
        this.server = server;
        this.secrets = Map.copyOf(secrets);
        this.patience = patience;
        this.stop = stop;
    }

    /** Publishes a reading as one message. */
    public void publish(Event.Telemetry reading) {
        publish(reading.appliance(), Wire.telemetryTopic(reading.appliance()), Wire.telemetry(reading));
    }

    /** Publishes a fault as one message. */
    public void publish(Event.Fault fault) {
        publish(fault.appliance(), Wire.faultTopic(fault.appliance()), Wire.fault(fault));
    }

    /** Sends at QoS 1; waits only while too many messages are unanswered. Order is kept per appliance. */
    private void publish(String appliance, String topic, byte[] payload) {
        ApplianceLink link = links.get(appliance);
        if (link == null) {
            link = open(appliance);
        }
        lock.lock();
        try {
            awaitInFlightBelow(MAX_IN_FLIGHT);
            if (inFlight == 0) {
                lastProgress = System.nanoTime();
            }
            inFlight++;
            published++;
        } finally {
            lock.unlock();
        }
        link.send(topic, payload);
    }

    /** Waits until every published message is acknowledged. */
    public void drain() {
        lock.lock();
        try {
            awaitInFlightBelow(1);
        } finally {
            lock.unlock();
        }
    }

    public long published() {
        return read(() -> published);
    }

    public long acknowledged() {
        return read(() -> acknowledged);
    }

    /** Acknowledged with an error code: the service stored nothing of them. */
    public long rejected() {
        return read(() -> rejected);
    }

    /** Connections that are up now. */
    public int online() {
        return (int) read(() -> online);
    }

    /** What the service said of the first messages that it rejected. */
    public List<String> rejectReasons() {
        lock.lock();
        try {
            return List.copyOf(rejectReasons);
        } finally {
            lock.unlock();
        }
    }

    /** Disconnects every appliance; gives up waiting after a few seconds. */
    @Override
    public void close() {
        links.values().forEach(ApplianceLink::close);
        lock.lock();
        try {
            long left = TimeUnit.SECONDS.toNanos(3);
            while (online > 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private ApplianceLink open(String appliance) {
        String secret = secrets.get(appliance);
        if (secret == null) {
            throw new ServiceException(
                    "no secret is known for appliance " + appliance,
                    "give the credentials file that import --credentials-out wrote");
        }
        ApplianceLink link = new ApplianceLink(this, server, appliance, secret, patience);
        links.put(appliance, link);
        lock.lock();
        try {
            waitingToConnect.add(link);
        } finally {
            lock.unlock();
        }
        connectNext();
        return link;
    }

    private void connectNext() {
        while (true) {
            ApplianceLink next;
            lock.lock();
            try {
                if (connecting >= MAX_CONNECTING || waitingToConnect.isEmpty()) {
                    return;
                }
                connecting++;
                next = waitingToConnect.remove();
            } finally {
                lock.unlock();
            }
            next.connect();
        }
    }

    /** The link's first connect is over, well or not. */
    void connectEnded() {
        lock.lock();
        try {
            connecting--;
        } finally {
            lock.unlock();
        }
        connectNext();
    }

    void onlineChanged(int by) {
        lock.lock();
        try {
            online += by;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void answered(String appliance, Ack ack) {
        lock.lock();
        try {
            inFlight--;
            acknowledged++;
            lastProgress = System.nanoTime();
            if (ack.rejected()) {
                rejected++;
                if (rejectReasons.size() < REASONS_KEPT) {
                    rejectReasons.add(appliance + ": " + ack.reason());
                }
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The link cannot go on; the driving thread gets to know. */
    void failed(ServiceException why) {
        lock.lock();
        try {
            if (failure == null) {
                failure = why;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void awaitInFlightBelow(int bound) {
        while (true) {
            if (failure != null) {
                throw failure;
            }
            if (inFlight < bound) {
                return;
            }
            if (stop.isRaised()) {
                throw new ServiceException("stopped", "run it again; what is stored stays stored once");
            }
            if (System.nanoTime() - lastProgress > patience.toNanos()) {
                throw new ServiceException(
                        inFlight + " published messages were not acknowledged for " + patience.toSeconds() + " s",
                        "check that serve runs and that its MQTT port is " + server.getPort());
            }
            try {
                changed.awaitNanos(LOOK_AGAIN_NANOS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ServiceException("interrupted", "run it again; what is stored stays stored once");
            }
        }
    }

    private long read(LongSupplier value) {
        lock.lock();
        try {
            return value.getAsLong();
        } finally {
            lock.unlock();
        }
    }
}
