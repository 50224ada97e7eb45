package io.hearthwatch.gateway.broker;

import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.ingest.MessageSink;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes appliances' messages from an MQTT 5 broker, by a shared subscription, so that several processes share the work.
 *
 * <p>The path of a message: the broker delivers it on {@link BrokerLink}; {@link Intake} looks up the appliance that the topic names
 * (the broker has authenticated its clients, so the topic is believed) and hands it to the {@link MessageSink}; after the commit the
 * link acknowledges, in order of arrival. What is not acknowledged when a connection or a process ends, the broker sends again in
 * the same session, and it is found stored or is stored then.
 *
 * <p>While the broker is away it is tried again and again, at growing and random intervals. Thread-safe.
 */
public final class BrokerSubscriber implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BrokerSubscriber.class);
    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 30_000;
    private static final long STOP_SECONDS = 20;

    private final BrokerSettings settings;
    private final Supplier<String> clientId;
    private final InstantSource clock;
    private final BrokerMetrics metrics = new BrokerMetrics();
    private final ExecutorService acknowledger;
    private final Intake intake;
    private final Thread connecting;
    private final Thread handingIn;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile BrokerLink current;

    /**
     * @param clientId asked before every attempt to connect: the name of the session at the broker, which no other process uses now; may
     *     block
     * @param registry finds the registered ones of some appliance ids; may block
     * @param sink where messages go
     */
    public BrokerSubscriber(
            BrokerSettings settings,
            Supplier<String> clientId,
            Function<Collection<String>, Map<String, Appliance>> registry,
            MessageSink sink,
            InstantSource clock) {
        this.settings = settings;
        this.clientId = clientId;
        this.clock = clock;
        this.acknowledger = Executors.newSingleThreadExecutor(work -> new Thread(work, "broker-acks"));
        this.intake = new Intake(settings, registry, sink, metrics, acknowledger);
        this.handingIn = new Thread(intake, "broker-intake");
        this.connecting = new Thread(this::stayConnected, "broker");
    }

    /** Begins to connect, and returns at once: a broker that is away now may come. */
    public void start() {
        handingIn.start();
        connecting.start();
    }

    /** Counters since this was made. */
    public BrokerMetrics metrics() {
        return metrics;
    }

    private void stayConnected() {
        int failures = 0;
        boolean away = false;
        try {
            while (stopping.getCount() > 0) {
                BrokerLink link = null;
                try {
                    String id = clientId.get();
                    link = new BrokerLink(settings, id, clock, metrics, intake::offer);
                    link.open();
                    metrics.connects.increment();
                    current = link;
                    log.info(
                            "{} the broker {} as {}, sharing as group {}",
                            away ? "back at" : "connected to",
                            settings,
                            id,
                            settings.group());
                    failures = 0;
                    if (stopping.getCount() > 0) {
                        String why = link.awaitEnd();
                        if (stopping.getCount() > 0) {
                            log.warn("the connection to the broker {} ended: {}; trying again", settings, why);
                        }
                    }
                } catch (RuntimeException | MqttException e) {
                    metrics.failures.increment();
                    if (Integer.bitCount(failures + 1) == 1) { // at every doubling, not at every attempt
                        log.warn(
                                "no connection to the broker {} (attempt {}), trying again: {}",
                                settings,
                                failures + 1,
                                e instanceof MqttException mqtt ? ReasonCodes.text(mqtt) : e.getMessage());
                    }
                } finally {
                    leave(link);
                }
                away = true;
                failures++;
                pause(failures);
            }
        } catch (InterruptedException e) {
            log.debug("stopped while connecting");
        }
    }

    /** Ends a connection. Only when this stops is it worth waiting for commits: otherwise what is under way is sent again anyhow. */
    private void leave(BrokerLink link) throws InterruptedException {
        if (link == null) {
            return;
        }
        if (stopping.getCount() == 0 && !link.hasEnded()) {
            link.stopTaking();
            intake.stop();
            if (!intake.awaitEmpty(settings.stopGrace().toNanos())) {
                log.warn("stopped with messages not committed; the broker sends them again");
            }
            try {
                acknowledger.submit(link::sendAcknowledgements).get(1, TimeUnit.SECONDS);
            } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
                log.debug("the last acknowledgements did not leave: {}", e.getMessage());
            }
        }
        current = null;
        link.close();
    }

    /** Waits before the next attempt: longer and longer, and not in step with other processes; at least until there is room. */
    private void pause(int failures) throws InterruptedException {
        long most = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failures - 1, 7));
        long millis = most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1);
        if (stopping.await(millis, TimeUnit.MILLISECONDS)) {
            return;
        }
        while (metrics.waitingBytes.get() > settings.budgetBytes() / 2) {
            if (stopping.await(FIRST_PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }

    /** Takes no more messages, acknowledges what is being committed, and leaves the broker, which keeps the session. Blocks. */
    @Override
    public void close() {
        stopping.countDown();
        BrokerLink link = current;
        if (link == null) {
            connecting.interrupt();
        }
        // The connecting thread waits in awaitEnd(); it has to find the link still up to acknowledge on it.
        if (link != null) {
            link.wake();
        }
        intake.stop();
        try {
            connecting.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
            handingIn.interrupt();
            handingIn.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        acknowledger.shutdown();
    }
}
