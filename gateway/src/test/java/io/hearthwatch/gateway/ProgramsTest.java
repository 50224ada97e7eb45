package io.hearthwatch.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hearthwatch.ingest.MessageKind;
import io.hearthwatch.ingest.Verdict;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that appliance developers use, as appliances: {@code mosquitto_pub} and MQTT.js, in both versions. */
class ProgramsTest {
    private static final String PAYLOAD = "{\"ts\":1763798400000,\"values\":{\"energy\":1}}";
    private static final String TELEMETRY = "appliances/WM-1/telemetry";

    @TempDir
    Path directory;

    private final TestGateway gateway = new TestGateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({"mqttv311, 0", "mqttv311, 1", "mqttv311, 2", "mqttv5, 0", "mqttv5, 1", "mqttv5, 2"})
    void mosquittoPublishes(String version, String qos) throws Exception {
        Output output = mosquitto(version, TestGateway.SECRET, TELEMETRY, qos);

        assertThat(output.status()).as(output.text()).isZero();
        await().until(() -> gateway.sink.count() == 1);
        assertThat(gateway.sink.payloads()).containsExactly(PAYLOAD);
        assertThat(gateway.sink.message(0).kind()).isEqualTo(MessageKind.TELEMETRY);
    }

    @Test
    void mosquittoIsRefusedWithAWrongSecret() throws Exception {
        Output five = mosquitto("mqttv5", "guess", TELEMETRY, "1");
        assertThat(five.status()).isNotZero();
        assertThat(five.text()).containsIgnoringCase("bad user name or password");

        Output old = mosquitto("mqttv311", "guess", TELEMETRY, "1");
        assertThat(old.status()).isNotZero();
        assertThat(old.text()).containsIgnoringCase("bad user name or password");
    }

    @Test
    void mosquittoIsToldOfAForeignTopic() throws Exception {
        Output output = mosquitto("mqttv5", TestGateway.SECRET, "appliances/WM-2/telemetry", "1");

        assertThat(output.text()).containsIgnoringCase("not authorized");
        await().until(() -> gateway.sink.count() == 1);
        assertThat(gateway.sink.message(0).kind()).isEqualTo(MessageKind.FOREIGN_TOPIC);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void mqttJsPublishesWithEveryQos(int version) throws Exception {
        Output output = mqttJs(version, TestGateway.SECRET, TELEMETRY);

        assertThat(output.text()).contains("connected 0", "qos0 ok", "qos1 ok", "qos2 ok");
        await().until(() -> gateway.sink.count() == 3);
        assertThat(gateway.sink.payloads()).containsOnly(PAYLOAD);
    }

    @ParameterizedTest
    @CsvSource({"4, 4", "5, 134"})
    void mqttJsIsRefusedWithAWrongSecret(int version, int code) throws Exception {
        assertThat(mqttJs(version, "guess", TELEMETRY).text()).contains("refused " + code);
    }

    @Test
    void mqttJsSeesReasonCodes() throws Exception {
        Output foreign = mqttJs(5, TestGateway.SECRET, "appliances/WM-2/telemetry");
        assertThat(foreign.text()).contains("qos1 135", "qos2 135");

        gateway.sink.answering(message -> new Verdict(0, 0, 1, "unknown metric"));
        Output rejected = mqttJs(5, TestGateway.SECRET, TELEMETRY);
        assertThat(rejected.text()).contains("qos1 153", "qos2 153");
    }

    private Output mosquitto(String version, String secret, String topic, String qos) throws Exception {
        String program = onPath("mosquitto_pub");
        assumeTrue(program != null, "mosquitto_pub is not installed (Debian package mosquitto-clients)");
        return run(
                program,
                "-d",
                "-V",
                version,
                "-h",
                "127.0.0.1",
                "-p",
                String.valueOf(gateway.port()),
                "-u",
                TestGateway.ID,
                "-P",
                secret,
                "-i",
                "mosquitto",
                "-q",
                qos,
                "-t",
                topic,
                "-m",
                PAYLOAD);
    }

    private Output mqttJs(int version, String secret, String topic) throws Exception {
        String node = onPath("node");
        assumeTrue(node != null, "Node.js is not installed (Debian package nodejs)");
        Path modules = nodeModules();
        assumeTrue(
                modules != null,
                "MQTT.js is not installed: npm install --prefix gateway/target mqtt, or set HEARTHWATCH_NODE_MODULES");
        Path script = directory.resolve("appliance.cjs");
        try (var source = Objects.requireNonNull(getClass().getResourceAsStream("/appliance.cjs"))) {
            Files.write(script, source.readAllBytes());
        }
        return run(
                node,
                script.toString(),
                modules.resolve("mqtt").toString(),
                String.valueOf(gateway.port()),
                String.valueOf(version),
                TestGateway.ID,
                secret,
                topic,
                PAYLOAD);
    }

    private static Path nodeModules() {
        List<Path> candidates = new ArrayList<>();
        String set = System.getenv("HEARTHWATCH_NODE_MODULES");
        if (set != null) {
            candidates.add(Path.of(set));
        }
        candidates.add(Path.of("target", "node_modules"));
        return candidates.stream()
                .filter(path -> Files.isDirectory(path.resolve("mqtt")))
                .map(Path::toAbsolutePath)
                .findFirst()
                .orElse(null);
    }

    private static String onPath(String program) {
        Stream<String> directories = Arrays.stream(
                Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator, -1));
        return directories
                .map(path -> Path.of(path, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse(null);
    }

    private Output run(String... command) throws IOException, InterruptedException {
        Path out = directory.resolve("out.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        boolean ended = process.waitFor(20, TimeUnit.SECONDS);
        process.destroyForcibly();
        String text = Files.readString(out, StandardCharsets.UTF_8);
        assertThat(ended).as(text).isTrue();
        return new Output(process.exitValue(), text);
    }

    private record Output(int status, String text) {}
}
