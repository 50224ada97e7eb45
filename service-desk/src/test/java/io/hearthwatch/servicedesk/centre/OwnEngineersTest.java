package io.hearthwatch.servicedesk.centre;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hearthwatch.fleet.NewAppliance;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.engineer.OwnEngineers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who has an engineer for life, who it is, and the care visits that come with it. */
class OwnEngineersTest {
    private Region region;
    private OwnEngineers engineers;

    @BeforeEach
    void open() {
        region = new Region();
        engineers = region.desk.ownEngineers();
    }

    @AfterEach
    void close() {
        region.close();
    }

    /** A household of the centre with an appliance of each of so many types. */
    private String household(String id, String centre, int types) {
        List<String> appliances = new ArrayList<>();
        for (String type : List.of("washing_machine", "dishwasher", "refrigerator", "air_conditioner")
                .subList(0, types)) {
            appliances.add(id + "-" + type);
            region.fleet.add(NewAppliance.of(id + "-" + type, type));
        }
        region.load("households: {" + id + ": {name: N, phone: \"1\", address: \"200120\", language: en, centre: "
                + centre + ", appliances: [" + String.join(", ", appliances) + "], latitude: 31.2, longitude: 121.5}}");
        return id;
    }

    private Object engineer(String household) {
        return engineers.of(household).get("engineer");
    }

    @Test
    void aFullSetOfDifferentTypesGetsAnEngineerAndFewerDoNot() {
        String full = household("F", "pudong2", 4);
        String some = household("S", "pudong2", 3);
        assertThat(engineers.runDue(region.now)).isEqualTo(1);
        assertThat(engineer(full)).isIn("wu", "he");
        assertThat(engineers.of(full)).containsEntry("how", "full_set").containsEntry("types", 4);
        assertThat(engineer(some)).isNull();
        assertThat(engineers.runDue(region.now)).as("for life").isZero();
    }

    @Test
    void householdsAreSharedOutAmongThoseWhoHaveTheSkill() {
        List<String> all = List.of(
                household("A", "pudong2", 4),
                household("B", "pudong2", 4),
                household("C", "pudong2", 4),
                household("D", "pudong2", 4));
        engineers.runDue(region.now);
        assertThat(all).extracting(this::engineer).containsExactlyInAnyOrder("he", "he", "wu", "wu");
    }

    @Test
    void purchasesAboveTheThresholdCountAndWhatNobodyKnowsThePriceOfDoesNot() {
        region.load(
                "own_engineer: {full_set: 4, purchases_above: {amount: 10000, currency: CNY}, care_every_months: 6}");
        String rich = household("R", "pudong2", 2);
        String unknown = household("U", "pudong2", 2);
        region.load("""
                purchases:
                  R-washing_machine: {amount: 8000, currency: CNY}
                  R-dishwasher: {amount: 2000.01, currency: CNY}
                  U-washing_machine: {amount: 10000, currency: CNY}
                """);
        assertThat(engineers.runDue(region.now)).isEqualTo(1);
        assertThat(engineers.of(rich)).containsEntry("how", "purchases").containsEntry("care_every_months", 6);
        assertThat(engineer(unknown)).isNull();
    }

    @Test
    void aPersonsChoiceHoldsAgainstTheServiceAndTheFile() {
        String full = household("F", "pudong2", 4);
        engineers.runDue(region.now);
        String other = engineer(full).equals("wu") ? "he" : "wu";
        assertThat(engineers.set(full, other, "they know each other", "chief"))
                .containsEntry("engineer", other)
                .containsEntry("how", "person");
        engineers.runDue(region.now);
        household2(full, other.equals("wu") ? "he" : "wu");
        assertThat(engineer(full)).isEqualTo(other);
        assertThat(engineers.set(full, null, "wants nobody", "chief")).containsEntry("engineer", null);
        engineers.runDue(region.now);
        assertThat(engineer(full)).isNull();
        assertThat(((List<?>) engineers.of(full).get("changes"))).hasSize(3);
        assertThatThrownBy(() -> engineers.set(full, "li", "of another centre", "chief"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("none of the household's centre");
        assertThatThrownBy(() -> engineers.set(full, "wu", " ", "chief")).hasMessageContaining("'reason'");
    }

    /** The file names somebody. */
    private void household2(String id, String engineer) {
        region.load("""
                technicians:
                  wu: {name: Wu Na, centre: pudong2, skills: {"*": ["*"]}}
                  he: {name: He Yu, centre: pudong2, skills: {"*": ["*"]}}
                households:
                  %s: {name: N, phone: "1", address: "200120", language: en, centre: pudong2, appliances: [%1$s-washing_machine, %1$s-dishwasher,
                    %1$s-refrigerator, %1$s-air_conditioner], engineer: %2$s}
                """.formatted(id, engineer));
    }

    @Test
    void whoHasNoLicenceAnyMoreIsReplaced() {
        String full = household("F", "pudong2", 4);
        engineers.runDue(region.now);
        Object first = engineer(full);
        region.execute("update service.technician set revoked_at = '2026-11-23T00:00:00Z' where id = '" + first + "'");
        engineers.runDue(region.now);
        assertThat(engineer(full)).isNotNull().isNotEqualTo(first);
    }

    @Test
    void aCareVisitFallsDueOnceWhoeverLooks() throws Exception {
        String full = household("F", "pudong2", 4);
        engineers.runDue(region.now);
        assertThat(engineers.of(full)).containsEntry("next_care", "2027-11-23");
        region.now = region.now.plus(Duration.ofDays(364));
        assertThat(engineers.runDue(region.now)).isZero();
        region.now = region.now.plus(Duration.ofDays(1));
        ExecutorService servers = Executors.newFixedThreadPool(3);
        List<Future<Integer>> looks = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            looks.add(servers.submit(() -> engineers.runDue(region.now)));
        }
        int opened = 0;
        for (Future<Integer> look : looks) {
            opened += look.get();
        }
        servers.shutdown();
        assertThat(opened).isEqualTo(1);
        assertThat(
                        region.text(
                                "select string_agg(source || ' ' || kind || ' ' || household || ' ' || centre, ';') from service.ticket"))
                .isEqualTo("maintenance_plan maintenance F pudong2");
        assertThat(engineers.of(full)).containsEntry("next_care", "2028-11-23");
        assertThat((List<?>) engineers.of(full).get("care_visits"))
                .singleElement()
                .satisfies(
                        visit -> assertThat(((Map<?, ?>) visit).get("ticket")).isEqualTo("HW-000001"));
        region.now = region.now.plus(Duration.ofDays(366));
        assertThat(engineers.runDue(region.now)).as("the one that is open does").isEqualTo(1);
        assertThat(region.number("select count(*) from service.ticket")).isEqualTo(1);
    }
}
