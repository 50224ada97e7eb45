package io.hearthwatch.servicedesk.dispatch.route;

/**
 * A stretch of the day.
 *
 * @param from minute at which it begins, counted from the plan's origin
 * @param to minute at which it ends, later than {@code from}
 */
public record Span(int from, int to) {
    public Span {
        if (from >= to) {
            throw new IllegalArgumentException("a span must begin before it ends: " + from + " to " + to);
        }
    }
}
