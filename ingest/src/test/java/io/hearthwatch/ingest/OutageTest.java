package io.hearthwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.fleet.Appliance;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The database goes away and comes back; nothing is lost, nothing is acknowledged too early, memory stays bounded. */
class OutageTest {
    private static final Catalog CATALOG = new Catalog(List.of(Rig.washer(), Rig.fridge()));

    @Test
    void batchIsKeptWhileTheDatabaseIsAwayAndStoredOnceWhenItIsBack() throws InterruptedException {
        Semaphore attempts = new Semaphore(0);
        Semaphore goOn = new Semaphore(0);
        Shard.BackOff steps = attempt -> {
            attempts.release();
            goOn.acquire();
        };
        try (Rig rig = new Rig(CATALOG, IngestSettings.defaults().withCapacity(1, 2_000), steps)) {
            Appliance washer = rig.washers.get(0);
            // A writer elsewhere that never ends: every attempt of ours runs into the lock's timeout, as when the disk
            // is stuck.
            rig.execute("create function telemetry.away() returns trigger language plpgsql as"
                    + " $$ begin raise exception 'disk full' using errcode = '53100'; end $$");
            rig.execute("create trigger away before insert on telemetry.washer execute function telemetry.away()");
            List<Future<Verdict>> futures = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                futures.add(rig.later(
                        washer,
                        MessageKind.TELEMETRY,
                        "{\"ts\":%d,\"values\":{\"vibration\":1}}".formatted(Rig.ago(i))));
            }
            CountDownLatch relieved = new CountDownLatch(1);
            assertThat(attempts.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            assertThat(rig.ingest.isSaturated()).isTrue();
            rig.ingest.whenRelieved(relieved::countDown);
            goOn.release();
            assertThat(attempts.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            assertThat(futures).noneMatch(Future::isComplete);
            assertThat(relieved.getCount()).isEqualTo(1);
            assertThat(rig.ingest.shards()).singleElement().satisfies(shard -> {
                assertThat(shard.runs()).isTrue();
                assertThat(shard.failures()).isEqualTo(2);
                assertThat(shard.seconds()).isPositive();
            });

            rig.execute("drop trigger away on telemetry.washer");
            goOn.release(100);
            futures.forEach(future -> assertThat(Rig.await(future).stored()).isEqualTo(1));
            assertThat(relieved.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(rig.ingest.isSaturated()).isFalse();
            assertThat(rig.count("telemetry.washer")).isEqualTo(20);
            assertThat(rig.ingest.metrics().retries()).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void aThreadThatEndsTellsItsSendersAndIsSeen() {
        Shard.BackOff broken = attempt -> {
            throw new IllegalStateException("a mistake of ours");
        };
        try (Rig rig = new Rig(CATALOG, IngestSettings.defaults().withCapacity(1, 2_000), broken)) {
            assertThat(rig.ingest.shards()).containsExactly(new ShardState(0, true, 0, 0));
            rig.execute("create function telemetry.away() returns trigger language plpgsql as"
                    + " $$ begin raise exception 'disk full' using errcode = '53100'; end $$");
            rig.execute("create trigger away before insert on telemetry.washer execute function telemetry.away()");
            String payload = "{\"ts\":%d,\"values\":{\"vibration\":1}}".formatted(Rig.ago(1));
            Future<Verdict> kept = rig.later(rig.washers.get(0), MessageKind.TELEMETRY, payload);
            await().atMost(Duration.ofSeconds(30)).until(kept::failed);
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(
                            () -> assertThat(rig.ingest.shards()).containsExactly(new ShardState(0, false, 0, 0)));
            assertThat(rig.later(rig.washers.get(0), MessageKind.TELEMETRY, payload)
                            .failed())
                    .as("nobody waits for ever")
                    .isTrue();
        }
    }

    @Test
    void cutConnectionsCostNothing() {
        try (Rig rig = new Rig()) {
            List<Future<Verdict>> futures = new ArrayList<>();
            for (int i = 0; i < 3_000; i++) {
                Appliance appliance = rig.washers.get(i % 4);
                futures.add(rig.later(
                        appliance,
                        MessageKind.TELEMETRY,
                        "{\"ts\":%d,\"values\":{\"vibration\":1}}".formatted(Rig.ago(i))));
                if (i % 1000 == 500) {
                    rig.test.cutConnections();
                }
            }
            futures.forEach(future -> assertThat(Rig.await(future).rejected()).isZero());
            assertThat(rig.count("telemetry.washer")).isEqualTo(3_000);
            IngestMetrics metrics = rig.ingest.metrics();
            // A commit whose answer was lost with its connection is found again as repeated.
            assertThat(metrics.stored() + metrics.repeated()).isEqualTo(3_000);
        }
    }

    @Test
    void serverThatLetsNobodyInIsWaitedFor() throws SQLException {
        try (Rig rig = new Rig()) {
            rig.telemetry(rig.fridge, "{'temperature':1}");
            letIn(rig, false);
            rig.test.cutConnections();
            Future<Verdict> future = rig.later(
                    rig.fridge,
                    MessageKind.TELEMETRY,
                    "{\"ts\":%d,\"values\":{\"temperature\":1}}".formatted(Rig.ago(1)));
            await().during(Duration.ofSeconds(1)).until(() -> !future.isComplete());
            letIn(rig, true);
            assertThat(Rig.await(future).stored()).isEqualTo(1);
        }
    }

    private static void letIn(Rig rig, boolean allowed) throws SQLException {
        String url = rig.test.settings().jdbcUrl();
        String name = url.replaceFirst("jdbc:postgresql://[^/]+/([^?]*).*", "$1");
        try (Connection admin = DriverManager.getConnection(
                        url.replaceFirst("(jdbc:postgresql://[^/]+/)[^?]*", "$1postgres"),
                        rig.test.settings().user(),
                        rig.test.settings().password());
                Statement statement = admin.createStatement()) {
            statement.execute("alter database " + name + " allow_connections " + allowed);
        }
    }

    @Test
    void whatWasAcceptedIsCommittedOnClose() {
        try (Rig rig = new Rig()) {
            List<Future<Verdict>> futures = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                futures.add(rig.later(
                        rig.washers.get(i % 4),
                        MessageKind.TELEMETRY,
                        "{\"ts\":%d,\"values\":{\"vibration\":1}}".formatted(Rig.ago(i))));
            }
            rig.ingest.close();
            assertThat(futures).allMatch(Future::succeeded);
            assertThat(rig.count("telemetry.washer")).isEqualTo(2_000);
            assertThat(rig.later(rig.fridge, MessageKind.TELEMETRY, "{}").failed())
                    .isTrue();
        }
    }

    @Test
    void closeGivesUpOnDatabaseThatStaysAway() {
        AtomicBoolean gaveUp = new AtomicBoolean();
        Shard.BackOff forEver = attempt -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                gaveUp.set(true);
                throw e;
            }
        };
        try (Rig rig = new Rig(CATALOG, IngestSettings.defaults(), forEver)) {
            rig.execute("alter table telemetry.fridge rename to hidden");
            Future<Verdict> future = rig.later(rig.fridge, MessageKind.TELEMETRY, "{\"temperature\":1}");
            rig.ingest.close(Duration.ofMillis(300));
            await().untilAsserted(() -> assertThat(future.failed()).isTrue());
            assertThat(gaveUp).isTrue();
        }
    }

    @Test
    void verdictComesOnTheSendersContext() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (Rig rig = new Rig()) {
            Context context = vertx.getOrCreateContext();
            CompletableFuture<Context> seen = new CompletableFuture<>();
            byte[] payload = "{\"temperature\":1}".getBytes(StandardCharsets.UTF_8);
            context.runOnContext(nothing -> rig.ingest
                    .accept(new ReceivedMessage(rig.fridge, MessageKind.TELEMETRY, payload, Rig.NOW, ContentType.JSON))
                    .onComplete(done -> seen.complete(Vertx.currentContext())));
            assertThat(seen.get(10, TimeUnit.SECONDS)).isSameAs(context);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }
}
