package io.hearthwatch.predictor;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.ingest.BulkReading;
import io.hearthwatch.predictor.features.ApplianceHistory;
import io.hearthwatch.predictor.features.Events;
import io.hearthwatch.predictor.features.Feature;
import io.hearthwatch.predictor.features.FeatureExtractor;
import io.hearthwatch.predictor.features.FleetDayTable;
import io.hearthwatch.predictor.features.Vocabulary;
import io.hearthwatch.predictor.learning.HistorySource;
import io.hearthwatch.predictor.storage.HistoryReader;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** That features are the same whichever way the stored history is read. */
class StoredFeaturesTest extends TrainedFleet {
    /** One reading an hour: its statistics are the reading itself, so a history made by hand must give the very same features. */
    @Test
    void databaseGivesTheSameFeaturesAsMemoryToTheLastBit() {
        Vocabulary vocabulary = Vocabulary.of(SmallFleet.type(), List.of("big", "small"));
        FeatureExtractor extractor = new FeatureExtractor(vocabulary, Duration.ZERO, DAY);
        Map<Integer, ApplianceHistory> stored = new HashMap<>();
        new HistoryReader(small.database, small.fleet, small.ingest.stored(), SmallFleet.type(), vocabulary, a -> true)
                .forEach(HistorySource.BEGINNING, SmallFleet.END, h -> stored.put(h.applianceNo(), h));
        Map<Integer, ApplianceHistory> made = new HashMap<>();
        Map<Integer, float[]> energies = new HashMap<>();
        for (BulkReading reading : small.readings) {
            ApplianceHistory from = stored.get(reading.appliance().no());
            ApplianceHistory history = made.computeIfAbsent(
                    from.applianceNo(), no -> new ApplianceHistory(no, from.id(), from.line(), from.bornAt(), 3));
            float temperature = (float) Double.parseDouble(reading.values()[0]);
            float mode = reading.values()[2].equals("warm") ? 1 : 2;
            float energy = (float) Double.parseDouble(reading.values()[1]);
            float[] before = energies.put(from.applianceNo(), new float[] {energy});
            float[] values = {temperature, before == null ? 0 : (float) (((double) energy - before[0]) / 6.0), mode};
            int known = before == null ? 0 : 1;
            long hour = Math.floorDiv(reading.time().toEpochMilli() + 3_599_999, 3_600_000) * 3_600_000;
            history.addHour(hour, new int[] {1, known, 1}, values, values, values, new float[3]);
        }
        assertThat(made).hasSize(30);
        FleetDayTable fleet = new FleetDayTable();
        new TreeMap<>(made).values().forEach(history -> history.addTo(fleet, List.of("temperature")));
        made.values().forEach(history -> history.setFleet(fleet));
        made.forEach((no, history) -> {
            copy(stored.get(no).faults(), history.faults());
            copy(stored.get(no).repairs(), history.repairs());
            copy(stored.get(no).failures(), history.failures());
            for (int day = 1; day < 100; day += 7) {
                long at = SmallFleet.START.plus(DAY.multipliedBy(day)).toEpochMilli();
                assertThat(extractor.extract(stored.get(no), at)).isEqualTo(extractor.extract(history, at));
            }
        });
    }

    @Test
    void fleetsDayByDayAreTheSameWhetherPutTogetherAtOnceOrAsTimePasses() {
        Vocabulary vocabulary = Vocabulary.of(SmallFleet.type(), List.of("big", "small"));
        FeatureExtractor extractor = new FeatureExtractor(vocabulary, Duration.ZERO, DAY);
        HistoryReader reader = new HistoryReader(
                small.database, small.fleet, small.ingest.stored(), SmallFleet.type(), vocabulary, a -> true);
        int column = extractor.column(Feature.Kind.FLEET_24H, 0);
        small.predictor.forgetFleetDays();
        Map<String, Float> stepwise = new HashMap<>();
        for (int day = 40; day < 60; day += 3) {
            Instant at = SmallFleet.START.plus(DAY.multipliedBy(day)).plusSeconds(4321);
            reader.forEach(
                    at.minus(Duration.ofDays(FeatureExtractor.GIVEN_DAYS)),
                    at,
                    h -> stepwise.put(h.id() + at, extractor.extract(h, at.toEpochMilli())[column]));
        }
        small.predictor.forgetFleetDays();
        Map<String, Float> atOnce = new HashMap<>();
        reader.forEach(HistorySource.BEGINNING, SmallFleet.END, h -> {
            for (int day = 40; day < 60; day += 3) {
                Instant at = SmallFleet.START.plus(DAY.multipliedBy(day)).plusSeconds(4321);
                atOnce.put(h.id() + at, extractor.extract(h, at.toEpochMilli())[column]);
            }
        });
        assertThat(stepwise).isEqualTo(atOnce);
        assertThat(stepwise.values()).noneMatch(value -> Float.isNaN(value));
    }

    @Test
    void telemetryThatTheServiceReadsGivesTheSameFeaturesAsAllOfIt() {
        Vocabulary vocabulary = Vocabulary.of(SmallFleet.type(), List.of("big", "small"));
        FeatureExtractor extractor = new FeatureExtractor(vocabulary, Duration.ZERO, DAY);
        HistoryReader reader = new HistoryReader(
                small.database, small.fleet, small.ingest.stored(), SmallFleet.type(), vocabulary, a -> true);
        Instant at = SmallFleet.START.plus(DAY.multipliedBy(80)).plusSeconds(1234);
        Map<Integer, float[]> all = new HashMap<>();
        reader.forEach(
                HistorySource.BEGINNING,
                SmallFleet.END,
                h -> all.put(h.applianceNo(), extractor.extract(h, at.toEpochMilli())));
        reader.forEach(at.minus(Duration.ofDays(FeatureExtractor.GIVEN_DAYS)), at, history -> {
            float[] row = extractor.extract(history, at.toEpochMilli());
            assertThat(row).isEqualTo(all.remove(history.applianceNo()));
            assertThat(row[extractor.column(Feature.Kind.MEAN_24H, 1)]).isBetween(15f, 26f);
        });
        assertThat(all).isEmpty();
    }

    private static void copy(Events from, Events to) {
        for (int i = 0; i < from.size(); i++) {
            to.add(from.time(i), from.receivedAt(i), from.what(i));
        }
    }
}
