package io.hearthwatch.servicedesk.ticket;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.FaultCode;
import io.hearthwatch.catalog.Severity;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.servicedesk.CheckFirst;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.TicketSteps;
import io.hearthwatch.servicedesk.centre.Asked;
import io.hearthwatch.servicedesk.centre.CentreChoice;
import io.hearthwatch.servicedesk.centre.Chosen;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Tickets that people open. A customer's call about an appliance whose component has an open ticket joins that ticket instead: a case is
 * never split between two. What the call found, and whether the ticket and its parts were there before it, is kept with the call.
 */
final class Opening {
    private static final String[] SOURCES = {"customer", "inspection", "maintenance_plan", "recall"};
    private static final String[] CHANNELS = {"form", "phone", "email", "chat", "web", "shop"};
    private static final String[] LINKS = {"about", "one_stop", "recall"};
    private static final String[] URGENCIES = {"low", "normal", "high", "critical"};

    private final Catalog catalog;
    private final Fleet fleet;
    private final TicketSteps steps;
    private final MoreUrgent urgent;

    Opening(Catalog catalog, Fleet fleet, TicketSteps steps, MoreUrgent urgent) {
        this.catalog = catalog;
        this.fleet = fleet;
        this.steps = steps;
        this.urgent = urgent;
    }

    /** What a request to open a ticket says, checked. */
    private record Wanted(
            String kind,
            boolean aboutComponent,
            String source,
            String channel,
            Appliance appliance,
            ApplianceType type,
            String component,
            List<FaultCode> codes,
            String household,
            String centre,
            int urgency,
            String words,
            Instant calledAt,
            Long parent,
            String link) {}

    private record Kind(boolean component, boolean appliance, int dueHours, Text name) {}

    Writing.Opened open(Connection connection, TicketRequest request, Instant at) throws SQLException {
        return open(connection, request, null, at);
    }

    /**
     * The same for a campaign.
     *
     * @param campaign its number, or null
     */
    Writing.Opened open(Connection connection, TicketRequest request, Long campaign, Instant at) throws SQLException {
        TicketInput input = request.input();
        input.allow(
                "kind",
                "source",
                "channel",
                "appliance",
                "component",
                "fault_codes",
                "household",
                "centre",
                "urgency",
                "words",
                "called_at",
                "answers",
                "parent",
                "link");
        Kind kind = kind(connection, input);
        Wanted wanted = wanted(connection, request, kind, at);
        if (wanted.appliance() != null) {
            Writing.lockAppliance(connection, wanted.appliance().no());
        }
        Optional<TicketRow> open = wanted.aboutComponent() ? openAbout(connection, wanted) : Optional.empty();
        if (open.isPresent()) {
            if (!"customer".equals(wanted.source())) {
                throw TicketRefusal.conflict(
                                open.get().number() + " is open about the same appliance and component",
                                "work on that ticket; add what was seen by POST /api/v1/tickets/"
                                        + open.get().number() + "/contacts")
                        .with("ticket", open.get().number());
            }
            boolean elsewhere = Calls.isElsewhere(open.get(), request.scope());
            if (elsewhere && !Calls.mayTake(connection, open.get(), request.scope())) {
                requireScope(request, open.get().centre());
            }
            return join(connection, open.get(), wanted, request, elsewhere, at);
        }
        return fresh(connection, wanted, kind, request, campaign, at);
    }

    private static void requireScope(TicketRequest request, String centre) {
        if (!request.scope().contains(centre)) {
            throw TicketRefusal.notFound(
                    "the appliance is served by a centre that is not yours",
                    "hand the call to that centre, or to headquarters; or keep it as a consultation of yours, without the appliance");
        }
    }

    private static Kind kind(Connection connection, TicketInput input) throws SQLException {
        List<String> kinds = Sql.list(
                connection, "select kind from service.ticket_kind order by kind", row -> row.getString("kind"));
        String kind = input.requiredOneOf("kind", kinds.toArray(String[]::new));
        return Sql.first(
                        connection,
                        "select * from service.ticket_kind where kind = ?",
                        row -> new Kind(
                                row.getBoolean("component"),
                                row.getBoolean("appliance"),
                                row.getInt("due_hours"),
                                new Text(row.getString("name_en"), row.getString("name_zh"))),
                        kind)
                .orElseThrow();
    }

    private Wanted wanted(Connection connection, TicketRequest request, Kind kind, Instant now) throws SQLException {
        TicketInput input = request.input();
        String source = input.requiredOneOf("source", SOURCES);
        Optional<String> channel = input.oneOf("channel", CHANNELS);
        if ("customer".equals(source) && channel.isEmpty()) {
            throw input.wrong("channel", "is missing", "say how the customer came: " + String.join(", ", CHANNELS));
        }
        Appliance appliance = input.text("appliance")
                .map(id -> fleet.find(id)
                        .orElseThrow(() -> input.wrong(
                                "appliance",
                                "is not registered: " + TicketInput.shortened(id),
                                "look at /api/v1/appliances")))
                .orElse(null);
        if (appliance == null && kind.appliance()) {
            throw input.wrong("appliance", "is missing", "say which appliance it is about, such as \"WM-04201\"");
        }
        ApplianceType type = appliance == null ? null : catalog.type(appliance.type());
        String component = component(input, appliance, type, kind);
        List<FaultCode> codes = codes(input, type);
        Instant calledAt = input.instant("called_at").orElse(now);
        if (calledAt.isAfter(now)) {
            throw input.wrong("called_at", "lies in the future", "it is " + now + " now");
        }
        Contacts.requireLately(input, "called_at", calledAt, now);
        int usual = input.text("kind").filter("complaint"::equals).isPresent() ? 2 : 1;
        boolean safety = codes.stream().anyMatch(code -> code.severity() == Severity.SAFETY);
        int urgency = safety
                ? 3
                : input.oneOf("urgency", URGENCIES)
                        .map(name -> List.of(URGENCIES).indexOf(name))
                        .orElse(usual);
        Optional<String> parent = input.text("parent");
        Optional<String> link = input.oneOf("link", LINKS);
        if (link.isPresent() && parent.isEmpty()) {
            throw input.wrong("link", "is to no ticket", "say which as \"parent\"");
        }
        return new Wanted(
                input.text("kind").orElseThrow(),
                kind.component(),
                source,
                channel.orElse(null),
                appliance,
                type,
                component,
                codes,
                NamedHousehold.of(connection, input, appliance == null ? null : appliance.id(), request.scope())
                        .orElse(null),
                centre(connection, input),
                urgency,
                input.text("words").orElse(null),
                calledAt,
                parent.isEmpty() ? null : TicketRow.id(connection, parent.get()),
                parent.isEmpty() ? null : link.orElse("about"));
    }

    private static String component(TicketInput input, Appliance appliance, ApplianceType type, Kind kind) {
        Optional<String> component = input.text("component");
        if (component.isPresent() && appliance == null) {
            throw input.wrong("component", "is of no appliance", "say which appliance");
        }
        if (component.isPresent()
                && type.component(appliance.model(), component.get()).isEmpty()) {
            throw input.wrong(
                    "component",
                    "is not one of a " + type.id(),
                    "use one of " + String.join(", ", type.components().keySet()) + ", or leave it out");
        }
        return kind.component() ? component.orElse(TicketRow.UNKNOWN) : TicketRow.UNKNOWN;
    }

    static List<FaultCode> codes(TicketInput input, ApplianceType type) {
        return input.texts("fault_codes").stream()
                .map(code -> Optional.ofNullable(
                                type == null ? null : type.faults().get(code))
                        .orElseThrow(() -> input.wrong(
                                "fault_codes",
                                "has an unknown code: " + TicketInput.shortened(code),
                                type == null
                                        ? "say which appliance"
                                        : "use those of " + type.id() + ": "
                                                + String.join(
                                                        ", ", type.faults().keySet()))))
                .distinct()
                .toList();
    }

    private static String centre(Connection connection, TicketInput input) throws SQLException {
        Optional<String> id = input.text("centre");
        if (id.isPresent()
                && Sql.first(connection, "select 1 from service.centre where id = ?", row -> true, id.get())
                        .isEmpty()) {
            throw input.wrong(
                    "centre", "is not known: " + TicketInput.shortened(id.get()), "look at GET /api/v1/centres");
        }
        return id.orElse(null);
    }

    /**
     * The open ticket that this is about: of the component named; else of a component that the fault codes point at; else the one that is
     * still open about the appliance, the most urgent first. One about another component than the one named is another case.
     */
    private static Optional<TicketRow> openAbout(Connection connection, Wanted wanted) throws SQLException {
        List<String> suspects = wanted.codes().stream()
                .flatMap(code -> code.suspects().stream())
                .distinct()
                .toList();
        Optional<Long> id = Sql.first(
                connection,
                """
                select id from service.ticket
                where appliance_no = ? and ended_at is null and kind in ('repair', 'part_replacement')
                    and (? = 'unknown' or component in ('unknown', ?))
                order by component = ? desc, component = any(?) desc, urgency desc, opened_at, id limit 1
                """,
                row -> row.getLong("id"),
                wanted.appliance().no(),
                wanted.component(),
                wanted.component(),
                wanted.component(),
                suspects);
        return id.isEmpty() ? Optional.empty() : Optional.of(Writing.lock(connection, id.get()));
    }

    private Writing.Opened join(
            Connection connection, TicketRow open, Wanted wanted, TicketRequest request, boolean elsewhere, Instant at)
            throws SQLException {
        String who = request.who();
        NamedHousehold.requireSame(wanted.household(), open);
        long contact = Contacts.note(
                connection,
                open,
                new Contacts.Contact(wanted.calledAt(), who, true, wanted.channel(), wanted.words(), true),
                at);
        Sql.update(connection, """
                update service.ticket set joined_at = coalesce(joined_at, ?), expires_at = null,
                    household = coalesce(household, ?) where id = ?
                """, at, wanted.household(), open.id());
        MoreUrgent.raise(connection, open.id(), wanted.urgency(), who, at);
        Map<String, Object> detail = new LinkedHashMap<>(urgent.codes(connection, open, wanted.codes(), who, at));
        List<String> answered =
                Information.answer(connection, open.id(), request.input().object("answers"), who, at);
        detail.put("channel", wanted.channel());
        detail.put("called_at", wanted.calledAt().toString());
        detail.put("answered", answered);
        Writing.note(connection, open, at, who, "customer_called", detail);
        steps.called(connection, open.id(), at);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("joined", true);
        result.put("contact", contact);
        if (elsewhere) {
            Calls.passOn(connection, open, contact, result, at);
        }
        TicketRow joined = RepairGuarantee.follow(
                connection, TicketRow.find(connection, open.id()).orElseThrow(), who, at);
        RepairGuarantee.proposeReturn(connection, joined, at).ifPresent(way -> result.put("return_proposed", way));
        return new Writing.Opened(open.id(), false, result);
    }

    private Writing.Opened fresh(
            Connection connection, Wanted wanted, Kind kind, TicketRequest request, Long campaign, Instant at)
            throws SQLException {
        TicketInput input = request.input();
        String who = request.who();
        Chosen responsible = CentreChoice.of(
                connection,
                new Asked(
                        wanted.appliance() == null ? null : wanted.appliance().id(),
                        wanted.type() == null ? null : wanted.type().id(),
                        wanted.kind(),
                        faultClass(wanted.codes()),
                        wanted.household(),
                        wanted.centre()),
                at);
        // Whose household it is may take the call, whichever centre can do the job.
        if (wanted.centre() != null
                || responsible.own() == null
                || !request.scope().contains(responsible.own())) {
            requireScope(request, responsible.centre());
        }
        Optional<Long> repaired = wanted.parent() == null && wanted.aboutComponent()
                ? RepairGuarantee.before(connection, wanted.appliance().no(), at)
                : Optional.empty();
        Long parent = repaired.orElse(wanted.parent());
        long ticket = Sql.first(
                        connection,
                        """
                        insert into service.ticket (appliance_no, type, component, household, centre, source, kind, state, urgency,
                            summary, reasons, check_first, opened_at, due_at, channel, called_at, fault_codes, parent, link)
                        values (?, ?, ?, ?, ?, ?, ?, 'opened', ?, ?::jsonb, '[]', ?::jsonb, ?, ?, ?, ?, ?, ?, ?)
                        returning id
                        """,
                        row -> row.getLong("id"),
                        wanted.appliance() == null ? null : wanted.appliance().no(),
                        wanted.type() == null ? null : wanted.type().id(),
                        wanted.component(),
                        responsible.household(),
                        responsible.centre(),
                        wanted.source(),
                        wanted.kind(),
                        wanted.urgency(),
                        Sql.json(OpeningWords.of(
                                kind.name(), wanted.type(), wanted.component(), input.object("answers"))),
                        Sql.json(checkFirst(wanted.codes())),
                        at,
                        at.plus(Duration.ofHours(
                                wanted.urgency() == 3 ? Math.min(24, kind.dueHours()) : kind.dueHours())),
                        wanted.channel(),
                        "customer".equals(wanted.source()) ? wanted.calledAt() : null,
                        wanted.codes().stream().map(FaultCode::code).toList(),
                        parent,
                        repaired.isPresent() ? "repair_guarantee" : wanted.link())
                .orElseThrow();
        List<String> answered = Information.answer(connection, ticket, input.object("answers"), who, at);
        TicketRow row = TicketRow.find(connection, ticket).orElseThrow();
        if ("customer".equals(wanted.source())) {
            Contacts.note(
                    connection,
                    row,
                    new Contacts.Contact(wanted.calledAt(), who, true, wanted.channel(), wanted.words(), false),
                    at);
        }
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("source", wanted.source());
        detail.put("answered", answered);
        detail.put("centre", responsible.detail());
        if (campaign != null) {
            detail.put("campaign", campaign);
        }
        if (parent != null) {
            detail.put(
                    "linked_to",
                    TicketRow.find(connection, parent).orElseThrow().number());
        }
        steps.opened(connection, ticket, who, detail, at);
        responsible.raise(connection, ticket, at);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("joined", false);
        NamedHousehold.unregistered(connection, wanted.household(), row.appliance())
                .ifPresent(place -> result.put("connect_appliance", place));
        RepairGuarantee.proposeReturn(connection, row, at).ifPresent(way -> result.put("return_proposed", way));
        return new Writing.Opened(ticket, true, result);
    }

    /** The class of the first code; null where there is none. */
    static String faultClass(List<FaultCode> codes) {
        return codes.stream()
                .map(code -> code.faultClass().name().toLowerCase(Locale.ROOT))
                .findFirst()
                .orElse(null);
    }

    static List<CheckFirst> checkFirst(List<FaultCode> codes) {
        return codes.stream()
                .map(code -> new CheckFirst(code.code(), code.label(), code.severity(), code.checkFirst()))
                .toList();
    }
}
