package io.hearthwatch.benchmarks.faults;

import io.hearthwatch.benchmarks.faults.FaultKind.Lane;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Does what the plan says. Each lane has a thread of its own. */
final class FaultInjector {
    private static final long DAY_MILLIS = TimeUnit.DAYS.toMillis(1);
    private static final long MINUTE_MILLIS = TimeUnit.MINUTES.toMillis(1);

    private final ServerProcess server;
    private final Proxy proxy;
    private final AnswerInjection answers;

    FaultInjector(ServerProcess server, Proxy proxy) {
        this.server = server;
        this.proxy = proxy;
        this.answers = new AnswerInjection(server);
    }

    /** To be called once the server runs. */
    void prepare() throws IOException {
        answers.install();
    }

    /**
     * Does one fault, and returns when it is over; what was hit may still be coming back then.
     *
     * @param lifted called at the moment from which on the service may come back
     * @return what exactly was done, for people
     */
    String inject(Fault fault, Runnable lifted) throws IOException, InterruptedException {
        if (fault.length().isZero()) {
            return strike(fault, lifted);
        }
        String done = last(fault);
        if (fault.kind().lane() == Lane.HOUSE) {
            lifted.run();
        }
        return done;
    }

    /** Something that is over at once. */
    private String strike(Fault fault, Runnable lifted) throws IOException, InterruptedException {
        Random random = new Random(fault.seed());
        switch (fault.kind()) {
            case KILL_SERVER -> {
                server.kill();
                lifted.run();
                restart();
                return "";
            }
            case KILL_BOTH -> {
                List<ProcessHandle> postmaster =
                        server.postgres().postmaster().stream().toList();
                server.kill();
                PostgresProcesses.signal(postmaster, "KILL");
                lifted.run();
                restart();
                return "";
            }
            case KILL_DATABASE -> {
                server.postgres().all();
                return signal(server.postgres().postmaster().stream().toList(), "KILL", lifted);
            }
            case SHUT_DATABASE -> {
                String how = List.of("TERM", "INT", "QUIT").get(random.nextInt(3));
                String away = signal(server.postgres().postmaster().stream().toList(), how, lifted);
                return away.isEmpty() ? "SIG" + how + " to the postmaster" : away;
            }
            case KILL_BACKEND -> {
                return killBackend(random, lifted);
            }
            case CUT -> {
                return proxy.some(random, ProxiedConnection::reset) + " connections";
            }
            default -> throw new IllegalStateException(fault + " is not over at once");
        }
    }

    /** Something that lasts, until it is over. */
    private String last(Fault fault) throws IOException, InterruptedException {
        Random random = new Random(fault.seed());
        switch (fault.kind()) {
            case STOP_DATABASE -> {
                return stopDatabase(fault.length());
            }
            case DISK_FULL -> {
                return answer(AnswerInjection.DISK_FULL, 1, fault.length());
            }
            case WRITE_ERRORS -> {
                String state = AnswerInjection.PASSING.get(random.nextInt(AnswerInjection.PASSING.size()));
                return answer(state, 0.5, fault.length());
            }
            case CUT_MID_PACKET -> {
                int cut = proxy.some(random, connection -> connection.cutMidPacket(new Random(random.nextLong())));
                pause(fault.length());
                return cut + " connections";
            }
            case BLACK_HOLE -> {
                return blackHole(random, fault.length());
            }
            case HALF_OPEN -> {
                return halfOpen(random, fault.length());
            }
            case CLOCK_FORWARD -> {
                return moveClock(random.nextLong(MINUTE_MILLIS, 20 * DAY_MILLIS), fault.length());
            }
            case CLOCK_BACK -> {
                return moveClock(-random.nextLong(MINUTE_MILLIS, 5 * 60 * MINUTE_MILLIS), fault.length());
            }
            default -> throw new IllegalStateException(fault + " does not last");
        }
    }

    /** Takes back everything that lasts. */
    void calm() throws IOException, InterruptedException {
        setClock(0);
        if (!server.isAlive()) {
            restart();
        }
        PostgresProcesses.signal(server.postgres().all(), "CONT");
        answers.stop();
    }

    private void restart() throws IOException, InterruptedException {
        server.start();
        proxy.target(server.mqttPort());
    }

    private static String signal(List<ProcessHandle> processes, String name, Runnable lifted) throws IOException {
        PostgresProcesses.signal(processes, name);
        lifted.run();
        return processes.isEmpty() ? "it was away already" : "";
    }

    /** Children of the postmaster that serve a client are told apart by nothing that /proc shows to everyone; any child will do. */
    private String killBackend(Random random, Runnable lifted) throws IOException {
        List<ProcessHandle> children = new ArrayList<>(server.postgres().all());
        if (children.size() < 2) {
            return "it was away already";
        }
        children.remove(0);
        // The youngest serve clients; those that came with the start keep house.
        children.sort(Collections.reverseOrder(
                Comparator.comparing(p -> p.info().startInstant().orElse(Instant.EPOCH))));
        return signal(List.of(children.get(random.nextInt(Math.max(1, children.size() / 2)))), "KILL", lifted);
    }

    private String stopDatabase(Duration length) throws IOException, InterruptedException {
        List<ProcessHandle> postmaster = server.postgres().postmaster().stream().toList();
        PostgresProcesses.signal(postmaster, "STOP"); // first, so that it has no more children
        List<ProcessHandle> all = server.postgres().all();
        try {
            PostgresProcesses.signal(all, "STOP");
            pause(length);
        } finally {
            PostgresProcesses.signal(all, "CONT");
        }
        return all.size() + " processes for " + seconds(length);
    }

    private String answer(String sqlState, double share, Duration length) throws IOException, InterruptedException {
        answers.answer(sqlState, share);
        try {
            pause(length);
        } finally {
            answers.stop();
        }
        return sqlState + " for " + seconds(length);
    }

    private String blackHole(Random random, Duration length) throws InterruptedException {
        boolean heals = random.nextBoolean();
        List<ProxiedConnection> held = new ArrayList<>();
        int count = proxy.some(random, connection -> {
            connection.hold();
            held.add(connection);
        });
        try {
            pause(length);
        } finally {
            held.forEach(heals ? ProxiedConnection::release : ProxiedConnection::reset);
        }
        return count + " connections for " + seconds(length) + (heals ? ", then carried on" : ", then reset");
    }

    private String halfOpen(Random random, Duration length) throws InterruptedException {
        boolean clientSide = random.nextBoolean();
        List<ProxiedConnection> lost = new ArrayList<>();
        int count = proxy.some(random, connection -> {
            connection.loseOneSide(clientSide);
            lost.add(connection);
        });
        try {
            pause(length);
        } finally {
            lost.forEach(ProxiedConnection::reset);
        }
        return count + " connections, " + (clientSide ? "the appliance's" : "the gateway's") + " side gone, for "
                + seconds(length);
    }

    private String moveClock(long millis, Duration length) throws IOException, InterruptedException {
        setClock(millis);
        try {
            pause(length);
        } finally {
            setClock(0);
        }
        return (millis > 0 ? "+" : "") + Duration.ofMillis(millis).truncatedTo(ChronoUnit.SECONDS) + " for "
                + seconds(length);
    }

    /** Makes the server's clock differ from the machine's. */
    void setClock(long offsetMillis) throws IOException {
        Path file = server.clockOffset();
        Path aside = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(aside, String.valueOf(offsetMillis), StandardCharsets.UTF_8);
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void pause(Duration length) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(length.toMillis());
    }

    private static String seconds(Duration length) {
        return String.format(Locale.ROOT, "%.1f s", length.toMillis() / 1e3);
    }
}
