package io.hearthwatch.servicedesk.customer;

import com.fasterxml.jackson.core.type.TypeReference;
import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.organisation.Centres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is read for customers. */
final class CustomerReads {
    private static final TypeReference<Text> TEXT = new TypeReference<>() {};
    private static final Set<String> BOOK = Set.of("opened", "triaged", "information", "reopened");
    private static final Set<String> MOVE = Set.of("scheduled", "dispatched", "confirmed");
    private static final Set<String> RATE = Set.of("accepted", "reviewed", "followed_up", "closed");
    private static final Set<String> VISITS =
            Set.of("repair", "part_replacement", "usage_guidance", "installation", "maintenance", "site_survey");

    private final Catalog catalog;

    CustomerReads(Catalog catalog) {
        this.catalog = catalog;
    }

    CustomerView view(Connection connection, long ticket) throws SQLException {
        List<CustomerView.Step> steps = Sql.list(
                connection,
                "select at, to_state from service.ticket_event where ticket = ? and to_state is not null order by id",
                row -> new CustomerView.Step(Sql.instant(row, "at"), row.getString("to_state")),
                ticket);
        return Sql.first(connection, """
                        select t.*, c.name_en, c.name_zh, c.time_zone, c.phone centre_phone, h.language, s.name_en state_en, s.name_zh state_zh,
                            exists (select from service.survey v where v.ticket = t.id and v.round = t.times_reopened
                                and v.channel = 'online') rated,
                            k.name technician_name
                        from service.ticket t join service.ticket_state s on s.state = t.state
                        left join service.centre c on c.id = t.centre left join service.household h on h.id = t.household
                        left join service.technician k on k.id = t.technician where t.id = ?
                        """, row -> view(row, steps, hours(connection, row.getString("centre"))), ticket)
                .orElseThrow(() -> Refusal.notFound("ticket", String.valueOf(ticket), "call your service centre"));
    }

    /** When a centre answers its phone: its working hours by days of the week, null where there is no centre. */
    private static Map<String, List<String>> hours(Connection connection, String centre) throws SQLException {
        return centre == null ? null : Centres.weekHours(connection, centre);
    }

    private CustomerView view(ResultSet row, List<CustomerView.Step> steps, Map<String, List<String>> hours)
            throws SQLException {
        String summary = row.getString("summary");
        String centre = row.getString("name_en");
        String type = row.getString("type");
        boolean rated = row.getBoolean("rated");
        return new CustomerView(
                row.getString("number"),
                row.getString("kind"),
                row.getString("state"),
                new Text(row.getString("state_en"), row.getString("state_zh")),
                row.getInt("version"),
                row.getString("language") == null ? "en" : row.getString("language"),
                Optional.ofNullable(type)
                        .flatMap(catalog::find)
                        .map(ApplianceType::label)
                        .orElse(null),
                SeenWords.of(
                        catalog,
                        row.getString("source"),
                        type,
                        row.getString("component"),
                        summary.length() > 2 ? Sql.fromJson(summary, TEXT) : null),
                centre == null ? null : new Text(centre, row.getString("name_zh")),
                row.getString("centre_phone"),
                hours,
                row.getString("time_zone"),
                Sql.instant(row, "window_from"),
                Sql.instant(row, "window_to"),
                row.getString("technician_name"),
                may(row.getString("state"), row.getString("kind"), rated),
                rated,
                steps);
    }

    private static List<String> may(String state, String kind, boolean rated) {
        List<String> may = new ArrayList<>();
        if (BOOK.contains(state) && VISITS.contains(kind)) {
            may.add("book");
        }
        if (MOVE.contains(state)) {
            may.add("move");
        }
        if (BOOK.contains(state) || MOVE.contains(state)) {
            may.add("cancel");
        }
        if (RATE.contains(state) && !rated) {
            may.add("rate");
        }
        return may;
    }

    List<Customers.Sent> messages(Connection connection, long ticket) throws SQLException {
        return Sql.list(
                connection,
                """
                select m.*, t.number from service.message m join service.ticket t on t.id = m.ticket
                where m.ticket = ? order by m.id desc limit 200
                """,
                row -> new Customers.Sent(
                        row.getLong("id"),
                        row.getString("household"),
                        row.getString("number"),
                        row.getString("kind"),
                        row.getString("channel"),
                        row.getString("language"),
                        row.getString("subject"),
                        Sql.instant(row, "send_at"),
                        row.getString("state"),
                        row.getInt("attempts"),
                        Sql.instant(row, "sent_at"),
                        row.getString("error")),
                ticket);
    }
}
