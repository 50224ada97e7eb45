package io.hearthwatch.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.simulator.event.Event;
import io.hearthwatch.simulator.home.SimulatedAppliance;
import io.hearthwatch.simulator.outside.StopSignal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DemoFleetTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Catalog CATALOG = Catalog.load(List.of());

    @Test
    void liveTimeGoesOnWhereHistoryEnded() throws InterruptedException {
        DemoFleet fleet = DemoFleet.create(CATALOG, 1, 4, START);
        Instant liveFrom = START.plus(Duration.ofDays(10));
        fleet.historyUntil(liveFrom, event -> {});
        List<Event> expected = new ArrayList<>();
        DemoFleet twin = DemoFleet.create(CATALOG, 1, 4, START);
        twin.historyUntil(liveFrom, event -> {});

        StopSignal stop = new StopSignal();
        CountDownLatch shown = new CountDownLatch(1);
        List<LiveFigures> figures = new ArrayList<>();
        try (FakeService service = new FakeService(liveFrom)) {
            Thread live = new Thread(() -> fleet.live(target(service, fleet), 1000, stop, line -> {
                figures.add(line);
                shown.countDown();
            }));
            live.start();
            assertThat(shown.await(20, TimeUnit.SECONDS)).isTrue();
            stop.raise();
            live.join();

            Instant end = service.now();
            twin.historyUntil(end, expected::add);
            assertThat(end).isAfter(liveFrom.plus(Duration.ofDays(1)));
            assertThat(service.mistakes()).isEmpty();
            assertThat(service.stored()).hasSizeGreaterThanOrEqualTo((int)
                    expected.stream().filter(event -> event.rank() < 2).count());
            assertThat(figures.get(0).online()).isEqualTo(20);
            assertThat(figures.get(0).line()).contains("20 online").contains("messages/s");
        }
    }

    @Test
    void anOpenTicketBringsAVisit() throws InterruptedException {
        DemoFleet fleet = DemoFleet.create(CATALOG, 1, 1, START);
        StopSignal stop = new StopSignal();
        try (FakeService service = new FakeService(START)) {
            service.openTicket("t-1", "wm-0001", "door_lock");
            Thread live = new Thread(() -> fleet.live(target(service, fleet), 1000, stop, line -> {}));
            live.start();
            service.awaitRepair(Duration.ofSeconds(20));
            stop.raise();
            live.join();

            assertThat(service.log()).anyMatch(line -> line.startsWith("repair 2026-01-0"));
        }
    }

    private static LiveTarget target(FakeService service, DemoFleet fleet) {
        Map<String, String> secrets = fleet.appliances().stream()
                .collect(Collectors.toMap(SimulatedAppliance::id, appliance -> FakeService.SECRET));
        return new LiveTarget(
                "127.0.0.1", service.mqttPort(), service.httpPort(), new Credentials(secrets), Duration.ofSeconds(10));
    }
}
