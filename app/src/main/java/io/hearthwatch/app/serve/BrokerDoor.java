package io.hearthwatch.app.serve;

import io.hearthwatch.database.Database;
import io.hearthwatch.database.DatabaseException;
import io.hearthwatch.database.ProcessLocks;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.gateway.broker.BrokerMetrics;
import io.hearthwatch.gateway.broker.BrokerSettings;
import io.hearthwatch.gateway.broker.BrokerSubscriber;
import io.hearthwatch.gateway.broker.LeftSession;
import io.hearthwatch.ingest.MessageSink;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Messages from a broker: this process's subscription, and what processes that are gone left behind. */
final class BrokerDoor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BrokerDoor.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration QUIET = Duration.ofSeconds(10);

    private final BrokerSettings settings;
    private final Fleet fleet;
    private final MessageSink sink;
    private final InstantSource clock;
    private final BrokerSubscriber subscriber;
    private final LeftSeats leftSeats;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread looking = new Thread(this::lookNowAndThen, "left-sessions");
    private volatile LeftSession emptying;

    BrokerDoor(
            BrokerSettings settings,
            Database database,
            ProcessLocks locks,
            Fleet fleet,
            MessageSink sink,
            InstantSource clock) {
        this.settings = settings;
        this.fleet = fleet;
        this.sink = sink;
        this.clock = clock;
        BrokerSeat seat = new BrokerSeat(database, locks, settings.group());
        this.subscriber = new BrokerSubscriber(settings, seat, fleet::findAll, sink, clock);
        this.leftSeats = new LeftSeats(seat, this::empty, PATIENCE, System::nanoTime);
    }

    void start() {
        subscriber.start();
        looking.start();
    }

    BrokerMetrics metrics() {
        return subscriber.metrics();
    }

    private long empty(String session) throws InterruptedException {
        try (LeftSession left = new LeftSession(settings, session, fleet::findAll, sink, clock)) {
            emptying = left;
            if (stopping.getCount() == 0) {
                throw new IllegalStateException("stopping");
            }
            return left.empty(QUIET);
        } finally {
            emptying = null;
        }
    }

    private void lookNowAndThen() {
        try {
            while (!stopping.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                // Somebody of the group has to be subscribed when a session ends, or new messages would be nobody's.
                if (subscriber.metrics().connected()) {
                    look();
                }
            }
        } catch (InterruptedException e) {
            log.debug("stopped while looking for sessions that were left");
        }
    }

    private void look() throws InterruptedException {
        try {
            leftSeats.look();
        } catch (DatabaseException e) {
            log.debug("cannot look for sessions that were left: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        stopping.countDown();
        LeftSession left = emptying;
        if (left != null) {
            left.close();
        }
        try {
            looking.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        subscriber.close();
    }
}
