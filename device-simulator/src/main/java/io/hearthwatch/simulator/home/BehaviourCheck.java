package io.hearthwatch.simulator.home;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Metric;
import io.hearthwatch.catalog.MetricKind;
import io.hearthwatch.simulator.home.Behaviour.Drift;
import io.hearthwatch.simulator.home.Behaviour.Nuisance;
import io.hearthwatch.simulator.home.Behaviour.Shape;
import io.hearthwatch.simulator.home.Behaviour.Sign;
import io.hearthwatch.simulator.home.Behaviour.Signal;
import io.hearthwatch.simulator.home.Behaviour.Wear;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Holds a behaviour against the catalog, so that a name that only one of them knows is found at the start. */
final class BehaviourCheck {
    private BehaviourCheck() {}

    /** Fails with everything that does not fit. */
    static void check(Behaviour behaviour, ApplianceType type) {
        List<String> problems = new ArrayList<>();
        Set<String> reported = new HashSet<>();
        for (Signal signal : behaviour.signals()) {
            reported.add(signal.metric());
            Metric metric = type.metric(signal.metric()).orElse(null);
            if (metric == null) {
                problems.add("no metric " + signal.metric());
            } else if (metric.kind() != kind(signal.shape())) {
                problems.add("metric " + signal.metric() + " is a " + metric.kind());
            }
        }
        for (Wear wear : behaviour.wears()) {
            if (!type.components().containsKey(wear.component())) {
                problems.add("no component " + wear.component());
            }
            wear.signs().stream().map(Sign::code).forEach(code -> checkCode(type, code, problems));
            checkDrifts(reported, wear.drifts(), problems);
        }
        for (Nuisance nuisance : behaviour.nuisances()) {
            checkCode(type, nuisance.code(), problems);
            checkDrifts(reported, nuisance.drifts(), problems);
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    "the catalog's " + type.id() + " is not the one that is simulated: " + String.join(", ", problems));
        }
    }

    private static void checkCode(ApplianceType type, String code, List<String> problems) {
        if (!type.faults().containsKey(code)) {
            problems.add("no fault code " + code);
        }
    }

    private static void checkDrifts(Set<String> reported, List<Drift> drifts, List<String> problems) {
        drifts.stream()
                .filter(drift -> !reported.contains(drift.metric()))
                .forEach(drift -> problems.add("nothing reports " + drift.metric()));
    }

    private static MetricKind kind(Shape shape) {
        return switch (shape) {
            case LEVEL, HELD -> MetricKind.GAUGE;
            case TOTAL -> MetricKind.COUNTER;
            case STATE, NOW_AND_THEN -> MetricKind.STATE;
        };
    }
}
