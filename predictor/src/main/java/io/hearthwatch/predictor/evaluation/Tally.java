package io.hearthwatch.predictor.evaluation;

import io.hearthwatch.catalog.Costs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What can be added up, appliance by appliance: exact however many decisions there are, and small enough to draw appliances anew a
 * thousand times.
 */
final class Tally {
    /**
     * What is counted for a method and component.
     *
     * @param flags flagged by the judged line, and failed
     * @param caught failures flagged in time
     * @param falseAlarms tickets by the judged line that no failure followed
     * @param paid tickets by the line for money
     * @param squaredError sum of (score − outcome)², where scores are probabilities
     */
    record Counted(Confusion flags, int caught, int falseAlarms, Ticket paid, double squaredError) {}

    /**
     * What happened to a component, whatever was said.
     *
     * @param failures that a decision could have foreseen
     * @param positives decisions followed by one
     */
    record Happened(int failures, int positives) {}

    private final List<Costs> costs;
    private final long lead;
    private final long horizon;
    private final long every;
    /** By appliance, in order of arrival: its number. */
    private final List<Integer> numbers = new ArrayList<>();

    private final List<Long> firstSeen = new ArrayList<>();
    /** By appliance: method, component. */
    private final List<Counted[][]> counts = new ArrayList<>();
    /** By appliance: component. */
    private final List<Happened[]> happened = new ArrayList<>();

    private final List<Integer> sizes = new ArrayList<>();
    private final List<Integer> failing = new ArrayList<>();
    /** By method, component: hours from the first flag to the failure. */
    private final List<List<List<Double>>> leads = new ArrayList<>();

    private final int components;
    private long decisions;

    Tally(List<Costs> costs, long lead, long horizon, long every) {
        this.costs = List.copyOf(costs);
        this.components = costs.size();
        this.lead = lead;
        this.horizon = horizon;
        this.every = every;
        for (int m = 0; m < Method.values().length; m++) {
            List<List<Double>> byComponent = new ArrayList<>();
            for (int c = 0; c < components; c++) {
                byComponent.add(new ArrayList<>());
            }
            leads.add(byComponent);
        }
    }

    /** Adds an appliance's decisions; each appliance comes once. */
    void add(Course course) {
        Counted[][] counted = new Counted[Method.values().length][components];
        Happened[] known = new Happened[components];
        BitSet any = new BitSet();
        for (int c = 0; c < components; c++) {
            BitSet labels = course.labels().get(c);
            any.or(labels);
            List<Window> events = events(course, c);
            known[c] = new Happened(events.size(), labels.cardinality());
            for (Method method : Method.values()) {
                counted[method.place()][c] = count(course, method, c, events);
            }
        }
        numbers.add(course.applianceNo());
        firstSeen.add(course.firstSeen());
        counts.add(counted);
        happened.add(known);
        sizes.add(course.size());
        failing.add(any.cardinality());
        decisions += course.size();
    }

    private Counted count(Course course, Method method, int c, List<Window> events) {
        BitSet labels = course.labels().get(c);
        BitSet flags = course.flagged(method, c);
        int caught = 0;
        for (Window event : events) {
            int flag = flags.nextSetBit(event.first());
            if (flag >= 0 && flag < event.afterLast()) {
                caught++;
                leads.get(method.place()).get(c).add((event.at() - course.instants()[flag]) / 3_600_000.0);
            }
        }
        long[] failures = course.failures()[c];
        int falseAlarms = Ticket.walk(course.instants(), flags::get, failures, lead, horizon)
                .needless();
        Ticket paid = method == Method.AGE_RULE
                ? Replacing.walk(
                        course.instants(),
                        course.inUse()[c],
                        course.lines().money()[method.place()][c],
                        events.stream().mapToLong(Window::at).toArray(),
                        lead)
                : Ticket.walk(course.instants(), course.moneyFlag(method, c), failures, lead, horizon);
        return new Counted(
                Confusion.of(flags, labels),
                caught,
                falseAlarms,
                paid,
                method.isProbability() ? squaredError(course.scores()[method.place()][c], labels) : 0);
    }

    private static double squaredError(float[] said, BitSet labels) {
        double sum = 0;
        for (int i = 0; i < said.length; i++) {
            double error = said[i] - (labels.get(i) ? 1 : 0);
            sum += error * error;
        }
        return sum;
    }

    /** A failure and the decisions whose window has it, from the first to before {@code afterLast}. */
    private record Window(long at, int first, int afterLast) {}

    private List<Window> events(Course course, int component) {
        List<Window> events = new ArrayList<>();
        long[] instants = course.instants();
        for (long at : course.failures()[component]) {
            int first = firstAtOrAfter(instants, at - horizon);
            int afterLast = firstAtOrAfter(instants, at - lead);
            if (first < afterLast) {
                events.add(new Window(at, first, afterLast));
            }
        }
        return events;
    }

    private static int firstAtOrAfter(long[] instants, long instant) {
        int place = Arrays.binarySearch(instants, instant);
        return place >= 0 ? place : -place - 1;
    }

    int appliances() {
        return numbers.size();
    }

    /** How many of those that a model was told to learn from had been heard of by its last training decision. */
    int seen(IntPredicate trainedOn, long last) {
        return (int) IntStream.range(0, numbers.size())
                .filter(a -> firstSeen.get(a) <= last && trainedOn.test(numbers.get(a)))
                .count();
    }

    int components() {
        return components;
    }

    /** The numbers of the appliances, in the order of all arrays. */
    List<Integer> numbers() {
        return List.copyOf(numbers);
    }

    long decisions() {
        return decisions;
    }

    /** By appliance: decisions. */
    double[] sizes() {
        return sizes.stream().mapToDouble(i -> i).toArray();
    }

    /** By appliance: decisions after which anything failed. */
    double[] failing() {
        return failing.stream().mapToDouble(i -> i).toArray();
    }

    /** By appliance: how many hundreds of appliances' months it was watched for, a month being 30 days. */
    double[] hundredMonths() {
        return sizes.stream()
                .mapToDouble(n -> n * (every / 86_400_000.0) / 3000)
                .toArray();
    }

    /** By appliance: a count, of one component, or of all (−1). */
    double[] count(Method method, int component, ToDoubleFunction<Counted> count) {
        return counts.stream()
                .mapToDouble(byMethod -> sum(byMethod[method.place()], component, count))
                .toArray();
    }

    /** By appliance: failures that a decision could have foreseen, of one component, or of all (−1). */
    double[] failures(int component) {
        return happened.stream()
                .mapToDouble(each -> sum(each, component, Happened::failures))
                .toArray();
    }

    /** By appliance: decisions followed by a failure, of one component, or of all (−1). */
    double[] positives(int component) {
        return happened.stream()
                .mapToDouble(each -> sum(each, component, Happened::positives))
                .toArray();
    }

    private static <T> double sum(T[] byComponent, int component, ToDoubleFunction<T> what) {
        if (component >= 0) {
            return what.applyAsDouble(byComponent[component]);
        }
        double sum = 0;
        for (T one : byComponent) {
            sum += what.applyAsDouble(one);
        }
        return sum;
    }

    /** By appliance: what a method cost, for one component or all (−1). */
    double[] cost(Method method, int component) {
        return costs(component, (a, c) -> {
            Ticket paid = counts.get(a)[method.place()][c].paid();
            Costs each = costs.get(c);
            return paid.opened() * each.heldPart()
                    + paid.needless() * each.needlessVisit()
                    + (happened.get(a)[c].failures() - paid.foreseen()) * each.missedFailure();
        });
    }

    /** By appliance: what waiting for each failure cost. */
    double[] costOfWaiting(int component) {
        return costs(
                component,
                (a, c) -> happened.get(a)[c].failures() * costs.get(c).missedFailure());
    }

    private interface CostOf {
        double of(int appliance, int component);
    }

    private double[] costs(int component, CostOf costOf) {
        double[] sums = new double[appliances()];
        for (int a = 0; a < sums.length; a++) {
            for (int c = 0; c < components; c++) {
                sums[a] += component < 0 || c == component ? costOf.of(a, c) : 0;
            }
        }
        return sums;
    }

    /** Hours from the first flag to the failure, ascending; of one component or all (−1). */
    double[] leads(Method method, int component) {
        List<List<Double>> byComponent = leads.get(method.place());
        return (component >= 0
                        ? byComponent.get(component).stream()
                        : byComponent.stream().flatMap(List::stream))
                .mapToDouble(hours -> hours)
                .sorted()
                .toArray();
    }
}
