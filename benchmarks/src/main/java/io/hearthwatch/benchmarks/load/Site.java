package io.hearthwatch.benchmarks.load;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.ConnectionSettings;
import io.hearthwatch.database.Database;
import io.hearthwatch.database.embedded.EmbeddedServer;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.fleet.NewAppliance;
import io.hearthwatch.fleet.NewCredential;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What is measured: a database server with the settings of the embedded one, registered appliances, and the service. The database is
 * started from here and not by the service, so that what is measured beside the service uses the same one.
 */
final class Site {
    static final String TABLE = "telemetry." + Messages.TYPE;

    private final Path work;
    private final EmbeddedServer postgres;
    private final Serve serve;
    private final List<Publisher> publishers;
    private final Connection sql;

    private Site(Path work, EmbeddedServer postgres, Serve serve, List<Publisher> publishers, Connection sql) {
        this.work = work;
        this.postgres = postgres;
        this.serve = serve;
        this.publishers = publishers;
        this.sql = sql;
    }

    /** @param program how Hearthwatch is started */
    static Site open(Cleanup cleanup, List<String> program, int appliances) throws IOException, SQLException {
        Path work = cleanup.directory();
        Path cache = Path.of(System.getProperty("user.home"), ".cache", "hearthwatch");
        EmbeddedServer postgres = cleanup.later(EmbeddedServer.start(work.resolve("data"), cache, Map.of()));
        ConnectionSettings database = postgres.connection();
        List<Publisher> publishers = register(work, database, appliances);
        Serve serve = Serve.start(cleanup, program, work, database);
        Connection sql =
                cleanup.later(DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password()));
        return new Site(work, postgres, serve, publishers, sql);
    }

    private static List<Publisher> register(Path work, ConnectionSettings settings, int count) throws IOException {
        Path catalog = Files.createDirectories(work.resolve("types"));
        Files.writeString(catalog.resolve("benchmark.yaml"), Messages.catalog());
        List<Publisher> publishers = new ArrayList<>();
        try (Database database = Database.connect(settings, 2)) {
            Fleet fleet = new Fleet(database, Catalog.load(List.of(catalog)), InstantSource.system());
            List<NewAppliance> wanted = IntStream.range(0, count)
                    .mapToObj(i -> NewAppliance.of("bench-" + i, Messages.TYPE))
                    .toList();
            for (NewCredential added : fleet.addAll(wanted)) {
                publishers.add(new Publisher(
                        publishers.size(),
                        added.appliance().no(),
                        added.appliance().id(),
                        added.secret()));
            }
        }
        return publishers;
    }

    Path work() {
        return work;
    }

    Serve serve() {
        return serve;
    }

    ConnectionSettings database() {
        return postgres.connection();
    }

    long postgresPid() {
        return postgres.pid();
    }

    List<Publisher> publishers(int count) {
        return publishers.subList(0, count);
    }

    /** Empties the table of readings, and lets the server write out what it still has to. */
    void empty() throws SQLException {
        execute("truncate " + TABLE);
        execute("checkpoint");
    }

    /** Makes an empty table like that of the readings. */
    void twin(String table) throws SQLException {
        execute("drop table if exists " + table);
        execute("create table " + table + " (like " + TABLE + " including all)");
        execute("checkpoint");
    }

    private void execute(String statement) throws SQLException {
        try (Statement run = sql.createStatement()) {
            run.execute(statement);
        }
    }

    /** Bytes of the readings' table and its indexes on disk. */
    long tableBytes() throws SQLException {
        return number("select pg_total_relation_size('" + TABLE + "')");
    }

    /** Bytes of write-ahead log written since the server was made. */
    long walBytes() throws SQLException {
        return number("select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint");
    }

    long storedRows() throws SQLException {
        return number("select count(*) from " + TABLE);
    }

    private long number(String query) throws SQLException {
        try (Statement statement = sql.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
