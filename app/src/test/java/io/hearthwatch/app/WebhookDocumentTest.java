package io.hearthwatch.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.TestDatabase;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.fleet.NewAppliance;
import io.hearthwatch.servicedesk.ServiceDesk;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every example of {@code docs/webhooks.md} does what the document says, as it stands there, but for addresses and ids. */
class WebhookDocumentTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern BLOCK = Pattern.compile("(?s)```(\\w+)\\n(.*?)```");

    @TempDir
    Path temp;

    private final Map<String, String> environment = new HashMap<>();
    private final int receiverPort = freePort();
    private int httpPort;

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> blocks(String language) throws IOException {
        List<String> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(Path.of("../docs/webhooks.md")));
        while (block.find()) {
            if (block.group(1).equals(language)) {
                blocks.add(block.group(2));
            }
        }
        return blocks;
    }

    /** The shell's command lines, of which each begins as given; continued ones are one. */
    private static List<String> lines(String begin) throws IOException {
        return blocks("sh").stream()
                .flatMap(block -> block.replace("\\\n", " ").lines())
                .filter(line -> line.startsWith(begin))
                .toList();
    }

    private static String line(String begin) throws IOException {
        List<String> lines = lines(begin);
        assertThat(lines).as(begin).hasSize(1);
        return lines.get(0);
    }

    private static boolean has(String tool) throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", "command -v " + tool).start().waitFor() == 0;
    }

    /** A line of the document in a shell, at this test's addresses. */
    private String shell(String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", script.replace("localhost:8080", "127.0.0.1:" + httpPort))
                .directory(temp.toFile())
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s\n%s", script, out).isZero();
        return out;
    }

    private JsonNode curl(String begin) throws IOException, InterruptedException {
        return JSON.readTree(shell(line(begin)));
    }

    /** A line that begins with {@code hearthwatch}, as the shell would split it. */
    private String hearthwatch(String line) {
        List<String> words = new ArrayList<>();
        Matcher word = Pattern.compile("'([^']*)'|(\\S+)").matcher(line.replaceAll("\\s+#.*", ""));
        while (word.find()) {
            words.add(word.group(1) == null ? word.group(2) : word.group(1));
        }
        assertThat(words.get(0)).isEqualTo("hearthwatch");
        Ended ended = Ended.of(environment, words.subList(1, words.size()).toArray(String[]::new));
        assertThat(ended.status()).as("%s\n%s", line, ended).isZero();
        return ended.out();
    }

    private String[] served(TestDatabase test) {
        List<String> arguments = new ArrayList<>(List.of(
                "--database",
                test.settings().jdbcUrl(),
                "--mqtt-port",
                "0",
                "--http-port",
                "0",
                "--webhook-attempts",
                "1"));
        environment.putAll(Ended.environment(test));
        if (test.settings().user() != null) {
            arguments.addAll(List.of("--database-user", test.settings().user()));
        }
        if (test.settings().password() != null) {
            arguments.addAll(List.of("--database-password", test.settings().password()));
        }
        return arguments.toArray(String[]::new);
    }

    private void furnish(TestDatabase test) throws IOException {
        Catalog catalog = Catalog.load(List.of());
        Fleet fleet = new Fleet(test.database(), catalog, InstantSource.system());
        for (String appliance : List.of("w-17", "w-18", "w-19")) {
            fleet.add(NewAppliance.of(appliance, "washing_machine"));
        }
        new ServiceDesk(test.database(), catalog, fleet, InstantSource.system())
                .load(Files.writeString(temp.resolve("service.yaml"), """
                warehouses: {W: {name: W}}
                centres:
                  A: {name: A, time_zone: UTC, latitude: 31, longitude: 121, warehouse: W}
                default_centres: {washing_machine: A}
                households:
                  H: {name: H, address: Road 1, phone: "1", language: en, centre: A, appliances: [w-17, w-18, w-19]}
                """));
    }

    @Test
    void everyExampleDoesWhatTheDocumentSays() throws Exception {
        assumeThat(has("curl") && has("python3")).isTrue();
        try (TestDatabase test = TestDatabase.create()) {
            furnish(test);
            try (Cli.Serve serve = Cli.Serve.start(served(test))) {
                httpPort = serve.httpPort();
                subscribeOverHttp();
                String added = hearthwatch(line("hearthwatch webhook add")
                        .replace("https://erp.example.org/hearthwatch", "http://127.0.0.1:" + receiverPort + "/"));
                String secret = added.replaceAll("(?s).*(whsec_\\S+).*", "$1");
                writeBack();
                receive(secret);
                parkedThenSentAgain();
            }
        }
    }

    private void subscribeOverHttp() throws Exception {
        JsonNode made = curl("curl -s localhost:8080/api/v1/webhooks");
        assertThat(made.path("secret").asText()).startsWith("whsec_");
        assertThat(made.path("types")).hasSize(2);
        hearthwatch("hearthwatch webhook remove erp");
    }

    private void writeBack() throws Exception {
        assertThat(curl("curl -s localhost:8080/api/v1/tickets").path("number").asText())
                .isEqualTo("HW-000001");
        assertThat(curl("curl -s localhost:8080/api/v1/tickets").path("number").asText())
                .as("sent again with the same key")
                .isEqualTo("HW-000001");
        curl("curl -s -X PUT localhost:8080/api/v1/tickets/HW-000001/external/erp");
        assertThat(shell(line("curl -s localhost:8080/api/v1/external"))).contains("HW-000001");
        JsonNode events = curl("curl -s 'localhost:8080/api/v1/events");
        assertThat(events.path("events").get(0).path("actor").asText()).isEqualTo("erp");
        assertThat(events.path("next").asText()).matches("\\d+");
    }

    /** What the receiver itself did is not sent to it; what others do is, and it takes it for genuine. */
    private void receive(String secret) throws Exception {
        Path script = Files.writeString(
                temp.resolve("receiver.py"), blocks("python").get(0).replace("8090", Integer.toString(receiverPort)));
        Path printed = temp.resolve("printed.txt");
        ProcessBuilder builder = new ProcessBuilder("python3", script.toString())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile());
        builder.environment().put("WEBHOOK_SECRET", secret);
        Process receiver = builder.start();
        try {
            // Ready once it refuses what is not signed.
            String forged =
                    "curl -s -o /dev/null -w '%{http_code}' -d '{}' -H 'webhook-id: 1' -H 'webhook-timestamp: 1'"
                            + " -H 'webhook-signature: v1,xx' http://127.0.0.1:" + receiverPort + "/ || true";
            await().atMost(Duration.ofSeconds(30)).until(() -> shell(forged).equals("401"));
            hearthwatch("hearthwatch ticket open --appliance w-18 --source inspection --set component=heater --who Li");
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(Files.readString(printed))
                            .contains("io.hearthwatch.ticket.opened HW-000002 Li")
                            .doesNotContain("HW-000001", "Traceback"));
        } finally {
            receiver.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
        }
    }

    private void parkedThenSentAgain() throws Exception {
        hearthwatch("hearthwatch ticket open --appliance w-19 --source inspection --set component=heater --who Li");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(hearthwatch(line("hearthwatch webhook dead")))
                        .contains("HW-000003"));
        Matcher event = Pattern.compile("event ([0-9a-f-]{36})").matcher(hearthwatch(line("hearthwatch webhook dead")));
        assertThat(event.find()).isTrue();
        String id = event.group(1);
        assertThat(hearthwatch(line("hearthwatch webhook show").replace("EVENT", id)))
                .contains("nobody listens at the address");
        assertThat(hearthwatch(line("hearthwatch webhook skip").replace("EVENT", id)))
                .contains("left out");
        List<String> replays = lines("hearthwatch webhook replay");
        assertThat(hearthwatch(replays.get(0))).contains("go on");
        assertThat(hearthwatch(replays.get(1))).contains("are sent again");
    }

    @Test
    void theCheckInAShellGivesTheSignature() throws Exception {
        assumeThat(has("openssl") && has("od") && has("base64")).isTrue();
        byte[] key = "0123456789abcdef01234567".getBytes(StandardCharsets.UTF_8);
        String body = "{\"id\":\"a\",\"words\":\"水\"}";
        Files.writeString(temp.resolve("body.json"), body);
        String script = blocks("sh").stream()
                .filter(block -> block.contains("openssl"))
                .findFirst()
                .orElseThrow();
        String printed = shell("WEBHOOK_SECRET=whsec_" + Base64.getEncoder().encodeToString(key)
                + "\nID=a\nTIMESTAMP=1790000000\n" + script);
        assertThat(printed.strip()).isEqualTo(signature(key, "a.1790000000." + body));
    }

    private static String signature(byte[] key, String signed) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }
}
