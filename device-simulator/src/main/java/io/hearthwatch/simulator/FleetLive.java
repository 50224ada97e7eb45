package io.hearthwatch.simulator;

import io.hearthwatch.simulator.event.Event;
import io.hearthwatch.simulator.home.FleetSimulation;
import io.hearthwatch.simulator.home.Tally;
import io.hearthwatch.simulator.outside.MqttFleet;
import io.hearthwatch.simulator.outside.OpenTicket;
import io.hearthwatch.simulator.outside.ServerClock;
import io.hearthwatch.simulator.outside.ServiceApi;
import io.hearthwatch.simulator.outside.ServiceException;
import io.hearthwatch.simulator.outside.StopSignal;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The live loop. A tick is one simulated hour: what happened in it is published and acknowledged, failures and repairs
 * are reported, then the service's clock is moved to its end. Every few ticks the open tickets are looked at, and a new
 * one gets a visit.
 */
final class FleetLive {
    private static final Duration TICK = Duration.ofHours(1);
    private static final int TICKS_BETWEEN_LOOKS = 4;
    private static final long FIGURES_NANOS = Duration.ofSeconds(3).toNanos();
    /** A visit comes one to three days after its ticket. */
    private static final int SOONEST_VISIT_HOURS = 24;

    private static final int VISIT_SPREAD_HOURS = 48;

    private final FleetSimulation simulation;
    private final LiveTarget target;
    private final StopSignal stop;
    private final Consumer<LiveFigures> figures;
    private final ServiceApi api;
    private final Set<String> seenTickets = new HashSet<>();
    private final List<Event.Failure> failures = new ArrayList<>();
    private final List<Event.Repair> repairs = new ArrayList<>();
    private final Tally before;
    private int openTickets;
    private long figuresAt = System.nanoTime();
    private long figuresCount;

    FleetLive(FleetSimulation simulation, LiveTarget target, StopSignal stop, Consumer<LiveFigures> figures) {
        this.simulation = simulation;
        this.target = target;
        this.stop = stop;
        this.figures = figures;
        this.api = new ServiceApi(target.host(), target.httpPort(), target.patience(), stop);
        this.before = simulation.tally();
    }

    /** Runs until stopped, no faster than that. */
    void run(double hoursPerSecond) {
        long tickNanos = (long) (1e9 / hoursPerSecond);
        InetSocketAddress broker = InetSocketAddress.createUnresolved(target.host(), target.mqttPort());
        try (MqttFleet fleet = new MqttFleet(broker, target.credentials().secrets(), target.patience(), stop)) {
            meetTheClock();
            long next = System.nanoTime();
            for (long tick = 0; !stop.isRaised(); tick++) {
                tick(fleet, tick % TICKS_BETWEEN_LOOKS == 0);
                showFigures(fleet);
                // A tick that took too long is not made up for: the service would only fall further behind.
                next = Math.max(next + tickNanos, System.nanoTime());
                stop.await(Duration.ofNanos(next - System.nanoTime()));
            }
        } catch (ServiceException e) {
            if (!stop.isRaised()) {
                throw e;
            }
        }
    }

    /** The later of both clocks counts: what the fleet did while the service was already past it, nobody saw. */
    private void meetTheClock() {
        ServerClock clock = api.clock();
        if (!clock.mode().equals("driven")) {
            throw new ServiceException(
                    "the service's clock is " + clock.mode() + ", so simulated time cannot run on it",
                    "start it with serve --clock driven");
        }
        if (clock.now().isAfter(simulation.now())) {
            simulation.advanceTo(clock.now().plus(TICK), unseen -> {});
        }
        api.advance(simulation.now());
    }

    private void tick(MqttFleet fleet, boolean look) {
        Instant end = simulation.now().plus(TICK);
        failures.clear();
        repairs.clear();
        simulation.advanceTo(end, event -> {
            if (event instanceof Event.Telemetry reading) {
                fleet.publish(reading);
            } else if (event instanceof Event.Fault fault) {
                fleet.publish(fault);
            } else if (event instanceof Event.Failure failure) {
                failures.add(failure);
            } else if (event instanceof Event.Repair repair) {
                repairs.add(repair);
            }
        });
        fleet.drain();
        if (!failures.isEmpty()) {
            api.failures(failures);
        }
        if (!repairs.isEmpty()) {
            api.repairs(repairs);
        }
        api.advance(end);
        if (look) {
            lookAtTickets(end);
        }
    }

    private void lookAtTickets(Instant now) {
        List<OpenTicket> open = api.openTickets();
        openTickets = open.size();
        Set<String> ids = new HashSet<>();
        for (OpenTicket ticket : open) {
            ids.add(ticket.id());
            if (!seenTickets.contains(ticket.id())) {
                int wait = SOONEST_VISIT_HOURS + Math.floorMod(ticket.id().hashCode(), VISIT_SPREAD_HOURS);
                simulation.bookVisit(ticket.appliance(), ticket.component(), now.plus(Duration.ofHours(wait)));
            }
        }
        seenTickets.clear();
        seenTickets.addAll(ids);
    }

    private void showFigures(MqttFleet fleet) {
        long now = System.nanoTime();
        if (now - figuresAt < FIGURES_NANOS) {
            return;
        }
        long published = fleet.published();
        double perSecond = (published - figuresCount) * 1e9 / (now - figuresAt);
        figures.accept(new LiveFigures(
                simulation.now(),
                fleet.online(),
                perSecond,
                openTickets,
                simulation.tally().since(before)));
        figuresAt = now;
        figuresCount = published;
    }
}
