package io.hearthwatch.benchmarks.webhooks;

import io.hearthwatch.benchmarks.faults.ServerProcess;
import io.hearthwatch.benchmarks.stock.Api;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.ConnectionSettings;
import io.hearthwatch.database.Database;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.fleet.NewAppliance;
import io.hearthwatch.servicedesk.ServiceDesk;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * One run: two servers on one database, four receivers that behave badly, clients that open tickets and take them along, kills spread over
 * the events, and then what was received compared with what happened. Closing it ends every process and removes its directory.
 */
final class WebhookRun implements AutoCloseable {
    private static final int CLIENTS = 4;
    private static final int MOST_EXAMPLES = 20;
    private static final Duration LONGEST_STANDSTILL = Duration.ofMinutes(3);
    /** Every ticket has at least so many: opened, triaged, cancelled. */
    private static final int LEAST_EVENTS = 3;

    private static final String SERVICE = """
            warehouses: {W: {name: W}}
            centres:
              A: {name: A, time_zone: Europe/Berlin, latitude: 48, longitude: 11, warehouse: W}
            default_centres: {washing_machine: A}
            stock: {W: {WM-DP-2201: 1000000}}
            """;

    private final Settings settings;
    private final PrintWriter progress;
    private final Path home;
    private final ServerProcess house;
    private final List<ServerProcess> servers = new ArrayList<>();
    private final List<Receiver> receivers = new ArrayList<>();
    private final Api api = new Api(this::port);
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final AtomicInteger appliances = new AtomicInteger();
    private final Random random;
    private volatile long happened;
    private int kills;
    private boolean closed;

    /**
     * How long, how often.
     *
     * @param share of the requests to which receivers behave badly
     * @param timeout how long the servers wait for an answer
     */
    record Settings(long seed, long events, int kills, double share, Duration timeout, boolean keep) {}

    /**
     * What came of it.
     *
     * @param deliveries events that were taken, counted for each receiver
     * @param repeats requests for events that had come before, by receiver
     * @param seconds until the last event was taken
     */
    record Result(
            long events,
            long tickets,
            long deliveries,
            Map<String, Long> repeats,
            long lost,
            int kills,
            double seconds,
            long violations,
            List<String> examples) {
        Result {
            examples = List.copyOf(examples);
        }
    }

    WebhookRun(Settings settings, PrintWriter progress) throws IOException {
        this.settings = settings;
        this.progress = progress;
        this.random = new Random(settings.seed());
        this.home = Files.createTempDirectory("hearthwatch-webhooks-");
        this.house = new ServerProcess(home);
    }

    /** Where logs and data are. */
    Path home() {
        return home;
    }

    /** Either server's; one that is just not there costs a second try. */
    private int port() {
        return servers.get(ThreadLocalRandom.current().nextInt(servers.size())).httpPort();
    }

    Result run() throws IOException, InterruptedException, SQLException {
        // The first leaves its database running, as any that is killed does; the two are guests of it.
        house.start();
        house.kill();
        int most = (int) (settings.events() / LEAST_EVENTS + CLIENTS);
        furnish(most);
        startServers();
        subscribe();
        long begun = System.nanoTime();
        ExecutorService pool = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<Void>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(pool.submit(new TicketLives(
                        api,
                        new Random(settings.seed() * 1_000_003 + i),
                        appliances,
                        most,
                        () -> happened >= settings.events(),
                        InstantSource.system().instant(),
                        violations)));
            }
            killInTheMiddle(clients);
            for (Future<Void> client : clients) {
                client.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } finally {
            pool.shutdownNow();
        }
        progress.printf(
                Locale.ROOT,
                "enough has happened after %.0f s; waiting for what is left%n",
                (System.nanoTime() - begun) / 1e9);
        progress.flush();
        awaitDelivered();
        return compare((System.nanoTime() - begun) / 1e9);
    }

    private void furnish(int most) throws IOException {
        try (Database database = Database.connect(house.database(), 2)) {
            Catalog catalog = Catalog.load(List.of());
            InstantSource clock = InstantSource.system();
            Fleet fleet = new Fleet(database, catalog, clock);
            new ServiceDesk(database, catalog, fleet, clock)
                    .load(Files.writeString(home.resolve("service.yaml"), SERVICE));
            for (int i = 0; i < most; i++) {
                fleet.add(NewAppliance.of(TicketLives.appliance(i), "washing_machine"));
            }
        }
    }

    private void startServers() throws IOException, InterruptedException {
        ConnectionSettings database = house.database();
        for (String name : List.of("one", "two")) {
            ServerProcess server = new ServerProcess(
                    Files.createDirectory(home.resolve(name)),
                    List.of(
                            "--database",
                            database.jdbcUrl(),
                            "--database-user",
                            database.user(),
                            "--database-password",
                            database.password(),
                            "--webhook-timeout",
                            settings.timeout().toString()));
            servers.add(server);
            server.start();
        }
    }

    private void subscribe() throws IOException, InterruptedException {
        for (Behaviour behaviour : Behaviour.values()) {
            Receiver receiver = new Receiver(
                    behaviour, settings.share(), settings.timeout().toMillis(), settings.seed(), violations);
            receivers.add(receiver);
            Api.Reply made = api.post(
                    "/webhooks",
                    new Api.Key("subscribe-" + behaviour.word(), null),
                    Api.object().put("who", "Li").put("name", behaviour.word()).put("url", receiver.url()),
                    false);
            if (!made.accepted()) {
                throw new IOException("subscribing was answered " + made.status() + ": " + made.json());
            }
            receiver.signedWith(made.json().path("secret").asText());
        }
    }

    /** Kills one of the two whenever a further share of the events has happened, in the middle of whatever it does. */
    private void killInTheMiddle(List<Future<Void>> clients) throws IOException, InterruptedException, SQLException {
        try (Connection database = house.connect()) {
            int due = 1;
            while (!clients.stream().allMatch(Future::isDone)) {
                happened = WebhookChecker.number(database, "select count(*) from service.event");
                if (due <= settings.kills() && happened >= settings.events() * due / (settings.kills() + 1)) {
                    kill();
                    due++;
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    private void kill() throws IOException, InterruptedException {
        TimeUnit.MILLISECONDS.sleep(random.nextInt(500));
        int which = random.nextInt(servers.size());
        servers.get(which).kill();
        kills++;
        TimeUnit.MILLISECONDS.sleep(random.nextInt(2_000));
        servers.get(which).start();
        progress.printf(Locale.ROOT, "%,d events: killed server %d, and started it again%n", happened, which + 1);
        progress.flush();
    }

    /** Until nothing waits any more, or nothing moves any more. */
    private void awaitDelivered() throws IOException, InterruptedException, SQLException {
        String left = """
                select (select count(*) from service.event where place is null)
                    + (select count(*) from service.webhook_delivery where state = 'waiting')
                """;
        long before = Long.MAX_VALUE;
        long deadline = 0;
        try (Connection database = house.connect()) {
            for (long now = WebhookChecker.number(database, left);
                    now > 0;
                    now = WebhookChecker.number(database, left)) {
                if (now < before) {
                    before = now;
                    deadline = System.nanoTime() + LONGEST_STANDSTILL.toNanos();
                } else if (System.nanoTime() > deadline) {
                    violations.add(now + " deliveries have waited for " + LONGEST_STANDSTILL.toMinutes() + " minutes");
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    private Result compare(double seconds) throws IOException, SQLException {
        Map<String, Received> received = new TreeMap<>();
        receivers.forEach(each -> received.put(each.behaviour().word(), each.received()));
        WebhookChecker.Findings findings;
        try (Connection database = house.connect()) {
            findings = WebhookChecker.check(database, received, appliances.get());
        }
        violations.addAll(findings.violations());
        if (api.mismatches() > 0) {
            violations.add(api.mismatches() + " requests got two different answers");
        }
        Map<String, Long> repeats = new TreeMap<>();
        received.forEach((name, each) -> repeats.put(name, each.repeats()));
        return new Result(
                findings.events(),
                findings.tickets(),
                received.values().stream()
                        .mapToLong(each -> each.taken().size())
                        .sum(),
                repeats,
                findings.lost(),
                kills,
                seconds,
                violations.size(),
                violations.stream().limit(MOST_EXAMPLES).toList());
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        api.close();
        servers.forEach(ServerProcess::close);
        receivers.forEach(Receiver::close);
        house.close();
        if (settings.keep()) {
            return;
        }
        try (Stream<Path> tree = Files.walk(home)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
