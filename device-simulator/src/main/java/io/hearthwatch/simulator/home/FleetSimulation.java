package io.hearthwatch.simulator.home;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.simulator.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * A fleet of home appliances that are used, age, fail and are repaired. Wear is accelerated: a component lasts months,
 * not years, so that half a year of history teaches enough. Most failures show in telemetry and fault codes for a week
 * or two, some not at all; codes from network, software and misuse come at any time.
 *
 * <p>Lived in steps of one hour, so that the events do not depend on how the caller divides time. Not thread-safe.
 */
public final class FleetSimulation {
    private static final Duration STEP = Duration.ofHours(1);

    private final Map<String, HomeAppliance> appliances = new LinkedHashMap<>();
    private final Tally.Count tally = new Tally.Count();
    private Instant now;

    /**
     * A fleet at its start.
     *
     * @throws IllegalArgumentException if the catalog's home types lack what the simulation reports
     */
    public FleetSimulation(Catalog catalog, FleetPlan plan) {
        now = plan.start();
        SplittableRandom seeds = new SplittableRandom(plan.seed());
        for (Behaviour behaviour : Behaviour.homeTypes()) {
            ApplianceType type = catalog.type(behaviour.type());
            BehaviourCheck.check(behaviour, type);
            for (int i = 1; i <= plan.appliancesPerType(); i++) {
                SplittableRandom random = seeds.split();
                SimulatedAppliance identity = identity(behaviour, type, i, now, random);
                appliances.put(
                        identity.id(),
                        new HomeAppliance(identity, type, behaviour, now, plan.readingEveryHours(), random));
            }
        }
    }

    /** Every appliance, in a fixed order. */
    public List<SimulatedAppliance> appliances() {
        return appliances.values().stream().map(HomeAppliance::identity).toList();
    }

    /** Up to when the fleet has been lived; a whole hour. */
    public Instant now() {
        return now;
    }

    /** What has become of it so far. */
    public Tally tally() {
        return tally.now();
    }

    /** Lives on in whole hours while they end by {@code until}; every event goes to {@code sink}, in order. */
    public void advanceTo(Instant until, Consumer<Event> sink) {
        List<Event> events = new ArrayList<>();
        while (!now.plus(STEP).isAfter(until)) {
            now = now.plus(STEP);
            events.clear();
            Collection<HomeAppliance> all = appliances.values();
            all.forEach(appliance -> appliance.hour(now, tally, events::add));
            events.sort(Event.ORDER);
            events.forEach(sink);
        }
    }

    /**
     * The service desk sends someone to replace a component, unless someone comes sooner already. An appliance or
     * component that is not of this fleet is left alone. A part that turns out to be nearly worn is reported as failed at
     * the visit, as a technician would; of any other only the repair is reported.
     *
     * @param at moved to the next hour at which technicians work
     */
    public void bookVisit(String appliance, String component, Instant at) {
        HomeAppliance home = appliances.get(appliance);
        if (home != null) {
            home.component(component).ifPresent(worn -> worn.bookVisit(HomeAppliance.workingHour(at)));
        }
    }

    private static SimulatedAppliance identity(
            Behaviour behaviour, ApplianceType type, int number, Instant start, SplittableRandom random) {
        List<String> models = List.copyOf(type.models().keySet());
        String model = models.isEmpty()
                ? behaviour.prefix().toUpperCase(Locale.ROOT)
                : models.get(random.nextInt(models.size()));
        LocalDate today = start.atZone(ZoneOffset.UTC).toLocalDate();
        LocalDate purchased = today.minusDays(30 + random.nextInt(1200));
        LocalDate produced = purchased.minusDays(20 + random.nextInt(60));
        String lot = "L%02d%02d%s"
                .formatted(produced.getYear() % 100, produced.getMonthValue(), (char) ('A' + random.nextInt(3)));
        String firmware = "2." + random.nextInt(4) + "." + random.nextInt(6);
        String id = "%s-%04d".formatted(behaviour.prefix(), number);
        return new SimulatedAppliance(id, type.id(), model, lot, produced, purchased, firmware);
    }
}
