package io.hearthwatch.servicedesk.organisation;

import io.hearthwatch.catalog.Text;
import java.time.LocalDate;

/**
 * A service centre in a list.
 *
 * @param region null where it belongs to headquarters directly
 * @param certifiedUntil when its last certificate ends, or null
 * @param openActions corrective actions that are not done, or whose effect is not checked
 */
public record CentreSummary(
        String id,
        Text name,
        String region,
        Text regionName,
        String kind,
        String timeZone,
        boolean certified,
        LocalDate certifiedUntil,
        int technicians,
        int openActions) {}
