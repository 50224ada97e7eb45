package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tickets of campaigns: which appliances' turn it is, and opening one. */
final class CampaignTickets {
    /** Most tickets of campaigns that a centre gets in a day, where neither it nor the campaign says. */
    private static final int USUAL_PER_DAY = 50;

    private static final int AT_ONCE = 1_000;

    private final Opening opening;

    CampaignTickets(Opening opening) {
        this.opening = opening;
    }

    /** Appliances that wait, the longest due first, as many of each centre as it has room for on that day. */
    List<Integer> withRoom(Connection connection, long campaign, Instant now) throws SQLException {
        return Sql.list(connection, """
                select appliance_no from (
                    select w.appliance_no, w.due_on, row_number() over (partition by w.centre order by w.due_on, w.appliance_no) place,
                        case when c.safety then null else
                            coalesce(c.per_day, z.tickets_per_day, ?) - (
                                select count(*) from service.campaign_appliance o
                                where o.state = 'opened' and o.centre is not distinct from w.centre
                                    and (o.at at time zone coalesce(z.time_zone, 'UTC'))::date
                                        = (?::timestamptz at time zone coalesce(z.time_zone, 'UTC'))::date) end room
                    from service.campaign_appliance w join service.campaign c on c.id = w.campaign
                    left join service.centre z on z.id = w.centre
                    where w.campaign = ? and w.state = 'waiting' and c.state = 'running') waiting
                where room is null or place <= room order by due_on, appliance_no limit ?
                """, row -> row.getInt("appliance_no"), USUAL_PER_DAY, now, campaign, AT_ONCE);
    }

    private record Meant(
            String kind, String name, String component, boolean safety, String appliance, java.sql.Date dueOn) {}

    /** Opens the ticket of an appliance, or finds the one that is open about the same; whether its turn had not passed meanwhile. */
    boolean open(Connection connection, long campaign, int appliance, Instant at) throws SQLException {
        Writing.lockAppliance(connection, appliance);
        Optional<Meant> meant = Sql.first(
                connection,
                """
                select c.kind, c.name, c.component, c.safety, a.id, w.due_on from service.campaign_appliance w
                join service.campaign c on c.id = w.campaign join fleet.appliance a using (appliance_no)
                where w.campaign = ? and w.appliance_no = ? and w.state = 'waiting' and c.state = 'running'
                order by w.due_on limit 1 for update of w
                """,
                row -> new Meant(
                        row.getString("kind"),
                        row.getString("name"),
                        row.getString("component"),
                        row.getBoolean("safety"),
                        row.getString("id"),
                        row.getDate("due_on")),
                campaign,
                appliance);
        if (meant.isEmpty()) {
            return false;
        }
        Long ticket = null;
        String why = null;
        Savepoint before = connection.setSavepoint();
        try {
            ticket = opening.open(
                            connection,
                            TicketRequest.of("hearthwatch", null, input(connection, meant.get(), appliance)),
                            at)
                    .ticket();
            connection.releaseSavepoint(before);
        } catch (TicketRefusal e) {
            connection.rollback(before);
            why = e.getMessage();
            ticket = e.members().get("ticket") instanceof String number
                    ? joined(connection, number, meant.get(), at)
                    : null;
        }
        Sql.update(
                connection,
                "update service.campaign_appliance set state = ?, ticket = ?, at = ?, why = ? where campaign = ? and appliance_no = ? and due_on = ?",
                ticket == null ? "left_out" : "opened",
                ticket,
                at,
                why,
                campaign,
                appliance,
                meant.get().dueOn());
        return true;
    }

    /** The ticket that is open about the same does for the campaign too. */
    private static Long joined(Connection connection, String number, Meant meant, Instant at) throws SQLException {
        TicketRow row =
                TicketRow.find(connection, TicketRow.id(connection, number)).orElseThrow();
        Writing.note(connection, row, at, "hearthwatch", "campaign", Map.of("name", meant.name()));
        return row.id();
    }

    private static Map<String, Object> input(Connection connection, Meant meant, int appliance) throws SQLException {
        boolean recall = meant.kind().equals("recall");
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("kind", !recall ? "maintenance" : meant.component() == null ? "repair" : "part_replacement");
        input.put("source", recall ? "recall" : "maintenance_plan");
        input.put("appliance", meant.appliance());
        input.put("urgency", meant.safety() ? "critical" : recall ? "high" : "low");
        if (recall && meant.component() != null) {
            input.put("component", meant.component());
        }
        if (recall) {
            input.put("answers", Map.of("symptom", meant.name()));
        }
        // What is open in the same appliance belongs together: one visit does for both.
        Optional<String> other = Sql.first(
                connection,
                "select number from service.ticket where appliance_no = ? and ended_at is null order by id limit 1",
                row -> row.getString("number"),
                appliance);
        if (other.isPresent()) {
            input.put("parent", other.get());
            input.put("link", recall ? "recall" : "about");
        }
        return input;
    }
}
