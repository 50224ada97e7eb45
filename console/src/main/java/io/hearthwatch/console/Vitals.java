package io.hearthwatch.console;

import java.util.List;
import java.util.function.Supplier;

/**
 * What the service tells about itself to those who watch it.
 *
 * @param checks what has to be well for the service to be ready, in the order shown; asked on a worker
 * @param metrics every metric in Prometheus' text format; asked on a worker
 */
public record Vitals(List<HealthCheck> checks, Supplier<String> metrics) {
    /** Media type of {@link #metrics}. */
    public static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    public Vitals {
        checks = List.copyOf(checks);
    }
}
