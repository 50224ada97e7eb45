package io.hearthwatch.app.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.slf4j.event.KeyValuePair;

/**
 * Writes a log event as one line, in the {@link LogFormat} of the moment, without secrets. Stack traces are for who asked for them
 * (the system property {@code hearthwatch.exceptions}, set by {@code --debug}). Stateless.
 */
public final class LineEncoder extends EncoderBase<ILoggingEvent> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        String line = LogFormat.current() == LogFormat.JSON ? json(event) : text(event);
        return line.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(ILoggingEvent event) {
        String stack = stack(event);
        return TIME.format(event.getInstant()) + " " + "%-5s".formatted(event.getLevel()) + " "
                + shortName(event.getLoggerName()) + ": " + Secrets.hide(event.getFormattedMessage())
                + System.lineSeparator() + (stack == null ? "" : stack);
    }

    private static String json(ILoggingEvent event) {
        ObjectNode line = JSON.createObjectNode()
                .put("time", TIME.format(event.getInstant()))
                .put("level", event.getLevel().toString())
                .put("logger", event.getLoggerName())
                .put("thread", event.getThreadName())
                .put("message", Secrets.hide(event.getFormattedMessage()));
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                field(line, pair);
            }
        }
        if (event.getThrowableProxy() != null) {
            line.put(
                    "exception",
                    Secrets.hide(event.getThrowableProxy().getClassName() + ": "
                            + event.getThrowableProxy().getMessage()));
            String stack = stack(event);
            if (stack != null) {
                line.put("stack", stack);
            }
        }
        try {
            return JSON.writeValueAsString(line) + "\n";
        } catch (JsonProcessingException e) {
            return "{\"message\":\"a log line could not be written\"}\n";
        }
    }

    private static void field(ObjectNode line, KeyValuePair pair) {
        if (line.has(pair.key)) {
            return;
        }
        if (pair.value instanceof Integer || pair.value instanceof Long) {
            line.put(pair.key, ((Number) pair.value).longValue());
        } else if (pair.value instanceof Number number) {
            line.put(pair.key, number.doubleValue());
        } else if (pair.value instanceof Boolean flag) {
            line.put(pair.key, flag);
        } else {
            line.put(pair.key, Secrets.hide(String.valueOf(pair.value)));
        }
    }

    private static String stack(ILoggingEvent event) {
        return System.getProperty("hearthwatch.exceptions") != null
                        && event.getThrowableProxy() instanceof ThrowableProxy proxy
                ? Secrets.hide(ThrowableProxyUtil.asString(proxy))
                : null;
    }

    private static String shortName(String logger) {
        return logger.substring(logger.lastIndexOf('.') + 1);
    }
}
