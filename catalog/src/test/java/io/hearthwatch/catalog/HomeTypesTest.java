package io.hearthwatch.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the five built-in types promise to whoever relies on them. */
class HomeTypesTest {
    private static final Catalog CATALOG = Catalog.load(List.of());

    static Stream<ApplianceType> types() {
        return CATALOG.types().values().stream();
    }

    @Test
    void theFiveHomeTypesAreBuiltIn() {
        assertThat(CATALOG.types())
                .containsOnlyKeys("washing_machine", "refrigerator", "air_conditioner", "water_heater", "dishwasher");
    }

    @ParameterizedTest
    @MethodSource("types")
    void eachTypeIsRichEnough(ApplianceType type) {
        assertThat(type.metrics()).hasSizeGreaterThanOrEqualTo(8);
        assertThat(type.components()).hasSizeGreaterThanOrEqualTo(6);
        assertThat(type.faults()).hasSizeGreaterThanOrEqualTo(12);
        assertThat(type.models()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(type.metrics()).extracting(Metric::kind).contains(MetricKind.values());
        assertThat(type.components().values())
                .allSatisfy(component -> assertThat(component.parts()).isNotEmpty());
    }

    @ParameterizedTest
    @MethodSource("types")
    void faultsCoverAllClassesAndSeverities(ApplianceType type) {
        Set<FaultClass> classes =
                type.faults().values().stream().map(FaultCode::faultClass).collect(Collectors.toSet());
        Set<Severity> severities =
                type.faults().values().stream().map(FaultCode::severity).collect(Collectors.toSet());
        assertThat(classes).isEqualTo(EnumSet.allOf(FaultClass.class));
        assertThat(severities).isEqualTo(EnumSet.allOf(Severity.class));
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyComponentIsSuspectedBySomeFault(ApplianceType type) {
        Set<String> suspects = type.faults().values().stream()
                .flatMap(fault -> fault.suspects().stream())
                .collect(Collectors.toSet());
        assertThat(suspects).isEqualTo(type.components().keySet());
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyGaugeSaysWhatIsPossibleAndWhatIsNormal(ApplianceType type) {
        assertThat(type.metrics())
                .filteredOn(metric -> metric.kind() == MetricKind.GAUGE)
                .allSatisfy(metric -> {
                    assertThat(metric.min()).isFinite();
                    assertThat(metric.max()).isFinite();
                    assertThat(metric.normal()).isPresent();
                });
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyPartIsUsedAndEveryDecisionCanPay(ApplianceType type) {
        Set<String> used = Stream.concat(
                        type.components().values().stream(),
                        type.models().values().stream().flatMap(model -> model.components().values().stream()))
                .flatMap(component -> component.parts().stream())
                .collect(Collectors.toSet());
        assertThat(used).isEqualTo(type.parts().keySet());
        assertThat(type.components().values())
                .allSatisfy(
                        component -> assertThat(component.costs().threshold()).isBetween(0.05, 0.5));
    }

    @ParameterizedTest
    @MethodSource("types")
    void chineseNamesAreChinese(ApplianceType type) {
        Stream<Text> texts = Stream.of(
                        Stream.of(type.label()),
                        type.metrics().stream().map(Metric::label),
                        type.components().values().stream().map(Component::label),
                        type.parts().values().stream().map(Part::label),
                        type.faults().values().stream().flatMap(f -> Stream.of(f.label(), f.checkFirst())))
                .flatMap(s -> s);
        assertThat(texts).allSatisfy(text -> {
            assertThat(text.zh().codePoints().anyMatch(Character::isIdeographic))
                    .isTrue();
            assertThat(text.en().codePoints().noneMatch(Character::isIdeographic))
                    .isTrue();
        });
    }

    @Test
    void aModelKeepsWhatItDoesNotOverride() {
        ApplianceType type = CATALOG.type("washing_machine");
        Component large = type.component("WM-9016", "drain_pump").orElseThrow();
        Component usual = type.component("WM-8014", "drain_pump").orElseThrow();
        assertThat(large.parts()).containsExactly("WM-DP-2202");
        assertThat(large.minutes()).isEqualTo(55);
        assertThat(large.skill()).isEqualTo(usual.skill());
        assertThat(usual.parts()).containsExactly("WM-DP-2201");
        assertThat(type.component(null, "drain_pump")).contains(usual);
    }
}
