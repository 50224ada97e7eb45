package io.hearthwatch.predictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hearthwatch.catalog.Costs;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.predictor.learning.Basis;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Deciding, through a real database: the same whatever comes between, once, and for whom it is due. */
class DecidingTest extends TrainedFleet {
    /** Marks what ingest marks when faults arrive live. */
    private static void markFaults(Instant from, Instant to) {
        small.database.inTransaction(connection -> {
            String sql = """
                    insert into telemetry.pending_score select distinct appliance_no, greatest(time, received_at)
                    from telemetry.fault where state = 1 and time > ? and time <= ? on conflict do nothing
                    """;
            try (PreparedStatement insert = connection.prepareStatement(sql)) {
                insert.setObject(1, from.atOffset(ZoneOffset.UTC));
                insert.setObject(2, to.atOffset(ZoneOffset.UTC));
                return insert.executeUpdate();
            }
        });
    }

    private static List<Decision> played(Instant from, Instant to) {
        List<Decision> decisions = new ArrayList<>();
        small.predictor.decisions(model.id(), from, to, null, decisions::add);
        return decisions;
    }

    private static List<String> keys(List<Decision> decisions) {
        return decisions.stream()
                .map(d -> d.asOf() + " " + d.applianceNo() + " " + d.component() + " " + d.probability() + " "
                        + d.faults())
                .toList();
    }

    @Test
    void liveDecisionsEqualThosePlayedFromStoredData() {
        Instant from = UNTIL.plus(DAY.multipliedBy(2));
        Instant to = from.plus(DAY.multipliedBy(12));
        List<Decision> played = played(from, to);
        assertThat(played).hasSizeGreaterThan(10);
        assertThat(played).anyMatch(d -> !d.asOf().equals(d.asOf().truncatedTo(ChronoUnit.HOURS)));
        markFaults(from, to);

        // The caller steps from due instant to due instant, as a driven clock does.
        small.predictor.decideDue(from, Missed.EVERY);
        Instant now = from;
        while (true) {
            Instant next = small.predictor.nextDue(now).orElseThrow();
            if (next.isAfter(to)) {
                break;
            }
            small.predictor.decideDue(next, Missed.EVERY);
            now = next;
        }
        List<Decision> live = small.predictor.unrelayed(10_000);
        assertThat(keys(live)).containsExactlyElementsOf(keys(played));
        assertThat(live)
                .extracting(Decision::id)
                .containsExactlyElementsOf(played.stream().map(Decision::id).toList());
        assertThat(count("telemetry.pending_score")).isZero();
        Decision heater = live.stream()
                .filter(d -> d.component().equals("heater"))
                .findFirst()
                .orElseThrow();
        assertThat(heater.reasons().get(0).en())
                .matches("(More than )?\\d+ % likely that the heater fails within 24 hours");
        assertThat(heater.reasons()).hasSizeGreaterThan(1);
        assertThat(small.predictor.scores(heater.applianceNo()))
                .extracting(s -> s.component() + " " + s.trained())
                .containsExactly("heater true", "lid false", "pump true");
    }

    @Test
    void reasonsAddUpToTheScoreThatWasWritten() {
        small.predictor.decideDue(UNTIL.plus(DAY.multipliedBy(9)), Missed.NEWEST);
        Outlooks outlooks = new Outlooks(small.database, small.catalog, small.fleet, small.ingest.stored());
        for (Appliance kettle : small.kettles.subList(0, 8)) {
            Map<String, Outlook> scores = new HashMap<>();
            outlooks.of(kettle.no()).forEach(outlook -> scores.put(outlook.component(), outlook));
            assertThat(scores).containsOnlyKeys("heater", "pump", "lid");
            assertThat(scores.get("lid").basis()).isNotEqualTo(Basis.MODEL);
            assertThat(outlooks.sentence(kettle, scores.get("lid")).en()).startsWith("Too ");
            List<ScoreReasons> reasons = outlooks.explain(kettle);
            assertThat(reasons).extracting(ScoreReasons::component).containsExactlyInAnyOrder("heater", "pump");
            for (ScoreReasons one : reasons) {
                double written = scores.get(one.component()).probability();
                assertThat(one.probability()).isCloseTo(written, within(1e-6));
                assertThat(1 / (1 + Math.exp(-one.logOdds()))).isCloseTo(written, within(1e-4));
                assertThat(one.reasons())
                        .allSatisfy(reason -> assertThat(reason.words().zh()).isNotBlank());
            }
            assertThat(outlooks.explain(kettle)).as("asked again").isSameAs(reasons);
        }
    }

    @Test
    void oneLeapGivesTheSameAsManySteps() {
        Instant from = UNTIL.plus(DAY.multipliedBy(2));
        Instant to = from.plus(DAY.multipliedBy(6));
        markFaults(from, to);
        small.predictor.decideDue(from, Missed.EVERY);
        small.predictor.decideDue(to, Missed.EVERY);
        assertThat(keys(small.predictor.unrelayed(10_000))).containsExactlyElementsOf(keys(played(from, to)));
    }

    @Test
    void whoHasFallenSilentIsScoredAndAsksForNoTicket() {
        // Failures so dear that nearly every score asks for a ticket, while there are readings.
        Costs dear = new Costs(100_000, 1, 0);
        Predictor eager = new Predictor(
                small.database,
                small.catalog,
                small.fleet,
                small.ingest.stored(),
                small.clock,
                type -> Map.of("heater", dear));
        Decided reporting = eager.decideDue(SmallFleet.END, Missed.EVERY);
        assertThat(reporting.decisions()).isGreaterThan(20);
        Decided silent = eager.decideDue(SmallFleet.END.plus(DAY), Missed.EVERY);
        assertThat(silent.scored()).isEqualTo(reporting.scored());
        assertThat(silent.decisions()).isZero();
        assertThat(eager.scores(small.kettles.get(0).no()))
                .anySatisfy(score -> assertThat(score.probability()).isGreaterThan(.01));
    }

    @Test
    void decidingAgainChangesNothing() {
        Instant at = UNTIL.plus(DAY.multipliedBy(3));
        markFaults(at.minus(DAY), at);
        assertThat(small.predictor.decideDue(at, Missed.EVERY).scored()).isGreaterThanOrEqualTo(30);
        List<Decision> before = small.predictor.unrelayed(10_000);
        assertThat(small.predictor.decideDue(at, Missed.EVERY)).isEqualTo(Decided.NOTHING);
        assertThat(small.predictor.unrelayed(10_000)).isEqualTo(before);
    }

    @Test
    void manyFaultsOfOneApplianceWaitingTogetherAreAllScored() {
        Instant at = UNTIL.plus(DAY.multipliedBy(3));
        int no = small.fleet.list(SmallFleet.TYPE, null, 1).get(0).no();
        small.predictor.decideDue(at, Missed.EVERY);
        for (int i = 1; i <= 5; i++) {
            execute("insert into telemetry.pending_score values (" + no + ", '" + at.plusMillis(20L * i) + "')");
        }
        Instant last = at.plusMillis(100);
        assertThat(small.predictor.decideDue(last, Missed.EVERY).scored()).isEqualTo(5);
        assertThat(count("telemetry.pending_score")).isZero();
        assertThat(small.predictor.scores(no))
                .isNotEmpty()
                .allMatch(score -> score.asOf().equals(last));
    }

    @Test
    void relayedDecisionsAreHandedOverOnce() {
        Instant at = UNTIL.plus(DAY.multipliedBy(2));
        small.predictor.decideDue(at, Missed.EVERY);
        small.predictor.decideDue(at.plus(DAY.multipliedBy(4)), Missed.EVERY);
        List<Decision> first = small.predictor.unrelayed(2);
        assertThat(first).hasSize(2);
        small.predictor.markRelayed(first.stream().map(Decision::id).toList());
        assertThat(small.predictor.unrelayed(10_000)).doesNotContainAnyElementsOf(first);
    }

    @Test
    void stepThatIsKilledLeavesNothingAndIsRepeated() {
        Instant from = UNTIL.plus(DAY.multipliedBy(2));
        Instant to = from.plus(DAY.multipliedBy(3));
        small.predictor.decideDue(from, Missed.EVERY);
        markFaults(from, to);
        long claims = count("telemetry.pending_score");
        long decisions = count("prediction.decision");
        execute("""
                create function prediction.die() returns trigger language plpgsql as
                $$ begin raise exception 'killed'; end $$
                """);
        execute("create trigger die before delete on telemetry.pending_score"
                + " for each statement execute function prediction.die()");
        try {
            assertThatThrownBy(() -> small.predictor.decideDue(to, Missed.EVERY))
                    .hasMessageContaining("killed");
            assertThat(count("telemetry.pending_score")).isEqualTo(claims);
            assertThat(count("prediction.decision")).isEqualTo(decisions);
        } finally {
            execute("drop trigger die on telemetry.pending_score");
            execute("drop function prediction.die()");
        }
        small.predictor.decideDue(to, Missed.EVERY);
        assertThat(keys(small.predictor.unrelayed(10_000))).containsExactlyElementsOf(keys(played(from, to)));
    }

    @Test
    void twoProcessesShareTheWork() throws InterruptedException {
        Instant from = UNTIL.plus(DAY.multipliedBy(2));
        Instant to = from.plus(DAY.multipliedBy(5));
        small.predictor.decideDue(from, Missed.EVERY);
        markFaults(from, to);
        Predictor other = new Predictor(small.database, small.catalog, small.fleet, small.ingest.stored(), small.clock);
        Thread thread = new Thread(() -> other.decideDue(to, Missed.EVERY));
        thread.start();
        small.predictor.decideDue(to, Missed.EVERY);
        thread.join();
        assertThat(new TreeSet<>(keys(small.predictor.unrelayed(10_000))))
                .isEqualTo(new TreeSet<>(keys(played(from, to))));
    }

    @Test
    void serviceThatWasDownMakesOnlyTheNewestMissedDecision() {
        Instant at = UNTIL.plus(DAY.multipliedBy(2));
        small.predictor.decideDue(at, Missed.NEWEST);
        small.predictor.decideDue(at.plus(DAY.multipliedBy(4)).plusSeconds(5), Missed.NEWEST);
        Set<Instant> instants = new TreeSet<>();
        small.database.withConnection(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select distinct as_of from prediction.score")) {
                while (row.next()) {
                    instants.add(instant(row));
                }
            }
            return null;
        });
        assertThat(instants).containsExactly(at.plus(DAY.multipliedBy(4)));
        assertThat(small.predictor.unrelayed(10_000))
                .extracting(Decision::asOf)
                .allMatch(asOf -> asOf.equals(at) || asOf.equals(at.plus(DAY.multipliedBy(4))));
    }

    private static Instant instant(ResultSet row) throws SQLException {
        return row.getObject(1, OffsetDateTime.class).toInstant();
    }
}
