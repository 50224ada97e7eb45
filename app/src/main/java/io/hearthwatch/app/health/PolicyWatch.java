package io.hearthwatch.app.health;

import io.hearthwatch.predictor.Predictor;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.TypePolicy;
import io.hearthwatch.servicedesk.TypePolicy.Mode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says which types may open tickets: at the start those that may not although a model is in service, later every change, by whatever
 * process. One thread looks; any may ask.
 */
public final class PolicyWatch {
    private static final Logger log = LoggerFactory.getLogger(PolicyWatch.class);

    private final ServiceDesk desk;
    private final Predictor predictor;
    private final Set<String> types;
    private volatile Map<String, Mode> modes = Map.of();
    private volatile Map<String, TypePolicy.Stop> stops = Map.of();
    private Map<String, Mode> told = Map.of();

    PolicyWatch(ServiceDesk desk, Predictor predictor, Set<String> types) {
        this.desk = desk;
        this.predictor = predictor;
        this.types = Set.copyOf(types);
    }

    /** The types that are looked at. */
    public Set<String> types() {
        return types;
    }

    void look() {
        Map<String, Mode> now = new TreeMap<>(desk.policies().modes());
        Map<String, TypePolicy.Stop> switches = desk.policies().stops();
        Map<String, Mode> telling = new TreeMap<>();
        now.forEach((type, mode) -> {
            Mode before = told.get(type);
            // Of a type without a model nobody expects tickets; where they are opened from the start, nobody has to be
            // told.
            boolean expected = mode == Mode.STOPPED
                    || (mode == Mode.SHADOW && predictor.champion(type).isPresent());
            if (before == null && mode != Mode.ENABLED && !expected) {
                return;
            }
            telling.put(type, mode);
            if (mode != before && (before != null || expected)) {
                tell(type, mode, switches);
            }
        });
        told = telling;
        modes = Map.copyOf(now);
        stops = Map.copyOf(switches);
    }

    private static void tell(String type, Mode mode, Map<String, TypePolicy.Stop> switches) {
        switch (mode) {
            case ENABLED ->
                log.atInfo()
                        .addKeyValue("event", "tickets_enabled")
                        .addKeyValue("type", type)
                        .log("{}: predictions open tickets", type);
            case SHADOW ->
                log.atWarn()
                        .addKeyValue("event", "tickets_in_shadow")
                        .addKeyValue("type", type)
                        .log(
                                "{} is in shadow: would-be tickets are counted, none is opened; to change it:"
                                        + " hearthwatch policy enable --type {}",
                                type,
                                type);
            case STOPPED -> {
                TypePolicy.Stop stop = switches.getOrDefault(type, switches.get("*"));
                log.atWarn()
                        .addKeyValue("event", "tickets_stopped")
                        .addKeyValue("type", type)
                        .log(
                                "{}: the emergency switch is on, no ticket is opened{}",
                                type,
                                stop == null ? "" : "; by " + stop.who() + ": " + stop.reason());
            }
        }
    }

    /** Modes by type, as of the last look; empty before the first. */
    public Map<String, Mode> modes() {
        return modes;
    }

    /** For the health check: a sentence about the switches that are on. */
    public String detail() {
        return stops.isEmpty()
                ? "predictions open tickets where they are enabled"
                : stops.entrySet().stream()
                        .map(stop -> "stopped for " + (stop.getValue().all() ? "all types" : stop.getKey()) + " since "
                                + stop.getValue().at() + " by "
                                + stop.getValue().who() + ": "
                                + stop.getValue().reason())
                        .collect(Collectors.joining("; "));
    }
}
