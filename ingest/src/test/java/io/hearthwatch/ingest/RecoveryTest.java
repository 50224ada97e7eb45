package io.hearthwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.ConnectionSettings;
import io.hearthwatch.database.Database;
import io.hearthwatch.database.TestDatabase;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.fleet.NewAppliance;
import io.vertx.core.Future;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Nobody answers at the database's port for a while. Says how long after the end of that the messages were committed; the system
 * property {@code hearthwatch.outages} gives other outages than the short one, in seconds.
 */
class RecoveryTest {
    private static final Logger log = LoggerFactory.getLogger(RecoveryTest.class);

    @Test
    void messagesAreCommittedSoonAfterTheDatabaseTakesConnectionsAgain() {
        Catalog catalog = new Catalog(List.of(Rig.washer()));
        try (TestDatabase test = TestDatabase.create();
                Cable cable = new Cable(uri(test).getPort());
                Database database = Database.connect(through(test, cable), 12)) {
            Fleet fleet = new Fleet(database, catalog, () -> Rig.NOW);
            Appliance washer = fleet.add(new NewAppliance("wm", "washer", null, null, null, null, null, Map.of()))
                    .appliance();
            try (Ingest ingest = new Ingest(database, catalog, fleet, () -> Rig.NOW, IngestSettings.defaults())) {
                int sent = 0;
                for (String outage :
                        System.getProperty("hearthwatch.outages", "2").split(",", -1)) {
                    Rig.await(send(ingest, washer, sent++));
                    cable.cut();
                    List<Future<Verdict>> waiting = new ArrayList<>();
                    for (int i = 0; i < 100; i++) {
                        waiting.add(send(ingest, washer, sent++));
                    }
                    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(Long.parseLong(outage)));
                    assertThat(waiting).noneMatch(Future::isComplete);
                    cable.mend();
                    long back = System.nanoTime();
                    waiting.forEach(Rig::await);
                    log.info(
                            "away for {} s: verdicts {} s after the database took connections again",
                            outage,
                            "%.2f".formatted((System.nanoTime() - back) / 1e9));
                }
                assertThat(ingest.metrics().stored() + ingest.metrics().repeated())
                        .isEqualTo(sent);
            }
        }
    }

    private static URI uri(TestDatabase test) {
        return URI.create(test.settings().jdbcUrl().substring("jdbc:".length()));
    }

    private static ConnectionSettings through(TestDatabase test, Cable cable) {
        return new ConnectionSettings(
                "jdbc:postgresql://127.0.0.1:" + cable.port() + uri(test).getPath(),
                test.settings().user(),
                test.settings().password());
    }

    private static Future<Verdict> send(Ingest ingest, Appliance washer, int number) {
        String payload = "{\"ts\":%d,\"values\":{\"vibration\":1}}".formatted(Rig.ago(number));
        return ingest.accept(new ReceivedMessage(
                washer, MessageKind.TELEMETRY, payload.getBytes(StandardCharsets.UTF_8), Rig.NOW, ContentType.JSON));
    }
}
