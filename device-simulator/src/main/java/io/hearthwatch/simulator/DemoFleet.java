package io.hearthwatch.simulator;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.simulator.event.Event;
import io.hearthwatch.simulator.home.FleetPlan;
import io.hearthwatch.simulator.home.FleetSimulation;
import io.hearthwatch.simulator.home.SimulatedAppliance;
import io.hearthwatch.simulator.outside.StopSignal;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * A simulated home fleet with a past and a present: first {@link #historyUntil} for what a service would have on record,
 * then {@link #live} against a running service with a driven clock, which goes on from the same state. One thread.
 */
public final class DemoFleet {
    /** For whoever shows figures: what in this fleet is not as in life. */
    public static final String ACCELERATED =
            "simulated fleet; wear is accelerated: parts last months, not years, so that half a year teaches enough";

    private static final int READING_EVERY_HOURS = 2;

    private final FleetSimulation simulation;

    private DemoFleet(FleetSimulation simulation) {
        this.simulation = simulation;
    }

    /** A fleet of the five home types with a reading every two hours; the same arguments give the same fleet. */
    public static DemoFleet create(Catalog catalog, long seed, int appliancesPerType, Instant start) {
        return create(catalog, new FleetPlan(seed, appliancesPerType, start, READING_EVERY_HOURS));
    }

    /** As planned. */
    public static DemoFleet create(Catalog catalog, FleetPlan plan) {
        return new DemoFleet(new FleetSimulation(catalog, plan));
    }

    /** Everyone in it, as the registry should know them. */
    public List<SimulatedAppliance> appliances() {
        return simulation.appliances();
    }

    /** Up to when it has been lived; a whole hour. */
    public Instant now() {
        return simulation.now();
    }

    /** Lives until then, in whole hours; every event goes to {@code sink} in order of time. */
    public void historyUntil(Instant until, Consumer<Event> sink) {
        simulation.advanceTo(until, sink);
    }

    /**
     * Goes on through MQTT and HTTP until stopped: readings and faults as they come, failures and repairs, the clock an
     * hour at a time, and a visit one to three days after a ticket was opened. Blocks.
     *
     * @param hoursPerSecond simulated hours per second of real time; less if the service takes longer
     * @param figures told every few seconds
     * @throws io.hearthwatch.simulator.outside.ServiceException if the service refuses something or stays away
     */
    public void live(LiveTarget target, double hoursPerSecond, StopSignal stop, Consumer<LiveFigures> figures) {
        new FleetLive(simulation, target, stop, figures).run(hoursPerSecond);
    }
}
