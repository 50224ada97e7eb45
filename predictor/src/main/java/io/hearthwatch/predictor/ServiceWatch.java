package io.hearthwatch.predictor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.Database;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.ingest.StoredTelemetry;
import io.hearthwatch.predictor.storage.AliasStore;
import io.hearthwatch.predictor.storage.ModelStore;
import io.hearthwatch.predictor.watch.Look;
import io.hearthwatch.predictor.watch.Verdict;
import io.hearthwatch.predictor.watch.Warning;
import io.hearthwatch.predictor.watch.WatchStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the models that the service follows: whether what comes in still looks like what they learnt from, whether they were right, and
 * whether they are fed and asked as they should be. Once a day {@link #checkDue} looks at each, keeps what it finds and begins and ends
 * warnings; {@link #look} does the same for somebody who asks, and writes nothing. docs/watching-models.md explains each figure.
 *
 * <p>All state is in the schema {@code prediction}, which {@link Predictor} brings up to date. Thread-safe; everything blocks.
 */
public final class ServiceWatch {
    private static final Logger log = LoggerFactory.getLogger(ServiceWatch.class);
    /** How far back live precision and recall go. */
    public static final Duration LOOKS_BACK = Look.LOOKS_BACK;

    private static final Duration EVERY = Duration.ofDays(1);

    private final Catalog catalog;
    private final InstantSource clock;
    private final AliasStore aliases;
    private final WatchStore store;
    private final Look look;

    /**
     * Opens it; the predictor has to be there first.
     *
     * @param labels what people found out about decisions
     */
    public ServiceWatch(
            Database database,
            Catalog catalog,
            Fleet fleet,
            StoredTelemetry telemetry,
            FoundLabels labels,
            InstantSource clock) {
        this.catalog = catalog;
        this.clock = clock;
        this.aliases = new AliasStore(database);
        this.store = new WatchStore(database);
        this.look = new Look(database, catalog, fleet, telemetry, new ModelStore(database), labels);
    }

    /** The types that the service follows a model for. */
    public List<String> types() {
        return catalog.types().keySet().stream()
                .filter(type -> aliases.champion(type).isPresent())
                .toList();
    }

    /**
     * Looks at a type's model now and writes nothing. The warnings are those that stand; where no service has looked at the model yet, every
     * sign that is bad now is one.
     *
     * @throws PredictionException if there is no such type, or no model of it
     */
    public WatchReport look(String type) {
        return look(type, clock.instant());
    }

    /** The same as of an instant that is not after the clock's. */
    public WatchReport look(String type, Instant now) {
        String model = champion(type);
        boolean looked = store.last(type).filter(l -> l.modelId().equals(model)).isPresent();
        return Verdict.between(
                type,
                model,
                now,
                look.drift(model, now),
                look.judged(model, store.liveSince(model, now), now),
                look.stale(model, now),
                looked ? Optional.of(store.warnings(type)) : Optional.empty());
    }

    /** What the last daily look at a type found, as JSON; empty before the first. */
    public Optional<JsonNode> last(String type) {
        return store.last(type).map(WatchStore.Last::report);
    }

    /** What the last daily look at each type found, as JSON. */
    public JsonNode lastLooks() {
        ObjectNode looks = JsonNodeFactory.instance.objectNode();
        ArrayNode models = JsonNodeFactory.instance.arrayNode();
        types().forEach(type -> last(type).ifPresent(models::add));
        boolean warned = false;
        for (JsonNode model : models) {
            warned |= model.path("warned").asBoolean();
        }
        looks.put("warned", warned);
        looks.set("models", models);
        return looks;
    }

    /** What the last daily look at each type found, in figures. */
    public List<Standing> standings() {
        return types().stream()
                .flatMap(type -> store.last(type).map(last -> Standing.of(type, last)).stream())
                .toList();
    }

    /**
     * Looks at every model that was not looked at for a day. One that cannot be looked at does not hold up the others.
     *
     * @return how many were
     * @throws RuntimeException the first type's failure, after all types were tried
     */
    public int checkDue(Instant now) {
        int checked = 0;
        RuntimeException failure = null;
        for (String type : types()) {
            try {
                checked += check(type, now) ? 1 : 0;
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
        if (checked > 0) {
            store.forget(now);
        }
        return checked;
    }

    private boolean check(String type, Instant now) {
        String model = champion(type);
        Optional<WatchStore.Last> last = store.last(type);
        if (last.isPresent()
                && last.get().modelId().equals(model)
                && now.isBefore(last.get().at().plus(EVERY))) {
            return false;
        }
        Optional<WatchStore.Last> same = last.filter(l -> l.modelId().equals(model));
        Verdict verdict = Verdict.daily(
                type,
                model,
                now,
                look.drift(model, now),
                look.judged(model, store.liveSince(model, now), now),
                look.stale(model, now),
                same.isPresent() ? store.warnings(type) : List.of(),
                same.map(WatchStore.Last::strikes).orElse(Map.of()));
        tell(verdict.report(), store.keep(verdict.report(), verdict.strikes()));
        return true;
    }

    /** One line where a warning begins and one where it ends. */
    private static void tell(WatchReport report, List<Warning> before) {
        Map<String, Warning> stood = before.stream()
                .filter(w -> w.modelId().equals(report.model()))
                .collect(Collectors.toMap(w -> w.sign().id(), w -> w, (a, b) -> a, LinkedHashMap::new));
        for (Warning warning : report.warnings()) {
            if (stood.remove(warning.sign().id()) == null) {
                log.atWarn()
                        .addKeyValue("event", "model_warning_begins")
                        .addKeyValue("type", report.type())
                        .addKeyValue("model", report.model())
                        .addKeyValue("sign", warning.sign().id())
                        .log(
                                "{}: model {} may hold no longer ({}): {}",
                                report.type(),
                                report.model(),
                                warning.sign().id(),
                                warning.words().en());
            }
        }
        stood.values()
                .forEach(over -> log.atInfo()
                        .addKeyValue("event", "model_warning_ends")
                        .addKeyValue("type", report.type())
                        .addKeyValue("model", report.model())
                        .addKeyValue("sign", over.sign().id())
                        .log(
                                "{}: model {} holds again ({})",
                                report.type(),
                                report.model(),
                                over.sign().id()));
    }

    private String champion(String type) {
        if (catalog.find(type).isEmpty()) {
            throw new PredictionException(
                    "there is no appliance type '" + type + "' in the catalog",
                    "choose one of " + String.join(", ", catalog.types().keySet()));
        }
        return aliases.champion(type)
                .orElseThrow(() -> new PredictionException(
                        "no model of type " + type + " is live", "train one with: model train --type " + type));
    }
}
