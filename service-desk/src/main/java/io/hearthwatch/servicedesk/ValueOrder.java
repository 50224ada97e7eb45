package io.hearthwatch.servicedesk;

import io.hearthwatch.catalog.Costs;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Which of several decisions get a centre's room first. */
final class ValueOrder {
    /** A decision with its worth. */
    private record Weighed(Proposal proposal, Value value, double saving) {}

    private static final Comparator<Weighed> ORDER = Comparator.comparing(
                    (Weighed weighed) -> weighed.proposal().asOf())
            .thenComparing((Weighed weighed) -> !weighed.value().safety())
            .thenComparing(
                    weighed -> weighed.value().urgency(),
                    Comparator.<Urgency>naturalOrder().reversed())
            .thenComparing(weighed -> -weighed.saving())
            .thenComparing(weighed -> weighed.proposal().applianceNo())
            .thenComparing(weighed -> weighed.proposal().component());

    private ValueOrder() {}

    /** @param costs by component of a type, with the weight of safety */
    static List<Proposal> sort(List<Proposals.Case> cases, Function<String, Map<String, Costs>> costs) {
        Map<String, Map<String, Costs>> byType = new HashMap<>();
        return cases.stream()
                .map(what -> {
                    Costs weighing = byType.computeIfAbsent(what.type().id(), costs)
                            .getOrDefault(
                                    what.component().id(), what.component().costs());
                    return new Weighed(
                            what.proposal(),
                            what.value(),
                            Value.saving(what.proposal().probability(), weighing));
                })
                .sorted(ORDER)
                .map(Weighed::proposal)
                .toList();
    }
}
