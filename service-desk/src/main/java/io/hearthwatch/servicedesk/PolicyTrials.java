package io.hearthwatch.servicedesk;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Component;
import io.hearthwatch.catalog.Costs;
import io.hearthwatch.database.Database;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.fleet.ComponentEvent;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.servicedesk.policy.PolicyTrial;
import io.hearthwatch.servicedesk.policy.RecentFault;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * What is needed to try out a policy on the past: the scored instants of a model that might have asked for a ticket, which are kept so
 * that only the first trial has to compute them, the failures and repairs, and who served which appliance. Thread-safe; blocks.
 */
public final class PolicyTrials {
    private static final Instant FOREVER = Instant.parse("9999-12-31T00:00:00Z");
    private static final int BATCH = 2_000;

    private final Database database;
    private final Catalog catalog;
    private final Fleet fleet;

    PolicyTrials(Database database, Catalog catalog, Fleet fleet) {
        this.database = database;
        this.catalog = catalog;
        this.fleet = fleet;
    }

    /**
     * What is kept of a model.
     *
     * @param lowest from which probability on
     */
    public record Kept(Instant begins, Instant ends, double lowest) {}

    /** What is kept of a model, if anything is. */
    public Optional<Kept> kept(String modelId) {
        return database.withConnection(connection -> Sql.first(
                connection,
                "select begins, ends, lowest from service.candidate_span where model_id = ?",
                row -> new Kept(Sql.instant(row, "begins"), Sql.instant(row, "ends"), row.getDouble("lowest")),
                modelId));
    }

    /** Tells one scored instant after the other. */
    @FunctionalInterface
    public interface Source {
        /** Calls back for each, in any order. */
        void forEach(Consumer<Proposal> consumer);
    }

    /**
     * Keeps what a model would have proposed over a span, in one transaction.
     *
     * @param anew whether what was kept before is dropped; otherwise the span goes on where that ends
     */
    public void keep(String type, String modelId, Kept span, boolean anew, Source proposals) {
        database.inTransaction(connection -> {
            Sql.list(
                    connection,
                    "select pg_advisory_xact_lock(hashtext('service.candidate'), hashtext(?))",
                    row -> null,
                    modelId);
            if (anew) {
                Sql.update(connection, "delete from service.candidate where model_id = ?", modelId);
            }
            try (PreparedStatement insert = connection.prepareStatement("""
                    insert into service.candidate (model_id, as_of, appliance_no, component, probability, horizon_seconds,
                        newest_safety, safety, urgency)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing
                    """)) {
                Map<Integer, Optional<Appliance>> appliances = new HashMap<>();
                int[] waiting = {0};
                proposals.forEach(proposal -> appliances
                        .computeIfAbsent(proposal.applianceNo(), fleet::find)
                        .flatMap(appliance -> catalog.type(type).component(appliance.model(), proposal.component()))
                        .ifPresent(component -> add(insert, waiting, type, component, proposal)));
                insert.executeBatch();
            }
            Sql.update(connection, """
                    insert into service.candidate_span as old (model_id, begins, ends, lowest) values (?, ?, ?, ?)
                    on conflict (model_id) do update
                        set begins = excluded.begins, ends = excluded.ends, lowest = excluded.lowest
                    """, modelId, span.begins(), span.ends(), span.lowest());
            return null;
        });
    }

    private void add(PreparedStatement insert, int[] waiting, String type, Component component, Proposal proposal) {
        PolicyTrial.Candidate candidate = candidate(type, component, proposal);
        try {
            insert.setString(1, proposal.modelId());
            insert.setObject(2, at(candidate.asOf()));
            insert.setInt(3, candidate.applianceNo());
            insert.setString(4, candidate.component());
            insert.setDouble(5, candidate.probability());
            insert.setLong(6, candidate.horizon().toSeconds());
            insert.setObject(
                    7,
                    candidate.newestSafety() == null ? null : at(candidate.newestSafety()),
                    Types.TIMESTAMP_WITH_TIMEZONE);
            insert.setBoolean(8, candidate.safety());
            insert.setInt(9, candidate.urgency());
            insert.addBatch();
            if (++waiting[0] % BATCH == 0) {
                insert.executeBatch();
            }
        } catch (SQLException e) {
            throw Database.translate(e);
        }
    }

    private PolicyTrial.Candidate candidate(String type, Component component, Proposal proposal) {
        Value value = Value.of(catalog.type(type), component, proposal);
        return new PolicyTrial.Candidate(
                proposal.applianceNo(),
                proposal.component(),
                proposal.asOf(),
                proposal.probability(),
                proposal.horizon(),
                RecentFault.newestSafety(catalog.type(type), proposal.component(), proposal.faults())
                        .orElse(null),
                value.safety(),
                value.urgency().level());
    }

    private static Object at(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    /** Forgets everything that is kept, because what it was computed from has changed. */
    public void forget() {
        database.inTransaction(connection -> Sql.update(connection, "delete from service.candidate")
                + Sql.update(connection, "delete from service.candidate_span"));
    }

    /** When the first decision about a type was answered: before it nothing could come of one. */
    public Optional<Instant> firstAnswer(String type) {
        return database.withConnection(connection -> Sql.first(
                        connection, """
                        select min(p.as_of) first from service.proposal p join fleet.appliance a using (appliance_no)
                        where a.type = ?
                        """, row -> Optional.ofNullable(Sql.instant(row, "first")), type)
                .flatMap(first -> first));
    }

    /**
     * A stretch of the past to try policies on.
     *
     * @param begins candidates and labels from here on take part
     */
    public PolicyTrial trial(String type, String modelId, Instant begins, Instant to) {
        List<PolicyTrial.Candidate> candidates = database.withConnection(connection -> Sql.list(
                connection,
                "select * from service.candidate where model_id = ? and as_of >= ? and as_of <= ? order by as_of",
                row -> new PolicyTrial.Candidate(
                        row.getInt("appliance_no"),
                        row.getString("component"),
                        Sql.instant(row, "as_of"),
                        row.getDouble("probability"),
                        Duration.ofSeconds(row.getLong("horizon_seconds")),
                        Sql.instant(row, "newest_safety"),
                        row.getBoolean("safety"),
                        row.getInt("urgency")),
                modelId,
                begins,
                to));
        List<PolicyTrial.Label> labels = new ArrayList<>();
        fleet.failures(type, null, to, FOREVER, event -> label(labels, event, begins, true));
        fleet.repairs(type, null, to, FOREVER, event -> {
            if (event.averted()) {
                label(labels, event, begins, true);
            }
            label(labels, event, begins, false);
        });
        Map<Integer, PolicyTrial.Centre> centres = centres(type);
        return new PolicyTrial(candidates, labels, centres::get);
    }

    private static void label(List<PolicyTrial.Label> labels, ComponentEvent event, Instant begins, boolean failure) {
        if (!event.time().isBefore(begins)) {
            labels.add(new PolicyTrial.Label(event.applianceNo(), event.component(), event.time(), failure));
        }
    }

    private Map<Integer, PolicyTrial.Centre> centres(String type) {
        Map<Integer, PolicyTrial.Centre> centres = new HashMap<>();
        database.withConnection(connection -> Sql.list(
                connection,
                """
                select a.appliance_no, c.id, c.time_zone from fleet.appliance a
                left join service.household_appliance ha on ha.appliance = a.id
                left join service.household h on h.id = ha.household
                left join service.default_centre d on d.type = a.type
                join service.centre c on c.id = coalesce(h.centre, d.centre)
                where a.type = ?
                """,
                row -> centres.put(
                        row.getInt("appliance_no"),
                        new PolicyTrial.Centre(row.getString("id"), ZoneId.of(row.getString("time_zone")))),
                type));
        return centres;
    }

    /** What opening a ticket for a candidate is expected to save under costs by component, which carry the weight of safety. */
    public static ToDoubleFunction<PolicyTrial.Candidate> savings(Map<String, Costs> costs) {
        return candidate ->
                Value.saving(candidate.probability(), costs.getOrDefault(candidate.component(), Costs.DEFAULT));
    }
}
