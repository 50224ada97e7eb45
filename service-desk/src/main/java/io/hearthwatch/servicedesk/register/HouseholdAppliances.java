package io.hearthwatch.servicedesk.register;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.Database;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.fleet.ApplianceDetails;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.fleet.FleetRejectedException;
import io.hearthwatch.fleet.NewAppliance;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which appliance stands in which household. One that reports is registered already; one that never does, somebody registers here, so that it
 * can have tickets. Every write changes the household's version. Thread-safe; every call blocks on the database.
 */
public final class HouseholdAppliances {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1,100}");
    private static final String CHANNEL = "purchase_channel";

    private final Database database;
    private final Catalog catalog;
    private final Fleet fleet;
    private final InstantSource clock;

    HouseholdAppliances(Database database, Catalog catalog, Fleet fleet, InstantSource clock) {
        this.database = database;
        this.catalog = catalog;
        this.fleet = fleet;
        this.clock = clock;
    }

    /** The appliances of a household, by id. */
    public List<HouseholdAppliance> of(String household) {
        return database.withConnection(connection -> Sql.list(
                connection,
                """
                select ha.appliance id, a.appliance_no is not null registered, a.type, a.model, a.lot, a.produced_on, a.purchased_on,
                    a.attributes ->> 'purchase_channel' channel, a.firmware
                from service.household_appliance ha left join fleet.appliance a on a.id = ha.appliance
                where ha.household = ? order by ha.appliance
                """,
                row -> new HouseholdAppliance(
                        row.getString("id"),
                        row.getBoolean("registered"),
                        row.getString("type"),
                        row.getString("model"),
                        row.getString("lot"),
                        row.getObject("produced_on", LocalDate.class),
                        row.getObject("purchased_on", LocalDate.class),
                        row.getString("channel"),
                        row.getString("firmware")),
                household));
    }

    /**
     * Says that an appliance stands in a household, and what is known of it; registers it where nobody did.
     *
     * @param version the household's; null where the asker does not say
     * @return the household by now
     * @throws Refusal if it stands elsewhere, or something that is said of it cannot be
     */
    public RegisterRecord connect(Asker asker, String household, Integer version, String id, ApplianceWish wish) {
        if (!ID.matcher(id).matches()) {
            throw Refusal.invalid(
                    "the appliance's id is not allowed",
                    "its serial number: 1 to 100 letters, digits, dots, underscores, colons or hyphens");
        }
        Instant at = clock.instant();
        past("produced_on", wish.producedOn(), at);
        past("purchased_on", wish.purchasedOn(), at);
        return database.asOneTransaction(connection -> {
            RegisterRecord before = Register.lock(connection, RecordKind.HOUSEHOLD, household, version, false);
            Optional<String> owner = owner(connection, id);
            if (owner.isPresent() && !owner.get().equals(household)) {
                throw elsewhere(connection, asker, id, owner.get());
            }
            List<String> fields = register(id, wish);
            if (owner.isEmpty()) {
                int added = Sql.update(connection, """
                        insert into service.household_appliance (appliance, household, by_file) values (?, ?, false)
                        on conflict (appliance) do nothing
                        """, id, household);
                if (added == 0) {
                    throw elsewhere(connection, asker, id, owner(connection, id).orElse(""));
                }
            } else if (fields.isEmpty()) {
                return before;
            }
            return changed(
                    connection,
                    asker,
                    household,
                    owner.isEmpty() ? "appliance_connected" : "appliance_changed",
                    fields,
                    id,
                    at);
        });
    }

    private static void past(String name, LocalDate day, Instant now) {
        // A day ahead: the customer may be east of the clock.
        if (day != null && day.isAfter(LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(1))) {
            throw Refusal.invalid(
                    "'" + name + "' is " + day + ", which lies in the future",
                    "look at the invoice or the type plate again");
        }
    }

    /** Says that an appliance no longer stands in a household; it stays registered. */
    public RegisterRecord disconnect(Asker asker, String household, Integer version, String id) {
        Instant at = clock.instant();
        return database.inTransaction(connection -> {
            Register.lock(connection, RecordKind.HOUSEHOLD, household, version, false);
            if (!owner(connection, id).equals(Optional.of(household))) {
                throw Refusal.notFound(
                        "appliance in this household of the id", id, "look at its appliances: read the household");
            }
            List<String> open = Sql.list(connection, """
                    select t.number from service.ticket t join fleet.appliance a on a.appliance_no = t.appliance_no
                    where a.id = ? and t.household = ? and t.ended_at is null order by t.id limit 10
                    """, row -> row.getString("number"), id, household);
            if (!open.isEmpty()) {
                throw Refusal.conflict(
                                "somebody still has to come for this appliance: " + String.join(", ", open),
                                "finish or cancel these tickets first")
                        .with("tickets", open);
            }
            Sql.update(connection, "delete from service.household_appliance where appliance = ?", id);
            return changed(connection, asker, household, "appliance_disconnected", List.of(), id, at);
        });
    }

    private static RegisterRecord changed(
            Connection connection,
            Asker asker,
            String household,
            String what,
            List<String> fields,
            String id,
            Instant at)
            throws SQLException {
        Sql.update(connection, "update service.household set version = version + 1 where id = ?", household);
        RegisterRecord record =
                RecordReads.find(connection, RecordKind.HOUSEHOLD, household).orElseThrow();
        RegisterLog.note(connection, record, what, fields, Map.of("appliance", id), asker.who(), at);
        return record;
    }

    private static Optional<String> owner(Connection connection, String id) throws SQLException {
        return Sql.first(
                connection,
                "select household from service.household_appliance where appliance = ?",
                row -> row.getString("household"),
                id);
    }

    /** Names the other household only to those who may know of it. */
    private static Refusal elsewhere(Connection connection, Asker asker, String id, String owner) throws SQLException {
        boolean theirs = Sql.first(
                        connection,
                        "select centre from service.household where id = ?",
                        row -> asker.scope().contains(row.getString("centre")),
                        owner)
                .orElse(false);
        return Refusal.conflict(
                "appliance " + id + " stands in " + (theirs ? "household " + owner : "another household"),
                theirs
                        ? "take it out there first: DELETE " + RecordKind.HOUSEHOLD.path(owner) + "/appliances/" + id
                        : "have that household's service centre take it out first");
    }

    /** Registers it, or changes what the registry knows; the names of what changed. */
    private List<String> register(String id, ApplianceWish wish) {
        Optional<Appliance> known = fleet.find(id);
        try {
            if (known.isEmpty()) {
                if (wish.type() == null) {
                    throw Refusal.invalid(
                            "no appliance '" + id + "' is registered, and 'type' is missing",
                            "give its type, one of "
                                    + String.join(", ", catalog.types().keySet())
                                    + ", to register one that is not connected");
                }
                fleet.add(new NewAppliance(
                        id,
                        wish.type(),
                        wish.model(),
                        wish.lot(),
                        wish.producedOn(),
                        wish.purchasedOn(),
                        wish.firmware(),
                        wish.channel() == null ? Map.of() : Map.of(CHANNEL, wish.channel())));
                return names(wish);
            }
            if (wish.type() != null && !wish.type().equals(known.get().type())) {
                throw Refusal.conflict(
                        "appliance " + id + " is registered as " + known.get().type() + ", not as " + wish.type(),
                        "look at the type plate again");
            }
            ApplianceDetails details = new ApplianceDetails(
                    wish.model(),
                    wish.lot(),
                    wish.producedOn(),
                    wish.purchasedOn(),
                    wish.firmware(),
                    wish.channel() == null ? Map.of() : Map.of(CHANNEL, wish.channel()));
            return fleet.describe(id, details) ? names(wish) : List.of();
        } catch (FleetRejectedException e) {
            throw Refusal.invalid(String.join("; ", e.problems()), "look at the invoice and the type plate again");
        }
    }

    private static List<String> names(ApplianceWish wish) {
        List<String> names = new ArrayList<>();
        add(names, "type", wish.type());
        add(names, "model", wish.model());
        add(names, "lot", wish.lot());
        add(names, "produced_on", wish.producedOn());
        add(names, "purchased_on", wish.purchasedOn());
        add(names, "channel", wish.channel());
        add(names, "firmware", wish.firmware());
        return names;
    }

    private static void add(List<String> names, String name, Object value) {
        if (value != null) {
            names.add(name);
        }
    }
}
