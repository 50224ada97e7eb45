package io.hearthwatch.predictor.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What acting cost, in the maker's currency, per hundred appliances and 30 days. Every method acts from the line that costs least by what
 * was known when it was trained: the model from its cost threshold, the fault-code rule from the same, its score being a frequency, and
 * replacing by age from the age that cost least in the training span.
 *
 * @param methods by id: the model, the rules, and {@value #WAITING}
 * @param savings what the model saves against each of the others, by id
 * @param cheapest which of the others costs least
 * @param components by component, then method
 * @param agesHours by component, the age at which it would be replaced; null where waiting costs less; empty for several
 *     models
 */
public record Money(
        Map<String, Line> methods,
        Map<String, Difference> savings,
        String cheapest,
        Map<String, Map<String, Line>> components,
        Map<String, Double> agesHours) {
    /** Waiting for each failure. */
    public static final String WAITING = "wait_for_failure";

    /** Replacing by age. */
    public static final String BY_AGE = "replace_by_age";

    /**
     * What one method did and cost.
     *
     * @param tickets opened
     * @param needless those that no failure followed
     * @param foreseen failures that a ticket preceded
     * @param missed failures that none did
     * @param cost per hundred appliances and 30 days; null without decisions
     * @param interval of the cost
     */
    public record Line(long tickets, long needless, long foreseen, long missed, Double cost, Interval interval) {}

    static String id(Method method) {
        return method == Method.AGE_RULE ? BY_AGE : method.id();
    }

    /** Hands over what an interval is wanted of. */
    static void wantIntervals(Bootstrap bootstrap, Tally tally) {
        Statistic model = cost(tally, Method.MODEL, -1);
        for (Method method : Method.values()) {
            Statistic cost = cost(tally, method, -1);
            bootstrap.add("cost/" + id(method), cost);
            if (method != Method.MODEL) {
                bootstrap.add("saving/" + id(method), cost.minus(model));
            }
        }
        Statistic waiting = waiting(tally, -1);
        bootstrap.add("cost/" + WAITING, waiting);
        bootstrap.add("saving/" + WAITING, waiting.minus(model));
    }

    /** What a method cost, per hundred appliances and 30 days. */
    static Statistic cost(Tally tally, Method method, int component) {
        return Statistic.ratio(tally.cost(method, component), tally.hundredMonths(), 1);
    }

    private static Statistic waiting(Tally tally, int component) {
        return Statistic.ratio(tally.costOfWaiting(component), tally.hundredMonths(), 1);
    }

    static Money of(Tally tally, List<String> names, List<Double> ages, Map<String, Interval> intervals) {
        int appliances = tally.appliances();
        Map<String, Line> methods = lines(tally, -1, intervals);
        Statistic model = cost(tally, Method.MODEL, -1);
        Map<String, Difference> savings = new LinkedHashMap<>();
        for (Method method : List.of(Method.FAULT_CODE_RULE, Method.AGE_RULE)) {
            savings.put(
                    id(method),
                    new Difference(
                            cost(tally, method, -1).minus(model).value(appliances),
                            intervals.get("saving/" + id(method))));
        }
        savings.put(
                WAITING,
                new Difference(waiting(tally, -1).minus(model).value(appliances), intervals.get("saving/" + WAITING)));
        String cheapest = savings.keySet().stream()
                .filter(id -> methods.get(id).cost() != null)
                .min((a, b) ->
                        Double.compare(methods.get(a).cost(), methods.get(b).cost()))
                .orElse(WAITING);
        Map<String, Map<String, Line>> components = new LinkedHashMap<>();
        Map<String, Double> agesHours = new LinkedHashMap<>();
        for (int c = 0; c < names.size(); c++) {
            components.put(names.get(c), lines(tally, c, Map.of()));
            if (!ages.isEmpty()) {
                agesHours.put(names.get(c), ages.get(c));
            }
        }
        return new Money(methods, savings, cheapest, components, agesHours);
    }

    private static Map<String, Line> lines(Tally tally, int component, Map<String, Interval> intervals) {
        long failures = (long) Figures.sum(tally.failures(component));
        Map<String, Line> lines = new LinkedHashMap<>();
        for (Method method : Method.values()) {
            long foreseen = (long)
                    Figures.sum(tally.count(method, component, t -> t.paid().foreseen()));
            lines.put(
                    id(method),
                    new Line(
                            (long) Figures.sum(
                                    tally.count(method, component, t -> t.paid().opened())),
                            (long) Figures.sum(
                                    tally.count(method, component, t -> t.paid().needless())),
                            foreseen,
                            failures - foreseen,
                            cost(tally, method, component).value(tally.appliances()),
                            intervals.get("cost/" + id(method))));
        }
        lines.put(
                WAITING,
                new Line(
                        0,
                        0,
                        0,
                        failures,
                        waiting(tally, component).value(tally.appliances()),
                        intervals.get("cost/" + WAITING)));
        return lines;
    }

    /** Ages as a list that may hold nulls. */
    static List<Double> ages(Double[] hours) {
        List<Double> ages = new ArrayList<>();
        for (Double age : hours) {
            ages.add(age);
        }
        return ages;
    }
}
