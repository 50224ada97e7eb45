package io.hearthwatch.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Component;
import io.hearthwatch.catalog.Costs;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.database.TestDatabase;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FleetTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Catalog CATALOG = new Catalog(List.of(type("washer", "pump", "drum"), type("fridge", "fan")));

    private TestDatabase test;
    private Fleet fleet;

    @BeforeEach
    void open() {
        test = TestDatabase.create();
        fleet = new Fleet(test.database(), CATALOG, InstantSource.fixed(NOW));
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void addedApplianceIsFoundWithAllThatWasTold() {
        NewCredential added = fleet.add(new NewAppliance(
                "WM-1:a",
                "washer",
                "WM 8014",
                "L7",
                LocalDate.of(2025, 2, 3),
                LocalDate.of(2025, 6, 1),
                "1.4.2",
                Map.of("colour", "white", "size", 60)));

        Appliance expected = new Appliance(
                added.appliance().no(),
                "WM-1:a",
                "washer",
                "WM 8014",
                "L7",
                LocalDate.of(2025, 2, 3),
                LocalDate.of(2025, 6, 1),
                "1.4.2");
        assertThat(added.added()).isTrue();
        assertThat(added.toString()).doesNotContain(added.secret());
        assertThat(fleet.find("WM-1:a")).contains(expected);
        assertThat(fleet.find(expected.no())).contains(expected);
        assertThat(fleet.attributes(expected.no())).isEqualTo(Map.of("colour", "white", "size", 60));
        assertThat(fleet.find("WM-2")).isEmpty();
        assertThat(fleet.find(999)).isEmpty();
    }

    @Test
    void onlyTheOwnSecretAuthenticates() {
        String a = fleet.add(NewAppliance.of("a", "washer")).secret();
        String b = fleet.add(NewAppliance.of("b", "washer")).secret();
        assertThat(fleet.authenticate("a", a)).map(Appliance::id).contains("a");
        assertThat(fleet.authenticate("a", b)).isEmpty();
        assertThat(fleet.authenticate("a", "")).isEmpty();
        assertThat(fleet.authenticate("A", a)).isEmpty();
        assertThat(fleet.authenticate("no\0body", a)).isEmpty();
        assertThat(fleet.authenticate(null, a)).isEmpty();
        assertThat(fleet.authenticate("a", null)).isEmpty();
    }

    @Test
    void secretIsNotInTheDatabase() {
        String secret = fleet.add(NewAppliance.of("a", "washer")).secret();
        String row = test.database().withConnection(connection -> {
            try (var rows = connection.createStatement().executeQuery("select a::text from fleet.appliance a")) {
                rows.next();
                return rows.getString(1);
            }
        });
        assertThat(row).doesNotContain(secret);
    }

    @Test
    void renewedSecretReplacesTheOldOneAtOnce() {
        String old = fleet.add(NewAppliance.of("a", "washer")).secret();
        assertThat(fleet.authenticate("a", old)).isPresent();
        String renewed = fleet.renewSecret("a").orElseThrow().secret();
        assertThat(fleet.authenticate("a", old)).isEmpty();
        Fleet elsewhere = new Fleet(test.database(), CATALOG, InstantSource.fixed(NOW));
        assertThat(elsewhere.authenticate("a", renewed)).isPresent();
        assertThat(fleet.renewSecret("b")).isEmpty();
    }

    @Test
    void secondAddIsRepeatedAndKeepsTheSecret() {
        NewCredential first = fleet.add(NewAppliance.of("a", "washer"));
        NewCredential second = fleet.add(new NewAppliance("a", "washer", "other", null, null, null, null, Map.of()));
        assertThat(second.added()).isFalse();
        assertThat(second.appliance()).isEqualTo(first.appliance());
        assertThat(fleet.authenticate("a", first.secret())).isPresent();
    }

    @Test
    void idWithAnotherTypeIsRefusedAndNothingOfTheListIsStored() {
        fleet.add(NewAppliance.of("a", "washer"));
        assertThatThrownBy(
                        () -> fleet.addAll(List.of(NewAppliance.of("new", "fridge"), NewAppliance.of("a", "fridge"))))
                .isInstanceOf(FleetRejectedException.class)
                .hasMessage("appliance a is registered as washer, not as fridge");
        assertThat(fleet.find("new")).isEmpty();
    }

    @Test
    void allProblemsOfAListAreTold() {
        assertThatThrownBy(() -> fleet.addAll(List.of(
                        NewAppliance.of("white space", "washer"),
                        NewAppliance.of("a", "toaster"),
                        NewAppliance.of("b", "washer"),
                        NewAppliance.of("b", "fridge"))))
                .isInstanceOfSatisfying(
                        FleetRejectedException.class,
                        e -> assertThat(e.problems())
                                .hasSize(3)
                                .anySatisfy(p -> assertThat(p).contains("'white space'"))
                                .anySatisfy(p -> assertThat(p).contains("toaster", "washer, fridge"))
                                .anySatisfy(p -> assertThat(p).contains("b is listed as washer and as fridge")));
        assertThat(fleet.count(null)).isZero();
    }

    @Test
    void bulkAddIsIdempotentAndUsesNoNumbersWhenRepeated() {
        List<NewAppliance> many = IntStream.range(0, 12_000)
                .mapToObj(i -> NewAppliance.of("a" + i, i % 3 == 0 ? "fridge" : "washer"))
                .toList();
        List<NewCredential> first = fleet.addAll(many);
        assertThat(first).allMatch(NewCredential::added);
        assertThat(first).extracting(c -> c.appliance().id()).startsWith("a0", "a1", "a2");
        assertThat(fleet.addAll(many)).noneMatch(NewCredential::added);
        assertThat(fleet.count(null)).isEqualTo(12_000);
        assertThat(fleet.count("fridge")).isEqualTo(4_000);
        assertThat(fleet.add(NewAppliance.of("next", "washer")).appliance().no())
                .isLessThanOrEqualTo(12_001);
        List<String> streamed = new ArrayList<>();
        fleet.forEach("fridge", appliance -> streamed.add(appliance.id()));
        assertThat(streamed).hasSize(4_000);
    }

    @Test
    void idTwiceInAListIsAddedOnce() {
        List<NewCredential> added =
                fleet.addAll(List.of(NewAppliance.of("a", "washer"), NewAppliance.of("a", "washer")));
        assertThat(added).extracting(NewCredential::added).containsExactly(true, false);
    }

    @Test
    void appliancesAddedAtOnceByManyAreEachRegisteredOnce() throws Exception {
        List<NewAppliance> forward = IntStream.range(0, 500)
                .mapToObj(i -> NewAppliance.of("a" + i, "washer"))
                .toList();
        List<NewAppliance> backward = new ArrayList<>(forward);
        java.util.Collections.reverse(backward);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<List<NewCredential>>> calls = Stream.of(forward, backward, forward, backward)
                    .<Callable<List<NewCredential>>>map(list -> () -> fleet.addAll(list))
                    .toList();
            List<NewCredential> all = new ArrayList<>();
            for (Future<List<NewCredential>> result : threads.invokeAll(calls)) {
                all.addAll(result.get());
            }
            assertThat(all).hasSize(2_000).filteredOn(NewCredential::added).hasSize(500);
            assertThat(all.stream().map(c -> c.appliance().no()).distinct()).hasSize(500);
            assertThat(all)
                    .filteredOn(NewCredential::added)
                    .allSatisfy(c -> assertThat(fleet.authenticate(c.appliance().id(), c.secret()))
                            .isPresent());
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void pagesFollowEachOtherInByteOrder() {
        fleet.addAll(Stream.of("b", "B", "a-1", "a_1", "a.1", "Z9")
                .map(id -> NewAppliance.of(id, "washer"))
                .toList());
        fleet.add(NewAppliance.of("fridge", "fridge"));
        List<String> ids = new ArrayList<>();
        String after = null;
        while (true) {
            List<Appliance> page = fleet.list("washer", after, 2);
            if (page.isEmpty()) {
                break;
            }
            assertThat(page.size()).isLessThanOrEqualTo(2);
            page.forEach(appliance -> ids.add(appliance.id()));
            after = ids.get(ids.size() - 1);
        }
        assertThat(ids).containsExactly("B", "Z9", "a-1", "a.1", "a_1", "b");
        assertThat(fleet.list(null, null, 100)).hasSize(7);
    }

    @Test
    void reportedFirmwareIsKept() {
        fleet.add(NewAppliance.of("a", "washer"));
        fleet.firmware("a", "2.0");
        assertThat(fleet.find("a").orElseThrow().firmware()).isEqualTo("2.0");
    }

    @Test
    void repeatedLabelIsStoredOnce() {
        int a = fleet.add(NewAppliance.of("a", "washer")).appliance().no();
        ComponentEvent failure = new ComponentEvent(a, "pump", NOW, NOW, null);
        assertThat(fleet.recordFailures(List.of(failure, failure))).isEqualTo(new StoreCount(1, 1));
        assertThat(fleet.recordFailures(List.of(failure))).isEqualTo(new StoreCount(0, 1));
        ComponentEvent repair = new ComponentEvent(a, "pump", NOW, NOW, true);
        assertThat(fleet.recordRepairs(List.of(repair))).isEqualTo(new StoreCount(1, 0));
        assertThat(fleet.labels("washer", NOW.minusSeconds(1), NOW)).isEqualTo(new LabelCounts(1, 1));
        assertThat(fleet.labels(null, NOW, NOW.plusSeconds(1))).isEqualTo(new LabelCounts(0, 0));
        assertThat(fleet.labels("fridge", Instant.EPOCH, NOW)).isEqualTo(new LabelCounts(0, 0));
    }

    @Test
    void labelsAreReadInOrderAndOnlyWhatWasKnownThen() {
        int a = fleet.add(NewAppliance.of("a", "washer")).appliance().no();
        int b = fleet.add(NewAppliance.of("b", "washer")).appliance().no();
        int c = fleet.add(NewAppliance.of("c", "fridge")).appliance().no();
        Instant early = NOW.minusSeconds(60);
        ComponentEvent late = new ComponentEvent(a, "pump", early, NOW.plusSeconds(5), null);
        ComponentEvent drum = new ComponentEvent(a, "drum", early, early, true);
        ComponentEvent pump = new ComponentEvent(b, "pump", early, early, false);
        ComponentEvent after = new ComponentEvent(b, "pump", NOW, NOW, null);
        ComponentEvent fan = new ComponentEvent(c, "fan", early, early, null);
        fleet.recordRepairs(List.of(fan, after, pump, drum, late));

        assertThat(repairs("washer", null, NOW, NOW)).containsExactly(drum, pump, after);
        assertThat(repairs("washer", null, NOW, Instant.MAX)).containsExactly(drum, late, pump, after);
        assertThat(repairs("washer", new int[] {b, c}, early, NOW)).containsExactly(pump);
        assertThat(repairs(null, null, NOW, NOW)).containsExactly(drum, pump, after, fan);
        assertThat(fleet.newestLabel("fridge")).contains(early);
        assertThat(fleet.newestLabel(null)).contains(NOW);
        List<ComponentEvent> failures = new ArrayList<>();
        fleet.failures(null, null, NOW, NOW, failures::add);
        assertThat(failures).isEmpty();
    }

    @Test
    void labelOfAnUnknownApplianceOrComponentIsRefusedWithTheWholeBatch() {
        int a = fleet.add(NewAppliance.of("a", "washer")).appliance().no();
        assertThatThrownBy(() -> fleet.recordFailures(List.of(
                        new ComponentEvent(a, "pump", NOW, NOW, null),
                        new ComponentEvent(a, "fan", NOW, NOW, null),
                        new ComponentEvent(a + 7, "pump", NOW, NOW, null))))
                .isInstanceOf(FleetRejectedException.class)
                .hasMessageContaining("type washer has no component 'fan', only pump, drum")
                .hasMessageContaining("no appliance has number " + (a + 7));
        assertThat(fleet.newestLabel(null)).isEmpty();
    }

    private List<ComponentEvent> repairs(String type, int[] nos, Instant upTo, Instant receivedUpTo) {
        List<ComponentEvent> read = new ArrayList<>();
        fleet.repairs(type, nos, upTo, receivedUpTo, read::add);
        return read;
    }

    private static ApplianceType type(String id, String... components) {
        Map<String, Component> byId = new LinkedHashMap<>();
        for (String component : components) {
            byId.put(
                    component,
                    new Component(component, Text.same(component), List.of("P"), true, 30, "any", Costs.DEFAULT));
        }
        return new ApplianceType(id, Text.same(id), List.of(), byId, Map.of(), Map.of(), Map.of());
    }

    @Test
    void nobodyBuysWhatWasNotMadeYet() {
        NewAppliance early = new NewAppliance(
                "wm-early", "washer", null, null, LocalDate.of(2024, 5, 2), LocalDate.of(2024, 5, 1), null, Map.of());
        assertThatExceptionOfType(FleetRejectedException.class)
                .isThrownBy(() -> fleet.add(early))
                .satisfies(
                        e -> assertThat(e.problems()).singleElement().asString().contains("before it was produced"));
        fleet.add(NewAppliance.of("wm-early", "washer"));
        assertThat(fleet.describe(
                        "wm-early",
                        new ApplianceDetails(
                                "M-1", null, LocalDate.of(2024, 5, 2), null, null, Map.of("channel", "web"))))
                .isTrue();
        assertThat(fleet.find("wm-early").orElseThrow().model()).isEqualTo("M-1");
        assertThatExceptionOfType(FleetRejectedException.class)
                .isThrownBy(() -> fleet.describe(
                        "wm-early", new ApplianceDetails(null, null, null, LocalDate.of(2024, 5, 1), null, Map.of())));
        assertThat(fleet.describe("wm-early", new ApplianceDetails("M-1", null, null, null, null, Map.of())))
                .isFalse();
    }
}
