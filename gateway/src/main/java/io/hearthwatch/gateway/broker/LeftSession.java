package io.hearthwatch.gateway.broker;

import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.ingest.MessageSink;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.paho.mqttv5.common.MqttException;

/**
 * The session that a process which is gone for good left at the broker. Brokers go on giving it its share of the messages, and nobody
 * would come for them; so another process takes its place for a while: has the broker put nothing more into it, takes what is there,
 * and ends it.
 */
public final class LeftSession implements AutoCloseable {
    private static final long POLL_MILLIS = 100;

    private final BrokerSettings settings;
    private final String clientId;
    private final Function<Collection<String>, Map<String, Appliance>> registry;
    private final MessageSink sink;
    private final InstantSource clock;
    private final CountDownLatch stopping = new CountDownLatch(1);

    /** As for a {@link BrokerSubscriber}, with the session's name. */
    public LeftSession(
            BrokerSettings settings,
            String clientId,
            Function<Collection<String>, Map<String, Appliance>> registry,
            MessageSink sink,
            InstantSource clock) {
        this.settings = settings;
        this.clientId = clientId;
        this.registry = registry;
        this.sink = sink;
        this.clock = clock;
    }

    /**
     * Takes what is in it, and ends it. Blocks until then. What was not acknowledged when this fails is still the session's.
     *
     * @param quiet how long nothing may have come before it counts as empty
     * @return messages that were in it and are committed now
     * @throws IllegalStateException if the broker is away, or goes away meanwhile, or this is closed
     */
    public long empty(Duration quiet) throws InterruptedException {
        BrokerMetrics metrics = new BrokerMetrics();
        ExecutorService acknowledger = Executors.newSingleThreadExecutor(work -> new Thread(work, "left-session-acks"));
        Intake intake = new Intake(settings, registry, sink, metrics, acknowledger);
        Thread handingIn = new Thread(intake, "left-session");
        handingIn.start();
        BrokerLink link = null;
        try {
            link = new BrokerLink(settings, clientId, clock, metrics, intake::offer);
            link.openToEmpty();
            while (link.quietNanos() < quiet.toNanos()) {
                if (link.hasEnded()) {
                    throw new IllegalStateException("the connection ended: " + link.awaitEnd());
                }
                if (stopping.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    throw new IllegalStateException("stopped");
                }
            }
            link.endSession();
            return metrics.acknowledged();
        } catch (MqttException | BrokerRefusedException e) {
            throw new IllegalStateException(
                    e instanceof MqttException mqtt ? ReasonCodes.text(mqtt) : e.getMessage(), e);
        } finally {
            if (link != null) {
                link.close();
            }
            intake.stop();
            handingIn.interrupt();
            acknowledger.shutdown();
        }
    }

    /** Has {@link #empty} give up soon. */
    @Override
    public void close() {
        stopping.countDown();
    }
}
