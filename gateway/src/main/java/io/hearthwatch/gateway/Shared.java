package io.hearthwatch.gateway;

import io.hearthwatch.ingest.MessageSink;
import io.hearthwatch.ingest.ReceivedMessage;
import io.hearthwatch.ingest.Verdict;
import io.hearthwatch.ingest.commands.CommandQueue;
import io.hearthwatch.ingest.sessions.SessionStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** What all connections of a gateway share. Safe for use by several threads. */
final class Shared {
    private static final int ROUNDS_PER_SECOND = 2;
    private static final int ALLOWANCES_REMEMBERED = 50_000;

    final Vertx vertx;
    final GatewaySettings settings;
    final InstantSource clock;
    final GatewayMetrics metrics;
    final Authenticator authenticator;
    final LoginGuard logins;
    final ConnectionEvents events;
    final Incidents incidents;
    final Sessions sessions;
    final SessionStore store;
    final Turns turns = new Turns();
    final CommandPump commands;
    final Wills wills;
    private final ByteBudget budget;
    final RateLimit connectRate;
    final ForeignTopicReports foreignTopics = new ForeignTopicReports();

    /** Every TCP connection, from its first byte to its last. */
    final Set<Connection> open = ConcurrentHashMap.newKeySet();

    private final Resumption<Connection> waitingForSink;
    private final Resumption<Connection> waitingForBudget;
    private final AtomicBoolean askedSink = new AtomicBoolean();
    private final MessageSink sink;
    private final Recent<Integer, Allowance> allowances = new Recent<>(ALLOWANCES_REMEMBERED);
    private final RateLimit rounds = new RateLimit(ROUNDS_PER_SECOND, 1);
    private volatile boolean stopping;

    Shared(
            Vertx vertx,
            GatewaySettings settings,
            Appliances appliances,
            MessageSink sink,
            CommandQueue commandQueue,
            SessionStore store,
            ConnectionListener listener,
            InstantSource clock,
            GatewayMetrics metrics) {
        this.vertx = vertx;
        this.settings = settings;
        this.clock = clock;
        this.metrics = metrics;
        this.sink = sink;
        this.store = store;
        this.authenticator = new Authenticator(vertx, appliances);
        this.logins = new LoginGuard(settings.failedLoginsPerMinute());
        this.events = new ConnectionEvents(vertx, listener, metrics);
        this.incidents = new Incidents(events);
        this.sessions = new Sessions(settings.connectionsPerAppliance());
        this.commands = new CommandPump(vertx, commandQueue);
        this.wills = new Wills(this);
        this.budget = new ByteBudget(settings.globalByteBudget());
        this.connectRate = new RateLimit(settings.connectsPerSecond(), settings.connectsPerSecond());
        this.waitingForSink = new Resumption<>(
                vertx,
                () -> !sink.isSaturated(),
                connection -> connection.resumeLater(Inbox.Pause.SINK),
                this::askSink);
        // Without room, whoever gives bytes back begins anew.
        this.waitingForBudget = new Resumption<>(
                vertx, budget::hasRoom, connection -> connection.resumeLater(Inbox.Pause.BUDGET), () -> {});
    }

    /** Hands a message to the sink; the future fails instead of this throwing. */
    Future<Verdict> handIn(ReceivedMessage message) {
        metrics.handedIn(message.kind());
        try {
            return sink.accept(message);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    /**
     * Whether the sink has more waiting than it wants; the connection is then resumed once it has not.
     *
     * <p>The sink is asked once for all of them: it may stay saturated for hours, and connections that come and go meanwhile must not
     * pile up in its list.
     */
    boolean sinkSaturated(Connection connection) {
        if (!sink.isSaturated()) {
            return false;
        }
        waitingForSink.add(connection);
        askSink();
        return true;
    }

    private void askSink() {
        if (askedSink.compareAndSet(false, true)) {
            sink.whenRelieved(() -> {
                askedSink.set(false); // first, so that a connection which comes too late for this asks for itself
                waitingForSink.begin();
            });
        }
    }

    /** Takes bytes from the budget; where they are not there, the connection is resumed once there is room. */
    boolean takeFromBudget(long bytes, Connection connection) {
        if (budget.tryAcquire(bytes)) {
            return true;
        }
        waitingForBudget.add(connection);
        if (budget.used() == 0) {
            waitingForBudget.begin(); // all was given back in between, and nobody will come to say so
        }
        return false;
    }

    /** Gives bytes back to the budget. */
    void giveBackToBudget(long bytes) {
        budget.release(bytes);
        if (budget.hasRoom()) {
            waitingForBudget.begin();
        }
    }

    /** Forgets a connection that is closed. */
    void forget(Connection connection) {
        open.remove(connection);
        waitingForSink.forget(connection);
        waitingForBudget.forget(connection);
    }

    /** What an appliance may send. Remembered for a while beyond its connection, so that coming back gives it nothing. */
    Allowance allowance(int applianceNo) {
        return allowances.get(applianceNo, no -> new Allowance(settings.flood()));
    }

    /** Whether the caller is the one who does what is due once in a while for the whole gateway. */
    boolean claimRound(long now) {
        return rounds.claim(now, 0) == 0;
    }

    boolean stopping() {
        return stopping;
    }

    void stop() {
        stopping = true;
    }
}
