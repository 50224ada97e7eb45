package io.hearthwatch.benchmarks.load;

import java.io.IOException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the service takes more of something: connections, publishers, rows that are stored already. */
final class Growth {
    private static final double SECONDS = 4;

    /** Below the gateway's limit of connects a second. */
    private static final int CONNECTS_PER_SECOND = 900;

    private final Site site;

    Growth(Site site) {
        this.site = site;
    }

    /** Connections that do nothing: what each takes of the heap, and how long a connect takes. */
    Map<String, Object> connections(int count) throws IOException {
        Memory memory = new Memory(site.serve().pid());
        Map<String, Object> figures = new LinkedHashMap<>();
        try (Loader first = new Loader(1)) {
            // What is loaded and made once for all connections is not to be counted.
            first.connect(site.serve().mqttPort(), site.publishers(Math.min(count, 200)), CONNECTS_PER_SECOND, true);
        }
        Pause.millis(500);
        long heap = memory.liveHeapBytes();
        long resident = memory.residentBytes();
        Cpu cpu = new Cpu()
                .watch("server", site.serve().pid())
                .watch("postgres", site.postgresPid())
                .start();
        try (Loader loader = new Loader(1)) {
            Loader.Round round =
                    loader.connect(site.serve().mqttPort(), site.publishers(count), CONNECTS_PER_SECOND, true);
            Map<String, Double> spent = cpu.perMillion(count);
            figures.put("count", count);
            figures.put("heap_bytes_each", (memory.liveHeapBytes() - heap) / count);
            figures.put("heap_mb", Figures.megabytes(memory.liveHeapBytes()));
            figures.put("rss_mb", Figures.megabytes(memory.residentBytes()));
            figures.put("rss_bytes_each", (memory.residentBytes() - resident) / count);
            figures.put("connects_per_second", Figures.whole(round.perSecond()));
            figures.put("connect_p50_ms", Figures.two(round.times().millis(.50)));
            figures.put("connect_p99_ms", Figures.two(round.times().millis(.99)));
            spent.forEach((name, perMillion) -> figures.put("cpu_ms_each_" + name, Figures.three(perMillion / 1000)));
        }
        return figures;
    }

    /** The highest rate with so many publishers. */
    Map<String, Object> publishers(Messages messages, int count) throws IOException, SQLException {
        site.empty();
        try (Loader loader = new Loader(Integer.MAX_VALUE)) {
            loader.connect(site.serve().mqttPort(), site.publishers(count), CONNECTS_PER_SECOND, true);
            return rate(loader, messages);
        }
    }

    private static Map<String, Object> rate(Loader loader, Messages messages) throws IOException {
        loader.full(messages, Long.MAX_VALUE, 1);
        Loader.Round round = loader.full(messages, Long.MAX_VALUE, SECONDS);
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("messages_per_second", Figures.whole(round.perSecond()));
        figures.put("ack_p50_ms_full", Figures.two(round.times().millis(.50)));
        figures.put("ack_p99_ms_full", Figures.two(round.times().millis(.99)));
        return figures;
    }

    /** The highest rate when so many rows are there already. */
    Map<String, Object> storedRows(Messages single, Messages many, int publishers, List<Long> sizes)
            throws IOException, SQLException {
        Map<String, Object> figures = new LinkedHashMap<>();
        site.empty();
        try (Loader loader = new Loader(Integer.MAX_VALUE)) {
            loader.connect(site.serve().mqttPort(), site.publishers(publishers), CONNECTS_PER_SECOND, true);
            for (long size : sizes) {
                long missing = size - site.storedRows();
                if (missing > 0) {
                    loader.full(many, (missing + many.readings() - 1) / many.readings(), 1_800);
                }
                figures.put(size + "_stored_rows", rate(loader, single));
            }
        }
        return figures;
    }
}
