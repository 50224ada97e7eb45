package io.hearthwatch.simulator.outside;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.hearthwatch.simulator.event.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Map;

/** The wire format that appliances speak: one event is one message. */
final class Wire {
    private static final JsonFactory JSON = new JsonFactory();

    private Wire() {}

    static String telemetryTopic(String appliance) {
        return "appliances/" + appliance + "/telemetry";
    }

    static String faultTopic(String appliance) {
        return "appliances/" + appliance + "/faults";
    }

    /** {@code {"ts":1763798400000,"values":{"drum_vibration":3.2,"programme":"spin"}}}. */
    static byte[] telemetry(Event.Telemetry reading) {
        return write(json -> {
            json.writeNumberField("ts", reading.time().toEpochMilli());
            json.writeObjectFieldStart("values");
            for (Map.Entry<String, Object> value : reading.values().entrySet()) {
                json.writeFieldName(value.getKey());
                if (value.getValue() instanceof Number number) {
                    writeNumber(json, number);
                } else {
                    json.writeString(value.getValue().toString());
                }
            }
            json.writeEndObject();
        });
    }

    /** {@code {"ts":1763798400000,"code":"E18","state":"raised"}}. */
    static byte[] fault(Event.Fault fault) {
        return write(json -> {
            json.writeNumberField("ts", fault.time().toEpochMilli());
            json.writeStringField("code", fault.code());
            json.writeStringField("state", fault.raised() ? "raised" : "cleared");
        });
    }

    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    private static void writeNumber(JsonGenerator json, Number number) throws IOException {
        if (number instanceof BigDecimal exact) {
            // Digit for digit: what is stored has to equal what an import of the same file stores.
            json.writeNumber(exact);
        } else if (number instanceof Double || number instanceof Float) {
            json.writeNumber(number.doubleValue());
        } else {
            json.writeNumber(number.longValue());
        }
    }

    private static byte[] write(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }
}
