package io.hearthwatch.benchmarks.stock;

import io.hearthwatch.benchmarks.faults.ServerProcess;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.Database;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.servicedesk.ServiceDesk;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * One run: a server of its own, clients that work on the same few shelves, kills spread over the operations, and then the database
 * compared with the clients' journals. Closing it ends every process it started and removes its directory.
 */
final class StockRun implements AutoCloseable {
    private static final String WAREHOUSES = """
            warehouses:
              CENTRAL: {name: Central}
              REGION: {name: Region, parent: CENTRAL}
              CENTRE-1: {name: Centre 1, parent: REGION}
              CENTRE-2: {name: Centre 2, parent: REGION}
              VAN-1: {name: Van 1, parent: CENTRE-1}
              VAN-2: {name: Van 2, parent: CENTRE-2}
            """;

    private final Settings settings;
    private final PrintWriter progress;
    private final Path home;
    private final ServerProcess server;
    private final Api api;
    private final AtomicLong left;
    private final AtomicLong broken = new AtomicLong();
    private int kills;
    private boolean closed;

    /** How long, how often, with how many. */
    record Settings(long seed, long operations, int kills, int clients, boolean keep) {}

    /**
     * What came of it.
     *
     * @param operations answered, by being carried out or refused
     * @param unanswered times that an answer did not come and the request was sent again
     */
    record Result(
            long operations,
            long accepted,
            long refused,
            long unanswered,
            int kills,
            double seconds,
            long violations,
            List<String> examples) {
        Result {
            examples = List.copyOf(examples);
        }
    }

    StockRun(Settings settings, PrintWriter progress) throws IOException {
        this.settings = settings;
        this.progress = progress;
        this.home = Files.createTempDirectory("hearthwatch-stock-");
        this.server = new ServerProcess(home);
        this.api = new Api(server);
        this.left = new AtomicLong(settings.operations());
    }

    /** Where the server's log and data are. */
    Path home() {
        return home;
    }

    Result run() throws IOException, InterruptedException, SQLException {
        server.start();
        loadWarehouses();
        long begun = System.nanoTime();
        List<Entry> journal = new ArrayList<>();
        ExecutorService pool = Executors.newFixedThreadPool(settings.clients());
        try {
            ConcurrentLinkedQueue<StockClient.Held> contested = new ConcurrentLinkedQueue<>();
            List<Future<List<Entry>>> clients = new ArrayList<>();
            for (int i = 0; i < settings.clients(); i++) {
                clients.add(pool.submit(new StockClient(api, i, settings.seed(), contested, left, broken)));
            }
            killInTheMiddle(clients);
            for (Future<List<Entry>> client : clients) {
                journal.addAll(client.get());
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } finally {
            pool.shutdownNow();
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        return compare(journal, seconds);
    }

    private void loadWarehouses() throws IOException {
        Path file = Files.writeString(home.resolve("warehouses.yaml"), WAREHOUSES);
        try (Database database = Database.connect(server.database(), 2)) {
            Catalog catalog = Catalog.load(List.of());
            InstantSource clock = InstantSource.system();
            new ServiceDesk(database, catalog, new Fleet(database, catalog, clock), clock).load(file);
        }
    }

    /** Kills the server whenever a further share of the operations is done; every other time the database dies with it. */
    private void killInTheMiddle(List<Future<List<Entry>>> clients) throws IOException, InterruptedException {
        for (int kill = 1; kill <= settings.kills(); kill++) {
            long until = settings.operations() - settings.operations() * kill / (settings.kills() + 1);
            while (left.get() > until) {
                if (clients.stream().allMatch(Future::isDone)) {
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(5);
            }
            if (kill % 2 == 0) {
                server.killWithDatabase();
            } else {
                server.kill();
            }
            kills++;
            server.start();
            progress.printf(
                    Locale.ROOT,
                    "%,d operations: killed the server%s, and started it again%n",
                    settings.operations() - until,
                    kill % 2 == 0 ? " and its database" : "");
            progress.flush();
        }
    }

    private Result compare(List<Entry> journal, double seconds) throws IOException, SQLException {
        StockChecker.Findings findings;
        try (Connection database = server.connect()) {
            findings = StockChecker.check(journal, database);
        }
        List<String> examples = new ArrayList<>(findings.examples());
        if (broken.get() > 0) {
            examples.add(broken.get() + " answers that are neither an acceptance nor a refusal");
        }
        if (api.mismatches() > 0) {
            examples.add(api.mismatches() + " requests that got two different answers");
        }
        long accepted = journal.stream().filter(Entry::accepted).count();
        return new Result(
                journal.size(),
                accepted,
                journal.size() - accepted,
                api.lost(),
                kills,
                seconds,
                findings.violations() + broken.get() + api.mismatches(),
                examples);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        api.close();
        server.close();
        if (!settings.keep()) {
            try (Stream<Path> tree = Files.walk(home)) {
                for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot clear away " + home, e);
            }
        }
    }
}
