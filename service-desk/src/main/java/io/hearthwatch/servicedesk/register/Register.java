package io.hearthwatch.servicedesk.register;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.Database;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.dispatch.TechnicianVisits;
import io.hearthwatch.servicedesk.organisation.Organisation;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What people enter and change one by one: households with their appliances, technicians, service centres, regions. Every write is one
 * transaction, is on record, and makes another version; a change names the version that it is about. Nothing is deleted: a technician or a
 * centre that is not used any more is inactive. Thread-safe; every call blocks on the database.
 */
public final class Register {
    private static final int LONGEST_TEXT = 500;

    private final Database database;
    private final InstantSource clock;
    private final Entries entries;
    private final Rights rights;
    private final HouseholdAppliances appliances;
    private final Settings settings;

    /**
     * @param entries reads and stores what a service file may say
     * @param organisation what belongs to whom
     */
    public Register(
            Database database,
            Catalog catalog,
            Fleet fleet,
            InstantSource clock,
            Entries entries,
            Organisation organisation) {
        this.database = database;
        this.clock = clock;
        this.entries = entries;
        this.rights = new Rights(organisation.records());
        this.appliances = new HouseholdAppliances(database, catalog, fleet, clock);
        this.settings = new Settings(database, clock);
    }

    /** Appliances that stand in households. */
    public HouseholdAppliances appliances() {
        return appliances;
    }

    /** Settings of the whole service. */
    public Settings settings() {
        return settings;
    }

    /** What is done in the same transaction as a creation, once the record is there. */
    @FunctionalInterface
    public interface Also {
        void run(Connection connection, String id, Instant at) throws SQLException;
    }

    /**
     * Creates a record.
     *
     * @param id null for a household that gets a number
     * @param values what a service file would say of it, plain values, lists and maps
     * @throws Refusal if there is one of that id, if something is wrong with it, or it is not the asker's to create
     */
    public RegisterRecord create(Asker asker, RecordKind kind, String id, Map<String, Object> values, Also also) {
        check(kind, values, kind == RecordKind.CENTRE ? Set.of("hours", "days") : Set.of());
        Map<String, Object> entry = new LinkedHashMap<>(values);
        entry.values().removeIf(value -> value == null);
        if (entry.remove("active") instanceof Boolean active && !active) {
            throw Refusal.invalid("what is new is in use", "leave 'active' out");
        }
        Instant at = clock.instant();
        return database.inTransaction(connection -> {
            locked(connection);
            String given = id == null ? number(connection, kind) : id;
            Sql.list(
                    connection,
                    "select pg_advisory_xact_lock(hashtext('service.register'), hashtext(?))",
                    row -> null,
                    kind.table() + " " + given);
            if (RecordReads.find(connection, kind, given).isPresent()) {
                throw Refusal.conflict(
                        "there is a " + kind.label() + " '" + given + "' already",
                        "choose another id, or change it with PATCH " + kind.path(given));
            }
            rights.complete(asker, kind, entry);
            rights.check(connection, asker, kind, Map.of(), entry);
            entries.store(connection, kind.section(), given, entry, asker);
            also.run(connection, given, at);
            RegisterRecord record = RecordReads.find(connection, kind, given).orElseThrow();
            Set<String> fields = record.values().keySet();
            RegisterLog.note(
                    connection,
                    record,
                    "created",
                    fields,
                    RegisterLog.detail(kind, fields, Map.of(), record.values()),
                    asker.who(),
                    at);
            return record;
        });
    }

    private static String number(Connection connection, RecordKind kind) throws SQLException {
        if (kind != RecordKind.HOUSEHOLD) {
            throw Refusal.invalid("'id' is missing", "give the " + kind.label() + " an id, such as shanghai_2");
        }
        return Sql.first(connection, """
                        select 'H-' || lpad(nextval('service.household_number')::text, 6, '0') id
                        """, row -> row.getString("id")).orElseThrow();
    }

    /** Waits for a load of a service file: it changes the same records. */
    private static void locked(Connection connection) throws SQLException {
        Sql.list(connection, "select pg_advisory_xact_lock_shared(hashtext('service.load')::bigint)", row -> null);
    }

    /**
     * What was changed.
     *
     * @param replanned visits that are planned anew by it
     * @param others what else it changed, by what it is
     */
    public record Changed(RegisterRecord record, List<TechnicianVisits.Visit> replanned, Map<String, Object> others) {}

    /**
     * Changes a record.
     *
     * @param version that the change is about; null refuses it
     * @param patch what becomes different; a value that is null is taken away
     * @param replan whether visits of a technician who leaves are planned anew; without it such a change is refused
     * @throws Refusal if there is no such record, it is of another version by now, or the change is not right
     */
    public Changed change(
            Asker asker, RecordKind kind, String id, Integer version, Map<String, Object> patch, boolean replan) {
        check(kind, patch, Set.of());
        Instant at = clock.instant();
        return database.inTransaction(connection -> {
            locked(connection);
            RegisterRecord before = lock(connection, kind, id, version, true);
            Map<String, Object> entry = new LinkedHashMap<>(before.values());
            patch.forEach(entry::put);
            // An empty list says that there are none; nothing would say nothing.
            entry.replaceAll((name, value) -> value == null ? empty(name) : value);
            entry.values().removeIf(value -> value == null);
            boolean active = entry.remove("active") instanceof Boolean wanted ? wanted : before.active();
            rights.check(connection, asker, kind, before.values(), entry);
            Leaving leaving = new Leaving(connection, asker, at);
            List<TechnicianVisits.Visit> visits = leaving.check(before, entry, active, replan);
            entries.store(connection, kind.section(), id, entry, asker);
            own(connection, kind, id, patch, entry);
            Map<String, Object> others = active == before.active() ? Map.of() : leaving.turn(before, active);
            leaving.planAnew(before, visits);
            RegisterRecord after = RecordReads.find(connection, kind, id).orElseThrow();
            Set<String> fields = RegisterLog.changed(before.values(), after.values());
            if (fields.isEmpty() && active == before.active()) {
                return new Changed(after, List.of(), Map.of());
            }
            String what = active == before.active() ? "changed" : active ? "reactivated" : "deactivated";
            RegisterLog.note(
                    connection,
                    after,
                    what,
                    fields,
                    RegisterLog.detail(kind, fields, before.values(), after.values()),
                    asker.who(),
                    at);
            return new Changed(after, visits, others);
        });
    }

    private static Object empty(String name) {
        return switch (name) {
            case "territory", "work" -> List.of();
            case "competences", "skills" -> Map.of();
            default -> null;
        };
    }

    /** What a file leaves where it says nothing, people take away by saying so. */
    private static void own(
            Connection connection, RecordKind kind, String id, Map<String, Object> patch, Map<String, Object> entry)
            throws SQLException {
        if (kind == RecordKind.TECHNICIAN && (patch.containsKey("latitude") || patch.containsKey("longitude"))) {
            // Where the day begins, from now on; where they were seen before says nothing any more.
            Sql.update(
                    connection,
                    "update service.technician set latitude = ?, longitude = ?, position_at = null where id = ?",
                    number(entry.get("latitude")),
                    number(entry.get("longitude")),
                    id);
        }
    }

    private static Double number(Object value) {
        return value instanceof Number number ? Double.valueOf(number.doubleValue()) : null;
    }

    private static void check(RecordKind kind, Map<String, Object> values, Set<String> more) {
        List<String> known = new ArrayList<>(kind.fields());
        known.addAll(more);
        values.forEach((name, value) -> {
            if (!known.contains(name)) {
                throw Refusal.invalid(
                        "a " + kind.label() + " has no '" + name + "' that could be set here",
                        "use " + String.join(", ", known));
            }
            if (value instanceof String text && text.length() > LONGEST_TEXT) {
                throw Refusal.invalid("'" + name + "' is longer than " + LONGEST_TEXT + " characters", "shorten it");
            }
            if (name.equals("active") && !(value instanceof Boolean)) {
                throw Refusal.invalid("'active' is neither true nor false", "send true or false");
            }
        });
    }

    /** The record, locked against other changes, if it is of that version. */
    static RegisterRecord lock(
            Connection connection, RecordKind kind, String id, Integer version, boolean versionNeeded)
            throws SQLException {
        Sql.list(
                connection,
                "select 1 from service." + kind.table() + " where id = ? for no key update",
                row -> null,
                id);
        RegisterRecord record = RecordReads.find(connection, kind, id)
                .orElseThrow(() -> Refusal.notFound(kind.label(), id, "look at /api/v1/" + kind.section()));
        if (version == null && versionNeeded) {
            throw new Refusal(
                    Refusal.Kind.VERSION_NEEDED,
                    "the version of the " + kind.label() + " that this is about has to be said",
                    "read it, and send its ETag as If-Match: \"" + record.version() + "\"");
        }
        if (version != null && version != record.version()) {
            throw new Refusal(
                            Refusal.Kind.STALE,
                            "the " + kind.label() + " is of version " + record.version() + " by now, not " + version,
                            "read it again, see what has changed, and send its new ETag as If-Match")
                    .with("version", record.version());
        }
        if (kind == RecordKind.HOUSEHOLD && !record.active()) {
            throw new Refusal(
                    Refusal.Kind.GONE, "the household's data was erased", "enter the customer as a new household");
        }
        return record;
    }

    /** A record; nothing if there is none. */
    public Optional<RegisterRecord> find(RecordKind kind, String id) {
        return database.withConnection(connection -> RecordReads.find(connection, kind, id));
    }

    /** What changed of a record, the newest first. */
    public List<RegisterChange> changes(RecordKind kind, String id, int limit) {
        return database.withConnection(connection -> RecordReads.changes(connection, kind.table(), id, limit));
    }

    /**
     * Households inside a scope, by id.
     *
     * @param piece of the id, or, for those who serve customers, of the name, the address or the phone number; null for all
     * @param after the last one of the page before, or null
     */
    public List<RegisterRecord> households(
            Scope scope, boolean personal, String piece, String centre, String after, int limit) {
        return database.withConnection(
                connection -> HouseholdSearch.find(connection, scope, personal, piece, centre, after, limit));
    }
}
