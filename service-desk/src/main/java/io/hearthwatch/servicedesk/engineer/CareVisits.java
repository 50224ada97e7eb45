package io.hearthwatch.servicedesk.engineer;

import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.organisation.Scope;
import io.hearthwatch.servicedesk.ticket.TicketDesk;
import io.hearthwatch.servicedesk.ticket.TicketInput;
import io.hearthwatch.servicedesk.ticket.TicketRefusal;
import io.hearthwatch.servicedesk.ticket.TicketRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Planned care of households that have an engineer of their own: when it is due, one ticket of periodic maintenance about the appliance that
 * was cared for longest ago; the others are looked over at the same visit, as at every one. Each due date opens one ticket, whoever looks
 * and however often: the ticket is opened under a key of the household and the date.
 */
final class CareVisits {
    private static final int AT_ONCE = 200;

    private final Database database;
    private final TicketDesk tickets;

    CareVisits(Database database, TicketDesk tickets) {
        this.database = database;
        this.tickets = tickets;
    }

    private record Due(String household, String day, String appliance, Long open) {}

    /** Opens what is due; how many tickets. */
    int open(Instant upTo) {
        List<Due> due = database.withConnection(connection -> Sql.list(
                connection,
                """
                select d.household, d.due_on, (
                        select a.id from service.household_appliance ha join fleet.appliance a on a.id = ha.appliance
                        where ha.household = d.household order by coalesce((select max(t.ended_at) from service.ticket t
                            where t.appliance_no = a.appliance_no and t.kind in ('maintenance', 'installation') and t.state = 'closed'),
                            a.purchased_on, a.produced_on, a.created_at), a.id limit 1) appliance, (
                        select t.id from service.ticket t where t.household = d.household and t.kind = 'maintenance'
                            and t.ended_at is null order by t.id limit 1) open
                from service.care_due d where d.due_on <= (?::timestamptz at time zone d.time_zone)::date
                order by d.due_on, d.household limit\s""" + AT_ONCE,
                row -> new Due(
                        row.getString("household"),
                        row.getString("due_on"),
                        row.getString("appliance"),
                        row.getObject("open", Long.class)),
                upTo));
        int opened = 0;
        for (Due each : due) {
            opened += open(each, upTo) ? 1 : 0;
        }
        return opened;
    }

    private boolean open(Due due, Instant at) {
        Long ticket = due.open();
        String why = null;
        if (ticket == null && due.appliance() == null) {
            why = "the household has no appliance that is registered";
        } else if (ticket == null) {
            try {
                ticket = Long.valueOf(tickets.open(request(due)).id());
            } catch (TicketRefusal e) {
                why = e.getMessage();
            }
        }
        Long done = ticket;
        String because = why;
        return database.inTransaction(
                        connection -> Sql.update(connection, """
                                insert into service.care_visit (household, due_on, ticket, why, at) values (?, ?::date, ?, ?, ?)
                                on conflict do nothing
                                """, due.household(), due.day(), done, because, at) > 0)
                && done != null;
    }

    private static TicketRequest request(Due due) {
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("kind", "maintenance");
        input.put("source", "maintenance_plan");
        input.put("appliance", due.appliance());
        input.put("household", due.household());
        input.put("urgency", "low");
        String key = "care " + due.household() + " " + due.day();
        return new TicketRequest("hearthwatch", null, key, key, Scope.EVERYTHING, new TicketInput(input));
    }

    static List<Map<String, Object>> of(Connection connection, String household) throws SQLException {
        return Sql.list(
                connection,
                """
                select v.due_on, t.number, t.state, v.why from service.care_visit v left join service.ticket t on t.id = v.ticket
                where v.household = ? order by v.due_on desc limit 50
                """,
                row -> {
                    Map<String, Object> one = new LinkedHashMap<>();
                    one.put("due_on", row.getString("due_on"));
                    one.put("ticket", row.getString("number"));
                    one.put("step", row.getString("state"));
                    one.put("why", row.getString("why"));
                    return one;
                },
                household);
    }
}
