package io.hearthwatch.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import io.hearthwatch.gateway.GatewaySettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The AsyncAPI document, held against a running service: what it shows is taken, what it says is refused is refused. */
class AsyncApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ID = "WM-DOC-1";

    private static JsonNode document;
    private static TestServer server;
    private static String secret;
    private static Mqtt5BlockingClient appliance;

    @BeforeAll
    static void start() throws IOException {
        document = JSON.valueToTree(new Load(LoadSettings.builder()
                        .setSchema(new CoreSchema())
                        .setMaxAliasesForCollections(200)
                        .build())
                .loadFromString(Files.readString(Path.of("..", "docs", "asyncapi.yaml"))));
        server = TestServer.startDriven();
        server.moveClock(Instant.parse("2025-11-22T09:00:00Z"));
        secret = server.register(ID, "washing_machine");
        appliance = server.connect(ID, secret);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void publish(String topic, JsonNode payload) {
        appliance
                .publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload.toString().getBytes(StandardCharsets.UTF_8))
                .send();
    }

    /** Topic and message of every channel that appliances publish to. */
    private static Map<String, JsonNode> upward() {
        Map<String, JsonNode> messages = new TreeMap<>();
        document.path("operations").forEach(operation -> {
            if (operation.path("action").asText().equals("receive")) {
                JsonNode channel = resolve(operation.path("channel"));
                messages.put(
                        channel.path("address").asText().replace("{id}", ID),
                        resolve(channel.path("messages").elements().next()));
            }
        });
        return messages;
    }

    private static JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").textValue().substring(1)) : node;
    }

    @Test
    void everyChannelHasOneOperationInItsDirection() {
        Map<String, String> actions = new TreeMap<>();
        document.path("operations").forEach(operation -> {
            String before = actions.put(
                    resolve(operation.path("channel")).path("address").asText(),
                    operation.path("action").asText());
            assertThat(before).isNull();
        });
        assertThat(actions).hasSize(document.path("channels").size());
        actions.forEach((address, action) ->
                assertThat(action).as(address).isEqualTo(address.endsWith("/commands") ? "send" : "receive"));
        assertThat(upward()).hasSize(6);
    }

    @Test
    void everyExampleIsTaken() {
        upward().forEach((topic, message) -> {
            assertThat(message.path("examples")).as(topic).isNotEmpty();
            message.path("examples").forEach(example -> publish(topic, example.path("payload")));
        });
        assertThat(server.workspace()
                        .ingest()
                        .stored()
                        .lastSeen(
                                "washing_machine",
                                java.util.List.of(server.workspace()
                                        .fleet()
                                        .find(ID)
                                        .orElseThrow()
                                        .no())))
                .isNotEmpty();
    }

    @Test
    void everyCounterexampleIsRefusedWithItsReason() {
        upward().forEach((topic, message) -> message.path("x-refused")
                .forEach(refused -> assertThatThrownBy(() -> publish(topic, refused.path("payload")))
                        .as("%s %s", topic, refused)
                        .isInstanceOfSatisfying(Mqtt5PubAckException.class, e -> {
                            assertThat(e.getMqttMessage().getReasonCode().getCode())
                                    .isEqualTo(0x99);
                            assertThat(e.getMqttMessage()
                                            .getReasonString()
                                            .orElseThrow()
                                            .toString())
                                    .as("%s %s", topic, refused)
                                    .isEqualTo(refused.path("reason").asText());
                        })));
    }

    @Test
    void schemasTakeTheExamplesAndRefuseWhatTheyCan() {
        document.at("/components/messages").properties().forEach(entry -> {
            JsonSchema schema = schema(entry.getValue().path("payload"));
            entry.getValue()
                    .path("examples")
                    .forEach(example -> assertThat(schema.validate(example.path("payload")))
                            .as("%s %s", entry.getKey(), example)
                            .isEmpty());
            entry.getValue()
                    .path("x-refused")
                    .forEach(refused -> assertThat(
                                    schema.validate(refused.path("payload")).isEmpty())
                            .as("%s: the schema alone takes %s", entry.getKey(), refused)
                            .isNotEqualTo(refused.path("by").asText().equals("schema")));
        });
    }

    private static JsonSchema schema(JsonNode payload) {
        ObjectNode whole = JSON.createObjectNode();
        whole.set("components", document.get("components"));
        whole.putArray("allOf").add(payload);
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(whole);
    }

    @Test
    void limitsAreThoseThatAClientIsTold() {
        Mqtt5BlockingClient client = Mqtt5Client.builder()
                .serverHost("127.0.0.1")
                .serverPort(server.mqttPort())
                .identifier("asks-for-limits")
                .buildBlocking();
        Mqtt5ConnAck answer = client.connect(Mqtt5Connect.builder()
                .cleanStart(true)
                .sessionExpiryInterval(4_000_000_000L)
                .simpleAuth()
                .username(ID)
                .password(secret.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .build());
        try {
            JsonNode limits = document.path("x-limits");
            assertThat(answer.getRestrictions().getReceiveMaximum())
                    .isEqualTo(limits.path("receiveMaximum").asInt())
                    .isEqualTo(GatewaySettings.defaults().receiveMaximum());
            assertThat(answer.getRestrictions().getMaximumPacketSize())
                    .isEqualTo(limits.path("maximumPacketSize").asInt())
                    .isEqualTo(document.at("/servers/gateway/bindings/mqtt/maximumPacketSize")
                            .asInt())
                    .isEqualTo(GatewaySettings.defaults().maxPacketBytes());
            assertThat(answer.getRestrictions().getTopicAliasMaximum())
                    .isEqualTo(limits.path("topicAliasMaximum").asInt());
            assertThat(answer.getSessionExpiryInterval())
                    .hasValue(document.at("/servers/gateway/bindings/mqtt/sessionExpiryInterval")
                            .asLong());
        } finally {
            client.disconnect();
        }
    }

    /** Valid by the specification's own schema, which npm has. */
    @Test
    void isAnAsyncApiDocument() throws IOException {
        String modules = System.getenv("HEARTHWATCH_NODE_MODULES");
        assumeTrue(
                modules != null,
                "HEARTHWATCH_NODE_MODULES is not set: npm install @asyncapi/specs, and point it there");
        Path file = Path.of(modules, "@asyncapi", "specs", "schemas", "3.0.0-without-$id.json");
        assumeTrue(Files.exists(file), "no @asyncapi/specs among the modules: npm install @asyncapi/specs");
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                .getSchema(
                        JSON.readTree(Files.readString(file)),
                        SchemaValidatorsConfig.builder().build());
        assertThat(schema.validate(document)).isEmpty();
        assertThat(schema.validate(((ObjectNode) document.deepCopy()).put("asyncapi", 3)))
                .as("does it judge at all?")
                .isNotEmpty();
    }
}
