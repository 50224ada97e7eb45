package io.hearthwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.database.Database;
import io.hearthwatch.fleet.Appliance;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two ingests with pools of their own on one database, as two processes are: what a broker delivers to one and, after a cut, again to the
 * other is stored once, whatever the order in which both come to the same keys.
 */
class TwoProcessesTest {
    private static final int MESSAGES = 240;
    private static final int ITEMS = 30;
    private static final int MINUTES = 400;
    private static final int THREADS = 4;

    /** A message and whose it is. */
    private record Sent(Appliance appliance, MessageKind kind, String payload, int items) {}

    @Test
    void whatOneProcessDroppedIsNotStoredAgainByAnotherThatHasNotHeardOfIt() {
        try (Rig rig = new Rig();
                Database other = Database.connect(rig.test.settings(), 6);
                Ingest second = new Ingest(other, rig.catalog, rig.fleet, () -> Rig.NOW, IngestSettings.defaults())) {
            Appliance washer = rig.washers.get(0);
            String old = "{\"ts\":%d,\"values\":{\"vibration\":1}}".formatted(Rig.ago(40 * 24 * 60));
            String kept = "{\"ts\":%d,\"values\":{\"vibration\":2}}".formatted(Rig.ago(20 * 24 * 60));
            assertThat(rig.telemetry(washer, old).stored()).isEqualTo(1);
            rig.ingest.hours().close(Rig.NOW);
            assertThat(rig.count("telemetry.washer_hourly")).isEqualTo(1);
            KeepSettings month =
                    KeepSettings.defaults().withReadings(Duration.ofDays(7), Duration.ofDays(30), Map.of());
            rig.ingest.housekeeping(month).run(Rig.NOW);
            assertThat(rig.count("telemetry.washer")).isZero();

            // An appliance that has no acknowledgement sends it again, and now the other process has it.
            Verdict again = Rig.await(second.accept(message(washer, "[" + old + "," + kept + "]")));
            assertThat(again).isEqualTo(new Verdict(1, 0, 1, "too_late"));
            assertThat(rig.rows("select vibration from telemetry.washer")).containsExactly("2");
            assertThat(rig.rows("select reason from telemetry.rejected")).containsExactly("too_late");
            assertThat(Rig.await(second.accept(message(washer, old))).rejected())
                    .isEqualTo(1);
            IngestMetrics metrics = second.metrics();
            assertThat(metrics.received()).isEqualTo(3).isEqualTo(metrics.stored() + metrics.rejected());
            assertThat(metrics.inFlight()).isZero();
            second.hours().close(Rig.NOW);
            assertThat(rig.rows("select count from telemetry.washer_hourly order by hour"))
                    .as("what was computed of the dropped reading stays")
                    .containsExactly("1", "1");
        }
    }

    private static ReceivedMessage message(Appliance from, String payload) {
        return new ReceivedMessage(
                from, MessageKind.TELEMETRY, payload.getBytes(StandardCharsets.UTF_8), Rig.NOW, ContentType.JSON);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void overlappingMessagesAreStoredOnceAndNobodyWaitsForEver(long seed) throws Exception {
        try (Rig rig = new Rig();
                Database other = Database.connect(rig.test.settings(), 6);
                Ingest second = new Ingest(other, rig.catalog, rig.fleet, () -> Rig.NOW, IngestSettings.defaults())) {
            List<Sent> messages = messages(rig, new Random(seed));
            ConcurrentLinkedQueue<Future<Verdict>> verdicts = new ConcurrentLinkedQueue<>();
            ExecutorService threads = Executors.newFixedThreadPool(2 * THREADS);
            List<java.util.concurrent.Future<?>> sending = new ArrayList<>();
            for (int t = 0; t < 2 * THREADS; t++) {
                Ingest to = t % 2 == 0 ? rig.ingest : second;
                List<Sent> mine = new ArrayList<>(messages);
                Collections.shuffle(mine, new Random(seed * 31 + t));
                sending.add(threads.submit(() -> mine.forEach(sent -> verdicts.add(to.accept(new ReceivedMessage(
                        sent.appliance(),
                        sent.kind(),
                        sent.payload().getBytes(StandardCharsets.UTF_8),
                        Rig.NOW,
                        ContentType.JSON))))));
            }
            for (java.util.concurrent.Future<?> thread : sending) {
                thread.get(60, TimeUnit.SECONDS);
            }
            threads.shutdown();
            long stored = 0;
            long repeated = 0;
            for (Future<Verdict> future : verdicts) {
                Verdict verdict =
                        future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
                assertThat(verdict.rejected()).as(verdict.reason()).isZero();
                stored += verdict.stored();
                repeated += verdict.repeated();
            }

            long items = messages.stream().mapToLong(Sent::items).sum();
            assertThat(stored + repeated).isEqualTo(2 * THREADS * items);
            assertThat(rig.count("telemetry.rejected")).isZero();
            // Every key that was sent is there, with all that any message said of it.
            assertThat(rig.rows("select count(*) from telemetry.washer where vibration is distinct from"
                            + " (extract(epoch from time) / 60)::bigint % 50 or energy is distinct from"
                            + " (extract(epoch from time) / 60)::bigint"))
                    .containsExactly("0");
            assertThat(rig.count("telemetry.washer")).isEqualTo(keys(messages, "washer"));
            assertThat(rig.count("telemetry.fridge")).isEqualTo(keys(messages, "fridge"));
            assertThat(rig.count("telemetry.fault")).isEqualTo(faults(messages));
        }
    }

    /** Readings whose values follow from their time, so that no two contradict each other; washers' in two halves. */
    private static List<Sent> messages(Rig rig, Random random) {
        List<Sent> messages = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            int dice = random.nextInt(10);
            if (dice == 0) {
                Appliance washer = rig.washers.get(random.nextInt(rig.washers.size()));
                messages.add(new Sent(washer, MessageKind.FAULTS, fault(random.nextInt(MINUTES)), 1));
            } else if (dice < 4) {
                messages.add(
                        new Sent(rig.fridge, MessageKind.TELEMETRY, items(random, "\"temperature\":4.5", ""), ITEMS));
            } else {
                Appliance washer = rig.washers.get(random.nextInt(rig.washers.size()));
                List<Integer> minutes = minutes(random);
                messages.add(new Sent(washer, MessageKind.TELEMETRY, half(minutes, true), ITEMS));
                messages.add(new Sent(washer, MessageKind.TELEMETRY, half(minutes, false), ITEMS));
            }
        }
        return messages;
    }

    private static List<Integer> minutes(Random random) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < MINUTES; i++) {
            all.add(i);
        }
        Collections.shuffle(all, random);
        return all.subList(0, ITEMS);
    }

    private static String items(Random random, String values, String more) {
        List<String> items = new ArrayList<>();
        for (int minute : minutes(random)) {
            items.add("{\"ts\":" + Rig.ago(minute) + ",\"values\":{" + values + more + "}}");
        }
        return "[" + String.join(",", items) + "]";
    }

    private static String half(List<Integer> minutes, boolean first) {
        List<String> items = new ArrayList<>();
        for (int ago : minutes) {
            long minute = Rig.ago(ago) / 60_000;
            String value = first ? "\"vibration\":" + minute % 50 : "\"energy\":" + minute;
            items.add("{\"ts\":" + Rig.ago(ago) + ",\"values\":{" + value + "}}");
        }
        return "[" + String.join(",", items) + "]";
    }

    private static String fault(int ago) {
        return "{\"ts\":" + Rig.ago(ago) + ",\"code\":\"E18\",\"state\":\"raised\"}";
    }

    private static long keys(List<Sent> messages, String type) {
        return messages.stream()
                .filter(sent -> sent.kind() == MessageKind.TELEMETRY
                        && sent.appliance().type().equals(type))
                .flatMap(sent ->
                        times(sent.payload()).map(time -> sent.appliance().no() + "@" + time))
                .distinct()
                .count();
    }

    private static long faults(List<Sent> messages) {
        return messages.stream()
                .filter(sent -> sent.kind() == MessageKind.FAULTS)
                .map(sent -> sent.appliance().no() + sent.payload())
                .distinct()
                .count();
    }

    private static java.util.stream.Stream<String> times(String payload) {
        return java.util.regex.Pattern.compile("\"ts\":(\\d+)")
                .matcher(payload)
                .results()
                .map(result -> result.group(1));
    }
}
