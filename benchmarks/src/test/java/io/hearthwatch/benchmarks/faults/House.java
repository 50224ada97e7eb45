package io.hearthwatch.benchmarks.faults;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.ConnectionSettings;
import io.hearthwatch.database.TestDatabase;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.fleet.NewAppliance;
import io.hearthwatch.fleet.NewCredential;
import io.hearthwatch.ingest.Ingest;
import io.hearthwatch.ingest.IngestSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.InstantSource;
import java.util.List;

/** Registry and ingest on a database of their own, with one appliance. */
final class House implements AutoCloseable {
    static final String APPLIANCE = "WM-1";

    final TestDatabase database = TestDatabase.create();
    /** Of the one type only, so that not more tables are made than are used. */
    final Catalog catalog = new Catalog(List.of(Catalog.load(List.of()).type(MessageMaker.TYPE)));

    final Fleet fleet = new Fleet(database.database(), catalog, InstantSource.system());
    final NewCredential credential = fleet.add(NewAppliance.of(APPLIANCE, MessageMaker.TYPE));
    final Ingest ingest =
            new Ingest(database.database(), catalog, fleet, InstantSource.system(), IngestSettings.defaults());

    ApplianceType type() {
        return catalog.type(MessageMaker.TYPE);
    }

    Findings check(Path ledger) throws Exception {
        try (Connection connection = connect()) {
            return Checker.check(ledger, connection, type());
        }
    }

    void execute(String sql) throws Exception {
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection connect() throws Exception {
        ConnectionSettings where = database.settings();
        return DriverManager.getConnection(where.jdbcUrl(), where.user(), where.password());
    }

    @Override
    public void close() {
        ingest.close();
        database.close();
    }
}
