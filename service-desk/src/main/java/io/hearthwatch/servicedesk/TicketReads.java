package io.hearthwatch.servicedesk;

import com.fasterxml.jackson.core.type.TypeReference;
import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Component;
import io.hearthwatch.catalog.Part;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.listing.TicketSearches;
import io.hearthwatch.servicedesk.listing.WaitsFor;
import io.hearthwatch.servicedesk.organisation.Scope;
import io.hearthwatch.servicedesk.organisation.StockScope;
import io.hearthwatch.servicedesk.policy.EndReason;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** What pages and the API read: tickets in lists and whole, and the shelves. */
final class TicketReads {
    private static final Text NOT_KNOWN = new Text("Not known yet", "待诊断");
    private static final TypeReference<Text> TEXT = new TypeReference<>() {};
    private static final TypeReference<List<Text>> TEXTS = new TypeReference<>() {};
    private static final TypeReference<List<CheckFirst>> HINTS = new TypeReference<>() {};
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private static final String SUMMARY =
            "select " + WaitsFor.column() + ",\n" + TicketSearches.overdueColumn() + ",\n" + """
            t.*, t.reasons -> 0 reason, a.id appliance, c.name_en centre_en, c.name_zh centre_zh, c.time_zone,
                m.part main_part, m.state main_state, m.warehouse main_warehouse, w.name_en main_en, w.name_zh main_zh,
                (select count(*) from service.reservation r where r.ticket = t.id and r.state <> 'released') held,
                (select count(*) from service.purchase_proposal p where p.ticket = t.id and p.state = 'proposed') wanted
            from service.ticket t left join fleet.appliance a using (appliance_no) left join service.centre c on c.id = t.centre
            left join lateral (
                select * from (
                    select part, state, warehouse from service.purchase_proposal p where p.ticket = t.id
                    union all select part, state, warehouse from service.reservation r where r.ticket = t.id) parts
                order by array_position(array['proposed', 'held', 'consumed', 'released', 'withdrawn'], state), part limit 1) m
                on true
            left join service.warehouse w on w.id = m.warehouse
            """;
    private static final String MOST_URGENT_FIRST =
            " order by (t.ended_at is null) desc, t.ended_at desc, t.urgency desc, t.due_at, t.probability desc, t.id";
    private final Database database;
    private final Catalog catalog;
    private final InstantSource clock;

    TicketReads(Database database, Catalog catalog, InstantSource clock) {
        this.database = database;
        this.catalog = catalog;
        this.clock = clock;
    }

    TicketPage page(TicketFilter filter) {
        TicketListing listing = new TicketListing(filter);
        return database.withConnection(connection -> {
            int total = listing.count(connection);
            List<Long> ids = listing.ids(connection);
            boolean last = ids.size() <= filter.limit();
            List<Long> shown = last ? ids : ids.subList(0, filter.limit());
            List<TicketSummary> tickets = Sql.list(
                    connection,
                    SUMMARY + " where t.id = any (?::text[]::bigint[]) order by "
                            + filter.search().sort().order(),
                    this::summary,
                    clock.instant(),
                    texts(shown));
            return new TicketPage(
                    tickets,
                    Math.min(total, TicketPage.MOST_COUNTED),
                    total <= TicketPage.MOST_COUNTED,
                    last || tickets.isEmpty() ? null : filter.search().sort().after(tickets.get(tickets.size() - 1)),
                    listing.recognised(connection, texts(shown)));
        });
    }

    private static List<String> texts(List<Long> ids) {
        return ids.stream().map(id -> Long.toString(id)).toList();
    }

    int open(Scope scope) {
        return database.withConnection(connection -> Sql.first(
                        connection,
                        "select count(*) from service.ticket t where t.ended_at is null and " + Scope.ofTicket("t"),
                        row -> row.getInt(1),
                        scope.isEverything(),
                        scope.ids(),
                        scope.technician())
                .orElseThrow());
    }

    List<TicketSummary> ofAppliance(int applianceNo, Scope scope) {
        return database.withConnection(connection -> Sql.list(
                connection,
                SUMMARY + " where t.appliance_no = ? and " + Scope.ofTicket("t") + MOST_URGENT_FIRST + " limit "
                        + TicketFilter.MOST,
                this::summary,
                clock.instant(),
                applianceNo,
                scope.isEverything(),
                scope.ids(),
                scope.technician()));
    }

    Optional<Long> byNumber(String number) {
        return database.withConnection(connection ->
                Sql.first(connection, "select id from service.ticket where number = ?", row -> row.getLong(1), number));
    }

    boolean exists(long id) {
        return database.withConnection(
                connection -> Sql.first(connection, "select 1 from service.ticket where id = ?", row -> 1, id)
                        .isPresent());
    }

    Optional<Instant> firstOpened() {
        return database.withConnection(connection -> Sql.first(
                connection,
                "select min(opened_at) opened_at from service.ticket having count(*) > 0",
                row -> Sql.instant(row, "opened_at")));
    }

    Optional<TicketDetail> whole(long id) {
        return database.withConnection(connection -> {
            List<TicketDetail.Customer> customer = Sql.list(
                    connection,
                    """
                    select h.* from service.household h join service.ticket t on t.household = h.id where t.id = ?
                    """,
                    row -> new TicketDetail.Customer(
                            row.getString("id"),
                            row.getString("name"),
                            row.getString("address"),
                            row.getString("phone"),
                            row.getString("language")),
                    id);
            List<TicketDetail.Reservation> reservations = reservations(connection, id);
            List<TicketDetail.Purchase> purchases = purchases(connection, id);
            List<TicketDetail.Event> events = events(connection, id);
            return Sql.first(
                    connection,
                    SUMMARY + " where t.id = ?",
                    row -> new TicketDetail(
                            summary(row),
                            Sql.fromJson(row.getString("reasons"), TEXTS),
                            Sql.fromJson(row.getString("check_first"), HINTS),
                            row.getString("model_id"),
                            row.getObject("decision_id", UUID.class),
                            horizon(row),
                            customer.isEmpty() ? null : customer.get(0),
                            reservations,
                            purchases,
                            events),
                    clock.instant(),
                    id);
        });
    }

    private static Duration horizon(ResultSet row) throws SQLException {
        return row.getObject("horizon_seconds") == null ? null : Duration.ofSeconds(row.getLong("horizon_seconds"));
    }

    private List<TicketDetail.Reservation> reservations(Connection connection, long ticket) throws SQLException {
        return Sql.list(
                connection,
                """
                select r.*, w.name_en, w.name_zh from service.reservation r join service.warehouse w on w.id = r.warehouse
                where r.ticket = ? order by r.id
                """,
                row -> new TicketDetail.Reservation(
                        row.getLong("id"),
                        row.getString("warehouse"),
                        new Text(row.getString("name_en"), row.getString("name_zh")),
                        row.getString("part"),
                        partName(row.getString("part")),
                        row.getInt("quantity"),
                        row.getString("state"),
                        Sql.instant(row, "held_at"),
                        Sql.instant(row, "ended_at")),
                ticket);
    }

    private List<TicketDetail.Purchase> purchases(Connection connection, long ticket) throws SQLException {
        return Sql.list(
                connection,
                "select * from service.purchase_proposal where ticket = ? order by id",
                row -> new TicketDetail.Purchase(
                        row.getLong("id"),
                        row.getString("warehouse"),
                        row.getString("part"),
                        partName(row.getString("part")),
                        row.getInt("quantity"),
                        Sql.instant(row, "needed_by"),
                        row.getString("state")),
                ticket);
    }

    private static List<TicketDetail.Event> events(Connection connection, long ticket) throws SQLException {
        return Sql.list(
                connection,
                "select * from service.ticket_event where ticket = ? order by id",
                row -> new TicketDetail.Event(
                        row.getLong("id"),
                        Sql.instant(row, "at"),
                        row.getString("who"),
                        row.getString("what"),
                        Sql.fromJson(row.getString("detail"), OBJECT)),
                ticket);
    }

    List<PartStock> shelves(Scope scope) {
        return database.withConnection(connection -> shelves(connection, StockScope.of(connection, scope)));
    }

    private List<PartStock> shelves(Connection connection, StockScope stock) throws SQLException {
        return Sql.list(
                connection,
                """
                select s.*, w.name_en, w.name_zh, p.amount, p.currency
                from service.stock s join service.warehouse w on w.id = s.warehouse left join service.price p on p.part = s.part
                where ?::boolean or s.warehouse = any (?)
                order by s.part, s.warehouse
                """,
                row -> {
                    int onHand = row.getInt("on_hand");
                    int reserved = row.getInt("reserved");
                    int quarantined = row.getInt("quarantined");
                    return new PartStock(
                            row.getString("part"),
                            partName(row.getString("part")),
                            row.getString("warehouse"),
                            new Text(row.getString("name_en"), row.getString("name_zh")),
                            onHand,
                            reserved,
                            quarantined,
                            onHand - reserved - quarantined,
                            row.getBigDecimal("amount"),
                            row.getString("currency"));
                },
                stock.seesEverything(),
                stock.seen());
    }

    private TicketSummary summary(ResultSet row) throws SQLException {
        String centre = row.getString("centre");
        String endReason = row.getString("end_reason");
        return new TicketSummary(
                row.getLong("id"),
                row.getString("number"),
                row.getInt("appliance_no"),
                row.getString("appliance"),
                row.getString("type"),
                row.getString("component"),
                componentName(row.getString("type"), row.getString("component")),
                row.getString("source"),
                row.getString("kind"),
                row.getString("state"),
                Urgency.ofLevel(row.getInt("urgency")),
                row.getObject("probability", Double.class),
                Sql.fromJson(row.getString("summary"), TEXT),
                Sql.instant(row, "opened_at"),
                Sql.instant(row, "due_at"),
                Sql.instant(row, "expires_at"),
                Sql.instant(row, "hit_at"),
                Sql.instant(row, "ended_at"),
                endReason == null ? null : EndReason.of(endReason),
                row.getString("finding"),
                row.getString("household"),
                centre,
                centre == null ? null : new Text(row.getString("centre_en"), row.getString("centre_zh")),
                row.getInt("held"),
                row.getInt("wanted"),
                row.getString("reason") == null ? null : Sql.fromJson(row.getString("reason"), TEXT),
                row.getString("time_zone"),
                mainPart(row),
                row.getString("technician"),
                row.getBoolean("overdue"),
                List.of((String[]) row.getArray("waits_for").getArray()));
    }

    private static TicketSummary.MainPart mainPart(ResultSet row) throws SQLException {
        String part = row.getString("main_part");
        String warehouse = row.getString("main_warehouse");
        return part == null
                ? null
                : new TicketSummary.MainPart(
                        part,
                        row.getString("main_state"),
                        warehouse,
                        warehouse == null ? null : new Text(row.getString("main_en"), row.getString("main_zh")));
    }

    List<WantedPart> wanted(Scope scope) {
        return database.withConnection(connection -> Sql.list(
                connection,
                """
                select p.*, t.number from service.purchase_proposal p join service.ticket t on t.id = p.ticket
                where p.state = 'proposed' and
                """ + Scope.ofTicket("t") + " order by p.needed_by, p.id limit 1000",
                row -> new WantedPart(
                        row.getLong("ticket"),
                        row.getString("number"),
                        row.getString("part"),
                        partName(row.getString("part")),
                        row.getInt("quantity"),
                        row.getString("warehouse"),
                        Sql.instant(row, "needed_by")),
                scope.isEverything(),
                scope.ids(),
                scope.technician()));
    }

    // A type that was taken out of the catalog still has tickets: then its ids must do as names.
    private Text componentName(String type, String component) {
        return Optional.ofNullable(type)
                .flatMap(catalog::find)
                .map(ApplianceType::components)
                .map(components -> components.get(component))
                .map(Component::label)
                .orElse("unknown".equals(component) ? NOT_KNOWN : Text.same(component));
    }

    private Text partName(String number) {
        return catalog.types().values().stream()
                .map(type -> type.parts().get(number))
                .filter(Objects::nonNull)
                .findFirst()
                .map(Part::label)
                .orElse(Text.same(number));
    }
}
