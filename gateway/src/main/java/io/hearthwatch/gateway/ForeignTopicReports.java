package io.hearthwatch.gateway;

/**
 * Decides which publishes to foreign topics are reported to the sink: a developer must see why nothing arrives, and an
 * appliance that does it in a loop must not fill the table. Safe for use by several threads; memory is bounded by
 * forgetting the appliance that was seen longest ago.
 */
final class ForeignTopicReports {
    private static final int REMEMBERED_APPLIANCES = 10_000;
    private static final int BURST = 10;

    private final Recent<Integer, RateLimit> byAppliance = new Recent<>(REMEMBERED_APPLIANCES);

    /** Whether to report one more, at most one a second per appliance after a first few. */
    boolean worthReporting(int applianceNo, long nowNanos) {
        return byAppliance.get(applianceNo, no -> new RateLimit(1, BURST)).claim(nowNanos, 0) == 0;
    }
}
