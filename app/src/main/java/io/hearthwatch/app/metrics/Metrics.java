package io.hearthwatch.app.metrics;

import io.hearthwatch.app.clock.DueState;
import io.hearthwatch.app.disk.SpaceState;
import io.hearthwatch.app.health.Watch;
import io.hearthwatch.database.Database;
import io.hearthwatch.gateway.GatewayMetrics;
import io.hearthwatch.gateway.broker.BrokerMetrics;
import io.hearthwatch.ingest.Histogram;
import io.hearthwatch.ingest.Ingest;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Every metric of the service, read from the rooms' own counters when somebody looks: the rooms know nothing of it, and a message
 * costs nothing more. What is read from one source is read once a look, so that its numbers add up.
 *
 * <p>Names follow Prometheus' conventions and begin with {@code hearthwatch_}, but for the JVM's ({@code jvm_}) and the process's
 * ({@code process_}, {@code system_}). No label ever names an appliance. Thread-safe.
 */
public final class Metrics {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final List<Source<?>> sources = new ArrayList<>();

    private Metrics() {
        JvmMeters.leaveOut(registry);
    }

    /** Where numbers come from, looked at once a scrape. */
    final class Source<T> {
        private final Supplier<T> supplier;
        private volatile T now;

        private Source(Supplier<T> supplier) {
            this.supplier = supplier;
            this.now = supplier.get();
        }

        private void look() {
            now = supplier.get();
        }

        Source<T> counter(String name, String help, ToDoubleFunction<T> value) {
            return counter(name, help, Tags.empty(), value);
        }

        /** One counter per value of a label; all values are known beforehand. */
        Source<T> counters(
                String name,
                String help,
                String label,
                Collection<String> values,
                Function<T, Map<String, Long>> counts) {
            for (String value : values) {
                counter(
                        name,
                        help,
                        Tags.of(label, value),
                        look -> counts.apply(look).getOrDefault(value, 0L));
            }
            return this;
        }

        Source<T> gauge(String name, String help, ToDoubleFunction<T> value) {
            return gauge(name, help, Tags.empty(), value);
        }

        Source<T> gauge(String name, String help, Tags tags, ToDoubleFunction<T> value) {
            Gauge.builder(name, () -> value.applyAsDouble(now))
                    .description(help)
                    .tags(tags)
                    .register(registry);
            return this;
        }

        Source<T> counter(String name, String help, Tags tags, ToDoubleFunction<T> value) {
            FunctionCounter.builder(name, this, source -> value.applyAsDouble(source.now))
                    .description(help)
                    .tags(tags)
                    .register(registry);
            return this;
        }
    }

    <T> Source<T> from(Supplier<T> supplier) {
        Source<T> source = new Source<>(supplier);
        sources.add(source);
        return source;
    }

    void histogram(String name, String help, Histogram histogram) {
        registry.getPrometheusRegistry().register(new HistogramCollector(name, help, histogram));
    }

    PrometheusMeterRegistry registry() {
        return registry;
    }

    /** What the numbers are read from. */
    public record Rooms(
            Database database,
            GatewayMetrics gateway,
            Optional<BrokerMetrics> broker,
            Ingest ingest,
            Watch watch,
            WorkCounters done,
            List<String> dueWork,
            Supplier<List<DueState>> dueStates,
            Supplier<Optional<SpaceState>> space,
            Histogram loopDelay,
            InstantSource clock,
            boolean driven,
            List<String> types,
            String version) {}

    /** Every metric of a running service. */
    public static Metrics of(Rooms rooms) {
        Metrics metrics = new Metrics();
        GatewayMeters.bind(metrics, rooms.gateway());
        BrokerMeters.bind(metrics, rooms.broker());
        IngestMeters.bind(metrics, rooms.ingest());
        ServiceMeters.database(metrics, rooms.database(), rooms.watch());
        ServiceMeters.dueWork(metrics, rooms.done(), rooms.watch(), rooms.dueWork(), rooms.dueStates());
        ModelMeters.bind(metrics, rooms.watch(), rooms.types());
        OutgoingMeters.bind(metrics, rooms.watch());
        ServiceMeters.policy(metrics, rooms.watch().policy());
        ServiceMeters.disk(metrics, rooms.space());
        ServiceMeters.clock(metrics, rooms.clock(), rooms.watch().clock(), rooms.driven());
        ServiceMeters.build(metrics, rooms.version());
        JvmMeters.bind(metrics, rooms.loopDelay());
        return metrics;
    }

    /** Everything in Prometheus' text format, version 0.0.4. Asks no database. */
    public synchronized String scrape() {
        sources.forEach(Source::look);
        return registry.scrape();
    }
}
