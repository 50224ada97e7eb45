package io.hearthwatch.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.ingest.ConnectionEvent;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class IncidentsTest {
    private static final Appliance WASHER = new Appliance(1, "WM-1", "washing_machine", null, null, null, null, null);
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final Logger logger = (Logger) LoggerFactory.getLogger(Incidents.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Vertx vertx = Vertx.vertx();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final ConnectionEvents events = new ConnectionEvents(vertx, listener(), new GatewayMetrics());
    private final Incidents incidents = new Incidents(events);

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO); // the tests' own setting says less
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void close() {
        logger.detachAppender(lines);
        logger.setLevel(null);
        TestGateway.await(events.close());
        TestGateway.await(vertx.close());
    }

    @Test
    void aRefusedLoginIsInformationSinceTheWarningCountsThemAll() {
        incidents.happened(WASHER, ConnectionEvent.REFUSED, "a connection with a wrong secret was refused", 0);
        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.INFO);
            assertThat(line.getFormattedMessage()).startsWith("appliance WM-1: a connection with a wrong secret");
        });
    }

    @Test
    void whatIsDoneToAFloodingApplianceIsAWarning() {
        incidents.happened(WASHER, ConnectionEvent.SLOWED, "slowed", 0);
        incidents.happened(WASHER, ConnectionEvent.CUT, "cut", 0);
        assertThat(lines.list)
                .hasSize(2)
                .allSatisfy(line -> assertThat(line.getLevel()).isEqualTo(Level.WARN));
    }

    @Test
    void manyInAMinuteAreOneLineWithTheirNumber() {
        for (int i = 0; i < 5; i++) {
            incidents.happened(WASHER, ConnectionEvent.REFUSED, "refused", i);
        }
        incidents.flush(MINUTE - 1);
        assertThat(lines.list).hasSize(1);
        incidents.flush(MINUTE);
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("appliance WM-1: refused", "appliance WM-1: refused (4 times)");
        await().atMost(Duration.ofSeconds(30)).until(() -> told.equals(List.of("REFUSED 1", "REFUSED 4")));
    }

    private ConnectionListener listener() {
        return new ConnectionListener() {
            @Override
            public void connected(Appliance appliance, String clientId, Instant at) {
                told.add("connected");
            }

            @Override
            public void disconnected(
                    Appliance appliance, String clientId, Instant connectedAt, Instant at, String reason) {
                told.add("disconnected");
            }

            @Override
            public void happened(Appliance appliance, ConnectionEvent event, long times) {
                told.add(event + " " + times);
            }
        };
    }
}
