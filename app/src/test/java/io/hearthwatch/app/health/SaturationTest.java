package io.hearthwatch.app.health;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SaturationTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(Saturation.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Map<String, Long> refused = new HashMap<>();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // overflows on the way, as it may
    private final Saturation saturation =
            new Saturation(() -> false, () -> 0, () -> true, () -> Map.copyOf(refused), nanos::get);

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void close() {
        logger.detachAppender(lines);
    }

    @Test
    void refusedConnectionsAreOneWarningAMinuteWithTheirReasons() {
        refused.put("credentials", 3L);
        saturation.look();
        refused.put("credentials", 10L);
        refused.put("unavailable", 2L);
        saturation.look();
        assertThat(lines.list).hasSize(1);
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        saturation.look();
        assertThat(lines.list).allSatisfy(line -> assertThat(line.getLevel()).isEqualTo(Level.WARN));
        assertThat(lines.list)
                .extracting(line -> line.getFormattedMessage().replaceFirst(" \\(more.*", ""))
                .containsExactly(
                        "connections refused: 3 credentials", "connections refused: 7 credentials, 2 unavailable");
    }

    @Test
    void nobodyRefusedIsNoLine() {
        saturation.look();
        assertThat(lines.list).isEmpty();
    }
}
