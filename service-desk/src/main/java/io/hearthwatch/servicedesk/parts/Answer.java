package io.hearthwatch.servicedesk.parts;

import java.util.Map;

/**
 * What a request did.
 *
 * @param body what it made and how the shelf stands now, as plain values for JSON
 * @param repeated whether the request had been answered before, so that nothing was done this time
 */
public record Answer(Map<String, Object> body, boolean repeated) {
    public Answer {
        body = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(body));
    }

    /** A number that the answer names, such as the id of what was made. */
    public long number(String name) {
        return ((Number) body.get(name)).longValue();
    }
}
