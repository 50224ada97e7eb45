package io.hearthwatch.history;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Component;
import io.hearthwatch.catalog.Costs;
import io.hearthwatch.catalog.FaultClass;
import io.hearthwatch.catalog.FaultCode;
import io.hearthwatch.catalog.Metric;
import io.hearthwatch.catalog.MetricKind;
import io.hearthwatch.catalog.Severity;
import io.hearthwatch.catalog.Text;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A small catalog for tests. */
final class Catalogs {
    private Catalogs() {}

    static Catalog washerAndFridge() {
        return new Catalog(List.of(
                type(
                        "washer",
                        List.of(
                                gauge("vibration"),
                                gauge("temperature"),
                                new Metric(
                                        "programme",
                                        MetricKind.STATE,
                                        "",
                                        Double.NEGATIVE_INFINITY,
                                        Double.POSITIVE_INFINITY,
                                        List.of("idle", "wash", "spin"),
                                        Text.same("programme"))),
                        List.of("E1", "E18"),
                        List.of("pump", "drum")),
                type("fridge", List.of(gauge("temperature"), gauge("power")), List.of("F1"), List.of("fan"))));
    }

    private static Metric gauge(String name) {
        return new Metric(
                name,
                MetricKind.GAUGE,
                "",
                Double.NEGATIVE_INFINITY,
                Double.POSITIVE_INFINITY,
                List.of(),
                Text.same(name));
    }

    private static ApplianceType type(String id, List<Metric> metrics, List<String> codes, List<String> components) {
        Map<String, FaultCode> faults = new LinkedHashMap<>();
        for (String code : codes) {
            faults.put(
                    code,
                    new FaultCode(
                            code,
                            Text.same(code),
                            FaultClass.HARDWARE,
                            Severity.WARNING,
                            List.of(),
                            Text.same("look")));
        }
        Map<String, Component> byId = new LinkedHashMap<>();
        for (String component : components) {
            byId.put(
                    component,
                    new Component(component, Text.same(component), List.of("P"), true, 30, "any", Costs.DEFAULT));
        }
        return new ApplianceType(id, Text.same(id), metrics, byId, faults, Map.of(), Map.of());
    }

    static List<String> values(RecordedReading reading) {
        return Arrays.asList(reading.values());
    }
}
