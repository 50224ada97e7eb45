package io.hearthwatch.servicedesk.listing;

import java.util.Arrays;
import java.util.List;

/**
 * A condition on the ticket {@code t} of a statement.
 *
 * @param sql with a {@code ?} for each parameter; never from outside
 * @param parameters in the order of their places, none of them null
 */
public record Condition(String sql, List<Object> parameters) {
    public Condition {
        parameters = List.copyOf(parameters);
    }

    static Condition of(String sql, Object... parameters) {
        return new Condition(sql, Arrays.asList(parameters));
    }
}
