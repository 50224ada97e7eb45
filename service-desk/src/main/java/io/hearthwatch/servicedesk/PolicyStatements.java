package io.hearthwatch.servicedesk;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Costs;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/**
 * What a service file says about the policy. A statement that it made before is not made again: loading the same file once more must
 * not undo what people have changed since. For one transaction, which holds the gate's lock.
 */
final class PolicyStatements {
    private static final Author FILE = new Author("service load", "as the service file says");

    private final Connection connection;
    private final Catalog catalog;
    private final Instant now;

    PolicyStatements(Connection connection, Catalog catalog, Instant now) {
        this.connection = connection;
        this.catalog = catalog;
        this.now = now;
    }

    /** Applies what is new in the file; how many entries that changed. */
    int apply(ServiceFile file) throws SQLException {
        int changed = 0;
        for (ServiceFile.ComponentCost cost : file.costs) {
            changed += costs(cost) ? 1 : 0;
        }
        for (ServiceFile.DailyCapacity capacity : file.capacities) {
            if (isNew("capacity " + capacity.centre(), String.valueOf(capacity.tickets()))) {
                changed += TicketPolicies.setCapacity(connection, capacity.centre(), capacity.tickets(), FILE, now)
                        ? 1
                        : 0;
            }
        }
        for (ServiceFile.Ticketing ticketing : file.ticketing) {
            if (isNew("tickets " + ticketing.type(), String.valueOf(ticketing.enabled()))) {
                changed += TicketPolicies.decide(connection, ticketing.type(), ticketing.enabled(), FILE, now) ? 1 : 0;
            }
        }
        return changed;
    }

    private boolean costs(ServiceFile.ComponentCost cost) throws SQLException {
        String type = cost.type();
        String component = cost.component();
        if (!isNew("costs " + type + " " + component, cost.costs().toString())) {
            return false;
        }
        Costs otherwise = catalog.type(type).components().get(component).costs();
        return TicketPolicies.setCosts(connection, type, component, cost.costs(), otherwise, FILE, now);
    }

    private boolean isNew(String subject, String value) throws SQLException {
        return Stated.isNew(connection, subject, value);
    }
}
