package io.hearthwatch.benchmarks.load;

import io.hearthwatch.database.ConnectionSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Mosquitto, and behind it {@link MosquittoSink}: what one would build without Hearthwatch. */
final class MosquittoPipe {
    private static final Logger log = LoggerFactory.getLogger(MosquittoPipe.class);

    private final Process broker;
    private final Process sink;
    private final int port;
    private final AtomicLong committed = new AtomicLong(-1);
    private volatile boolean ended;

    private MosquittoPipe(Process broker, Process sink, int port) {
        this.broker = broker;
        this.sink = sink;
        this.port = port;
        Thread reader = new Thread(this::listen, "sink-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** The program, if it is installed. */
    static Optional<Path> program() {
        String path = System.getenv().getOrDefault("PATH", "");
        // Debian puts it where only root's path leads.
        return Stream.concat(Stream.of(path.split(":", -1)), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, "mosquitto"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts both, and returns once the sink has subscribed. */
    static MosquittoPipe start(Cleanup cleanup, Path program, Path work, ConnectionSettings database)
            throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path settings = work.resolve("mosquitto.conf");
        Files.writeString(settings, """
                listener %d 127.0.0.1
                allow_anonymous true
                # Nothing may be held back or dropped on the way to the sink.
                max_inflight_messages 0
                max_queued_messages 0
                set_tcp_nodelay true
                log_type error
                """.formatted(port));
        Process broker = cleanup.start(new ProcessBuilder(program.toString(), "-c", settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("mosquitto.log").toFile()));
        awaitPort(broker, port, work.resolve("mosquitto.log"));
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MosquittoSink.class.getName(),
                        String.valueOf(port),
                        database.jdbcUrl(),
                        database.user()))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put(MosquittoSink.PASSWORD, database.password());
        Process sink = cleanup.start(builder);
        MosquittoPipe pipe = new MosquittoPipe(broker, sink, port);
        pipe.await(0); // it says 0 when it has subscribed
        return pipe;
    }

    private static void awaitPort(Process broker, int port, Path log) throws IOException {
        for (int attempt = 0; ; attempt++) {
            try (Socket probe = new Socket()) {
                probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
                return;
            } catch (IOException e) {
                if (!broker.isAlive() || attempt > 100) {
                    throw new IOException(
                            "mosquitto did not start: " + Files.readString(log).strip(), e);
                }
                Pause.millis(50);
            }
        }
    }

    private void listen() {
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(sink.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                committed.set(Long.parseLong(line));
            }
        } catch (IOException e) {
            log.debug("the sink's output ended", e);
        }
        ended = true;
    }

    /** Waits until the sink has committed so many messages since it was started. */
    private void await(long messages) throws IOException {
        while (committed.get() < messages) {
            if (ended) {
                throw new IOException("the sink behind mosquitto ended");
            }
            Pause.millis(1);
        }
    }

    /**
     * Publishes by the loader, and waits until all of it is committed; messages a second over the whole time. As Mosquitto acknowledges
     * whatever comes, the publishers are held to so many messages not yet committed: flooded, it hardly serves the sink.
     */
    Loader.Round run(Loader loader, Messages messages, long count, double seconds, long mostOnTheWay)
            throws IOException {
        long before = committed.get();
        long started = System.nanoTime();
        Loader.Round sent = loader.held(messages, count, seconds, () -> committed.get() - before + mostOnTheWay);
        await(before + sent.messages());
        return new Loader.Round(sent.messages(), (System.nanoTime() - started) / 1e9, sent.times());
    }

    int port() {
        return port;
    }

    long brokerPid() {
        return broker.pid();
    }

    long sinkPid() {
        return sink.pid();
    }
}
