package io.hearthwatch.ingest;

import io.hearthwatch.catalog.*;
import io.hearthwatch.fleet.*;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import org.junit.jupiter.api.Test;

class SpeedCheck {
    @Test
    void speed() throws Exception {
        List<Metric> metrics = new ArrayList<>();
        for (int i = 0; i < 10; i++) metrics.add(Rig.metric("m" + i, MetricKind.GAUGE, 0, 1e6));
        Catalog catalog = new Catalog(List.of(Rig.washer(), Rig.fridge(), Rig.type("wide", metrics, "E1")));
        try (Rig rig = new Rig(catalog, IngestSettings.defaults(), Shard.exponential())) {
            rig.execute("alter system set fsync = on");
            rig.execute("select pg_reload_conf()");
            List<Appliance> fleet = new ArrayList<>();
            for (int i = 0; i < 2000; i++) fleet.add(rig.add("w" + i, "wide"));
            for (int round = 0; round < 3; round++) {
                run(rig, fleet, 60, 20_000, round * 1_000_000);
                run(rig, fleet, 1, 400_000, 500_000_000 + round * 100_000);
            }
            rawCopy(rig);
            long t = System.nanoTime();
            int hours = rig.ingest.hours().close(Instant.MAX);
            double s = (System.nanoTime() - t) / 1e9;
            long rows = rig.count("telemetry.wide");
            System.out.printf("close %d hours of %d rows in %.2f s: %.0f rows/s%n", hours, rows, s, rows / s);
        }
    }

    static void rawCopy(Rig rig) {
        rig.execute("create table public.raw (like telemetry.wide including all)");
        TypeTable table = new TypeTable(rig.catalog.type("wide"));
        long t = System.nanoTime();
        int n = 0;
        for (int b = 0; b < 120; b++) {
            RowBuffer buffer = new RowBuffer(table);
            double[] v = new double[10];
            for (int i = 0; i < 10_000; i++) {
                Arrays.fill(v, i);
                buffer.add(i % 2000, (b * 10_000L + i) * 1_000_000, 0, v, 0, 0, 0, 0);
                n++;
            }
            rig.test.database().withConnection(c -> {
                buffer.bytes().send(c, "copy public.raw from stdin (format binary)");
                return null;
            });
        }
        double s = (System.nanoTime() - t) / 1e9;
        System.out.printf("raw copy one connection: %.0f rows/s%n", n / s);
    }

    static void run(Rig rig, List<Appliance> fleet, int per, int messages, int base) throws Exception {
        byte[][] payloads = new byte[messages][];
        long t0 = Rig.NOW.minus(Duration.ofDays(390)).toEpochMilli();
        for (int m = 0; m < messages; m++) {
            StringBuilder sb = new StringBuilder(per > 1 ? "[" : "");
            for (int r = 0; r < per; r++) {
                long ts = t0 + base + (long) (m / fleet.size()) * per * 1000 + r * 1000L;
                sb.append(r > 0 ? "," : "").append("{\"ts\":").append(ts).append(",\"values\":{");
                for (int i = 0; i < 10; i++)
                    sb.append(i > 0 ? "," : "")
                            .append("\"m")
                            .append(i)
                            .append("\":")
                            .append((m * 7 + r * 3 + i) % 1000 / 10.0);
                sb.append("}}");
            }
            payloads[m] = sb.append(per > 1 ? "]" : "").toString().getBytes(StandardCharsets.UTF_8);
        }
        long t = System.nanoTime();
        long commits = rig.ingest.metrics().commits();
        Semaphore window = new Semaphore(per > 1 ? 2000 : 20000);
        AtomicLong stored = new AtomicLong();
        CountDownLatch done = new CountDownLatch(messages);
        for (int m = 0; m < messages; m++) {
            window.acquire();
            rig.ingest
                    .accept(new ReceivedMessage(
                            fleet.get(m % fleet.size()), MessageKind.TELEMETRY, payloads[m], Rig.NOW, ContentType.JSON))
                    .onComplete(v -> {
                        stored.addAndGet(v.result().stored());
                        window.release();
                        done.countDown();
                    });
        }
        done.await();
        double s = (System.nanoTime() - t) / 1e9;
        System.out.printf(
                "%d per message: %.0f messages/s, %.0f rows/s, stored %d, commits %d%n",
                per,
                messages / s,
                messages * per / s,
                stored.get(),
                rig.ingest.metrics().commits() - commits);
    }
}
