package io.hearthwatch.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.SharedData;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worked example on the real data. */
class AzurePdmTest {
    private final List<RejectedRow> rejects = new ArrayList<>();
    private RecordedHistory history;

    @TempDir
    private Path temp;

    @BeforeEach
    void open() {
        Optional<Path> data = SharedData.find("azure-pdm");
        Assumptions.assumeTrue(data.isPresent(), "the data of azure-pdm is not beside this checkout");
        Path example = Path.of("../examples/azure-pdm");
        Catalog catalog = Catalog.load(List.of(example.resolve("catalog")));
        Mapping mapping = Mapping.load(example.resolve("mapping.yaml"), catalog);
        history = RecordedHistory.open(mapping, data.get());
    }

    @Test
    void everyRowIsReadAsItsKind() {
        List<RecordedAppliance> appliances = new ArrayList<>();
        List<RecordedReading> readings = new ArrayList<>();
        List<RecordedFault> faults = new ArrayList<>();
        List<RecordedRepair> repairs = new ArrayList<>();
        List<RecordedFailure> failures = new ArrayList<>();
        history.appliances(appliances::add, rejects::add);
        history.telemetry(readings::add, rejects::add);
        history.faults(faults::add, rejects::add);
        history.repairs(repairs::add, rejects::add);
        history.failures(failures::add, rejects::add);

        assertThat(rejects).isEmpty();
        assertThat(appliances).hasSize(70);
        assertThat(readings).hasSize(25_550);
        assertThat(faults).hasSize(2_705).allMatch(RecordedFault::raised);
        assertThat(repairs).hasSize(2_319);
        assertThat(failures).hasSize(508);

        assertThat(appliances.get(0).model()).isEqualTo("model3");
        assertThat(appliances.get(0).producedOn()).isEqualTo(LocalDate.of(1996, 12, 31));
        assertThat(readings.get(0).time()).isEqualTo("2015-01-02T06:00:00Z");
        assertThat(readings.get(0).receivedAt()).isEqualTo("2015-01-02T06:00:00Z");
        assertThat(Catalogs.values(readings.get(0))).containsExactly("170.6149", "446.3649", "96.8498", "39.7368");
        assertThat(repairs.get(0).time()).isEqualTo("2014-06-01T06:00:00Z");
        assertThat(failures.get(0).component()).isEqualTo("comp4");
        assertThat(history.progress().fraction()).isEqualTo(1);
        assertThat(history.progress().rows()).isEqualTo(70 + 25_550 + 2_705 + 2_319 + 508);
    }

    @Test
    void mergedEventsComeInOrderOfTime() {
        Instant from = Instant.parse("2015-08-01T06:00:00Z");
        int count = 0;
        try (EventStream events = history.merged(from, null, temp, rejects::add)) {
            RecordedEvent last = null;
            for (; events.hasNext(); count++) {
                RecordedEvent event = events.next();
                assertThat(event.time()).isAfter(from);
                if (last != null) {
                    assertThat(event.time()).isAfterOrEqualTo(last.time());
                    if (event.time().equals(last.time())) {
                        assertThat(event.kind()).isGreaterThanOrEqualTo(last.kind());
                    }
                }
                last = event;
            }
        }
        assertThat(rejects).isEmpty();
        assertThat(count).isGreaterThan(10_000);
        assertThat(temp).isEmptyDirectory();
    }
}
