package io.hearthwatch.benchmarks.webhooks;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares what receivers took with the events that the database has. */
final class WebhookChecker {
    private final List<String> violations = new ArrayList<>();
    private long lost;
    private long events;
    private long tickets;

    private WebhookChecker() {}

    /**
     * What was found.
     *
     * @param lost events that a receiver never took, counted for each
     */
    record Findings(long events, long tickets, long lost, List<String> violations) {
        Findings {
            violations = List.copyOf(violations);
        }
    }

    /** @param expected how many tickets were opened, as the clients know */
    static Findings check(Connection database, Map<String, Received> receivers, long expected) throws SQLException {
        WebhookChecker checker = new WebhookChecker();
        Map<String, String> stored = checker.stored(database);
        receivers.forEach((name, received) -> checker.compare(name, received.taken(), stored));
        checker.tickets = number(database, "select count(*) from service.ticket");
        long twice = number(
                database,
                "select count(*) from (select from service.ticket group by appliance_no having count(*) > 1) twice");
        if (twice > 0) {
            checker.violations.add(twice + " appliances have two tickets of one call");
        }
        if (checker.tickets != expected) {
            checker.violations.add(checker.tickets + " tickets are stored, and " + expected + " were opened");
        }
        return new Findings(checker.events, checker.tickets, checker.lost, checker.violations);
    }

    static long number(Connection database, String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private Map<String, String> stored(Connection database) throws SQLException {
        Map<String, String> stored = new HashMap<>();
        Map<String, Integer> last = new HashMap<>();
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(
                        "select uuid, ticket, sequence from service.event order by ticket, sequence")) {
            while (row.next()) {
                String ticket = row.getString(2);
                int sequence = row.getInt(3);
                stored.put(row.getString(1), Received.place(ticket, sequence));
                if (last.getOrDefault(ticket, 0) + 1 != sequence) {
                    violations.add("ticket " + ticket + " has no event before " + sequence);
                }
                last.put(ticket, sequence);
            }
        }
        events = stored.size();
        return stored;
    }

    private void compare(String name, Map<String, String> taken, Map<String, String> stored) {
        stored.forEach((id, place) -> {
            if (!taken.containsKey(id)) {
                lost++;
                violations.add(name + " was never told of " + place);
            } else if (!taken.get(id).equals(place)) {
                violations.add(name + " was told of " + taken.get(id) + ", which is " + place);
            }
        });
        taken.forEach((id, place) -> {
            if (!stored.containsKey(id)) {
                violations.add(name + " was told of " + place + ", which never happened");
            }
        });
    }
}
