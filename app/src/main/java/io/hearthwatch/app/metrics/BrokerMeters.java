package io.hearthwatch.app.metrics;

import io.hearthwatch.gateway.broker.BrokerMetrics;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The counters of what comes from a broker as meters; all 0 where there is none. */
final class BrokerMeters {
    private BrokerMeters() {}

    static void bind(Metrics metrics, Optional<BrokerMetrics> broker) {
        metrics.from(() -> broker.map(BrokerMetrics::snapshot).orElse(Map.of()))
                .gauge("hearthwatch.broker.up", "1 while subscribed at the broker, else 0", value("connected"))
                .counter("hearthwatch.broker.messages.received", "messages from the broker", value("messages"))
                .counter(
                        "hearthwatch.broker.messages.acknowledged",
                        "messages acknowledged to the broker, each after its commit",
                        value("acknowledged"))
                .counter(
                        "hearthwatch.broker.messages.unanswered",
                        "messages from the broker not acknowledged: QoS 0, or the connection was gone before the commit",
                        value("unanswered"))
                .counter(
                        "hearthwatch.broker.unknown.appliance.messages",
                        "messages from the broker for appliances that nobody registered",
                        value("unknown_appliances"))
                .gauge(
                        "hearthwatch.broker.messages.waiting",
                        "messages from the broker that wait for their commit",
                        value("waiting"))
                .gauge("hearthwatch.broker.waiting.bytes", "bytes that these hold", value("waiting_bytes"))
                .counter("hearthwatch.broker.connects", "times that the broker was subscribed to", value("connects"))
                .counter(
                        "hearthwatch.broker.connect.failures",
                        "attempts to subscribe at the broker that failed",
                        value("connect_failures"))
                .counter(
                        "hearthwatch.broker.overflows",
                        "times that the connection was given up because too many bytes waited",
                        value("overflows"));
    }

    private static ToDoubleFunction<Map<String, Long>> value(String name) {
        return look -> look.getOrDefault(name, 0L);
    }
}
