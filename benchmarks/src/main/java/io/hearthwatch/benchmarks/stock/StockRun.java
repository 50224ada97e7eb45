package io.hearthwatch.benchmarks.stock;

import io.hearthwatch.benchmarks.faults.ServerProcess;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.Database;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.fleet.NewAppliance;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.parts.StockAudit;
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
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One run: a server of its own, clients that work on the same few shelves, kills spread over the operations, and then the database
 * compared with the clients' journals. Closing it ends every process it started and removes its directory.
 */
final class StockRun implements AutoCloseable {
    private static final int MOST_EXAMPLES = 20;

    private final Settings settings;
    private final PrintWriter progress;
    private final Path home;
    private final ServerProcess server;
    private final Api api;
    private final Shared shared;
    private final List<String> broken = new ArrayList<>();
    private int kills;
    private boolean closed;

    /** How long, how often, with how many. */
    record Settings(long seed, long operations, int kills, int clients, boolean keep) {}

    /**
     * What came of it.
     *
     * @param operations answered, by being carried out or refused
     * @param unanswered times that an answer did not come and the request was sent again
     * @param kinds how many operations of each kind were carried out
     * @param byItself how many moves of each kind the server made for tickets and for what expired
     */
    record Result(
            long operations,
            long accepted,
            long refused,
            long unanswered,
            int kills,
            double seconds,
            long violations,
            List<String> examples,
            Map<String, Long> kinds,
            Map<String, Long> byItself) {
        Result {
            examples = List.copyOf(examples);
        }
    }

    StockRun(Settings settings, PrintWriter progress) throws IOException {
        this.settings = settings;
        this.progress = progress;
        this.home = Files.createTempDirectory("hearthwatch-stock-");
        this.server = new ServerProcess(home);
        this.api = new Api(server::httpPort);
        this.shared = new Shared(api, settings.operations());
    }

    /** Where the server's log and data are. */
    Path home() {
        return home;
    }

    Result run() throws IOException, InterruptedException, SQLException {
        server.start();
        furnish();
        long begun = System.nanoTime();
        List<Journal> journals = new ArrayList<>();
        ExecutorService pool = Executors.newFixedThreadPool(settings.clients());
        try {
            List<Future<Journal>> clients = new ArrayList<>();
            for (int i = 0; i < settings.clients(); i++) {
                clients.add(pool.submit(new StockClient(shared, i, settings.seed())));
            }
            killInTheMiddle(clients);
            for (Future<Journal> client : clients) {
                journals.add(client.get());
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } finally {
            pool.shutdownNow();
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        return compare(journals, seconds);
    }

    /** Warehouses and parts, and for each client a van, which is a technician's, and appliances to visit. */
    private void furnish() throws IOException {
        try (Database database = Database.connect(server.database(), 2)) {
            Catalog catalog = Catalog.load(List.of());
            InstantSource clock = InstantSource.system();
            Fleet fleet = new Fleet(database, catalog, clock);
            ServiceDesk desk = new ServiceDesk(database, catalog, fleet, clock);
            desk.load(Files.writeString(home.resolve("service.yaml"), Goods.service(settings.clients())));
            desk.spareParts().load(Files.writeString(home.resolve("parts.yaml"), Goods.SUPPLY));
            for (int client = 0; client < settings.clients(); client++) {
                for (int i = 0; i < 2 * Visits.TICKETS; i++) {
                    fleet.add(NewAppliance.of(Visits.appliance(client, i), "washing_machine"));
                }
            }
        }
    }

    /** Kills the server whenever a further share of the operations is done; every other time the database dies with it. */
    private void killInTheMiddle(List<Future<Journal>> clients) throws IOException, InterruptedException, SQLException {
        for (int kill = 1; kill <= settings.kills(); kill++) {
            long until = settings.operations() - settings.operations() * kill / (settings.kills() + 1);
            while (shared.left().get() > until) {
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
            audit(settings.operations() - until);
        }
    }

    /** What must hold at any moment, in the middle of it. */
    private void audit(long done) throws IOException, SQLException {
        try (Connection database = server.connect()) {
            StockAudit.violations(database)
                    .forEach(each -> broken.add("not true after " + done + " operations: " + each.rule()));
        }
    }

    private Result compare(List<Journal> journals, double seconds) throws IOException, SQLException {
        StockChecker.Findings findings;
        try (Connection database = server.connect()) {
            // All of it as at one moment: what is reserved for a while still expires by itself.
            database.setAutoCommit(false);
            database.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            findings = StockChecker.check(journals, database);
        }
        List<String> examples = new ArrayList<>(findings.examples());
        broken.addAll(shared.broken());
        broken.stream().limit(MOST_EXAMPLES).forEach(examples::add);
        if (api.mismatches() > 0) {
            examples.add(api.mismatches() + " requests that got two different answers");
        }
        List<Entry> operations = journals.stream()
                .flatMap(journal -> journal.entries.stream())
                .filter(Entry::aboutStock)
                .toList();
        Map<String, Long> kinds = operations.stream()
                .filter(Entry::accepted)
                .collect(Collectors.groupingBy(Entry::kind, TreeMap::new, Collectors.counting()));
        long accepted = kinds.values().stream().mapToLong(Long::longValue).sum();
        return new Result(
                operations.size(),
                accepted,
                operations.size() - accepted,
                api.lost(),
                kills,
                seconds,
                findings.violations() + broken.size() + api.mismatches(),
                examples,
                kinds,
                findings.byItself());
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
