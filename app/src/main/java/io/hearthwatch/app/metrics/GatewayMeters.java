package io.hearthwatch.app.metrics;

import io.hearthwatch.gateway.GatewayMetrics;

/** The gateway's counters as meters. */
final class GatewayMeters {
    private GatewayMeters() {}

    static void bind(Metrics metrics, GatewayMetrics gateway) {
        metrics.from(() -> gateway)
                .gauge(
                        "hearthwatch.connections.open",
                        "TCP connections of appliances open now, accepted or not",
                        GatewayMetrics::openConnections)
                .gauge(
                        "hearthwatch.appliances.connected",
                        "connections accepted and still up",
                        GatewayMetrics::connections)
                .counter(
                        "hearthwatch.connections.accepted",
                        "CONNECT packets accepted: known appliance, right secret",
                        GatewayMetrics::accepted)
                .counters(
                        "hearthwatch.connections.refused",
                        "CONNECT packets refused",
                        "reason",
                        gateway.connectsRefused().keySet(),
                        GatewayMetrics::connectsRefused)
                .counter(
                        "hearthwatch.connections.dropped",
                        "connections closed without a word because far too many were open",
                        GatewayMetrics::droppedAtOnce)
                .counters(
                        "hearthwatch.connections.ended",
                        "connections that the gateway ended",
                        "reason",
                        gateway.connectionsEnded().keySet(),
                        GatewayMetrics::connectionsEnded)
                .counters(
                        "hearthwatch.connections.paused",
                        "times that reading from a connection was paused; window and writes are the connection's own doing,"
                                + " budget and sink the whole service's",
                        "reason",
                        gateway.pauses().keySet(),
                        GatewayMetrics::pauses)
                .counters(
                        "hearthwatch.messages.received",
                        "messages taken from appliances",
                        "kind",
                        gateway.messagesByKind().keySet(),
                        GatewayMetrics::messagesByKind)
                .counter(
                        "hearthwatch.messages.acknowledged",
                        "messages acknowledged, each after its commit",
                        GatewayMetrics::acknowledged)
                .counters(
                        "hearthwatch.messages.refused",
                        "messages answered with a negative acknowledgement",
                        "reason",
                        gateway.publishesRefused().keySet(),
                        GatewayMetrics::publishesRefused)
                .counter(
                        "hearthwatch.messages.unanswered",
                        "messages handled without an answer: QoS 0, or the appliance was gone before the commit",
                        GatewayMetrics::unanswered)
                .counter(
                        "hearthwatch.sessions.resumed",
                        "connections that went on with a session of before",
                        GatewayMetrics::resumed)
                .counter("hearthwatch.commands.sent", "commands written to appliances", GatewayMetrics::commands)
                .counter(
                        "hearthwatch.connection.events.lost",
                        "comings and goings of appliances that were not recorded because too many waited",
                        GatewayMetrics::lostEvents);
        metrics.histogram(
                "hearthwatch_acknowledge_seconds",
                "time from a publish's arrival to its acknowledgement",
                gateway.acknowledgeSeconds());
    }
}
