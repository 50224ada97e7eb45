package io.hearthwatch.ingest;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hearthwatch.database.ConnectionSettings;
import io.hearthwatch.database.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** The contract on a full server: the one that {@code TEST_DATABASE_URL} gives if it has TimescaleDB, else one in a container. */
class TimescaleServerTest extends TimescaleContract {
    private static final DockerImageName IMAGE =
            DockerImageName.parse("timescale/timescaledb:2.28.3-pg17").asCompatibleSubstituteFor("postgres");
    private static Boolean docker;
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
        assumeTrue(isDockerThere(), "needs Docker, or a server with TimescaleDB given by TEST_DATABASE_URL");
        if (container == null) {
            container = new PostgreSQLContainer(IMAGE);
            container.start();
        }
        return TestDatabase.on(new ConnectionSettings(
                container.getJdbcUrl().replaceFirst("\\?.*", ""), container.getUsername(), container.getPassword()));
    }

    private static boolean isDockerThere() {
        if (docker == null) {
            docker = DockerClientFactory.instance().isDockerAvailable();
        }
        return docker;
    }

    @AfterAll
    static void stop() {
        if (container != null) {
            container.stop();
            container = null;
        }
    }
}
