package io.hearthwatch.app.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FloodFilterTest {
    private final AtomicLong now = new AtomicLong();
    private final LoggerContext context = new LoggerContext();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = context.getLogger("io.hearthwatch.gateway.Gateway");

    FloodFilterTest() {
        context.addTurboFilter(new FloodFilter(now::get));
        lines.setContext(context);
        lines.start();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(lines);
    }

    private List<String> told() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void thousandsOfAKindAreAFewLinesAndACount() {
        for (int i = 0; i < 1_000; i++) {
            logger.warn("{} could not be asked", i);
        }
        logger.warn("something else");
        assertThat(told()).hasSize(FloodFilter.LINES + 1).contains("0 could not be asked", "something else");
        now.addAndGet(FloodFilter.WINDOW_NANOS);
        logger.warn("{} could not be asked", "the next");
        assertThat(told())
                .hasSize(FloodFilter.LINES + 3)
                .contains(
                        "995 more lines were left out that began: {} could not be asked",
                        "the next could not be asked");
    }

    @Test
    void aFewLinesAndThoseOfOthersAreLeftAlone() {
        for (int i = 0; i < FloodFilter.LINES; i++) {
            logger.info("started {}", i);
        }
        for (int i = 0; i < 50; i++) {
            context.getLogger("org.example").warn("theirs");
        }
        assertThat(told()).hasSize(FloodFilter.LINES + 50);
    }
}
