package io.hearthwatch.app.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import io.hearthwatch.app.TestServer;
import io.hearthwatch.database.ConnectionSettings;
import io.hearthwatch.database.Database;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** What an operator reads: a line per event, none per message, and never a secret. */
class LogTest {
    private static final LoggerContext CONTEXT = (LoggerContext) LoggerFactory.getILoggerFactory();
    private static final Logger ROOT = CONTEXT.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private static final String ID = "WM-LOG-1";

    private final Captured captured = new Captured();
    private final Map<Logger, Level> levels = CONTEXT.getLoggerList().stream()
            .filter(logger -> logger.getLevel() != null)
            .collect(Collectors.toMap(logger -> logger, Logger::getLevel));

    private static final class Captured extends AppenderBase<ILoggingEvent> {
        final Queue<String> lines = new ConcurrentLinkedQueue<>();
        final Queue<ILoggingEvent> events = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            String stack =
                    event.getThrowableProxy() instanceof ThrowableProxy proxy ? ThrowableProxyUtil.asString(proxy) : "";
            lines.add(event.getLoggerName() + ": " + event.getFormattedMessage() + " " + event.getKeyValuePairs()
                    + stack);
            events.add(event);
        }
    }

    @BeforeEach
    void listen() {
        captured.setContext(CONTEXT);
        captured.start();
        ROOT.addAppender(captured);
    }

    @AfterEach
    void restore() {
        ROOT.detachAppender(captured);
        CONTEXT.getLoggerList().forEach(logger -> logger.setLevel(levels.get(logger)));
        SLF4JBridgeHandler.uninstall();
        java.util.logging.Logger.getLogger("").setLevel(java.util.logging.Level.INFO);
        java.util.logging.Logger.getLogger("org.postgresql").setLevel(null);
    }

    private static void publish(Mqtt5BlockingClient appliance, String payload) {
        appliance
                .publishWith()
                .topic("appliances/" + ID + "/telemetry")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload.getBytes(StandardCharsets.UTF_8))
                .send();
    }

    @Test
    void messagesMakeNoLinesAndStartAndStopMakeOneEach() {
        int before;
        try (TestServer server = TestServer.start()) {
            Mqtt5BlockingClient appliance = server.connect(ID, server.register(ID, "washing_machine"));
            before = captured.lines.size();
            long now = server.workspace().clock().instant().toEpochMilli();
            for (int i = 0; i < 300; i++) {
                publish(appliance, "{\"ts\":" + (now - i) + ",\"values\":{\"drum_vibration\":1.5}}");
                if (i % 10 == 0) {
                    assertThatThrownBy(() -> publish(appliance, "broken")).isNotNull();
                }
            }
            // Something else may have had a reason for a word meanwhile, but not for hundreds.
            assertThat(captured.lines).as("lines about messages").hasSizeLessThan(before + 10);
        }
        assertThat(captured.events)
                .as("warnings about how meters are made")
                .noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN)
                        && event.getLoggerName().contains("micrometer"));
        assertThat(events("started")).hasSize(1);
        assertThat(events("stopping")).hasSize(1);
        assertThat(events("stopped")).hasSize(1);
    }

    @Test
    void anOutageOfTheDatabaseIsToldOnceWhenItBeginsAndOnceWhenItEnds() {
        try (TestServer server = TestServer.start()) {
            captured.lines.clear();
            server.database().refuseConnections();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> events("database_away").size() == 1);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> server.get("/health/ready").statusCode() == 503);
            server.database().acceptConnections();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> events("database_back").size() == 1);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> server.get("/health/ready").statusCode() == 200);
            assertThat(events("database_away")).hasSize(1);
        }
    }

    private List<String> events(String event) {
        return captured.events.stream()
                .filter(e -> e.getKeyValuePairs() != null
                        && e.getKeyValuePairs().stream()
                                .anyMatch(pair -> pair.key.equals("event") && event.equals(pair.value)))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Test
    void noSecretIsEverLoggedAtAnyLevel() {
        everything();
        String wrong = "wrong-Secret-0815";
        String password = "Pass-Word-4711";
        String secret;
        try (TestServer server = TestServer.start()) {
            secret = server.register(ID, "washing_machine");
            Mqtt5BlockingClient appliance = server.connect(ID, secret);
            publish(appliance, "{\"values\":{\"drum_vibration\":1.5}}");
            assertThatThrownBy(() -> server.connect(ID, wrong)).isInstanceOf(Mqtt5ConnAckException.class);
            String url = server.database().settings().jdbcUrl();
            assertThatThrownBy(() -> Database.connect(
                            new ConnectionSettings(url + "?user=nobody_here&password=" + password, null, null), 2))
                    .hasMessageNotContaining(password);
            assertThatThrownBy(() -> Database.connect(
                            new ConnectionSettings(
                                    "jdbc:postgresql://127.0.0.1:1/none?password=" + password, "somebody", null),
                            2))
                    .hasMessageNotContaining(password);
        } finally {
            levels.forEach(Logger::setLevel);
        }
        assertThat(captured.lines).as("was everything heard?").anyMatch(line -> line.startsWith("org.postgresql"));
        assertThat(captured.lines)
                .noneMatch(line -> line.contains(secret))
                .noneMatch(line -> line.contains(wrong))
                .noneMatch(line -> line.contains(password));
    }

    private static void everything() {
        for (Logger logger : CONTEXT.getLoggerList()) {
            if (logger != ROOT) {
                logger.setLevel(null);
            }
        }
        ROOT.setLevel(Level.TRACE);
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        java.util.logging.Logger.getLogger("").setLevel(java.util.logging.Level.ALL);
        java.util.logging.Logger.getLogger("org.postgresql").setLevel(java.util.logging.Level.ALL);
    }

    @Test
    void linesHideWhatOtherLibrariesMightLetSlip() throws IOException {
        LoggingEvent event = new LoggingEvent(
                "here",
                CONTEXT.getLogger("io.example.Driver"),
                Level.WARN,
                "cannot connect to jdbc:postgresql://h/db?user=me&password=hunter2&ssl=true",
                new IllegalStateException("password = hunter2"),
                new Object[0]);
        event.addKeyValuePair(new org.slf4j.event.KeyValuePair("seconds", 1.5));
        LineEncoder encoder = new LineEncoder();
        String text = new String(encoder.encode(event), StandardCharsets.UTF_8);
        assertThat(text).matches("(?s)\\S+Z WARN  Driver: cannot connect .*password=\\*\\*\\*&ssl=true\\R");
        try {
            LogFormat.JSON.use();
            String line = new String(encoder.encode(event), StandardCharsets.UTF_8);
            assertThat(line).doesNotContain("hunter2").endsWith("}\n");
            JsonNode json = new ObjectMapper().readTree(line);
            assertThat(json.get("level").asText()).isEqualTo("WARN");
            assertThat(json.get("seconds").asDouble()).isEqualTo(1.5);
            assertThat(json.get("exception").asText()).contains("IllegalStateException");
        } finally {
            LogFormat.TEXT.use();
        }
    }
}
