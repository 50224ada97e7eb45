package io.hearthwatch.console;

import io.hearthwatch.servicedesk.Author;
import java.util.LinkedHashMap;
import java.util.Map;

/** A model of one component, whose tickets of the past follow the cost of a missed failure by a simple rule. */
final class SamplePolicies implements PolicyRoom {
    static final String COMPONENT = "drain_pump";

    @Override
    public Map<String, Double> thresholds(String type) {
        return type.equals("washing_machine") ? Map.of(COMPONENT, 0.19) : Map.of();
    }

    @Override
    public boolean resume(String typeOrNull, Author author) {
        throw new IllegalArgumentException("there is nothing to resume");
    }

    /** Ten tickets now; a tenth of the cost of a missed failure otherwise. */
    @Override
    public Map<String, Object> simulate(Simulation wanted) {
        int tickets = (int) wanted.costs().get(COMPONENT).missedFailure() / 10;
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("from", "2026-10-01T00:00:00Z");
        report.put("to", "2026-11-20T00:00:00Z");
        report.put(
                "note", Map.of("en", "cut: the model has learnt from what happened before", "zh", "已截短：模型已学习过此前的情况"));
        report.put("currency", "EUR");
        report.put("present", side(10));
        report.put("changed", side(tickets));
        report.put(
                "components",
                Map.of(COMPONENT, Map.of("present", Map.of("threshold", 0.19), "changed", Map.of("threshold", 0.1))));
        report.put("new_tickets", Math.max(0, tickets - 10));
        report.put("gone_tickets", Math.max(0, 10 - tickets));
        return report;
    }

    private static Map<String, Object> side(int tickets) {
        return Map.of("tickets", tickets, "preempted", 3, "missed", 1, "needless", 2, "money", 100.4);
    }
}
