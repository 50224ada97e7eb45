package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.TicketSteps;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tickets of campaigns: which appliances' turn it is, and opening one. */
final class CampaignTickets {
    /** Most tickets of campaigns that a centre gets in a day, where neither it nor the campaign says. */
    private static final int USUAL_PER_DAY = 50;

    /** Most tickets that are opened before other work has its turn. */
    static final int AT_ONCE = 1_000;

    /** Within how long a household is called that cannot be written to, where somebody may get hurt. */
    private static final Duration CALL_SOON = Duration.ofHours(1);

    private final Opening opening;
    private final TicketSteps steps;

    CampaignTickets(Opening opening, TicketSteps steps) {
        this.opening = opening;
        this.steps = steps;
    }

    /** Appliances that wait, the longest due first, as many of each centre as it has room for on that day. */
    List<Integer> withRoom(Connection connection, long campaign, Instant now) throws SQLException {
        return Sql.list(
                connection,
                """
                with opened as (
                    select o.centre, count(*) tickets from service.campaign_appliance o left join service.centre z on z.id = o.centre
                    where o.state = 'opened' and o.at > ?::timestamptz - interval '2 days'
                        and (o.at at time zone coalesce(z.time_zone, 'UTC'))::date
                            = (?::timestamptz at time zone coalesce(z.time_zone, 'UTC'))::date
                    group by o.centre),
                room as (
                    select w.centre, case when c.safety then ? else greatest(0,
                        coalesce(c.per_day, z.tickets_per_day, ?) - coalesce(o.tickets, 0)) end places
                    from (select distinct centre from service.campaign_appliance where campaign = ? and state = 'waiting') w
                    join service.campaign c on c.id = ? and c.state = 'running'
                    left join service.centre z on z.id = w.centre left join opened o on o.centre is not distinct from w.centre)
                select w.appliance_no from room r cross join lateral (
                    select appliance_no, due_on from service.campaign_appliance a
                    where a.campaign = ? and a.state = 'waiting' and a.centre is not distinct from r.centre
                    order by due_on, appliance_no limit least(r.places, ?)) w
                order by w.due_on, w.appliance_no limit ?
                """,
                row -> row.getInt("appliance_no"),
                now,
                now,
                AT_ONCE,
                USUAL_PER_DAY,
                campaign,
                campaign,
                campaign,
                AT_ONCE,
                AT_ONCE);
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
                            campaign,
                            at)
                    .ticket();
            connection.releaseSavepoint(before);
        } catch (TicketRefusal e) {
            connection.rollback(before);
            why = e.getMessage();
            ticket = e.members().get("ticket") instanceof String number ? TicketRow.id(connection, number) : null;
        }
        if (ticket != null) {
            tell(connection, campaign, ticket, meant.get(), why == null, at);
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

    /** Tells the customer; where somebody may get hurt and nothing can be written to them, a call is due. */
    private void tell(Connection connection, long campaign, long ticket, Meant meant, boolean fresh, Instant at)
            throws SQLException {
        boolean written = steps.campaign(connection, ticket, campaign, at);
        TicketRow row = TicketRow.find(connection, ticket).orElseThrow();
        boolean call = !written && meant.safety() && row.household() != null;
        if (call) {
            FollowUps.due(connection, row, FollowUps.STOP_USE, at.plus(CALL_SOON));
        }
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("campaign", campaign);
        detail.put("name", meant.name());
        detail.put("told_by", written ? "message" : call ? "call" : "nobody");
        if (fresh) {
            TicketSteps.event(connection, ticket, at, "hearthwatch", "campaign", detail);
        } else {
            // The ticket that was open about the same does for the campaign too.
            Writing.note(connection, row, at, "hearthwatch", "campaign", detail);
        }
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
