package io.hearthwatch.servicedesk.dispatch;

import io.hearthwatch.catalog.Text;
import java.time.Instant;
import java.util.List;

/**
 * A visit on a route.
 *
 * @param begin when work is to begin, which is when the technician is there
 * @param travelMinutes on the way to it
 * @param arrivedAt null before
 * @param endedAt null while it is to be done, or being done
 * @param reasons why this technician
 */
public record PlannedVisit(
        long ticket,
        String number,
        String state,
        int urgency,
        String technician,
        Instant begin,
        Instant end,
        Instant windowFrom,
        Instant windowTo,
        int travelMinutes,
        boolean pinned,
        boolean pinnedTime,
        String pinnedBy,
        String source,
        Instant arrivedAt,
        Instant endedAt,
        List<Text> reasons) {}
