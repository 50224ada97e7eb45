package io.hearthwatch.simulator;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Metric;
import io.hearthwatch.catalog.MetricKind;
import io.hearthwatch.history.EventStream;
import io.hearthwatch.history.RecordedEvent;
import io.hearthwatch.history.RecordedFailure;
import io.hearthwatch.history.RecordedFault;
import io.hearthwatch.history.RecordedHistory;
import io.hearthwatch.history.RecordedReading;
import io.hearthwatch.history.RecordedRepair;
import io.hearthwatch.history.RejectedRow;
import io.hearthwatch.simulator.event.Event;
import io.hearthwatch.simulator.event.EventSource;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Recorded data as appliances would have sent it: a row is an event. */
public final class HistorySource implements EventSource {
    private final RecordedHistory history;
    private final Catalog catalog;
    private final Path tempDir;
    private final Consumer<RejectedRow> rejects;
    private final Set<String> types = new LinkedHashSet<>();

    /**
     * All events of a recorded history.
     *
     * @param tempDir where rows are sorted that do not fit into memory
     * @param rejects told of rows that cannot be used
     */
    public HistorySource(RecordedHistory history, Catalog catalog, Path tempDir, Consumer<RejectedRow> rejects) {
        this.history = history;
        this.catalog = catalog;
        this.tempDir = tempDir;
        this.rejects = rejects;
    }

    @Override
    public void stream(Instant from, Instant to, Consumer<Event> sink) {
        try (EventStream events = history.merged(from, to, tempDir, rejects)) {
            while (events.hasNext()) {
                RecordedEvent event = events.next();
                types.add(event.type());
                sink.accept(event(event));
            }
        }
    }

    @Override
    public Set<String> types() {
        return Set.copyOf(types);
    }

    private Event event(RecordedEvent event) {
        if (event instanceof RecordedReading reading) {
            return new Event.Telemetry(reading.appliance(), reading.time(), values(reading));
        }
        if (event instanceof RecordedFault fault) {
            return new Event.Fault(fault.appliance(), fault.time(), fault.code(), fault.raised());
        }
        if (event instanceof RecordedFailure failure) {
            return new Event.Failure(failure.appliance(), failure.time(), failure.component());
        }
        RecordedRepair repair = (RecordedRepair) event;
        return new Event.Repair(repair.appliance(), repair.time(), repair.component(), repair.planned());
    }

    /** Numbers exactly as they were recorded, so that what is stored is what an import would have stored. */
    private Map<String, Object> values(RecordedReading reading) {
        List<Metric> metrics = catalog.type(reading.type()).metrics();
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < metrics.size(); i++) {
            String text = reading.values()[i];
            if (text != null) {
                Metric metric = metrics.get(i);
                values.put(metric.name(), metric.kind() == MetricKind.STATE ? text : new BigDecimal(text));
            }
        }
        return values;
    }
}
