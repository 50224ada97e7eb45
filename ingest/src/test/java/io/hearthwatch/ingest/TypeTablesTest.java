package io.hearthwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Metric;
import io.hearthwatch.catalog.MetricKind;
import io.hearthwatch.database.DatabaseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The catalog changes; the tables follow, or the program says why not. */
class TypeTablesTest {
    private final Rig rig = new Rig();

    @AfterEach
    void close() {
        rig.close();
    }

    private void reopen(ApplianceType... types) {
        rig.ingest.close();
        rig.ingest = new Ingest(
                rig.test.database(), new Catalog(List.of(types)), rig.fleet, () -> Rig.NOW, IngestSettings.defaults());
    }

    private static ApplianceType fridgeWith(Metric... more) {
        List<Metric> metrics = new ArrayList<>(Rig.fridge().metrics());
        metrics.addAll(List.of(more));
        return Rig.type("fridge", metrics, "F1");
    }

    @Test
    void newMetricBecomesColumnAndOlderRowsStay() {
        rig.telemetry(rig.fridge, "{'ts':%d,'values':{'temperature':5}}".formatted(Rig.ago(130)));
        rig.ingest.hours().close(Rig.NOW);
        reopen(fridgeWith(Rig.metric("order", MetricKind.COUNTER, 0, 1e9)));
        assertThat(rig.telemetry(rig.fridge, "{'ts':%d,'values':{'temperature':6,'order':7}}".formatted(Rig.ago(10))))
                .isEqualTo(new Verdict(1, 0, 0, null));
        assertThat(rig.telemetry(rig.fridge, "{'ts':%d,'values':{'order':3}}".formatted(Rig.ago(130)))
                        .stored())
                .isEqualTo(1);
        assertThat(rig.rows("select temperature, \"order\" from telemetry.fridge order by time"))
                .containsExactly("5 3", "6 7");
        rig.ingest.hours().close(Rig.NOW);
        List<Float> counts = new ArrayList<>();
        rig.ingest.stored().hourly("fridge", null, Instant.MIN, Instant.MAX, hour -> counts.add(hour.count()[1]));
        assertThat(counts).containsExactly(1f, 1f);
    }

    @Test
    void metricWhoseKindChangedIsRefused() {
        ApplianceType changed = Rig.type("fridge", List.of(Rig.metric("temperature", MetricKind.COUNTER, 0, 1)));
        assertThatThrownBy(() -> reopen(changed))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("telemetry.fridge.temperature is stored as real")
                .hasMessageContaining("double precision");
    }

    @Test
    void namesOfOurOwnAreRefused() {
        assertThatThrownBy(() ->
                        reopen(Rig.type("fault", List.of()), fridgeWith(Rig.metric("time", MetricKind.GAUGE, 0, 1))))
                .hasMessageContaining("cannot be called 'fault'")
                .hasMessageContaining("cannot be called 'time'");
        assertThatThrownBy(() -> reopen(fridgeWith(), Rig.type("fridge_hourly", List.of())))
                .hasMessageContaining("another type's hourly table");
    }

    @Test
    void programsThatStartTogetherMakeEachTableOnce() {
        Catalog catalog =
                new Catalog(List.of(Rig.type("kettle", List.of(Rig.metric("water", MetricKind.GAUGE, 0, 100)))));
        List<CompletableFuture<TypeTables>> opening = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            opening.add(CompletableFuture.supplyAsync(() -> TypeTables.open(rig.test.database(), catalog)));
        }
        opening.forEach(CompletableFuture::join);
        assertThat(rig.count("telemetry.kettle")).isZero();
    }
}
