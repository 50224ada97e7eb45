package io.hearthwatch.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Component;
import io.hearthwatch.catalog.Costs;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.database.TestDatabase;
import io.hearthwatch.fleet.TicketWork.Failure;
import io.hearthwatch.fleet.TicketWork.Repair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TicketWorkTest {
    private static final Instant DONE = Instant.parse("2026-03-10T10:00:00Z");
    private static final Instant CALLED = Instant.parse("2026-03-08T09:00:00Z");

    private static TestDatabase test;
    private static Fleet fleet;
    private static int made;
    private int no;

    @BeforeAll
    static void open() {
        test = TestDatabase.create();
        Map<String, Component> components = Map.of(
                "pump", component("pump"),
                "fan", component("fan"));
        Catalog catalog = new Catalog(List.of(
                new ApplianceType("washer", Text.same("Washer"), List.of(), components, Map.of(), Map.of(), Map.of())));
        fleet = new Fleet(test.database(), catalog, () -> DONE);
    }

    private static Component component(String id) {
        return new Component(id, Text.same(id), List.of(), true, 30, "any", new Costs(200, 50, 2));
    }

    @AfterAll
    static void close() {
        test.close();
    }

    @BeforeEach
    void register() {
        no = fleet.add(NewAppliance.of("w-" + ++made, "washer")).appliance().no();
    }

    private String ticket() {
        return "HW-" + no;
    }

    private TicketWork replaced(String component, Work.Why why) {
        return new TicketWork(
                ticket(),
                no,
                List.of(new Repair(0, component, DONE, why, "P-1", "S-9")),
                why == Work.Why.FAILED ? new Failure(component, CALLED) : null);
    }

    private TicketWork tell(TicketWork work) {
        return test.database().inTransaction(connection -> Fleet.tell(connection, work, DONE));
    }

    private void importFailure(Instant at) {
        fleet.recordFailures(List.of(new ComponentEvent(no, "pump", at, DONE, null)));
    }

    private void importRepair(Instant at) {
        fleet.recordRepairs(List.of(new ComponentEvent(no, "pump", at, DONE, true)));
    }

    private List<ComponentEvent> failures() {
        List<ComponentEvent> read = new ArrayList<>();
        fleet.failures(null, new int[] {no}, Instant.MAX, Instant.MAX, read::add);
        return read;
    }

    private List<ComponentEvent> repairs() {
        List<ComponentEvent> read = new ArrayList<>();
        fleet.repairs(null, new int[] {no}, Instant.MAX, Instant.MAX, read::add);
        return read;
    }

    @Test
    void theTicketsRepairAndFailureAreReadWithTheirOrigin() {
        tell(replaced("pump", Work.Why.FAILED));

        assertThat(failures())
                .containsExactly(new ComponentEvent(
                        no, "pump", CALLED, DONE, null, new Work(ticket(), Work.Why.FAILED, null, null)));
        assertThat(repairs())
                .containsExactly(new ComponentEvent(
                        no, "pump", DONE, DONE, false, new Work(ticket(), Work.Why.FAILED, "P-1", "S-9")));
    }

    @Test
    void whatIsToldTwiceIsThereOnce() {
        assertThat(tell(replaced("pump", Work.Why.FAILED)).repairs()).hasSize(1);
        assertThat(tell(replaced("pump", Work.Why.FAILED))).isEqualTo(new TicketWork(ticket(), no, List.of(), null));
        assertThat(failures()).hasSize(1);
        assertThat(repairs()).hasSize(1);
    }

    @Test
    void aCorrectedFindingMovesIt() {
        tell(replaced("pump", Work.Why.FAILED));
        tell(replaced("fan", Work.Why.FAILED));

        assertThat(failures()).extracting(ComponentEvent::component).containsExactly("fan");
        assertThat(repairs()).extracting(ComponentEvent::component).containsExactly("fan");

        tell(new TicketWork(ticket(), no, List.of(), null));
        assertThat(failures()).isEmpty();
        assertThat(repairs()).isEmpty();
    }

    @Test
    void anImportAfterTheTicketIsNotCountedTwiceAndCountsAgainWhenTheTicketDoesNot() {
        tell(replaced("pump", Work.Why.FAILED));
        importFailure(CALLED.minus(Duration.ofDays(3)));
        importFailure(DONE.plus(Duration.ofHours(5)));
        importRepair(DONE.minus(Duration.ofHours(30)));
        importRepair(DONE.minus(Duration.ofHours(30)));
        assertThat(failures()).hasSize(1);
        assertThat(repairs()).hasSize(1);

        tell(replaced("fan", Work.Why.FAILED));
        assertThat(repairs())
                .filteredOn(repair -> repair.component().equals("pump"))
                .singleElement()
                .satisfies(repair -> assertThat(repair.work()).isNull())
                .satisfies(repair -> assertThat(repair.planned()).isTrue());
        assertThat(failures())
                .filteredOn(failure -> failure.component().equals("pump"))
                .hasSize(2);
    }

    @Test
    void aTicketJoinsWhatWasImportedBeforeAndLeavesItWhenItNoLongerTellsOfIt() {
        importFailure(CALLED.minusSeconds(60));
        importRepair(DONE.plusSeconds(3600));
        tell(replaced("pump", Work.Why.FAILED));

        assertThat(failures()).singleElement().satisfies(failure -> {
            assertThat(failure.time()).isEqualTo(CALLED.minusSeconds(60));
            assertThat(failure.work().ticket()).isEqualTo(ticket());
        });
        assertThat(repairs())
                .singleElement()
                .satisfies(repair -> assertThat(repair.work().serial()).isEqualTo("S-9"));

        tell(new TicketWork(ticket(), no, List.of(), null));
        assertThat(failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.work()).isNull());
        assertThat(repairs())
                .singleElement()
                .satisfies(repair -> assertThat(repair.work()).isNull());
    }

    @Test
    void anotherFailureAfterARepairIsAnotherOne() {
        tell(replaced("pump", Work.Why.FAILED));
        importRepair(CALLED.minus(Duration.ofDays(9)));
        importFailure(CALLED.minus(Duration.ofDays(10)));
        importFailure(DONE.plus(Duration.ofDays(9)));

        assertThat(failures()).hasSize(3);
        assertThat(repairs()).hasSize(2);
    }

    @Test
    void whatWasFoundInTimeHadFailedWhereAnotherSystemSaysSo() {
        tell(replaced("pump", Work.Why.WORN));
        assertThat(repairs())
                .singleElement()
                .satisfies(repair -> assertThat(repair.averted()).isTrue());

        importFailure(DONE.minus(Duration.ofDays(1)));
        assertThat(repairs())
                .singleElement()
                .satisfies(repair -> assertThat(repair.work().why()).isEqualTo(Work.Why.FAILED));
        assertThat(failures()).hasSize(1);

        // Told again, it stays so.
        tell(replaced("pump", Work.Why.WORN));
        assertThat(repairs())
                .singleElement()
                .satisfies(repair -> assertThat(repair.averted()).isFalse());
    }

    @Test
    void moreKnownOfTheSameRepairLeavesWhenItBecameKnown() {
        tell(replaced("pump", Work.Why.FAILED));
        TicketWork corrected =
                new TicketWork(ticket(), no, List.of(new Repair(0, "pump", DONE, Work.Why.WORN, "P-2", null)), null);
        test.database().inTransaction(connection -> Fleet.tell(connection, corrected, DONE.plusSeconds(99)));

        assertThat(repairs()).singleElement().satisfies(repair -> {
            assertThat(repair.receivedAt()).isEqualTo(DONE);
            assertThat(repair.planned()).isTrue();
            assertThat(repair.work()).isEqualTo(new Work(ticket(), Work.Why.WORN, "P-2", null));
        });
        assertThat(failures()).isEmpty();
    }

    @Test
    void importsAndTicketsAtOnceCountEachEventOnce() throws Exception {
        int[] nos = IntStream.range(0, 40)
                .map(i -> fleet.add(NewAppliance.of("x-" + ++made, "washer"))
                        .appliance()
                        .no())
                .toArray();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int each : nos) {
                for (int i = 0; i < 2; i++) {
                    all.add(threads.submit(() -> test.database()
                            .inTransaction(connection -> Fleet.tell(
                                    connection,
                                    new TicketWork(
                                            "HW-" + each,
                                            each,
                                            List.of(new Repair(0, "pump", DONE, Work.Why.FAILED, null, null)),
                                            new Failure("pump", CALLED)),
                                    DONE))));
                    int hours = i;
                    all.add(threads.submit(() -> fleet.recordRepairs(
                            List.of(new ComponentEvent(each, "pump", DONE.plusSeconds(3600L * hours), DONE, null)))));
                    all.add(threads.submit(() -> fleet.recordFailures(
                            List.of(new ComponentEvent(each, "pump", CALLED.plusSeconds(60), DONE, null)))));
                }
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
        List<ComponentEvent> failures = new ArrayList<>();
        fleet.failures(null, nos, Instant.MAX, Instant.MAX, failures::add);
        assertThat(failures).hasSize(40);
        assertThat(failures).allSatisfy(failure -> assertThat(failure.work()).isNotNull());
    }
}
