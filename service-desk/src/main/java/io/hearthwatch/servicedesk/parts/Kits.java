package io.hearthwatch.servicedesk.parts;

import com.fasterxml.jackson.core.type.TypeReference;
import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Component;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The kit for a ticket's visit. Suspects are the ticket's component, the other components that its fault codes point at, and those that a
 * model named for the appliance lately. What the model left of certainty is shared among the codes' other suspects in proportion to how
 * often each of them was repaired in that type within a year, plus one ({@link KitChooser} does the choosing).
 */
public final class Kits {
    private static final TypeReference<List<Map<String, Object>>> LIST = new TypeReference<>() {};
    private static final Duration YEAR = Duration.ofDays(365);
    private static final Duration LATELY = Duration.ofDays(14);
    /** A ticket that no model stands behind: as likely as not. */
    private static final double UNKNOWN = .5;

    private final Database database;
    private final Catalog catalog;
    private final Operations operations;

    Kits(Database database, Catalog catalog, Operations operations) {
        this.database = database;
        this.catalog = catalog;
        this.operations = operations;
    }

    /**
     * A kit.
     *
     * @param expectedCost what the kit is expected to cost, second visits and needless carrying
     * @param withoutKit the same if nothing were taken along
     * @param secondVisit probability that a second visit is needed nevertheless
     * @param visitCost what a second visit costs
     * @param litres room that it takes, of {@code van}
     */
    public record Kit(
            long ticket,
            List<Line> lines,
            double expectedCost,
            double withoutKit,
            double secondVisit,
            double visitCost,
            double litres,
            double van) {
        public Kit {
            lines = List.copyOf(lines);
        }

        /** Parts that travel along. */
        public List<String> taken() {
            return lines.stream().filter(Line::taken).map(Line::part).toList();
        }
    }

    /**
     * A part of a kit, or one that is left.
     *
     * @param needed probability that the visit needs it
     * @param price what it costs, or null where nobody said
     * @param reason why it is taken or left, in words
     */
    public record Line(
            String part, Text name, boolean taken, double needed, double litres, Double price, Text reason) {}

    private record Ticket(
            long id,
            int appliance,
            String model,
            ApplianceType type,
            String component,
            Double probability,
            String centre,
            String hints,
            List<String> codes,
            Instant openedAt) {}

    private record Policy(double visit, double carryRate, double handling, double litres) {}

    /**
     * The kit for a ticket.
     *
     * @param ticket its id or number
     * @param van the warehouse that the technician drives, whose room counts; null for the usual room
     * @return nothing if there is no such ticket
     * @throws PartsRefusedException if there is no such warehouse
     */
    public Optional<Kit> of(String ticket, String van) {
        return database.withConnection(connection -> {
            Optional<Ticket> found = ticket(connection, ticket);
            if (van != null) {
                Shelves.checkWarehouse(connection, van);
            }
            return found.isEmpty() ? Optional.empty() : Optional.of(kit(connection, found.get(), van));
        });
    }

    /**
     * Holds what the kit says, beginning at the van, or at the ticket's centre if none is given; what no warehouse has is proposed to be
     * bought.
     */
    public Answer hold(Client client, String ticket, String van) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("ticket", ticket);
        request.put("van", van);
        return operations.once(client, "kit", request, (connection, step) -> {
            Ticket about = ticket(connection, ticket)
                    .orElseThrow(() -> PartsRefusedException.unknown(
                            "there is no ticket '" + Shelves.shortened(ticket) + "'", "look at /api/v1/tickets"));
            boolean open = Sql.first(
                            connection,
                            "select ended_at from service.ticket where id = ? for share",
                            row -> row.getObject("ended_at") == null,
                            about.id())
                    .orElse(false);
            if (!open) {
                throw PartsRefusedException.state("ticket " + ticket + " has ended", "a kit is for an open ticket");
            }
            if (van != null) {
                Shelves.checkWarehouse(connection, van);
            }
            List<String> parts = kit(connection, about, van).taken();
            TicketStock.Held held = van == null
                    ? TicketStock.hold(connection, about.id(), about.centre(), parts, step.at())
                    : TicketStock.holdFrom(connection, about.id(), van, parts, step.at());
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("ticket", about.id());
            answer.put("parts", parts);
            answer.put("missing", held.missing());
            return answer;
        });
    }

    private Optional<Ticket> ticket(Connection connection, String ticket) throws SQLException {
        return Sql.first(
                connection,
                """
                select t.*, a.model from service.ticket t join fleet.appliance a using (appliance_no)
                where t.number = ? or t.id::text = ?
                """,
                row -> new Ticket(
                        row.getLong("id"),
                        row.getInt("appliance_no"),
                        row.getString("model"),
                        catalog.find(row.getString("type")).orElse(null),
                        row.getString("component"),
                        row.getObject("probability", Double.class),
                        row.getString("centre"),
                        row.getString("check_first"),
                        row.getArray("fault_codes") == null
                                ? List.of()
                                : List.of((String[]) row.getArray("fault_codes").getArray()),
                        Sql.instant(row, "opened_at")),
                ticket,
                ticket);
    }

    private Kit kit(Connection connection, Ticket ticket, String van) throws SQLException {
        List<KitChooser.Suspect> suspects = ticket.type() == null ? List.of() : suspects(connection, ticket);
        Policy policy = policy(connection, ticket, van);
        Map<String, Double> prices = prices(connection, ticket.openedAt());
        Map<String, Double> litres = new LinkedHashMap<>();
        Sql.list(
                connection,
                "select part, litres from service.part",
                row -> litres.put(row.getString("part"), row.getDouble("litres")));
        Map<String, KitChooser.Size> sizes = new LinkedHashMap<>();
        suspects.forEach(suspect -> suspect.parts()
                .forEach(part -> sizes.put(
                        part,
                        new KitChooser.Size(
                                litres.getOrDefault(part, 1.0),
                                policy.handling() + policy.carryRate() * prices.getOrDefault(part, 0.0)))));
        KitChooser.Choice choice = KitChooser.choose(suspects, sizes, policy.visit(), policy.litres());
        double nothing = KitChooser.choose(suspects, sizes, policy.visit(), 0).expectedCost();
        List<Line> lines = new ArrayList<>();
        for (KitChooser.Line line : choice.lines()) {
            lines.add(new Line(
                    line.part(),
                    name(ticket.type(), line.part()),
                    line.taken(),
                    line.needed(),
                    line.litres(),
                    prices.get(line.part()),
                    reason(line, policy)));
        }
        return new Kit(
                ticket.id(),
                lines,
                choice.expectedCost(),
                nothing,
                choice.secondVisit(),
                policy.visit(),
                choice.litres(),
                policy.litres());
    }

    private static Text name(ApplianceType type, String part) {
        return type.parts().containsKey(part) ? type.parts().get(part).label() : Text.same(part);
    }

    private List<KitChooser.Suspect> suspects(Connection connection, Ticket ticket) throws SQLException {
        Map<String, Double> probabilities = new LinkedHashMap<>();
        Optional<Component> own = component(ticket, ticket.component());
        double known = own.isEmpty() ? 0 : ticket.probability() == null ? UNKNOWN : ticket.probability();
        own.ifPresent(component -> probabilities.put(component.id(), known));
        Map<String, Double> weights = new LinkedHashMap<>();
        for (String other : codesSuspects(ticket)) {
            if (!probabilities.containsKey(other)) {
                weights.put(other, 1.0 + repairs(connection, ticket, other));
            }
        }
        double all = weights.values().stream().mapToDouble(Double::doubleValue).sum();
        weights.forEach((component, weight) -> probabilities.put(component, (1 - known) * weight / all));
        Sql.list(
                connection,
                """
                select distinct on (component) component, probability from service.proposal
                where appliance_no = ? and as_of > ? and shadow is null order by component, as_of desc
                """,
                row -> probabilities.merge(row.getString("component"), row.getDouble("probability"), Math::max),
                ticket.appliance(),
                ticket.openedAt().minus(LATELY));
        List<KitChooser.Suspect> suspects = new ArrayList<>();
        probabilities.forEach((id, probability) -> component(ticket, id)
                .ifPresent(component -> suspects.add(new KitChooser.Suspect(id, probability, component.parts()))));
        return suspects;
    }

    private static Optional<Component> component(Ticket ticket, String id) {
        return id == null ? Optional.empty() : ticket.type().component(ticket.model(), id);
    }

    private static Set<String> codesSuspects(Ticket ticket) {
        Set<String> suspects = new LinkedHashSet<>();
        Stream.concat(
                        Sql.fromJson(ticket.hints(), LIST).stream().map(hint -> String.valueOf(hint.get("code"))),
                        ticket.codes().stream())
                .map(code -> ticket.type().faults().get(code))
                .filter(Objects::nonNull)
                .forEach(code -> suspects.addAll(code.suspects()));
        suspects.removeIf(id -> component(ticket, id).isEmpty());
        return suspects;
    }

    private static int repairs(Connection connection, Ticket ticket, String component) throws SQLException {
        return Sql.first(
                        connection,
                        """
                        select count(*) from fleet.repair r join fleet.appliance a using (appliance_no)
                        where a.type = ? and r.component = ? and r.time > ? and r.time <= ?
                        """,
                        row -> row.getInt(1),
                        ticket.type().id(),
                        component,
                        ticket.openedAt().minus(YEAR),
                        ticket.openedAt())
                .orElse(0);
    }

    private Policy policy(Connection connection, Ticket ticket, String van) throws SQLException {
        double usual = ticket.type() == null
                ? 0
                : component(ticket, ticket.component())
                        .or(() -> ticket.type().components().values().stream().findFirst())
                        .map(component -> component.costs().needlessVisit())
                        .orElse(0.0);
        return Sql.first(
                        connection,
                        """
                        select coalesce(k.second_visit, c.needless_visit, ?) visit, carry_rate, handling,
                            coalesce(w.capacity_litres, k.van_litres) litres
                        from service.kit_policy k
                        left join service.component_cost c on c.type = ? and c.component = ?
                        left join service.warehouse w on w.id = ?
                        """,
                        row -> new Policy(
                                row.getDouble("visit"),
                                row.getDouble("carry_rate"),
                                row.getDouble("handling"),
                                row.getDouble("litres")),
                        usual,
                        ticket.type() == null ? "" : ticket.type().id(),
                        ticket.component(),
                        van)
                .orElse(new Policy(usual, .02, .5, 200));
    }

    /** What customers pay for each part on an instant's day. */
    static Map<String, Double> prices(Connection connection, Instant at) throws SQLException {
        Map<String, Double> prices = new LinkedHashMap<>();
        Sql.list(
                connection,
                "select part, amount from service.part_price_valid(null, ?)",
                row -> prices.put(row.getString("part"), row.getDouble("amount")),
                at.atZone(ZoneOffset.UTC).toLocalDate());
        return prices;
    }

    private static Text reason(KitChooser.Line line, Policy policy) {
        String likely = String.format(Locale.ROOT, "%.0f %%", line.needed() * 100);
        String more = String.format(Locale.ROOT, "%.2f", line.difference());
        String visit = String.format(Locale.ROOT, "%.2f", policy.visit());
        if (line.taken()) {
            return new Text(
                    "Taken: needed with a probability of " + likely + "; left behind, it would cost " + more
                            + " more, as a second visit costs " + visit,
                    "携带：需要的可能性为 " + likely + "；不带则预期多花 " + more + "，因为再次上门需 " + visit);
        }
        if (Double.isInfinite(line.difference())) {
            return new Text(
                    "Left: needed with a probability of " + likely + ", but the van has no room for it",
                    "不带：需要的可能性为 " + likely + "，但车上放不下");
        }
        return new Text(
                "Left: needed with a probability of " + likely + "; taking it along would cost " + more
                        + " more than it saves",
                "不带：需要的可能性为 " + likely + "；携带的成本比节省的多 " + more);
    }
}
