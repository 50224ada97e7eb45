package io.hearthwatch.predictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.hearthwatch.predictor.PromotionJudge.Kind;
import io.hearthwatch.predictor.PromotionJudge.Verdict;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which model is live, which one is tried beside it, and who decided so. */
class ModelRegistryTest {
    private static final Instant UNTIL = SmallFleet.START.plus(Duration.ofDays(70));
    private static final Duration DAY = Duration.ofDays(1);

    private static SmallFleet small;
    private static ModelRegistry registry;
    private static ModelInfo first;
    private static ModelInfo second;
    private static ModelInfo third;

    /** What the judge says, by candidate; level where nothing is said. */
    private static final Map<String, Kind> VERDICTS = new HashMap<>();

    @BeforeAll
    static void train() {
        small = new SmallFleet(12);
        registry = new ModelRegistry(small.database, small.predictor, small.clock, (champion, candidate, progress) -> {
            Kind kind = VERDICTS.getOrDefault(candidate, Kind.LEVEL);
            return new Verdict(
                    kind, "it is " + kind, JsonNodeFactory.instance.objectNode().put("against", champion));
        });
        first = small.predictor.train(TrainRequest.of(SmallFleet.TYPE, DAY, UNTIL), "user anna", Progress.NONE);
        second = small.predictor.train(few("K-101", "K-102", "K-103", "K-104"), Progress.NONE);
        third = small.predictor.train(few("K-104", "K-105", "K-106", "K-107"), Progress.NONE);
    }

    private static TrainRequest few(String... appliances) {
        return new TrainRequest(SmallFleet.TYPE, DAY, Duration.ZERO, UNTIL, DAY, true, Set.of(appliances), Map.of());
    }

    @AfterAll
    static void close() {
        small.close();
    }

    @BeforeEach
    void firstIsChampion() {
        VERDICTS.clear();
        execute("delete from prediction.alias; delete from prediction.promotion; delete from prediction.shadow_due;"
                + " delete from prediction.shadow; delete from prediction.decision");
        promote(first.id());
    }

    private static void execute(String sql) {
        small.database.inTransaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    private static Promotion promote(String id) {
        return registry.promote(id, "user anna", null, false, Progress.NONE);
    }

    private static String champion() {
        return small.predictor.champion(SmallFleet.TYPE).orElseThrow();
    }

    private static List<String> log(int lines) {
        return registry.audit(SmallFleet.TYPE, lines).stream()
                .map(AuditRecord::entry)
                .map(e -> e.who() + " " + e.action() + " " + e.model() + " after " + e.previous() + ": " + e.reason())
                .toList();
    }

    @Test
    void trainingIsWrittenDownWithWhoAskedForIt() {
        assertThat(registry.audit(null, 1000).stream()
                        .map(AuditRecord::entry)
                        .filter(entry -> entry.action().equals("train"))
                        .map(entry -> entry.model() + " " + entry.who()))
                .containsExactly(third.id() + " service", second.id() + " service", first.id() + " user anna");
    }

    @Test
    void modelThatIsNotWorseTakesTheChampionsPlace() {
        Promotion done = promote(second.id());
        assertThat(done.previous()).isEqualTo(first.id());
        assertThat(done.verdict().kind()).isEqualTo(Kind.LEVEL);
        assertThat(champion()).isEqualTo(second.id());
        assertThat(log(1)).containsExactly("user anna promote " + second.id() + " after " + first.id() + ": null");
        assertThat(registry.audit(null, 1)
                        .get(0)
                        .entry()
                        .details()
                        .at("/figures/against")
                        .asText())
                .isEqualTo(first.id());
        assertThat(promote(second.id()).previous()).isEqualTo(second.id());
        assertThat(log(1)).hasSize(1).allMatch(line -> line.contains(" after " + first.id()));
    }

    @Test
    void worseModelIsRefusedUnlessForcedWithAReasonAndBothAreWrittenDown() {
        VERDICTS.put(second.id(), Kind.WORSE);
        assertThatThrownBy(() -> promote(second.id()))
                .isInstanceOf(PromotionRefusedException.class)
                .hasMessageContaining("worse than the champion " + first.id());
        assertThatThrownBy(() -> registry.promote(second.id(), "api", "I like it", false, Progress.NONE))
                .isInstanceOf(PromotionRefusedException.class);
        assertThat(champion()).isEqualTo(first.id());
        assertThatThrownBy(() -> registry.promote(second.id(), "api", " ", true, Progress.NONE))
                .isInstanceOf(PredictionException.class)
                .hasMessageContaining("reason");
        registry.promote(second.id(), "user anna", "fewer visits in the holidays", true, Progress.NONE);
        assertThat(champion()).isEqualTo(second.id());
        assertThat(log(3))
                .containsExactly(
                        "user anna promote " + second.id() + " after " + first.id() + ": fewer visits in the holidays",
                        "api promote_refused " + second.id() + " after " + first.id() + ": I like it",
                        "user anna promote_refused " + second.id() + " after " + first.id() + ": null");
        assertThat(registry.audit(null, 1)
                        .get(0)
                        .entry()
                        .details()
                        .get("forced")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void refusalSaysOnceThatItIsWorse() {
        assertThat(ModelRegistry.worse("b", "a", "b is worse: it costs 5 more"))
                .isEqualTo("b is worse than the champion a: it costs 5 more");
        assertThat(ModelRegistry.worse("b", "a", "b is worse than a, beyond chance: it errs more"))
                .isEqualTo("b is worse than a, beyond chance: it errs more");
        assertThat(ModelRegistry.worse("b", "a", "it costs 5 more"))
                .isEqualTo("b is worse than the champion a: it costs 5 more");
    }

    @Test
    void modelThatCannotBeComparedIsPromotedAndTheAuditLogSaysSo() {
        VERDICTS.put(second.id(), Kind.UNKNOWN);
        promote(second.id());
        assertThat(champion()).isEqualTo(second.id());
        assertThat(registry.audit(null, 1)
                        .get(0)
                        .entry()
                        .details()
                        .get("verdict")
                        .asText())
                .isEqualTo("unknown");
    }

    @Test
    void rollbackGoesBackAsFarAsThereWereChampions() {
        promote(second.id());
        promote(third.id());
        Promotion back = registry.rollback(SmallFleet.TYPE, Target.FAILURE, "user anna", "too many alarms");
        assertThat(back.model()).isEqualTo(second.id());
        assertThat(back.previous()).isEqualTo(third.id());
        assertThat(champion()).isEqualTo(second.id());
        assertThat(registry.rollback(SmallFleet.TYPE, Target.FAILURE, "user anna", null)
                        .model())
                .isEqualTo(first.id());
        assertThatThrownBy(() -> registry.rollback(SmallFleet.TYPE, Target.FAILURE, "user anna", null))
                .isInstanceOf(PredictionException.class)
                .hasMessageContaining("no champion before");
        assertThat(champion()).isEqualTo(first.id());
        // And forward again: what was undone does not come back by another rollback.
        promote(third.id());
        assertThat(registry.rollback(SmallFleet.TYPE, Target.FAILURE, "user anna", null)
                        .model())
                .isEqualTo(first.id());
        assertThat(log(3))
                .contains("user anna rollback " + first.id() + " after " + second.id() + ": null")
                .contains("user anna rollback " + first.id() + " after " + third.id() + ": null");
    }

    @Test
    void oneOfTwoPromotionsAtOnceIsComparedAnew() throws Exception {
        List<Future<Promotion>> both = new ArrayList<>();
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            for (ModelInfo model : List.of(second, third)) {
                Callable<Promotion> promotion = () -> promote(model.id());
                both.add(two.submit(promotion));
            }
            for (Future<Promotion> one : both) {
                one.get();
            }
        } finally {
            two.shutdown();
        }
        // One replaced the first model, the other one that one; nothing was lost and nothing promoted unseen.
        List<AuditEntry> lines =
                registry.audit(null, 2).stream().map(AuditRecord::entry).toList();
        assertThat(lines).extracting(AuditEntry::action).containsOnly("promote");
        assertThat(lines.get(1).previous()).isEqualTo(first.id());
        assertThat(lines.get(0).previous()).isEqualTo(lines.get(1).model());
        assertThat(lines.get(0).details().at("/figures/against").asText())
                .isEqualTo(lines.get(1).model());
        assertThat(champion()).isEqualTo(lines.get(0).model());
    }

    @Test
    void challengerIsAnotherModelAndOneAtATime() {
        assertThatThrownBy(() -> registry.challenge(first.id(), "api", null))
                .isInstanceOf(PredictionException.class)
                .hasMessageContaining("is the champion");
        registry.challenge(second.id(), "api", "has seen more");
        registry.challenge(third.id(), "api", null);
        assertThat(registry.alias(SmallFleet.TYPE, Target.FAILURE, Alias.Name.CHALLENGER))
                .map(Alias::model)
                .contains(third.id());
        assertThat(log(2))
                .containsExactly(
                        "api challenger " + third.id() + " after " + second.id() + ": null",
                        "api challenger " + second.id() + " after null: has seen more");
        promote(third.id());
        assertThat(registry.alias(SmallFleet.TYPE, Target.FAILURE, Alias.Name.CHALLENGER))
                .isEmpty();
        registry.challenge(second.id(), "api", null);
        assertThat(registry.withdraw(SmallFleet.TYPE, Target.FAILURE, "api", "enough seen"))
                .isTrue();
        assertThat(registry.withdraw(SmallFleet.TYPE, Target.FAILURE, "api", null))
                .isFalse();
    }

    @Test
    void listAndShowTellAliasesSpanSettingsAndHistory() {
        promote(second.id());
        registry.challenge(third.id(), "api", null);
        assertThat(registry.list(SmallFleet.TYPE))
                .extracting(m -> m.info().id() + " " + m.aliases())
                .containsExactly(third.id() + " [CHALLENGER]", second.id() + " [CHAMPION]", first.id() + " []");
        var json = registry.show(second.id());
        assertThat(json.at("/aliases/0").asText()).isEqualTo("champion");
        assertThat(json.at("/span/appliances").asInt()).isEqualTo(4);
        assertThat(json.at("/settings/algorithm").asText()).isNotEmpty();
        assertThat(json.at("/provenance/0/fingerprint").asText()).hasSize(64);
        assertThat(json.at("/provenance/0").toString()).contains("tribuo_version");
        assertThat(json.at("/audit/0/action").asText()).isEqualTo("promote");
        assertThatThrownBy(() -> registry.show("kettle-99")).isInstanceOf(PredictionException.class);
    }

    @Test
    void auditLogRefusesToBeChanged() {
        for (String change : List.of(
                "update prediction.audit set who = 'nobody'",
                "delete from prediction.audit",
                "truncate prediction.audit")) {
            assertThatThrownBy(() -> execute(change)).hasMessageContaining("only added to");
        }
    }
}
