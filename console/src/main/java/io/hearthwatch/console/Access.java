package io.hearthwatch.console;

import static io.hearthwatch.servicedesk.organisation.Role.ADMINISTRATOR;
import static io.hearthwatch.servicedesk.organisation.Role.DISPATCHER;
import static io.hearthwatch.servicedesk.organisation.Role.HEADQUARTERS;
import static io.hearthwatch.servicedesk.organisation.Role.INFORMATION_AGENT;
import static io.hearthwatch.servicedesk.organisation.Role.PARTS_MANAGER;
import static io.hearthwatch.servicedesk.organisation.Role.QUALITY_ENGINEER;
import static io.hearthwatch.servicedesk.organisation.Role.REGION_SUPERVISOR;
import static io.hearthwatch.servicedesk.organisation.Role.RELIABILITY_ENGINEER;
import static io.hearthwatch.servicedesk.organisation.Role.STATION_CHIEF;
import static io.hearthwatch.servicedesk.organisation.Role.TECHNICAL_SUPPORT;
import static io.hearthwatch.servicedesk.organisation.Role.TECHNICIAN;

import io.hearthwatch.servicedesk.organisation.Caller;
import io.hearthwatch.servicedesk.organisation.Records;
import io.hearthwatch.servicedesk.organisation.Role;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who may use which path, in one table: for each, the roles, and how far it reaches. The first line that fits a path holds. A path that no
 * line fits is for those who manage everything; so one that was forgotten shows nothing to anybody else.
 */
final class Access {
    private static final Set<Role> EVERYBODY = EnumSet.allOf(Role.class);
    private static final Set<Role> ADMINISTRATORS = EnumSet.of(ADMINISTRATOR);
    private static final Set<Role> MANAGERS = EnumSet.of(ADMINISTRATOR, HEADQUARTERS, REGION_SUPERVISOR, STATION_CHIEF);
    private static final Set<Role> ENGINEERS =
            EnumSet.of(ADMINISTRATOR, HEADQUARTERS, RELIABILITY_ENGINEER, QUALITY_ENGINEER);
    private static final Set<Role> OFFICE = with(MANAGERS, DISPATCHER, INFORMATION_AGENT, TECHNICAL_SUPPORT);
    private static final Set<Role> SERVICE = with(OFFICE, TECHNICIAN);
    private static final Set<Role> STORE = with(MANAGERS, PARTS_MANAGER);
    private static final Set<Role> STOCK = with(SERVICE, PARTS_MANAGER);

    private static final Set<Role> RECEPTION = with(MANAGERS, DISPATCHER, INFORMATION_AGENT);
    private static final Set<Role> FOUNDERS = EnumSet.of(ADMINISTRATOR, HEADQUARTERS, REGION_SUPERVISOR);
    private static final Set<Role> SENDERS = with(MANAGERS, DISPATCHER);
    private static final Set<Role> MONEY = with(MANAGERS, INFORMATION_AGENT);

    /** How far a path reaches. */
    enum Reach {
        /** It says the same to everybody who is signed in, and nothing of any centre's. */
        COMMON,
        /** Its handler keeps within the caller's scope. */
        SCOPED,
        /** It is about everything: for those who may see everything. */
        EVERYTHING
    }

    /**
     * One line of the table.
     *
     * @param method null for any
     * @param path the path, or what it begins with where it ends with a star
     */
    private record Door(String method, String path, Reach reach, Set<Role> roles) {
        boolean fits(String asked, String at) {
            return (method == null || method.equals(asked))
                    && (path.endsWith("*") ? at.startsWith(path.substring(0, path.length() - 1)) : at.equals(path));
        }
    }

    private static final Door OTHERS = new Door(null, "*", Reach.EVERYTHING, MANAGERS);

    private static final List<Door> DOORS = List.of(
            door("GET", "/api/v1/clock", Reach.COMMON, EVERYBODY),
            door("PUT", "/api/v1/clock", Reach.EVERYTHING, ADMINISTRATORS),
            door("GET", "/api/v1/me", Reach.COMMON, EVERYBODY),
            door("GET", "/api/v1/types*", Reach.COMMON, EVERYBODY),
            door("GET", "/api/v1/ticket-kinds", Reach.COMMON, EVERYBODY),
            // A stream that says only that something changed; with a place, the events within the scope.
            door("GET", "/api/v1/events", Reach.SCOPED, EVERYBODY),
            door("GET", "/api/v1/external*", Reach.SCOPED, EVERYBODY),
            door(null, "/api/v1/webhooks*", Reach.SCOPED, MANAGERS),
            door("GET", "/api/v1/overview", Reach.SCOPED, EVERYBODY),
            door("GET", "/api/v1/stored", Reach.EVERYTHING, EVERYBODY),
            door("GET", "/api/v1/ingest", Reach.EVERYTHING, EVERYBODY),
            door("POST", "/api/v1/failures", Reach.SCOPED, EVERYBODY),
            door("POST", "/api/v1/repairs", Reach.SCOPED, EVERYBODY),
            // Tickets
            door("GET", "/api/v1/tickets/{id}/why", Reach.SCOPED, OFFICE),
            door("GET", "/api/v1/tickets/{id}/centres", Reach.SCOPED, OFFICE),
            door("POST", "/api/v1/tickets/{id}/hand-over", Reach.SCOPED, SENDERS),
            door("GET", "/api/v1/tickets*", Reach.SCOPED, EVERYBODY),
            door("POST", "/api/v1/tickets/{id}/kit", Reach.SCOPED, STOCK),
            door("POST", "/api/v1/tickets/{id}/complaint*", Reach.SCOPED, with(OFFICE, QUALITY_ENGINEER)),
            door("POST", "/api/v1/tickets/{id}/survey", Reach.SCOPED, OFFICE),
            door("POST", "/api/v1/tickets/{id}/review", Reach.SCOPED, with(OFFICE, QUALITY_ENGINEER)),
            door("POST", "/api/v1/tickets/{id}/feedback", Reach.SCOPED, with(SERVICE, QUALITY_ENGINEER)),
            door("POST", "/api/v1/tickets/{id}/follow-up", Reach.SCOPED, OFFICE),
            door("POST", "/api/v1/tickets/{id}/compensations/{number}", Reach.SCOPED, MANAGERS),
            door("POST", "/api/v1/tickets/{id}/pin", Reach.SCOPED, SENDERS),
            door("POST", "/api/v1/tickets/{id}/unpin", Reach.SCOPED, SENDERS),
            door("POST", "/api/v1/tickets/{id}/assign", Reach.SCOPED, SENDERS),
            door(null, "/api/v1/tickets*", Reach.SCOPED, SERVICE),
            door("GET", "/api/v1/knowledge*", Reach.SCOPED, EVERYBODY),
            door("POST", "/api/v1/knowledge/{id}/use", Reach.SCOPED, SERVICE),
            door(null, "/api/v1/knowledge*", Reach.SCOPED, with(ENGINEERS, TECHNICAL_SUPPORT)),
            door("GET", "/api/v1/campaigns*", Reach.SCOPED, EVERYBODY),
            door("POST", "/api/v1/campaigns*", Reach.EVERYTHING, ENGINEERS),
            door("GET", "/api/v1/alarms", Reach.SCOPED, EVERYBODY),
            door("POST", "/api/v1/alarms/{id}/acknowledge", Reach.SCOPED, EVERYBODY),
            door("GET", "/api/v1/breaches", Reach.SCOPED, EVERYBODY),
            door("POST", "/api/v1/breaches/{id}/settle", Reach.SCOPED, MANAGERS),
            door("GET", "/api/v1/households/{id}/export", Reach.SCOPED, MANAGERS),
            door("POST", "/api/v1/households/{id}/erase", Reach.SCOPED, MANAGERS),
            door("GET", "/api/v1/households/{id}/changes", Reach.SCOPED, OFFICE),
            door("POST", "/api/v1/households", Reach.SCOPED, RECEPTION),
            door("PATCH", "/api/v1/households/{id}", Reach.SCOPED, RECEPTION),
            door("DELETE", "/api/v1/households/{id}/appliances/{appliance}", Reach.SCOPED, RECEPTION),
            door("PUT", "/api/v1/households/{id}/engineer", Reach.SCOPED, SENDERS),
            door(null, "/api/v1/households*", Reach.SCOPED, SERVICE),
            door(null, "/api/v1/reports*", Reach.SCOPED, OFFICE),
            door("GET", "/api/v1/surveys", Reach.COMMON, EVERYBODY),
            door("POST", "/api/v1/surveys", Reach.EVERYTHING, MANAGERS),
            door(null, "/api/v1/follow-ups*", Reach.SCOPED, OFFICE),
            door("GET", "/api/v1/complaints/classes", Reach.COMMON, EVERYBODY),
            door(null, "/api/v1/complaints/recalls*", Reach.EVERYTHING, with(MANAGERS, QUALITY_ENGINEER)),
            door("GET", "/api/v1/complaints", Reach.SCOPED, with(SERVICE, QUALITY_ENGINEER)),
            door("GET", "/api/v1/indicators*", Reach.SCOPED, EVERYBODY),
            door("POST", "/api/v1/indicators*", Reach.SCOPED, MANAGERS),
            // Parts
            door("GET", "/api/v1/parts/prices", Reach.COMMON, EVERYBODY),
            door("GET", "/api/v1/loaners", Reach.SCOPED, EVERYBODY),
            door("PUT", "/api/v1/loaners/{serial}", Reach.SCOPED, STORE),
            door("GET", "/api/v1/parts/suppliers", Reach.EVERYTHING, STORE),
            door("GET", "/api/v1/parts/audit", Reach.EVERYTHING, EVERYBODY),
            door("GET", "/api/v1/parts*", Reach.SCOPED, EVERYBODY),
            door("POST", "/api/v1/parts/reservations*", Reach.SCOPED, STOCK),
            door("POST", "/api/v1/parts/transfers*", Reach.SCOPED, STOCK),
            door("POST", "/api/v1/parts/stocktakes", Reach.SCOPED, STOCK),
            door("POST", "/api/v1/parts/old-parts*", Reach.SCOPED, STOCK),
            door("POST", "/api/v1/parts*", Reach.SCOPED, STORE),
            // Money; what within it a role may not do, the desk says
            door("GET", "/api/v1/money/rules", Reach.COMMON, MONEY),
            door("GET", "/api/v1/money/elements", Reach.COMMON, MONEY),
            door("POST", "/api/v1/money/terms", Reach.EVERYTHING, EnumSet.of(ADMINISTRATOR, HEADQUARTERS)),
            door("GET", "/api/v1/money/costs-due", Reach.EVERYTHING, EnumSet.of(ADMINISTRATOR, HEADQUARTERS)),
            door(null, "/api/v1/money*", Reach.SCOPED, MONEY),
            // Policy and models
            door("GET", "/api/v1/policy*", Reach.SCOPED, EVERYBODY),
            door("POST", "/api/v1/policy/capacity", Reach.SCOPED, MANAGERS),
            door("POST", "/api/v1/policy/*", Reach.EVERYTHING, ENGINEERS),
            door("GET", "/api/v1/models*", Reach.COMMON, EVERYBODY),
            door("GET", "/api/v1/model-jobs/{id}/file", Reach.EVERYTHING, ENGINEERS),
            door("GET", "/api/v1/model-jobs*", Reach.COMMON, EVERYBODY),
            door(null, "/api/v1/model*", Reach.EVERYTHING, ENGINEERS),
            // The organisation
            door("GET", "/api/v1/people", Reach.SCOPED, MANAGERS),
            door("GET", "/api/v1/looks", Reach.EVERYTHING, MANAGERS),
            door("GET", "/api/v1/organisation", Reach.SCOPED, EVERYBODY),
            door("GET", "/api/v1/regions/{id}/changes", Reach.SCOPED, MANAGERS),
            door("GET", "/api/v1/regions*", Reach.SCOPED, EVERYBODY),
            door(null, "/api/v1/regions*", Reach.EVERYTHING, EnumSet.of(ADMINISTRATOR, HEADQUARTERS)),
            door("GET", "/api/v1/centres/{id}/changes", Reach.SCOPED, MANAGERS),
            door("POST", "/api/v1/centres", Reach.SCOPED, FOUNDERS),
            door("PATCH", "/api/v1/centres/{id}", Reach.SCOPED, FOUNDERS),
            door("GET", "/api/v1/centres*", Reach.SCOPED, EVERYBODY),
            door(null, "/api/v1/centres*", Reach.SCOPED, MANAGERS),
            door("POST", "/api/v1/corrective-actions*", Reach.SCOPED, MANAGERS),
            door("GET", "/api/v1/dispatch*", Reach.SCOPED, EVERYBODY),
            door(null, "/api/v1/dispatch*", Reach.SCOPED, SENDERS),
            door("GET", "/api/v1/settings/{name}/changes", Reach.EVERYTHING, MANAGERS),
            door("GET", "/api/v1/settings*", Reach.COMMON, EVERYBODY),
            door("PATCH", "/api/v1/settings/{name}", Reach.EVERYTHING, EnumSet.of(ADMINISTRATOR, HEADQUARTERS)),
            door("GET", "/api/v1/licence-tariff", Reach.COMMON, EVERYBODY),
            door("POST", "/api/v1/licence-tariff", Reach.EVERYTHING, EnumSet.of(ADMINISTRATOR, HEADQUARTERS)),
            door("GET", "/api/v1/technicians/{id}/changes", Reach.SCOPED, MANAGERS),
            door("PATCH", "/api/v1/technicians/{id}", Reach.SCOPED, MANAGERS),
            door("GET", "/api/v1/technicians/{id}/file", Reach.SCOPED, with(MANAGERS, TECHNICIAN)),
            door("GET", "/api/v1/technicians*", Reach.SCOPED, EVERYBODY),
            door("POST", "/api/v1/technicians/{id}/absences*", Reach.SCOPED, SENDERS),
            door("POST", "/api/v1/technicians/{id}/position", Reach.SCOPED, SERVICE),
            door("POST", "/api/v1/technicians*", Reach.SCOPED, MANAGERS),
            // Appliances
            door("GET", "/api/v1/appliances*", Reach.SCOPED, EVERYBODY),
            door("POST", "/api/v1/appliances*", Reach.SCOPED, with(SERVICE, RELIABILITY_ENGINEER, QUALITY_ENGINEER)));

    private static final Map<String, Records.Kind> KINDS = Map.ofEntries(
            Map.entry("/api/v1/tickets/{id}/contacts", Records.Kind.CALLED_TICKET),
            Map.entry("/api/v1/tickets/{id}", Records.Kind.TICKET),
            Map.entry("/api/v1/appliances/{id}", Records.Kind.APPLIANCE),
            Map.entry("/api/v1/households/{id}", Records.Kind.HOUSEHOLD),
            Map.entry("/api/v1/centres/{id}", Records.Kind.CENTRE),
            Map.entry("/api/v1/dispatch/{id}", Records.Kind.CENTRE),
            Map.entry("/api/v1/regions/{id}", Records.Kind.REGION),
            Map.entry("/api/v1/technicians/{id}", Records.Kind.TECHNICIAN),
            Map.entry("/api/v1/alarms/{id}", Records.Kind.ALARM),
            Map.entry("/api/v1/breaches/{id}", Records.Kind.BREACH),
            Map.entry("/api/v1/corrective-actions/{id}", Records.Kind.CORRECTIVE_ACTION),
            Map.entry("/api/v1/parts/reservations/{id}", Records.Kind.RESERVATION),
            Map.entry("/api/v1/parts/old-parts/{id}", Records.Kind.RESERVATION),
            Map.entry("/api/v1/parts/transfers/{id}", Records.Kind.TRANSFER),
            Map.entry("/api/v1/parts/orders/{id}", Records.Kind.ORDER),
            Map.entry("/api/v1/parts/stocktakes/{id}", Records.Kind.STOCKTAKE),
            Map.entry("/api/v1/money/claims/{id}", Records.Kind.CLAIM),
            Map.entry("/api/v1/money/statements/{id}", Records.Kind.STATEMENT),
            Map.entry("/api/v1/money/disputes/{id}", Records.Kind.DISPUTE),
            Map.entry("/api/v1/money/costs/{id}", Records.Kind.COST_ENTRY),
            Map.entry("/api/v1/money/budget-alerts/{id}", Records.Kind.BUDGET_WARNING));

    private final Records records;

    Access(Records records) {
        this.records = records;
    }

    private static Set<Role> with(Set<Role> roles, Role... more) {
        Set<Role> all = EnumSet.copyOf(roles);
        all.addAll(List.of(more));
        return all;
    }

    private static Door door(String method, String path, Reach reach, Set<Role> roles) {
        return new Door(method, path, reach, roles);
    }

    /** How far a path reaches; nothing for one that no line fits. */
    static Optional<Reach> reach(String method, String path) {
        return find(method, path).map(Door::reach);
    }

    private static Optional<Door> find(String method, String path) {
        return DOORS.stream().filter(each -> each.fits(method, path)).findFirst();
    }

    /** Whether a path is for the caller at all, so that pages need not show a button that is refused. */
    static boolean allows(Caller caller, String method, String path) {
        Door door = find(method, path).orElse(OTHERS);
        return caller.person() == null
                || (door.roles().contains(caller.person().role())
                        && (door.reach() != Reach.EVERYTHING || caller.scope().isEverything()));
    }

    /**
     * Lets the caller in.
     *
     * @param path as it was bound
     * @throws Problem 403 for a role or a scope that the path is not for, 404 for a record outside the caller's scope
     */
    void check(Caller caller, String method, String path, Map<String, String> parameters) {
        if (caller.person() == null) {
            return;
        }
        Door door = find(method, path).orElse(OTHERS);
        if (!door.roles().contains(caller.person().role())) {
            throw new Problem(
                    403,
                    "Forbidden",
                    "this is not for the role " + words(caller.person().role()),
                    "it is for: " + door.roles().stream().map(Access::words).collect(Collectors.joining(", ")));
        }
        if (door.reach() == Reach.EVERYTHING && !caller.scope().isEverything()) {
            throw new Problem(
                    403,
                    "Forbidden",
                    "this is about all regions and service centres, and you see some of them",
                    "ask headquarters");
        }
        String id = parameters.get("id");
        kind(path)
                .filter(kind -> id != null && !records.contains(caller.scope(), kind, id))
                .ifPresent(kind -> {
                    if (kind == Records.Kind.TICKET && records.opened(caller.who(), id)) {
                        throw new Problem(
                                403,
                                "Forbidden",
                                "you opened ticket " + Call.shortened(id)
                                        + ", but it is shown to those who work on it, and you are none of them",
                                "ask its service centre how it stands; it is shown to you once you are to visit it");
                    }
                    throw Problem.notFound(
                            "there is no " + kind.label() + " '" + Call.shortened(id) + "'", "look at " + kind.list());
                });
    }

    private static Optional<Records.Kind> kind(String path) {
        int end = path.indexOf("{id}");
        return end < 0
                ? Optional.empty()
                : Optional.ofNullable(KINDS.getOrDefault(path, KINDS.get(path.substring(0, end + 4))));
    }

    private static String words(Role role) {
        return role.id().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
