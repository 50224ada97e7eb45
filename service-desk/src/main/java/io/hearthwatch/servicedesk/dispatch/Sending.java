package io.hearthwatch.servicedesk.dispatch;

import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.TicketSteps;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The tickets' part of a plan: who is planned, who is sent, and who does not come after all. Whoever is sent has to acknowledge and to
 * confirm the time; whoever gets a job that was another's, or at another time than the customer was told, has to do so again. For one
 * transaction, which has locked the tickets' rows.
 */
final class Sending {
    /** A customer who was told a time need not be told again for less. */
    private static final Duration TOLD = Duration.ofMinutes(15);

    private final Connection connection;
    private final TicketSteps steps;
    private final Instant now;
    private final String who;
    private final String why;

    Sending(Connection connection, TicketSteps steps, Instant now, String who, String why) {
        this.connection = connection;
        this.steps = steps;
        this.now = now;
        this.who = who;
        this.why = why;
    }

    private record Stand(String state, String technician) {}

    private Stand stand(long ticket) throws SQLException {
        return Sql.first(
                        connection,
                        "select state, technician from service.ticket where id = ?",
                        row -> new Stand(row.getString("state"), row.getString("technician")),
                        ticket)
                .orElseThrow();
    }

    /**
     * A visit's place is this one.
     *
     * @param moved by how much it begins at another time than before
     * @param announced whether the day's visits are announced
     */
    void place(long ticket, String technician, Instant arrival, Duration moved, boolean announced) throws SQLException {
        Stand stand = stand(ticket);
        boolean other = !technician.equalsIgnoreCase(stand.technician());
        boolean sent = switch (stand.state()) {
            case "scheduled" -> announced;
            case "dispatched" -> other;
            case "confirmed" -> other || moved.abs().compareTo(TOLD) > 0;
            default -> false;
        };
        if (sent) {
            send(ticket, technician, arrival);
        } else if (other && stand.state().equals("scheduled")) {
            name(ticket, technician);
            TicketSteps.event(
                    connection,
                    ticket,
                    now,
                    who,
                    "planned",
                    Map.of("technician", technician, "arrival", arrival.toString()));
        }
    }

    /** The job is announced to its technician. */
    void send(long ticket, String technician, Instant arrival) throws SQLException {
        name(ticket, technician);
        Pins.told(connection, ticket, arrival);
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("technician", technician);
        detail.put("arrival", arrival.toString());
        detail.put("why", why);
        steps.step(connection, ticket, "dispatched", who, detail, now);
    }

    /**
     * Nobody comes, as the plan stands: whoever was sent is not any more.
     *
     * @param counted whether somebody counted on it: it had a place, or its day is announced
     */
    void drop(long ticket, boolean counted) throws SQLException {
        Stand stand = stand(ticket);
        if (stand.technician() != null) {
            takeBack(ticket, stand);
        }
        if (counted || stand.technician() != null) {
            steps.missed(connection, ticket, wasSent(stand), now);
        }
    }

    /** It does not begin when a person wanted it to. */
    void pinNotKept(long ticket) throws SQLException {
        steps.pinNotKept(connection, ticket, now);
    }

    private static boolean wasSent(Stand stand) {
        return stand.state().equals("dispatched") || stand.state().equals("confirmed");
    }

    private void takeBack(long ticket, Stand stand) throws SQLException {
        boolean sent = wasSent(stand);
        if (sent || stand.state().equals("scheduled")) {
            name(ticket, null);
        }
        if (sent) {
            Map<String, Object> detail = new LinkedHashMap<>();
            detail.put("reason", "nobody can come in the window: " + why);
            steps.step(connection, ticket, "scheduled", who, detail, now);
        }
    }

    private void name(long ticket, String technician) throws SQLException {
        Sql.update(
                connection,
                "update service.ticket set technician = ? where id = ? and technician is distinct from ?",
                technician,
                ticket,
                technician);
    }
}
