package io.hearthwatch.benchmarks.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.hearthwatch.benchmarks.faults.FaultKind.Lane;
import io.hearthwatch.benchmarks.faults.LinkPlan.Library;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.Database;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.fleet.NewAppliance;
import io.hearthwatch.fleet.NewCredential;
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
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One run: a server of its own, appliances that talk to it through a proxy, faults as the {@link Schedule} says, then quiet, and then the
 * ledger compared with the database. Closing it ends every process it started and removes its directory, whatever state they are in.
 */
final class FaultRun implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LONGEST_OVERRUN = Duration.ofMinutes(3);
    private static final long HOURS_AHEAD_MILLIS = Duration.ofHours(2).toMillis();

    private final RunSettings settings;
    private final PrintWriter progress;
    private final Path home;
    private final Tally tally = new Tally();
    private final ServerProcess server;
    private final Ledger ledger;
    private final List<Sender> senders = new ArrayList<>();
    private final List<InjectedFault> injected = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong skipped = new AtomicLong();
    private final List<Exception> broken = Collections.synchronizedList(new ArrayList<>());
    private Proxy proxy;
    private CounterWatch watch;
    private volatile boolean closed;
    private long startNanos;

    /**
     * @param progress told of every fault
     */
    FaultRun(RunSettings settings, PrintWriter progress) throws IOException {
        this.settings = settings;
        this.progress = progress;
        this.home = Files.createTempDirectory("hearthwatch-faults-");
        this.server = new ServerProcess(home);
        this.ledger = new Ledger(ledgerFile());
    }

    private Path ledgerFile() {
        return home.resolve("ledger.txt");
    }

    /** Where the ledger, the log and the data are. */
    Path home() {
        return home;
    }

    /**
     * Runs.
     *
     * @throws IOException if the server does not start, or does not come back from a fault: then there is nothing to compare
     */
    RunResult run() throws IOException, InterruptedException, SQLException {
        server.start();
        proxy = new Proxy(server.mqttPort());
        FaultInjector injector = new FaultInjector(server, proxy);
        injector.prepare();
        openAppliances();
        watch = new CounterWatch(server);
        senders.forEach(Sender::start);
        await(() -> tally.acknowledgedMessages() > settings.appliances(), PATIENCE);

        startNanos = System.nanoTime();
        Schedule schedule = Schedule.of(settings.seed(), settings.duration());
        List<Thread> lanes = Stream.of(Lane.values())
                .map(lane -> new Thread(
                        () -> inject(schedule.faults(lane), schedule.shortestPause(), injector), "faults-" + lane))
                .toList();
        lanes.forEach(Thread::start);
        for (Thread lane : lanes) {
            lane.join();
        }
        if (!broken.isEmpty()) {
            throw new IOException(broken.get(0).getMessage(), broken.get(0));
        }
        waitUntil(settings.duration());
        return quietAndCompare(injector);
    }

    private void openAppliances() throws IOException {
        Random random = new Random(settings.seed());
        AtomicLong ids = new AtomicLong();
        Duration period = Duration.ofNanos(TimeUnit.SECONDS.toNanos(settings.appliances()) / settings.rate());
        int number = 0;
        for (NewCredential credential : register()) {
            Library library = List.of(Library.values()).get(number % Library.values().length);
            boolean hivemq = library == Library.HIVEMQ_5 || library == Library.HIVEMQ_3;
            LinkPlan plan = new LinkPlan(
                    library,
                    credential.appliance().id(),
                    credential.secret(),
                    proxy.port(),
                    number % 6 == 5 ? 2 : 1,
                    4 + random.nextInt(12),
                    hivemq && number / Library.values().length % 2 == 0);
            progress.println("  " + plan);
            MessageMaker maker = new MessageMaker(plan.appliance(), random.nextLong(), InstantSource.system(), ids);
            senders.add(new Sender(plan, maker, ledger, tally, period, random.nextLong()));
            number++;
        }
    }

    private List<NewCredential> register() throws IOException {
        try (Database database = Database.connect(server.database(), 2)) {
            return new Fleet(database, Catalog.load(List.of()), InstantSource.system())
                    .addAll(IntStream.rangeClosed(1, settings.appliances())
                            .mapToObj(i -> NewAppliance.of("WM-" + i, MessageMaker.TYPE))
                            .toList());
        }
    }

    private void inject(List<Fault> faults, Duration shortestPause, FaultInjector injector) {
        Duration earliest = Duration.ZERO;
        for (Fault fault : faults) {
            try {
                waitUntil(fault.at().compareTo(earliest) > 0 ? fault.at() : earliest);
                if (closed
                        || !broken.isEmpty()
                        || elapsed().compareTo(settings.duration().plus(LONGEST_OVERRUN)) > 0) {
                    skipped.incrementAndGet();
                    continue;
                }
                InjectedFault done = new InjectedFault(fault, elapsed().toMillis() / 1e3);
                String detail = injector.inject(fault, () -> tally.whenServedAgain(done::recovered));
                injected.add(done);
                progress.printf(
                        Locale.ROOT,
                        "%7.1f s  %-15s %s%n",
                        done.atSeconds,
                        fault.kind().id(),
                        detail.isEmpty() ? fault.kind().description() : detail);
                progress.flush();
                earliest = elapsed().plus(shortestPause);
            } catch (InterruptedException e) {
                return;
            } catch (IOException | RuntimeException e) {
                broken.add(e);
            }
        }
    }

    private RunResult quietAndCompare(FaultInjector injector) throws IOException, InterruptedException, SQLException {
        progress.println("faults over; waiting until everything sent is answered");
        progress.flush();
        long quietSince = System.nanoTime();
        injector.calm();
        senders.forEach(Sender::stopProducing);
        boolean drained = await(() -> senders.stream().allMatch(Sender::isDone), PATIENCE);
        double drainSeconds = (System.nanoTime() - quietSince) / 1e9;
        senders.stream()
                .filter(sender -> !sender.isDone())
                .forEach(sender -> progress.println("  not served: " + sender));
        senders.forEach(Sender::stop);
        for (Sender sender : senders) {
            sender.join();
        }
        ledger.close();
        boolean idle = await(this::nothingInFlight, PATIENCE);
        injector.setClock(HOURS_AHEAD_MILLIS);
        long hoursWrong = Hours.wrong(server, PATIENCE);
        watch.close();
        Findings findings;
        try (Connection database = server.connect()) {
            findings = Checker.check(
                    ledgerFile(), database, Catalog.load(List.of()).type(MessageMaker.TYPE));
        }
        if (server.stop().isEmpty()) {
            progress.println("  the server did not stop by itself within a minute");
        }
        return new RunResult(
                settings,
                findings,
                injected.stream()
                        .sorted(Comparator.comparingInt(f -> f.planned.number()))
                        .toList(),
                skipped.get(),
                tally.sentAgainMessages(),
                drained && idle,
                drainSeconds,
                watch.looks(),
                watch.looksThatDidNotAddUp(),
                hoursWrong,
                watch.mostQueuedBytes(),
                watch.mostResidentBytes());
    }

    private boolean nothingInFlight() throws InterruptedException {
        Optional<JsonNode> counters = watch.look();
        return counters.isPresent()
                && counters.get().path("in_flight").asLong() == 0
                && counters.get().path("queued_messages").asLong() == 0;
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    private void waitUntil(Duration instant) throws InterruptedException {
        long millis = instant.minus(elapsed()).toMillis();
        if (millis > 0) {
            TimeUnit.MILLISECONDS.sleep(millis);
        }
    }

    /** Something that becomes true. */
    private interface Condition {
        boolean holds() throws InterruptedException;
    }

    private boolean await(Condition condition, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.holds()) {
            if (closed || System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return true;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        senders.forEach(Sender::stop);
        if (watch != null) {
            watch.close();
        }
        try {
            if (proxy != null) {
                proxy.close();
            }
            server.close();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
            server.close(); // what was just being started has shown itself by now
            ledger.close();
            if (!settings.keep()) {
                delete(home);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot clear away " + home, e);
        }
    }

    private static void delete(Path root) throws IOException {
        for (int attempt = 0; Files.exists(root); attempt++) {
            try (Stream<Path> tree = Files.walk(root)) {
                for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            } catch (IOException | UncheckedIOException e) {
                // A process that is just ending may still write.
                if (attempt == 20) {
                    throw new IOException("cannot remove " + root, e);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        }
    }
}
