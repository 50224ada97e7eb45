package io.hearthwatch.gateway.broker;

import io.hearthwatch.ingest.ContentType;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to the broker, from CONNECT to its end, with a client object of its own: so an acknowledgement of an earlier
 * connection can never meet a packet id of a later one. Messages come on the client's callback thread, which only queues them;
 * acknowledgements leave in the order of arrival (4.6.0 of MQTT 5), from the thread that calls {@link #sendAcknowledgements}.
 */
final class BrokerLink {
    private static final Logger log = LoggerFactory.getLogger(BrokerLink.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final long QUIESCE_MILLIS = 1_000;
    private static final int KEEP_ALIVE_SECONDS = 30;
    private static final int REFUSED = 0x80;

    private final MqttAsyncClient client;
    private final BrokerSettings settings;
    private final InstantSource clock;
    private final BrokerMetrics metrics;
    private final Consumer<Delivery> intake;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch awaited = new CountDownLatch(1);
    private final Deque<Delivery> unacknowledged = new ArrayDeque<>();
    private final AtomicBoolean acknowledging = new AtomicBoolean();
    private volatile String why = "";
    private volatile boolean closing;
    private volatile boolean forget;
    private volatile long lastArrival = System.nanoTime();

    BrokerLink(
            BrokerSettings settings,
            String clientId,
            InstantSource clock,
            BrokerMetrics metrics,
            Consumer<Delivery> intake)
            throws MqttException {
        this.settings = settings;
        this.clock = clock;
        this.metrics = metrics;
        this.intake = intake;
        // Nothing of ours has to outlive the process: what was not acknowledged is the broker's to send again.
        this.client = new MqttAsyncClient(settings.address().clientUri(), clientId, new MemoryPersistence());
        client.setManualAcks(true);
        client.setCallback(new Callback());
    }

    /**
     * Connects and subscribes.
     *
     * @throws BrokerRefusedException if the broker is away or says no, with a sentence for people
     */
    void open() throws InterruptedException {
        connect();
        IMqttToken subscribed =
                await("subscribe", listener -> client.subscribe(subscriptions(), null, listener, new MqttProperties()));
        for (int code : subscribed.getReasonCodes()) {
            if (code >= REFUSED) {
                throw new BrokerRefusedException("the broker refuses the shared subscription of group "
                        + settings.group() + ": " + ReasonCodes.text(code));
            }
        }
        metrics.connected = true;
    }

    /** Connects to a session that somebody left, and has the broker put nothing more into it. */
    void openToEmpty() throws InterruptedException {
        connect();
        String[] filters = BrokerTopics.filters(settings.group()).toArray(new String[0]);
        await("unsubscribe", listener -> client.unsubscribe(filters, null, listener, new MqttProperties()));
    }

    private void connect() throws InterruptedException {
        await("connect", listener -> client.connect(options(), null, listener));
        lastArrival = System.nanoTime();
    }

    private MqttConnectionOptions options() {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(false);
        options.setSessionExpiryInterval(settings.sessionExpiry().toSeconds());
        options.setReceiveMaximum(settings.receiveMaximum());
        options.setAutomaticReconnect(false);
        options.setUseSubscriptionIdentifiers(false);
        options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
        options.setConnectionTimeout((int) TIMEOUT.toSeconds());
        if (settings.user() != null) {
            options.setUserName(settings.user());
        }
        if (settings.password() != null) {
            options.setPassword(settings.password().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        if (settings.address().tls() && settings.certificates() != null) {
            options.setSocketFactory(TrustedCertificates.socketFactory(settings.certificates()));
        }
        if (!settings.address().tls()) {
            options.setSocketFactory(new PatientSockets());
        }
        return options;
    }

    private MqttSubscription[] subscriptions() {
        return BrokerTopics.filters(settings.group()).stream()
                .map(filter -> new MqttSubscription(filter, 1))
                .toArray(MqttSubscription[]::new);
    }

    /** Something that the client begins, and tells the listener when it is done. */
    @FunctionalInterface
    private interface Step {
        IMqttToken begin(MqttActionListener listener) throws MqttException;
    }

    private static IMqttToken await(String what, Step step) throws InterruptedException {
        CompletableFuture<IMqttToken> done = new CompletableFuture<>();
        try {
            step.begin(new MqttActionListener() {
                @Override
                public void onSuccess(IMqttToken token) {
                    done.complete(token);
                }

                @Override
                public void onFailure(IMqttToken token, Throwable cause) {
                    done.completeExceptionally(cause == null ? new MqttException(0) : cause);
                }
            });
            return done.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (MqttException e) {
            throw new BrokerRefusedException("cannot " + what + ": " + ReasonCodes.text(e));
        } catch (ExecutionException e) {
            throw new BrokerRefusedException("cannot " + what + ": " + ReasonCodes.text(e.getCause()));
        } catch (TimeoutException e) {
            throw new BrokerRefusedException("cannot " + what + ": no answer within " + TIMEOUT.toSeconds() + " s");
        }
    }

    /** Waits until the connection has ended or {@link #wake} is called, and says why it ended. */
    String awaitEnd() throws InterruptedException {
        awaited.await();
        return why;
    }

    /** Has {@link #awaitEnd} return while the connection is up. */
    void wake() {
        awaited.countDown();
    }

    /** Ends it from our side; the session stays with the broker. Returns at once. */
    void end(String reason) {
        if (why.isEmpty()) {
            why = reason;
        }
        metrics.connected = false;
        ended.countDown();
        awaited.countDown();
    }

    boolean hasEnded() {
        return ended.getCount() == 0;
    }

    /** Takes no more messages; those under way are still acknowledged. */
    void stopTaking() {
        closing = true;
    }

    /** Whether messages that arrived here wait for their commit or acknowledgement. */
    boolean isIdle() {
        synchronized (unacknowledged) {
            return unacknowledged.isEmpty();
        }
    }

    /** How long no message has arrived, while none waits for its acknowledgement; 0 while one does. */
    long quietNanos() {
        return isIdle() ? System.nanoTime() - lastArrival : 0;
    }

    /** Has the broker forget the session when this is closed. */
    void endSession() {
        forget = true;
    }

    /** Says goodbye, after what was acknowledged so far has left, and frees the client's threads. */
    void close() {
        end("closed");
        try {
            if (client.isConnected()) {
                MqttProperties properties = new MqttProperties();
                if (forget) {
                    properties.setSessionExpiryInterval(0L);
                }
                client.disconnect(QUIESCE_MILLIS, null, null, 0, properties).waitForCompletion(2 * QUIESCE_MILLIS);
            }
        } catch (MqttException e) {
            log.debug("while leaving the broker: {}", e.getMessage());
        }
        try {
            if (client.isConnected()) {
                client.disconnectForcibly(0, 0, false);
            }
            client.close(true);
        } catch (MqttException e) {
            log.debug("while closing the broker's client: {}", e.getMessage());
        }
        int lost;
        synchronized (unacknowledged) {
            lost = unacknowledged.size();
            unacknowledged.clear();
        }
        metrics.unanswered.add(lost);
    }

    /**
     * Notes that a message is committed.
     *
     * @return whether the caller has to have {@link #sendAcknowledgements} run
     */
    boolean committed(Delivery delivery) {
        if (delivery.qos == 0) {
            metrics.unanswered.increment();
            return false;
        }
        synchronized (unacknowledged) {
            delivery.done = true;
            if (unacknowledged.isEmpty() || !unacknowledged.peek().done) {
                return false;
            }
        }
        return acknowledging.compareAndSet(false, true);
    }

    /** Sends what can be sent, in order of arrival; one thread at a time. */
    void sendAcknowledgements() {
        acknowledging.set(false);
        while (true) {
            Delivery next;
            synchronized (unacknowledged) {
                next = unacknowledged.peek();
                if (next == null || !next.done) {
                    return;
                }
                unacknowledged.remove();
            }
            try {
                client.messageArrivedComplete(next.packetId, next.qos);
                metrics.acknowledged.increment();
            } catch (MqttException | RuntimeException e) {
                // The broker sends it again, and it will be found stored.
                metrics.unanswered.increment();
                end("an acknowledgement could not be sent: " + e.getMessage());
            }
        }
    }

    /** What the client library calls, on threads of its own. */
    private final class Callback implements MqttCallback {
        @Override
        public void messageArrived(String topic, MqttMessage message) {
            if (closing || hasEnded()) {
                return;
            }
            MqttProperties properties = message.getProperties();
            Delivery delivery = new Delivery(
                    BrokerLink.this,
                    message.getId(),
                    message.getQos(),
                    topic,
                    message.getPayload(),
                    ContentType.of(properties == null ? null : properties.getContentType()),
                    clock.instant());
            metrics.received.increment();
            lastArrival = System.nanoTime();
            if (delivery.qos > 0) {
                synchronized (unacknowledged) {
                    unacknowledged.add(delivery);
                }
            }
            intake.accept(delivery);
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {
            end(ReasonCodes.text(response));
        }

        @Override
        public void mqttErrorOccurred(MqttException e) {
            log.warn("the broker {} sent what the client cannot take: {}", settings, ReasonCodes.text(e));
        }

        @Override
        public void deliveryComplete(IMqttToken token) {
            // Only for what we publish, which is nothing.
        }

        @Override
        public void connectComplete(boolean reconnect, String serverUri) {
            // open() waits for it.
        }

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {
            // No extended authentication was asked for.
        }
    }
}
