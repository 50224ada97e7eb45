package io.hearthwatch.app.demo;

import io.hearthwatch.app.cli.Progress;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.catalog.Metric;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.fleet.ComponentEvent;
import io.hearthwatch.ingest.BulkFault;
import io.hearthwatch.ingest.BulkReading;
import io.hearthwatch.simulator.DemoFleet;
import io.hearthwatch.simulator.event.Event;
import io.hearthwatch.simulator.outside.StopSignal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Stores a simulated fleet's past the way an import stores a recorded one. */
final class DemoHistory {
    private static final int BATCH = 10_000;

    private final Workspace workspace;
    private final Progress progress;
    private final StopSignal stop;
    private final Map<String, Appliance> appliances = new HashMap<>();
    private final List<BulkReading> readings = new ArrayList<>();
    private final List<BulkFault> faults = new ArrayList<>();
    private final List<ComponentEvent> failures = new ArrayList<>();
    private final List<ComponentEvent> repairs = new ArrayList<>();
    private long rows;

    DemoHistory(Workspace workspace, Progress progress, StopSignal stop) {
        this.workspace = workspace;
        this.progress = progress;
        this.stop = stop;
    }

    /**
     * Lives the fleet up to an instant and stores what happened.
     *
     * @return readings and faults stored
     */
    long store(DemoFleet fleet, Instant until, int days) {
        workspace.fleet().forEach(null, appliance -> appliances.put(appliance.id(), appliance));
        Instant start = fleet.now();
        for (int day = 1; day <= days && !stop.isRaised(); day++) {
            Instant end = start.plus(Duration.ofDays(day));
            fleet.historyUntil(end.isAfter(until) ? until : end, this::add);
            progress.show("history", (double) day / days, String.format(Locale.ROOT, "%,d rows", rows));
        }
        flush();
        workspace.ingest().hours().close(until);
        progress.done();
        return rows;
    }

    private void add(Event event) {
        Appliance appliance = appliances.get(event.appliance());
        Instant at = event.time();
        if (event instanceof Event.Telemetry reading) {
            readings.add(new BulkReading(rows++, appliance, at, at, values(appliance, reading.values())));
        } else if (event instanceof Event.Fault fault) {
            faults.add(new BulkFault(rows++, appliance, at, at, fault.code(), fault.raised()));
        } else if (event instanceof Event.Failure failure) {
            failures.add(new ComponentEvent(appliance.no(), failure.component(), at, at, null));
        } else if (event instanceof Event.Repair repair) {
            repairs.add(new ComponentEvent(appliance.no(), repair.component(), at, at, repair.planned()));
        }
        if (readings.size() == BATCH) {
            flush();
        }
    }

    private String[] values(Appliance appliance, Map<String, Object> reported) {
        List<Metric> metrics = workspace.catalog().type(appliance.type()).metrics();
        String[] values = new String[metrics.size()];
        for (int i = 0; i < values.length; i++) {
            Object value = reported.get(metrics.get(i).name());
            values[i] = value == null ? null : value.toString();
        }
        return values;
    }

    private void flush() {
        workspace.ingest().bulk().readings(readings);
        workspace.ingest().bulk().faults(faults);
        workspace.fleet().recordFailures(failures);
        workspace.fleet().recordRepairs(repairs);
        readings.clear();
        faults.clear();
        failures.clear();
        repairs.clear();
    }
}
