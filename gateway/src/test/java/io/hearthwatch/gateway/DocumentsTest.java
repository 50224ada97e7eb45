package io.hearthwatch.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** What the documents say of topics, limits and codes is what the code does. */
class DocumentsTest {
    private static final Path DOCS = Path.of("..", "docs");

    @Test
    void asyncApiHasTheTopicsOfTheCode() throws IOException {
        List<String> addresses = map(asyncApi().get("channels")).values().stream()
                .map(channel -> (String) map(channel).get("address"))
                .toList();
        assertThat(addresses).containsExactlyInAnyOrderElementsOf(Topics.patterns());
    }

    @Test
    void asyncApiHasTheCodesOfTheCode() throws IOException {
        Map<String, Object> codes = map(asyncApi().get("x-reason-codes"));

        List<List<Integer>> connAck = ((List<?>) codes.get("connack"))
                .stream()
                        .map(row -> List.of(number(map(row).get("mqtt5")), number(map(row).get("mqtt311"))))
                        .toList();
        assertThat(connAck)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ConnectRefusal.values())
                        .map(refusal -> List.of(refusal.code(), refusal.code311()))
                        .toList());
        assertThat(numbers(codes.get("publish")))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(PublishRefusal.values())
                        .map(PublishRefusal::code)
                        .toList());
        assertThat(numbers(codes.get("disconnect")))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Goodbye.values()).map(Goodbye::code).toList());
    }

    @Test
    void theGuideNamesEveryTopicAndCode() throws IOException {
        String guide = Files.readString(DOCS.resolve("mqtt.md"), StandardCharsets.UTF_8);

        for (String topic : Topics.patterns()) {
            assertThat(guide).contains("| `" + topic + "` |");
        }
        for (ConnectRefusal refusal : ConnectRefusal.values()) {
            assertThat(guide).contains("| " + hex(refusal.code()) + " | " + refusal.code311() + " |");
        }
        for (PublishRefusal refusal : PublishRefusal.values()) {
            assertThat(guide).contains("| " + hex(refusal.code()) + " |");
        }
        for (Goodbye goodbye : Goodbye.values()) {
            assertThat(guide).contains("| " + hex(goodbye.code()) + " |");
        }
    }

    @Test
    void theGuideNamesTheDefaultLimits() throws IOException {
        String guide = Files.readString(DOCS.resolve("mqtt.md"), StandardCharsets.UTF_8)
                .lines()
                .collect(Collectors.joining(" "));
        GatewaySettings defaults = GatewaySettings.defaults();

        assertThat(guide)
                .contains("Receive Maximum (" + defaults.receiveMaximum() + ")")
                .contains("Maximum Packet Size (" + defaults.maxPacketBytes() / 1024 + " KiB)")
                .contains("Topic Alias Maximum (" + Packets.TOPIC_ALIAS_MAXIMUM + ")")
                .contains("Up to " + defaults.connectionsPerAppliance() + " different ones");
    }

    private static Map<String, Object> asyncApi() throws IOException {
        LoadSettings settings =
                LoadSettings.builder().setSchema(new CoreSchema()).build();
        return map(new Load(settings)
                .loadFromString(Files.readString(DOCS.resolve("asyncapi.yaml"), StandardCharsets.UTF_8)));
    }

    @SuppressWarnings("unchecked") // a YAML mapping of ours has text keys
    private static Map<String, Object> map(Object node) {
        return (Map<String, Object>) node;
    }

    private static List<Integer> numbers(Object node) {
        return ((List<?>) node).stream().map(DocumentsTest::number).toList();
    }

    private static Integer number(Object node) {
        return node instanceof Integer number ? number : Integer.decode(node.toString());
    }

    private static String hex(int code) {
        return "0x%02X".formatted(code);
    }
}
