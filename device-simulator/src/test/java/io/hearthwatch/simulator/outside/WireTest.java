package io.hearthwatch.simulator.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.simulator.event.Event;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WireTest {
    @Test
    void numbersKeepEveryDigitThatWasRecorded() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("volt", new BigDecimal("170.6149"));
        values.put("total", new BigDecimal("12345678901.25"));
        values.put("cycles", 7);
        values.put("heat", 21.5);
        values.put("programme", "spin");
        String json = new String(
                Wire.telemetry(new Event.Telemetry("WM-1", Instant.ofEpochMilli(1763798400000L), values)),
                StandardCharsets.UTF_8);
        assertThat(json)
                .isEqualTo("{\"ts\":1763798400000,\"values\":{\"volt\":170.6149,\"total\":12345678901.25,\"cycles\":7,"
                        + "\"heat\":21.5,\"programme\":\"spin\"}}");
    }
}
