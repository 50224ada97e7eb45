package io.hearthwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Metric;
import io.hearthwatch.catalog.MetricKind;
import io.hearthwatch.database.DatabaseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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

    @Test
    void metricIsAddedWhileRowsAreWritten() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger written = new AtomicInteger();
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            while (!stop.get()) {
                int n = written.getAndIncrement();
                assertThat(rig.telemetry(rig.fridge, "{'ts':%d,'values':{'temperature':5}}".formatted(Rig.ago(1) - n))
                                .stored())
                        .isEqualTo(1);
            }
        });
        try {
            await().until(() -> written.get() > 5);
            List<Metric> metrics = new ArrayList<>(Rig.fridge().metrics());
            // Another program with a newer catalog starts beside the one that writes.
            for (int i = 0; i < 5; i++) {
                metrics.add(Rig.metric("more_" + i, MetricKind.GAUGE, 0, 1));
                TypeTables.open(rig.test.database(), new Catalog(List.of(Rig.type("fridge", metrics, "F1"))));
            }
            int before = written.get();
            await().until(() -> written.get() > before + 5);
        } finally {
            stop.set(true);
        }
        writer.get(60, TimeUnit.SECONDS);
        assertThat(rig.count("telemetry.fridge")).isEqualTo(written.get());
        assertThat(rig.rows("select count(*) from information_schema.columns"
                        + " where table_schema = 'telemetry' and table_name = 'fridge' and column_name like 'more%'"))
                .containsExactly("5");
    }

    @Test
    void writersPassAChangeThatWaitsForALongTransaction() throws Exception {
        List<Metric> metrics = new ArrayList<>(Rig.fridge().metrics());
        metrics.add(Rig.metric("more", MetricKind.GAUGE, 0, 1));
        rig.telemetry(rig.fridge, "{'ts':%d,'values':{'temperature':5}}".formatted(Rig.ago(3)));
        CompletableFuture<TypeTables> change = rig.test.database().inTransaction(connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute("select * from telemetry.fridge");
            }
            CompletableFuture<TypeTables> opening = CompletableFuture.supplyAsync(() ->
                    TypeTables.open(rig.test.database(), new Catalog(List.of(Rig.type("fridge", metrics, "F1")))));
            for (int i = 0; i < 5; i++) {
                assertThat(rig.telemetry(rig.fridge, "{'ts':%d,'values':{'temperature':5}}".formatted(Rig.ago(2) + i))
                                .stored())
                        .isEqualTo(1);
            }
            assertThat(opening).isNotDone();
            return opening;
        });
        assertThat(change.get(60, TimeUnit.SECONDS)).isNotNull();
        assertThat(rig.rows("select count(more) from telemetry.fridge")).containsExactly("0");
    }

    @Test
    void metricMayBeCalledAsAColumnOfStatistics() {
        reopen(Rig.type(
                "oven",
                List.of(Rig.metric("count", MetricKind.COUNTER, 0, 9), Rig.metric("hour", MetricKind.GAUGE, 0, 9))));
        assertThat(
                        rig.rows(
                                "select column_name, is_nullable from information_schema.columns"
                                        + " where table_schema = 'telemetry' and table_name = 'oven' and column_name in ('count', 'hour')"))
                .containsExactlyInAnyOrder("count YES", "hour YES");
    }
}
