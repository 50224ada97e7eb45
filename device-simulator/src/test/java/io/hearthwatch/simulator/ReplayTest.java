package io.hearthwatch.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hearthwatch.simulator.event.Event;
import io.hearthwatch.simulator.event.EventSource;
import io.hearthwatch.simulator.outside.ServiceException;
import io.hearthwatch.simulator.outside.StopSignal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private static final Instant FROM = Instant.parse("2015-08-01T06:00:00Z");

    private final FakeService service = new FakeService(FROM);

    @AfterEach
    void stopService() {
        service.close();
    }

    @Test
    void everyRowIsPublishedOnceAndAcknowledged() {
        List<Event> events = hourly(30, 10);

        ReplayReport report = replay(events, null);

        assertThat(report.published()).isEqualTo(300);
        assertThat(report.acknowledged()).isEqualTo(300);
        assertThat(report.stored()).isEqualTo(300);
        assertThat(report.repeated()).isZero();
        assertThat(report.rejected()).isZero();
        assertThat(report.json().at("/policy/preempted").asInt()).isEqualTo(2);
        assertThat(service.mistakes()).isEmpty();
    }

    @Test
    void theClockFollowsWhatIsAcknowledged() {
        List<Event> events = List.of(
                reading("a", "2015-08-01T06:20:00Z"),
                new Event.Fault("a", Instant.parse("2015-08-01T06:40:00Z"), "E1", true),
                reading("a", "2015-08-01T07:00:00Z"),
                new Event.Failure("a", Instant.parse("2015-08-01T07:00:00Z"), "pump"),
                new Event.Repair("a", Instant.parse("2015-08-01T07:00:00Z"), "pump", null),
                reading("a", "2015-08-01T07:30:00Z"));

        replay(events, Instant.parse("2015-08-01T08:30:00Z"));

        assertThat(service.log())
                .containsExactly(
                        "clock 2015-08-01T06:00:00Z",
                        "telemetry 2015-08-01T06:20:00Z",
                        "fault 2015-08-01T06:40:00Z",
                        "clock 2015-08-01T06:40:00Z",
                        "telemetry 2015-08-01T07:00:00Z",
                        "failure 2015-08-01T07:00:00Z",
                        "repair 2015-08-01T07:00:00Z",
                        "clock 2015-08-01T07:00:00Z",
                        "telemetry 2015-08-01T07:30:00Z",
                        "clock 2015-08-01T08:00:00Z",
                        "clock 2015-08-01T08:30:00Z");
    }

    @Test
    void emptyHoursAreSkippedButDueWorkIsNot() {
        Instant due = Instant.parse("2015-08-02T00:30:00Z");
        service.dueAt(due, Instant.parse("2015-08-05T06:00:00Z"));
        List<Event> events = List.of(reading("a", "2015-08-01T06:10:00Z"), reading("a", "2015-08-03T06:45:00Z"));

        replay(events, Instant.parse("2015-08-06T00:00:00Z"));

        assertThat(service.log())
                .containsExactly(
                        "clock 2015-08-01T06:00:00Z",
                        "telemetry 2015-08-01T06:10:00Z",
                        "clock 2015-08-01T07:00:00Z",
                        "clock 2015-08-02T00:30:00Z",
                        "clock 2015-08-03T06:00:00Z",
                        "telemetry 2015-08-03T06:45:00Z",
                        "clock 2015-08-03T07:00:00Z",
                        "clock 2015-08-05T06:00:00Z",
                        "clock 2015-08-06T00:00:00Z");
        assertThat(service.mistakes()).isEmpty();
    }

    @Test
    void rowsOfATimeThatTheClockHadPassedAreReportedAsLate() {
        assertThat(replay(hourly(5, 8), null).storedLate()).isZero();

        ReplayReport more = replay(hourly(6, 8), null);

        assertThat(more.stored()).isEqualTo(8);
        assertThat(more.storedLate()).isEqualTo(8);
        assertThat(more.json().get("stored_late").asInt()).isEqualTo(8);
    }

    @Test
    void replayedAgainNothingIsStoredTwice() {
        List<Event> events = hourly(5, 8);
        replay(events, null);
        Instant end = service.now();

        ReplayReport again = replay(events, null);

        assertThat(again.published()).isEqualTo(40);
        assertThat(again.acknowledged()).isEqualTo(40);
        assertThat(again.stored()).isZero();
        assertThat(again.repeated()).isEqualTo(40);
        assertThat(again.storedLate()).isZero();
        assertThat(service.now()).isEqualTo(end);
        assertThat(service.mistakes()).isEmpty();
    }

    @Test
    void whatABrokenConnectionLeftUnansweredIsSentAgain() {
        service.dropEvery(17);
        List<Event> events = hourly(10, 12);

        ReplayReport report = replay(events, null);

        assertThat(report.acknowledged()).isEqualTo(120);
        assertThat(report.stored()).isEqualTo(120);
        assertThat(service.stored()).hasSize(120);
        assertThat(service.mistakes()).isEmpty();
    }

    @Test
    void aServiceThatIsKilledAndStartedAgainLosesNothing() {
        List<Event> events = hourly(10, 12);
        AtomicInteger handed = new AtomicInteger();
        EventSource killing = source(sink -> events.forEach(event -> {
            if (handed.incrementAndGet() == 60) {
                service.kill();
                Thread restart = new Thread(service::start);
                restart.start();
            }
            sink.accept(event);
        }));

        ReplayReport report = new Replay(request(killing, null, service.target()), new StopSignal()).run(quiet());

        assertThat(report.acknowledged()).isEqualTo(120);
        assertThat(report.stored()).isEqualTo(120);
        assertThat(service.mistakes()).isEmpty();
    }

    @Test
    void aServerErrorIsTriedAgain() {
        service.failNextRequests(3);

        assertThat(replay(hourly(1, 2), null).stored()).isEqualTo(2);
    }

    @Test
    void rejectedMessagesAreCountedWithTheFirstReasons() {
        service.rejectWhere(payload -> payload.at("/values/level").asInt() == 3);

        ReplayReport report = replay(hourly(4, 5), null);

        assertThat(report.acknowledged()).isEqualTo(20);
        assertThat(report.rejected()).isEqualTo(4);
        assertThat(report.stored()).isEqualTo(16);
        assertThat(report.repeated()).isZero();
        assertThat(report.rejectReasons()).hasSize(4).allMatch(reason -> reason.contains("PAYLOAD_FORMAT_INVALID"));
    }

    @Test
    void aServiceThatStaysAwayIsAClearError() {
        ReplayRequest.Target nobody = new ReplayRequest.Target("127.0.0.1", 1, "127.0.0.1", 1);
        ReplayRequest impatient = new ReplayRequest(
                source(List.of()),
                new Credentials(Map.of()),
                FROM,
                null,
                Duration.ZERO,
                nobody,
                Duration.ofMillis(500));
        Replay replay = new Replay(impatient, new StopSignal());

        assertThatThrownBy(() -> replay.run(quiet()))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("http://127.0.0.1:1");
    }

    @Test
    void aWrongSecretIsAClearErrorAtOnce() {
        Map<String, String> wrong = Map.of("a", "no");
        ReplayRequest request = new ReplayRequest(
                source(List.of(reading("a", "2015-08-01T06:10:00Z"))),
                new Credentials(wrong),
                FROM,
                null,
                Duration.ZERO,
                service.target(),
                Duration.ofMinutes(1));

        assertThatThrownBy(() -> new Replay(request, new StopSignal()).run(quiet()))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("refused appliance a");
    }

    @Test
    void oneInstantHoldsMoreMessagesThanMayBeInFlight() {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            events.add(new Event.Telemetry("m" + i % 40, FROM.plusMillis(1 + i / 40), Map.of("level", i)));
        }

        assertThat(replay(events, null).acknowledged()).isEqualTo(20_000);
    }

    private ReplayReport replay(List<Event> events, Instant to) {
        return new Replay(request(source(events), to, service.target()), new StopSignal()).run(quiet());
    }

    private static ReplayRequest request(EventSource source, Instant to, ReplayRequest.Target target) {
        Map<String, String> secrets = new HashMap<>();
        secrets.put("a", FakeService.SECRET);
        for (int i = 0; i < 40; i++) {
            secrets.put("m" + i, FakeService.SECRET);
        }
        return new ReplayRequest(
                source, new Credentials(secrets), FROM, to, Duration.ZERO, target, Duration.ofSeconds(15));
    }

    private static ReplayProgress quiet() {
        return (simulated, published, perSecond) -> {};
    }

    private static EventSource source(Consumer<Consumer<Event>> events) {
        return new EventSource() {
            @Override
            public void stream(Instant from, Instant to, Consumer<Event> sink) {
                events.accept(sink);
            }

            @Override
            public Set<String> types() {
                return Set.of("machine", "other");
            }
        };
    }

    private static EventSource source(List<Event> events) {
        return source(sink -> events.forEach(sink));
    }

    private static Event reading(String appliance, String time) {
        return new Event.Telemetry(appliance, Instant.parse(time), Map.of("level", 1.5));
    }

    /** A reading per appliance every hour at a quarter past. */
    private static List<Event> hourly(int appliances, int hours) {
        List<Event> events = new ArrayList<>();
        for (int hour = 0; hour < hours; hour++) {
            for (int i = 0; i < appliances; i++) {
                events.add(new Event.Telemetry(
                        "m" + i, FROM.plus(Duration.ofMinutes(60L * hour + 15)), Map.of("level", hour)));
            }
        }
        return events;
    }
}
