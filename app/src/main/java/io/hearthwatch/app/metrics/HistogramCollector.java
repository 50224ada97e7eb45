package io.hearthwatch.app.metrics;

import io.hearthwatch.ingest.Histogram;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Arrays;

/** Shows one of our histograms as Prometheus' own; Micrometer has no histogram that is counted elsewhere. */
final class HistogramCollector implements Collector {
    private final String name;
    private final String help;
    private final Histogram histogram;

    HistogramCollector(String name, String help, Histogram histogram) {
        this.name = name;
        this.help = help;
        this.histogram = histogram;
    }

    @Override
    public MetricSnapshot collect() {
        Histogram.Look look = histogram.look();
        double[] bounds = Arrays.copyOf(look.bounds(), look.bounds().length + 1);
        bounds[bounds.length - 1] = Double.POSITIVE_INFINITY;
        return HistogramSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(HistogramDataPointSnapshot.builder()
                        .classicHistogramBuckets(ClassicHistogramBuckets.of(bounds, look.counts()))
                        .sum(look.sum())
                        .build())
                .build();
    }
}
