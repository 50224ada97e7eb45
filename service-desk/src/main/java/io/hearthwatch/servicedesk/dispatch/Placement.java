package io.hearthwatch.servicedesk.dispatch;

import io.hearthwatch.catalog.Text;
import java.time.Instant;
import java.util.List;

/**
 * A visit's place on a technician's day, as it is stored.
 *
 * @param from when work begins
 * @param to when it is over
 * @param travelMinutes on the way to it
 * @param source booking, plan or hand
 */
record Placement(
        long ticket,
        String technician,
        Instant from,
        Instant to,
        int travelMinutes,
        String source,
        List<Text> reasons) {}
