package io.hearthwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hearthwatch.database.ConnectionSettings;
import io.hearthwatch.database.TestDatabase;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** The contract on a full server: the one that {@code TEST_DATABASE_URL} gives if it has TimescaleDB, else one in a container. */
class TimescaleServerTest extends TimescaleContract {
    private static final DockerImageName IMAGE =
            DockerImageName.parse("timescale/timescaledb:2.28.3-pg17").asCompatibleSubstituteFor("postgres");
    /** Why there is no container, empty if there is one; null until it was tried. */
    private static String noContainer;

    private static PostgreSQLContainer container;

    @Override
    TestDatabase open() {
        TestDatabase given = TestDatabase.given().isPresent() ? TestDatabase.create() : null;
        if (given != null && given.database().storage().describe().contains("with TimescaleDB")) {
            return given;
        }
        if (given != null) {
            given.close();
        }
        if (noContainer == null) {
            noContainer = startContainer();
        }
        assumeTrue(noContainer.isEmpty(), noContainer);
        return TestDatabase.on(new ConnectionSettings(
                container.getJdbcUrl().replaceFirst("\\?.*", ""), container.getUsername(), container.getPassword()));
    }

    /** Starts the container; why it cannot be had, or nothing. */
    private static String startContainer() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return "needs Docker, or a server with TimescaleDB given by TEST_DATABASE_URL";
        }
        try {
            container = new PostgreSQLContainer(IMAGE);
            container.start();
            return "";
        } catch (ContainerFetchException e) {
            return "Docker cannot get the image " + IMAGE + ": " + e.getMessage();
        }
    }

    @Test
    void writersOfTheSameCompressedRowsLoseNothing() {
        String at = "{'ts':" + OLD.toEpochMilli() + ",'values':{%s}}";
        rig.telemetry(rig.washers.get(0), at.formatted("'vibration':3"));
        run(KEEP, Rig.NOW);
        try (Ingest other =
                new Ingest(rig.test.database(), rig.catalog, rig.fleet, () -> Rig.NOW, IngestSettings.defaults())) {
            for (int round = 0; round < 10; round++) {
                Future<Verdict> first = rig.ingest.accept(received(at.formatted("'energy':7")));
                Future<Verdict> second = other.accept(received(at.formatted("'programme':'spin'")));
                assertThat(Rig.await(first).rejected() + Rig.await(second).rejected())
                        .isZero();
                assertThat(rig.rows("select vibration, energy, programme from telemetry.washer"))
                        .containsExactly("3 7 2");
                rig.execute("update telemetry.washer set energy = null, programme = null");
                run(KEEP, Rig.NOW);
            }
        }
    }

    private ReceivedMessage received(String payload) {
        return new ReceivedMessage(
                rig.washers.get(0),
                MessageKind.TELEMETRY,
                payload.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
                Rig.NOW,
                ContentType.JSON);
    }

    @Test
    void manyCompressedRowsCanBeChangedAtOnce() {
        // More than TimescaleDB decompresses for one transaction if it is not told otherwise.
        rig.execute("insert into telemetry.fridge (appliance_no, time, received_at, temperature)"
                + " select a, timestamptz '" + OLD + "' + i * interval '1 second', '" + OLD + "', 5"
                + " from generate_series(1, 150) a, generate_series(1, 1000) i");
        run(KEEP, Rig.NOW);
        rig.execute("update telemetry.fridge set temperature = 6");
        assertThat(rig.rows("select count(*) from telemetry.fridge where temperature = 6"))
                .containsExactly("150000");
    }

    @Test
    void buildWithoutCompressionStillSpreadsAndDrops() {
        // Only the server's configuration file can say so.
        assumeTrue(
                rig.test.database().storage().describe().contains("Apache-only"),
                "needs a server with timescaledb.license = apache, given by TEST_DATABASE_URL; with Docker, one of the image "
                        + IMAGE.asCanonicalNameString() + "-oss");
        assertThat(rig.test.database().storage().describe()).contains("no compression");
        rig.execute("insert into telemetry.fridge (appliance_no, time, received_at, temperature)" + " values (1, '"
                + OLD + "', '" + OLD + "', 5), (1, '" + Rig.NOW + "', '" + Rig.NOW + "', 6)");
        Housekeeping keeping = rig.ingest.housekeeping(keepFor(Duration.ofDays(30)));
        TypeStorage fridge = keeping.types(Rig.NOW).stream()
                .filter(type -> type.type().equals("fridge"))
                .findFirst()
                .orElseThrow();
        assertThat(fridge.readings().chunks()).isEqualTo(2);
        assertThat(fridge.compressBefore()).isNull();
        assertThat(fridge.drops().chunks()).isEqualTo(1);
        assertThat(keeping.run(Rig.NOW)).isEqualTo(1);
        assertThat(rig.count("telemetry.fridge")).isEqualTo(1);
    }

    @AfterAll
    static void stop() {
        if (container != null) {
            container.stop();
            container = null;
            noContainer = null;
        }
    }
}
