package io.hearthwatch.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/** A real broker on a free loopback port, with its persistence, in a directory of the test. */
public final class Mosquitto implements AutoCloseable {
    private final Path directory;
    private final List<String> extra;
    private int port;
    private Process process;

    private Mosquitto(Path directory, List<String> extra) {
        this.directory = directory;
        this.extra = extra;
    }

    /** Starts one; where the machine has none, the test is skipped and says so. */
    public static Mosquitto start(Path directory, String... extraLines) throws Exception {
        Assumptions.assumeTrue(
                program() != null, "mosquitto is not installed here (Debian: apt-get install mosquitto)");
        Mosquitto broker = new Mosquitto(directory, List.of(extraLines));
        for (int attempt = 1; ; attempt++) {
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                broker.port = free.getLocalPort();
            }
            try {
                broker.start();
                return broker;
            } catch (IllegalStateException e) { // somebody else took the port meanwhile
                if (attempt == 5) {
                    throw e;
                }
            }
        }
    }

    private static String program() {
        return Stream.of("/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "/opt/homebrew/sbin/mosquitto")
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst()
                .orElse(null);
    }

    public int port() {
        return port;
    }

    public String uri() {
        return "mqtt://127.0.0.1:" + port;
    }

    /** Starts it again on the same port, with what it kept. */
    public void start() throws Exception {
        List<String> lines = new ArrayList<>(List.of(
                "listener " + port + " 127.0.0.1",
                // Where it is started by root it would become somebody who may not write here.
                "user " + System.getProperty("user.name"),
                "persistence true",
                "persistence_location " + directory + "/",
                "autosave_interval 1",
                "max_queued_messages 0",
                "max_inflight_messages 1000",
                "sys_interval 1",
                "log_dest stderr"));
        lines.addAll(extra);
        if (extra.stream().noneMatch(line -> line.startsWith("allow_anonymous"))) {
            lines.add("allow_anonymous true");
        }
        Path config = directory.resolve("mosquitto.conf");
        Files.write(config, lines, StandardCharsets.UTF_8);
        process = new ProcessBuilder(program(), "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("mosquitto.log").toFile()))
                .start();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !process.isAlive() || answers());
        if (!process.isAlive()) {
            throw new IllegalStateException("mosquitto ended: " + Files.readString(directory.resolve("mosquitto.log")));
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** An orderly end, which keeps its sessions on disk. */
    public void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }
}
