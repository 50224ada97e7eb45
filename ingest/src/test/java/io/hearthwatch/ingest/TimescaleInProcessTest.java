package io.hearthwatch.ingest;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hearthwatch.database.InProcessTimescale;
import io.hearthwatch.database.TestDatabase;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;

/** The contract, in WebAssembly: whether our SQL is TimescaleDB's. */
class TimescaleInProcessTest extends TimescaleContract {
    private static InProcessTimescale server;

    @Override
    TestDatabase open() throws Exception {
        String missing = InProcessTimescale.missing();
        assumeTrue(missing == null, missing);
        if (server == null) {
            server = InProcessTimescale.start();
        }
        return TestDatabase.only(server.settings());
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
            server = null;
        }
    }
}
