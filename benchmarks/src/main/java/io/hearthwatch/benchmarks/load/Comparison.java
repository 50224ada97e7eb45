package io.hearthwatch.benchmarks.load;

import java.io.IOException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The service, a bare COPY and Mosquitto's pipe, one after the other and again, with the same publishers, messages and database server.
 * Rates are sums over all rounds, since a busy machine disturbs each of them.
 */
final class Comparison {
    private static final long MOST_ROWS_COPIED = 1_500_000;
    private static final int WINDOW = 16;

    private final Site site;
    private final MosquittoPipe pipe;
    private final Messages messages;
    private final List<Publisher> publishers;
    private final int rounds;
    private final double seconds;
    private final double warmUp;

    /** @param pipe Mosquitto's, or null where it is not installed */
    Comparison(
            Site site,
            MosquittoPipe pipe,
            Messages messages,
            List<Publisher> publishers,
            int rounds,
            double seconds,
            double warmUp) {
        this.warmUp = warmUp;
        this.site = site;
        this.pipe = pipe;
        this.messages = messages;
        this.publishers = publishers;
        this.rounds = rounds;
        this.seconds = seconds;
    }

    /** What rounds of one kind came to. */
    private static final class Sum {
        private final Map<String, Double> cpu = new LinkedHashMap<>();
        private long messages;
        private double seconds;
        private final Times times = new Times();

        void add(Loader.Round round, Cpu used) {
            used.perMillion(1_000_000).forEach((name, spent) -> cpu.merge(name, spent, Double::sum));
            messages += round.messages();
            seconds += round.seconds();
            times.add(round.times());
        }

        double perSecond() {
            return messages / seconds;
        }

        Map<String, Double> cpuPerMillion() {
            Map<String, Double> each = new LinkedHashMap<>();
            cpu.forEach((name, spent) -> each.put(name, Figures.two(spent * 1e6 / messages)));
            return each;
        }
    }

    /** Runs everything and gives the figures, by name. */
    Map<String, Object> run() throws IOException, SQLException {
        Sum served = new Sum();
        Sum piped = new Sum();
        double copied = 0;
        long rows = 0;
        long commits = 0;
        long wal = 0;
        double bytes = 0;
        Map<String, Object> figures = new LinkedHashMap<>();
        try (Loader loader = new Loader(Integer.MAX_VALUE);
                Loader beside = new Loader(WINDOW)) {
            loader.connect(site.serve().mqttPort(), publishers, 900, true);
            double rate = loader.full(messages, Long.MAX_VALUE, warmUp).perSecond();
            double pipeRate = pipe == null ? 0 : warmUp(beside);
            for (int round = 0; round < rounds; round++) {
                site.empty();
                long walBefore = site.walBytes();
                Serve.Counts before = site.serve().counts();
                Cpu cpu = cpu().watch("server", site.serve().pid()).start();
                Loader.Round full = loader.full(messages, (long) (rate * seconds), seconds * 3);
                served.add(full, cpu);
                Serve.Counts counts = site.serve().counts().since(before);
                check(counts, full);
                rows += counts.stored();
                commits += counts.commits();
                wal += site.walBytes() - walBefore;
                bytes += site.tableBytes();
                copied += copy(counts.stored(), (int) (counts.stored() / Math.max(1, counts.commits())));
                if (pipe != null) {
                    site.twin(MosquittoSink.TABLE);
                    Cpu pipeCpu = cpu().watch("mosquitto", pipe.brokerPid())
                            .watch("sink", pipe.sinkPid())
                            .start();
                    piped.add(
                            pipe.run(beside, messages, (long) (pipeRate * seconds), seconds * 3, onTheWay()), pipeCpu);
                }
            }
            double copyRate = copied / rounds;
            figures.put("publishers", publishers.size());
            figures.put("messages_per_second", Figures.whole(served.perSecond()));
            figures.put("rows_per_second", Figures.whole(served.perSecond() * messages.readings()));
            figures.put("copy_rows_per_second", Figures.whole(copyRate));
            figures.put("ratio_to_copy", Figures.three(served.perSecond() * messages.readings() / copyRate));
            figures.put("mosquitto_pipe_messages_per_second", pipe == null ? null : Figures.whole(piped.perSecond()));
            figures.put(
                    "ratio_to_mosquitto_pipe",
                    pipe == null ? null : Figures.three(served.perSecond() / piped.perSecond()));
            Serve.Counts beforeHalf = site.serve().counts();
            Cpu halfCpu = cpu().watch("server", site.serve().pid()).start();
            Loader.Round half = loader.paced(messages, served.perSecond() / 2, seconds * 1.5, WINDOW, 1);
            figures.put("ack_p50_ms", Figures.two(half.times().millis(.50)));
            figures.put("ack_p99_ms", Figures.two(half.times().millis(.99)));
            figures.put("half_rate_messages_per_second", Figures.whole(half.perSecond()));
            Sum halved = new Sum();
            halved.add(half, halfCpu);
            Serve.Counts halfCounts = site.serve().counts().since(beforeHalf);
            Loader.Round single = loader.paced(messages, served.perSecond() / 2, seconds * 1.5, 1, 1);
            figures.put("ack_p50_ms_one_by_one", Figures.two(single.times().millis(.50)));
            figures.put("ack_p99_ms_one_by_one", Figures.two(single.times().millis(.99)));
            figures.put("half_rate_cpu_seconds_per_million_messages", halved.cpuPerMillion());
            figures.put(
                    "half_rate_rows_per_commit", Figures.whole((double) halfCounts.stored() / halfCounts.commits()));
            figures.put("ack_p50_ms_full", Figures.two(served.times.millis(.50)));
            figures.put("ack_p99_ms_full", Figures.two(served.times.millis(.99)));
            figures.put("rows_per_commit", Figures.whole((double) rows / Math.max(1, commits)));
            figures.put("cpu_seconds_per_million_messages", served.cpuPerMillion());
            if (pipe != null) {
                figures.put("mosquitto_pipe_cpu_seconds_per_million_messages", piped.cpuPerMillion());
            }
            figures.put("disk_bytes_per_row", Figures.whole(bytes / rows));
            figures.put("wal_bytes_per_row", Figures.whole((double) wal / rows));
        }
        return figures;
    }

    private double warmUp(Loader beside) throws IOException, SQLException {
        site.twin(MosquittoSink.TABLE);
        beside.connect(pipe.port(), publishers, 5_000, false);
        return pipe.run(beside, messages, Long.MAX_VALUE, warmUp, onTheWay()).perSecond();
    }

    /** As many as the service lets its publishers have on the way. */
    private long onTheWay() {
        return (long) WINDOW * publishers.size();
    }

    private Cpu cpu() {
        return new Cpu().watch("loader", ProcessHandle.current().pid()).watch("postgres", site.postgresPid());
    }

    private void check(Serve.Counts counts, Loader.Round sent) throws IOException {
        if (counts.stored() != sent.messages() * messages.readings() || counts.other() != 0) {
            throw new IOException("of " + sent.messages() + " messages with " + messages.readings()
                    + " readings each, stored are " + counts);
        }
    }

    /** The better of one connection and two. */
    private double copy(long rows, int rowsACommit) throws SQLException {
        double best = 0;
        for (int connections = 1; connections <= 2; connections++) {
            site.twin(Ceiling.TABLE);
            best = Math.max(
                    best,
                    new Ceiling(site.database())
                            .run(messages, publishers, connections, Math.min(rows, MOST_ROWS_COPIED), rowsACommit));
        }
        return best;
    }
}
