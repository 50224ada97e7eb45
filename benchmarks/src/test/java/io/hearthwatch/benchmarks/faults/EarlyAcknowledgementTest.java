package io.hearthwatch.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearthwatch.benchmarks.faults.LinkPlan.Library;
import io.hearthwatch.gateway.ConnectionListener;
import io.hearthwatch.gateway.Gateway;
import io.hearthwatch.gateway.GatewaySettings;
import io.hearthwatch.ingest.MessageSink;
import io.hearthwatch.ingest.ReceivedMessage;
import io.hearthwatch.ingest.Verdict;
import io.hearthwatch.ingest.commands.CommandQueue;
import io.hearthwatch.ingest.sessions.SessionStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that acknowledges before it has stored, as many do, is found out as soon as it is killed. */
class EarlyAcknowledgementTest {
    @TempDir
    Path temp;

    private final Tally tally = new Tally();

    /** Says "stored" at once, stores in bundles of fifty, and loses with its memory what is not a whole bundle yet. */
    private static final class Hasty implements MessageSink {
        private final MessageSink store;
        private final List<ReceivedMessage> memory = new ArrayList<>();

        Hasty(MessageSink store) {
            this.store = store;
        }

        @Override
        public synchronized Future<Verdict> accept(ReceivedMessage message) {
            memory.add(message);
            if (memory.size() == 50) {
                memory.forEach(store::accept);
                memory.clear();
            }
            return Future.succeededFuture(new Verdict(1, 0, 0, null));
        }

        @Override
        public boolean isSaturated() {
            return false;
        }

        @Override
        public void whenRelieved(Runnable resume) {
            resume.run();
        }
    }

    @Test
    void gatewayThatAcknowledgesBeforeTheCommitIsFoundOut() throws Exception {
        try (House house = new House()) {
            // Not a multiple of fifty: something is in memory when the gateway is gone.
            Findings found = run(house, new Hasty(house.ingest), 173);
            assertThat(found.acknowledged()).isGreaterThanOrEqualTo(173);
            assertThat(found.lost()).isPositive();
            assertThat(found.good()).isFalse();
        }
    }

    @Test
    void gatewayThatWaitsForTheCommitIsNot() throws Exception {
        try (House house = new House()) {
            Findings found = run(house, house.ingest, 173);
            assertThat(found.acknowledged() + found.refused()).isGreaterThanOrEqualTo(173);
            assertThat(found.good()).as(found.examples().toString()).isTrue();
        }
    }

    private Findings run(House house, MessageSink sink, int messages) throws Exception {
        Vertx vertx = Vertx.vertx();
        Gateway gateway = new Gateway(
                vertx,
                house.fleet::authenticate,
                sink,
                CommandQueue.NONE,
                SessionStore.NONE,
                ConnectionListener.NONE,
                InstantSource.system());
        Path file = temp.resolve("ledger.txt");
        try (Ledger ledger = new Ledger(file)) {
            gateway.start(GatewaySettings.defaults().listeningOn("127.0.0.1", 0))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(60, TimeUnit.SECONDS);
            LinkPlan plan = new LinkPlan(
                    Library.HIVEMQ_5, House.APPLIANCE, house.credential.secret(), gateway.actualPort(), 1, 8, false);
            MessageMaker maker = new MessageMaker(House.APPLIANCE, 11, InstantSource.system(), new AtomicLong());
            Sender sender = new Sender(plan, maker, ledger, tally, Duration.ofMillis(2), 1);
            sender.start();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> tally.acknowledgedMessages() + tally.refusedMessages() >= messages);
            sender.stopProducing();
            await().atMost(Duration.ofSeconds(60)).until(sender::isDone);
            sender.join();
        } finally {
            // What the gateway has in memory goes with it.
            vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        }
        return house.check(file);
    }
}
