package io.hearthwatch.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.SharedData;
import io.hearthwatch.history.Mapping;
import io.hearthwatch.history.RecordedHistory;
import io.hearthwatch.simulator.event.Event;
import io.hearthwatch.simulator.outside.StopSignal;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistorySourceTest {
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void rowsBecomeEventsWithTheirNumbersAsRecorded() throws IOException {
        write("mapping.yaml", """
                type: washing_machine
                time_zone: UTC
                appliances: {file: machines.csv, id: id}
                telemetry:
                  file: readings.csv
                  appliance: id
                  time: at
                  metrics: {drain_time: drain, programme: programme}
                faults: {file: faults.csv, appliance: id, time: at, code: code}
                failures: {file: failures.csv, appliance: id, time: at, component: part}
                repairs: {file: repairs.csv, appliance: id, time: at, component: part}
                """);
        write("machines.csv", "id\nw1\n");
        write("readings.csv", "id,at,drain,programme\nw1,2026-01-01 01:00,51.30,spin\nw1,2026-01-01 00:00,1,idle\n");
        write("faults.csv", "id,at,code\nw1,2026-01-01 01:00,E18\n");
        write("failures.csv", "id,at,part\nw1,2026-01-01 01:00,drain_pump\n");
        write("repairs.csv", "id,at,part\nw1,2026-01-01 01:00,drain_pump\n");
        Catalog catalog = Catalog.load(List.of());
        RecordedHistory history = RecordedHistory.open(Mapping.load(folder.resolve("mapping.yaml"), catalog), folder);
        HistorySource source = new HistorySource(history, catalog, folder.resolve("tmp"), reject -> {
            throw new AssertionError(reject);
        });

        List<Event> events = new ArrayList<>();
        source.stream(FROM, null, events::add);

        Instant time = FROM.plus(Duration.ofHours(1));
        assertThat(events)
                .containsExactly(
                        new Event.Telemetry(
                                "w1", time, Map.of("drain_time", new BigDecimal("51.30"), "programme", "spin")),
                        new Event.Fault("w1", time, "E18", true),
                        new Event.Failure("w1", time, "drain_pump"),
                        new Event.Repair("w1", time, "drain_pump", null));
        assertThat(source.types()).containsExactly("washing_machine");
    }

    @Test
    void aPublicDataSetReplays() {
        Optional<Path> data = SharedData.find("azure-pdm");
        assumeTrue(data.isPresent(), "shared data azure-pdm is not here");
        Path example = Path.of("..", "examples", "azure-pdm");
        Catalog catalog = Catalog.load(List.of(example.resolve("catalog")));
        RecordedHistory history =
                RecordedHistory.open(Mapping.load(example.resolve("mapping.yaml"), catalog), data.orElseThrow());
        HistorySource source = new HistorySource(history, catalog, folder, reject -> {
            throw new AssertionError(reject);
        });
        Instant from = Instant.parse("2015-08-01T06:00:00Z");
        Map<String, String> secrets = new HashMap<>();
        for (int machine = 1; machine <= 70; machine++) {
            secrets.put(String.valueOf(machine), FakeService.SECRET);
        }
        try (FakeService service = new FakeService(from)) {
            ReplayReport report = new Replay(
                            new ReplayRequest(
                                    source,
                                    new Credentials(secrets),
                                    from,
                                    Instant.parse("2015-10-01T06:00:00Z"),
                                    Duration.ZERO,
                                    service.target(),
                                    Duration.ofSeconds(30)),
                            new StopSignal())
                    .run((simulated, published, perSecond) -> {});

            assertThat(report.published()).isGreaterThan(4_000);
            assertThat(report.acknowledged()).isEqualTo(report.published());
            assertThat(report.stored()).isEqualTo(report.published());
            assertThat(report.failures()).isGreaterThan(60);
            assertThat(service.mistakes()).isEmpty();
        }
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
