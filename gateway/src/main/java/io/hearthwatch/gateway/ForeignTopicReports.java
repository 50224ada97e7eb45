package io.hearthwatch.gateway;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Decides which publishes to foreign topics are reported to the sink: a developer must see why nothing arrives, and an
 * appliance that does it in a loop must not fill the table. Safe for use by several threads; memory is bounded by
 * forgetting the appliance that was seen longest ago.
 */
final class ForeignTopicReports {
    private static final int REMEMBERED_APPLIANCES = 10_000;
    private static final int BURST = 10;

    @SuppressWarnings("serial") // never serialized
    private final Map<Integer, RateLimit> byAppliance = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, RateLimit> eldest) {
            return size() > REMEMBERED_APPLIANCES;
        }
    };

    /** Whether to report one more, at most one a second per appliance after a first few. */
    synchronized boolean worthReporting(int applianceNo, long nowNanos) {
        return byAppliance
                        .computeIfAbsent(applianceNo, no -> new RateLimit(1, BURST))
                        .claim(nowNanos, 0)
                == 0;
    }
}
