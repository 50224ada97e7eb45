package io.hearthwatch.app.metrics;

import io.hearthwatch.app.health.Watch;
import io.hearthwatch.servicedesk.customer.Retention;
import io.hearthwatch.servicedesk.outbox.DeliveryCounts;
import io.hearthwatch.servicedesk.outbox.Outgoing;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Events on their way to other systems, and what is no longer kept here, as meters. */
final class OutgoingMeters {
    private OutgoingMeters() {}

    static void bind(Metrics metrics, Watch watch) {
        metrics.from(watch::deliveries)
                .counter(
                        "hearthwatch.webhooks.delivered", "events that a receiver has taken", DeliveryCounts::delivered)
                .counter(
                        "hearthwatch.webhooks.failed",
                        "attempts to deliver an event that failed",
                        DeliveryCounts::failed)
                .counter(
                        "hearthwatch.webhooks.dead",
                        "tickets whose events were parked after too many attempts",
                        DeliveryCounts::parked);
        metrics.from(watch::retention)
                .counters(
                        "hearthwatch.retention.erased",
                        "tickets, reports, looks and households of which something personal was erased when its time was over, by"
                                + " what it was",
                        "kind",
                        Retention.kinds(),
                        Retention::erased);
        metrics.from(watch::outgoing)
                .gauge(
                        "hearthwatch.webhooks.waiting",
                        "events still to be delivered, once per subscription; NaN while not known",
                        known(Outgoing.Backlog::waiting))
                .gauge(
                        "hearthwatch.webhooks.parked",
                        "tickets whose events wait for a person, once per subscription; NaN while not known",
                        known(Outgoing.Backlog::parked))
                .gauge(
                        "hearthwatch.webhooks.oldest.seconds",
                        "age of the oldest event that waits, parked ones left out; NaN while not known",
                        known(backlog -> backlog.oldest().toMillis() / 1e3));
    }

    private static ToDoubleFunction<Optional<Outgoing.Backlog>> known(ToDoubleFunction<Outgoing.Backlog> value) {
        return look -> look.map(value::applyAsDouble).orElse(Double.NaN);
    }
}
