package io.hearthwatch.app.policy;

import io.hearthwatch.catalog.Costs;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.servicedesk.policy.PolicyOutcome;
import io.hearthwatch.servicedesk.policy.PolicyTrial;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.IntFunction;

/**
 * What a changed policy would have done, beside the present one.
 *
 * @param asked the beginning that was asked for
 * @param from the beginning that was played: not before the end of what the model has learnt from
 * @param currency of the costs, or null where nobody has said it
 * @param happened what the live service came to in the span
 * @param appliances the maker's id of an appliance, by its number
 */
public record SimulationReport(
        String type,
        String model,
        Instant asked,
        Instant from,
        Instant to,
        String currency,
        Side present,
        PolicyTrial.Result presentResult,
        Side changed,
        PolicyTrial.Result changedResult,
        PolicyOutcome happened,
        IntFunction<String> appliances) {
    private static final int MOST_LISTED = 1_000;

    /**
     * A policy.
     *
     * @param costs by component, without the weight of safety: what is paid
     */
    public record Side(Map<String, Costs> costs, PolicyTrial.Policy policy) {}

    /** Tickets that the changed policy would have opened and the present one not. */
    public List<PolicyTrial.Ticket> newTickets() {
        return without(changedResult.tickets(), presentResult.tickets());
    }

    /** Tickets that the present policy would have opened and the changed one not. */
    public List<PolicyTrial.Ticket> goneTickets() {
        return without(presentResult.tickets(), changedResult.tickets());
    }

    private record Pair(int applianceNo, String component) {}

    /** Those of which no ticket among the others is about the same component at any same time. */
    private static List<PolicyTrial.Ticket> without(List<PolicyTrial.Ticket> some, List<PolicyTrial.Ticket> others) {
        Map<Pair, List<PolicyTrial.Ticket>> byPair = new HashMap<>();
        others.forEach(ticket -> byPair.computeIfAbsent(
                        new Pair(ticket.applianceNo(), ticket.component()), pair -> new ArrayList<>())
                .add(ticket));
        return some.stream()
                .filter(ticket ->
                        byPair.getOrDefault(new Pair(ticket.applianceNo(), ticket.component()), List.of()).stream()
                                .noneMatch(other -> overlap(ticket, other)))
                .toList();
    }

    private static boolean overlap(PolicyTrial.Ticket a, PolicyTrial.Ticket b) {
        return (a.endedAt() == null || !b.openedAt().isAfter(a.endedAt()))
                && (b.endedAt() == null || !a.openedAt().isAfter(b.endedAt()));
    }

    /** What an outcome costs: missed failures, needless visits, and a part held for every ticket. */
    static double money(Map<String, PolicyOutcome> byComponent, Map<String, Costs> costs) {
        double sum = 0;
        for (Map.Entry<String, PolicyOutcome> each : byComponent.entrySet()) {
            sum += money(each.getValue(), costs.getOrDefault(each.getKey(), Costs.DEFAULT));
        }
        return sum;
    }

    private static double money(PolicyOutcome outcome, Costs costs) {
        return outcome.missed() * costs.missedFailure()
                + outcome.needless() * costs.needlessVisit()
                + outcome.tickets() * costs.heldPart();
    }

    /** Says that less was played than was asked for, where that is so. */
    private Optional<Text> note() {
        return from.equals(asked)
                ? Optional.empty()
                : Optional.of(new Text(
                        "cut: asked from " + asked + " on, but model " + model + " has learnt from what happened up to "
                                + from + ", and there it would be flattered",
                        "已截短：原定从 " + asked + " 开始，但模型 " + model + " 已学习过 " + from + " 之前发生的情况，那一段的结果会偏好"));
    }

    /** The report as JSON objects. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", type);
        json.put("model", model);
        json.put("asked_from", asked.toString());
        json.put("from", from.toString());
        json.put("to", to.toString());
        json.put(
                "note",
                note().map(text -> Map.of("en", text.en(), "zh", text.zh())).orElse(null));
        json.put("currency", currency);
        json.put("present", side(present, presentResult));
        json.put("changed", side(changed, changedResult));
        json.put("happened", counts(happened));
        Map<String, Object> components = new LinkedHashMap<>();
        for (String component : present.costs().keySet()) {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("present", component(component, present, presentResult));
            each.put("changed", component(component, changed, changedResult));
            components.put(component, each);
        }
        json.put("components", components);
        json.put("new_tickets", newTickets().size());
        json.put("gone_tickets", goneTickets().size());
        json.put("new", tickets(newTickets()));
        json.put("gone", tickets(goneTickets()));
        return json;
    }

    private Map<String, Object> side(Side side, PolicyTrial.Result result) {
        Map<String, Object> json = counts(result.total());
        json.put("suppressed", result.suppressed());
        json.put("waited", result.waited());
        // Both sides at the same prices, or they could not be compared.
        json.put("money", money(result.byComponent(), changed.costs()));
        json.put("money_at_present_costs", money(result.byComponent(), present.costs()));
        json.put("capacity", side.policy().capacity());
        return json;
    }

    private static Map<String, Object> counts(PolicyOutcome outcome) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("failures", outcome.failures());
        json.put("preempted", outcome.preempted());
        json.put("missed", outcome.missed());
        json.put("tickets", outcome.tickets());
        json.put("needless", outcome.needless());
        return json;
    }

    private static Map<String, Object> component(String component, Side side, PolicyTrial.Result result) {
        Costs costs = side.costs().get(component);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("missed_failure", costs.missedFailure());
        json.put("needless_visit", costs.needlessVisit());
        json.put("held_part", costs.heldPart());
        json.put("threshold", side.policy().thresholds().get(component));
        json.putAll(counts(result.byComponent().getOrDefault(component, new PolicyOutcome(0, 0, 0, 0, 0))));
        return json;
    }

    private List<Map<String, Object>> tickets(List<PolicyTrial.Ticket> tickets) {
        return tickets.stream()
                .limit(MOST_LISTED)
                .map(ticket -> {
                    Map<String, Object> json = new LinkedHashMap<>();
                    json.put("appliance", appliances.apply(ticket.applianceNo()));
                    json.put("component", ticket.component());
                    json.put("opened_at", ticket.openedAt().toString());
                    json.put("probability", ticket.probability());
                    json.put(
                            "ended_at",
                            ticket.endedAt() == null ? null : ticket.endedAt().toString());
                    json.put("hit", ticket.hit());
                    return json;
                })
                .toList();
    }

    /** The report for people. */
    public String toText(int listed) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%s, model %s, from %s to %s%n", type, model, from, to));
        note().ifPresent(said -> text.append(said.en()).append(System.lineSeparator()));
        text.append(System.lineSeparator());
        text.append(String.format(Locale.ROOT, "%-24s %12s %12s %12s%n", "", "present", "changed", "happened"));
        PolicyOutcome a = presentResult.total();
        PolicyOutcome b = changedResult.total();
        row(text, "failures", a.failures(), b.failures(), happened.failures());
        row(text, "pre-empted", a.preempted(), b.preempted(), happened.preempted());
        row(text, "missed", a.missed(), b.missed(), happened.missed());
        row(text, "tickets", a.tickets(), b.tickets(), happened.tickets());
        row(text, "needless", a.needless(), b.needless(), happened.needless());
        row(text, "suppressed", presentResult.suppressed(), changedResult.suppressed(), null);
        row(text, "no room that day", presentResult.waited(), changedResult.waited(), null);
        String unit = currency == null ? "" : " " + currency;
        text.append(String.format(
                Locale.ROOT,
                "%-24s %12.0f %12.0f %12s%n",
                "cost, changed prices" + unit,
                money(presentResult.byComponent(), changed.costs()),
                money(changedResult.byComponent(), changed.costs()),
                "-"));
        for (String component : new TreeSet<>(present.costs().keySet())) {
            Double before = present.policy().thresholds().get(component);
            Double after = changed.policy().thresholds().get(component);
            if (before != null && !before.equals(after)) {
                text.append(String.format(
                        Locale.ROOT,
                        "%n%s: a ticket from %.1f %% on instead of %.1f %%",
                        component,
                        after * 100,
                        before * 100));
            }
        }
        text.append(String.format(
                Locale.ROOT,
                "%n%n%d tickets would be new, %d would be gone%n",
                newTickets().size(),
                goneTickets().size()));
        list(text, "new ", newTickets(), listed);
        list(text, "gone", goneTickets(), listed);
        return text.toString();
    }

    private static void row(StringBuilder text, String what, int present, int changed, Integer happened) {
        text.append(String.format(
                Locale.ROOT,
                "%-24s %,12d %,12d %12s%n",
                what,
                present,
                changed,
                happened == null ? "-" : String.format(Locale.ROOT, "%,d", happened)));
    }

    private void list(StringBuilder text, String what, List<PolicyTrial.Ticket> tickets, int listed) {
        tickets.stream()
                .limit(listed)
                .forEach(ticket -> text.append(String.format(
                        Locale.ROOT,
                        "  %s %s  %-24s %-20s %5.1f %%  %s%n",
                        what,
                        ticket.openedAt(),
                        appliances.apply(ticket.applianceNo()),
                        ticket.component(),
                        ticket.probability() * 100,
                        ticket.hit() ? "the component failed" : ticket.endedAt() == null ? "open" : "needless")));
        if (tickets.size() > listed) {
            text.append(String.format(Locale.ROOT, "  %s … and %d more%n", what, tickets.size() - listed));
        }
    }
}
