package io.hearthwatch.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.SharedData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The worked example of several files without a list of appliances, on the real data. */
class TracebaseTest {
    @Test
    void everyMeteredApplianceAndMinuteIsRead() {
        Optional<Path> data = SharedData.find("tracebase");
        Assumptions.assumeTrue(data.isPresent(), "the data of tracebase is not beside this checkout");
        Path example = Path.of("../examples/tracebase");
        Mapping mapping =
                Mapping.load(example.resolve("mapping.yaml"), Catalog.load(List.of(example.resolve("catalog"))));
        RecordedHistory history = RecordedHistory.open(mapping, data.get());

        List<String> ids = new ArrayList<>();
        List<RejectedRow> rejects = new ArrayList<>();
        AtomicLong readings = new AtomicLong();
        history.appliances(appliance -> ids.add(appliance.id()), rejects::add);
        history.telemetry(reading -> readings.incrementAndGet(), rejects::add);

        assertThat(rejects).isEmpty();
        assertThat(ids).hasSize(28).contains("refrigerator-B7E6F4", "dishwasher-B7E6F4");
        assertThat(readings).hasValue(430_538);
        assertThat(history.progress().fraction()).isEqualTo(1);
    }
}
