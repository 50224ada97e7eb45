package io.hearthwatch.simulator.home;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.simulator.event.Event;
import io.hearthwatch.simulator.home.Behaviour.Drift;
import io.hearthwatch.simulator.home.Behaviour.Nuisance;
import io.hearthwatch.simulator.home.Behaviour.Sign;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** One appliance at home, lived hour by hour. All its chance comes from its own generator. */
final class HomeAppliance {
    private static final double HOURS_A_DAY = 24;
    /** Planned maintenance of the most worn part, about once in so many days. */
    private static final double MAINTENANCE_EVERY_DAYS = 250;

    private static final double LOST_READINGS = 0.01;

    private final SimulatedAppliance identity;
    private final Behaviour behaviour;
    private final Household household;
    private final List<SignalState> signals = new ArrayList<>();
    private final Map<String, ComponentWear> components = new LinkedHashMap<>();
    private final Map<Nuisance, Instant> nuisances = new LinkedHashMap<>();
    private final Map<String, Instant> raised = new LinkedHashMap<>();
    private final SplittableRandom random;
    private final int readingEvery;
    private final int readingHour;
    private final int readingSecond;

    HomeAppliance(
            SimulatedAppliance identity,
            ApplianceType type,
            Behaviour behaviour,
            Instant start,
            int readingEvery,
            SplittableRandom random) {
        this.identity = identity;
        this.behaviour = behaviour;
        this.random = random;
        this.readingEvery = readingEvery;
        this.readingHour = random.nextInt(readingEvery);
        this.readingSecond = 1 + random.nextInt(3600);
        this.household = new Household(behaviour.habit(), random);
        double hours = Duration.between(
                        identity.purchasedOn().atStartOfDay(ZoneOffset.UTC).toInstant(), start)
                .toHours();
        behaviour
                .signals()
                .forEach(signal -> signals.add(
                        new SignalState(signal, type.metric(signal.metric()).orElseThrow(), hours, random)));
        behaviour
                .wears()
                .forEach(wear -> components.put(
                        wear.component(), new ComponentWear(wear, modelFactor(wear.component()), random)));
    }

    SimulatedAppliance identity() {
        return identity;
    }

    Optional<ComponentWear> component(String component) {
        return Optional.ofNullable(components.get(component));
    }

    /** Lives the hour that ends then; what happens in it goes to {@code sink}, in no order. */
    void hour(Instant hourEnd, Tally.Count tally, Consumer<Event> sink) {
        Instant begin = hourEnd.minus(Duration.ofHours(1));
        repairs(begin, hourEnd, tally, sink);
        boolean broken = components.values().stream().anyMatch(ComponentWear::failed);
        double activity = broken ? 0 : household.activity(hourEnd, random);
        boolean measured = !broken && household.measures(activity, random);
        signals.forEach(signal -> signal.hour(activity, measured, random));
        if (!broken) {
            wear(begin, tally, sink);
        }
        nuisances(begin, hourEnd, sink);
        clearCodes(hourEnd, sink);
        read(begin, hourEnd, activity, sink);
    }

    private void repairs(Instant begin, Instant hourEnd, Tally.Count tally, Consumer<Event> sink) {
        for (ComponentWear component : components.values()) {
            if (component.visit() != null && !component.visit().isAfter(hourEnd)) {
                Instant at = component.visit().isAfter(begin) ? component.visit() : begin.plusSeconds(1);
                boolean planned = !component.failed();
                if (planned) {
                    inspect(component, at, tally, sink);
                }
                replace(component, at, planned, sink);
            }
        }
        ZonedDateTime local = hourEnd.atZone(ZoneOffset.UTC);
        if (local.getHour() == 11 && random.nextDouble() < 1 / MAINTENANCE_EVERY_DAYS) {
            components.values().stream()
                    .filter(component -> !component.failed())
                    .max((a, b) -> Double.compare(a.worn(), b.worn()))
                    .ifPresent(component -> replace(component, someTime(begin), true, sink));
        }
    }

    /** Whoever replaces a part before it failed sees whether it was about to, and reports it as found failing. */
    private void inspect(ComponentWear component, Instant at, Tally.Count tally, Consumer<Event> sink) {
        tally.visit(component.nearlyWorn());
        if (component.nearlyWorn()) {
            sink.accept(new Event.Failure(identity.id(), at, component.wear().component()));
        }
    }

    private void replace(ComponentWear component, Instant at, boolean planned, Consumer<Event> sink) {
        String id = component.wear().component();
        sink.accept(new Event.Repair(identity.id(), at, id, planned));
        component.renew(random);
        if (id.equals("control_board")) {
            signals.forEach(SignalState::reset);
        }
    }

    private void wear(Instant begin, Tally.Count tally, Consumer<Event> sink) {
        double days = household.amount() / HOURS_A_DAY;
        for (ComponentWear component : components.values()) {
            double failedAt = component.use(days);
            if (failedAt >= 0) {
                Instant at = begin.plusSeconds(1 + Math.round(failedAt * 3599));
                sink.accept(
                        new Event.Failure(identity.id(), at, component.wear().component()));
                tally.failure();
                component.bookVisit(workingHour(at.plus(Duration.ofHours(20 + random.nextInt(10)))));
            }
            double progress = component.progress();
            if (progress > 0) {
                for (Sign sign : component.wear().signs()) {
                    if (random.nextDouble() < sign.perDay() * progress * progress / HOURS_A_DAY) {
                        raise(sign.code(), someTime(begin), sink);
                    }
                }
            }
        }
    }

    private void nuisances(Instant begin, Instant hourEnd, Consumer<Event> sink) {
        nuisances.values().removeIf(until -> !until.isAfter(hourEnd));
        for (Nuisance nuisance : behaviour.nuisances()) {
            if (random.nextDouble() < nuisance.perDay() / HOURS_A_DAY) {
                Instant at = someTime(begin);
                raise(nuisance.code(), at, sink);
                nuisances.put(nuisance, at.plus(Duration.ofHours(6 + random.nextInt(42))));
            }
        }
    }

    private void read(Instant begin, Instant hourEnd, double activity, Consumer<Event> sink) {
        long hour = hourEnd.getEpochSecond() / 3600;
        if (Math.floorMod(hour, (long) readingEvery) != readingHour || random.nextDouble() < LOST_READINGS) {
            return;
        }
        Map<String, Double> drifts = drifts();
        double warmth = Household.warmth(hourEnd);
        Map<String, Object> values = new LinkedHashMap<>();
        for (SignalState signal : signals) {
            values.put(
                    signal.metric(), signal.read(activity, warmth, drifts.getOrDefault(signal.metric(), 0.0), random));
        }
        sink.accept(new Event.Telemetry(identity.id(), begin.plusSeconds(readingSecond), values));
    }

    private Map<String, Double> drifts() {
        Map<String, Double> drifts = new HashMap<>();
        for (ComponentWear component : components.values()) {
            double factor = component.drift();
            if (factor > 0) {
                for (Drift drift : component.wear().drifts()) {
                    drifts.merge(drift.metric(), drift.amount() * factor, Double::sum);
                }
            }
        }
        for (Nuisance nuisance : nuisances.keySet()) {
            for (Drift drift : nuisance.drifts()) {
                drifts.merge(drift.metric(), drift.amount(), Double::sum);
            }
        }
        return drifts;
    }

    /** A code that stands is not raised again. */
    private void raise(String code, Instant at, Consumer<Event> sink) {
        if (raised.putIfAbsent(code, at.plus(Duration.ofMinutes(45 + random.nextInt(300)))) == null) {
            sink.accept(new Event.Fault(identity.id(), at, code, true));
        }
    }

    private void clearCodes(Instant hourEnd, Consumer<Event> sink) {
        for (Iterator<Map.Entry<String, Instant>> codes = raised.entrySet().iterator(); codes.hasNext(); ) {
            Map.Entry<String, Instant> code = codes.next();
            if (!code.getValue().isAfter(hourEnd)) {
                sink.accept(new Event.Fault(identity.id(), code.getValue(), code.getKey(), false));
                codes.remove();
            }
        }
    }

    private Instant someTime(Instant begin) {
        return begin.plusSeconds(1 + random.nextInt(3600));
    }

    /** Then, or as early the next morning as technicians work. */
    static Instant workingHour(Instant at) {
        ZonedDateTime local = at.atZone(ZoneOffset.UTC);
        if (local.getHour() >= 9 && local.getHour() < 17) {
            return at;
        }
        ZonedDateTime morning = local.toLocalDate().atTime(9, local.getMinute()).atZone(ZoneOffset.UTC);
        return (local.getHour() < 9 ? morning : morning.plusDays(1)).toInstant();
    }

    /** Model lines differ in how long a component lasts: 0.8 to 1.2 of the type's life, the same in every run. */
    private double modelFactor(String component) {
        return 0.8 + 0.4 * Math.floorMod((identity.model() + component).hashCode(), 101) / 100.0;
    }
}
