package io.hearthwatch.predictor;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.database.Database;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.ingest.StoredTelemetry;
import io.hearthwatch.predictor.features.ApplianceHistory;
import io.hearthwatch.predictor.features.FeatureExtractor;
import io.hearthwatch.predictor.features.HistoryDigest;
import io.hearthwatch.predictor.learning.HistorySource;
import io.hearthwatch.predictor.learning.Libraries;
import io.hearthwatch.predictor.learning.RegressionTrees;
import io.hearthwatch.predictor.learning.Schedule;
import io.hearthwatch.predictor.life.LifeCompare;
import io.hearthwatch.predictor.life.LifeComponent;
import io.hearthwatch.predictor.life.LifeModel;
import io.hearthwatch.predictor.life.LifeStore;
import io.hearthwatch.predictor.life.LifeTrainer;
import io.hearthwatch.predictor.serving.LifeExplanation;
import io.hearthwatch.predictor.serving.LifeInsight;
import io.hearthwatch.predictor.storage.AliasStore;
import io.hearthwatch.predictor.storage.ModelStore;
import io.hearthwatch.predictor.storage.TrainingRecords;
import io.hearthwatch.predictor.watch.LifeLook;
import io.hearthwatch.predictor.watch.LifeReport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Tools for those who make remaining-life models: train again and compare, hold two against each other, say why one says what it says, look
 * whether the live one still holds. Thread-safe; everything blocks.
 */
public final class LifeTools {
    private final Database database;
    private final Fleet fleet;
    private final StoredHistory stored;
    private final InstantSource clock;
    private final LifeStore models;
    private final AliasStore aliases;

    /** Makes one; the {@link Predictor} brings the schema up to date and has to be there first. */
    public LifeTools(Database database, Catalog catalog, Fleet fleet, StoredTelemetry telemetry, InstantSource clock) {
        this(database, fleet, new StoredHistory(database, catalog, fleet, telemetry), clock);
    }

    LifeTools(Database database, Fleet fleet, StoredHistory stored, InstantSource clock) {
        this.database = database;
        this.fleet = fleet;
        this.stored = stored;
        this.clock = clock;
        this.models = new LifeStore(database);
        this.aliases = new AliasStore(database);
    }

    /** Whether there is a remaining-life model of that id. */
    public boolean has(String id) {
        return models.has(id);
    }

    /** What a training was made from and with. */
    static TrainingRecord record(Set<String> appliances, HistoryDigest digest, LifeTrainer trainer) {
        return new TrainingRecord(
                appliances == null ? null : appliances.stream().sorted().toList(),
                Map.of(),
                digest.summary(),
                trainer.rowsHash(),
                Libraries.versions(),
                null);
    }

    /**
     * Trains a model again from what was written down with it, after whatever else trains on this database, and says whether the very same
     * comes out. Nothing is stored.
     */
    public Reproduction reproduce(String id, Progress progress) {
        LifeModel then = models.load(id);
        return TrainingTurn.await(database, "model reproduce, " + id, progress, () -> again(id, then, progress));
    }

    private Reproduction again(String id, LifeModel then, Progress progress) {
        ApplianceType type = type(then);
        Set<String> asked = models.asked(id);
        stored.checkAppliances(asked, type.id());
        HistoryDigest digest = new HistoryDigest();
        LifeTrainer trainer = new LifeTrainer(
                then.extractor(), then.until(), then.every(), then.cap(), then.settings(), clock.instant(), progress);
        HistorySource source = stored.reader(type, then.extractor().vocabulary(), asked);
        LifeModel now = trainer.train((after, upTo, consumer) -> source.forEach(after, upTo, history -> {
            digest.add(history);
            consumer.accept(history);
        }));
        List<Reproduction.Window> windows = new ArrayList<>();
        for (int c = 0; c < then.components().size(); c++) {
            LifeComponent before = then.components().get(c);
            LifeComponent after = now.components().get(c);
            String old = before.trees().map(RegressionTrees::fingerprint).orElse(null);
            String young = after.trees().map(RegressionTrees::fingerprint).orElse(null);
            windows.add(new Reproduction.Window(
                    before.component(), 1, old, young, Objects.equals(old, young) && sameFigures(before, after)));
        }
        List<String> others = then.decisions() == now.decisions() && then.rows() == now.rows()
                ? List.of()
                : List.of("number of decisions: " + then.decisions() + " then, " + now.decisions() + " now");
        boolean same = others.isEmpty() && windows.stream().allMatch(Reproduction.Window::same);
        Optional<TrainingRecord> written = TrainingRecords.of(database, id);
        List<String> causes = same
                ? List.of()
                : written.map(record -> Differences.between(record, record(asked, digest, trainer)))
                        .orElse(List.of("the model was trained by a version that did not write down what data and"
                                + " libraries it was trained with, so what differs cannot be named"));
        return new Reproduction(id, same, windows, others, causes);
    }

    private static boolean sameFigures(LifeComponent a, LifeComponent b) {
        return a.rounds() == b.rounds()
                && a.failures() == b.failures()
                && a.labels() == b.labels()
                && a.outlived() == b.outlived()
                && a.margins().equals(b.margins())
                && a.ages().equals(b.ages());
    }

    private ApplianceType type(LifeModel model) {
        return stored.type(model.extractor().vocabulary().type());
    }

    /**
     * Whether b errs less than a, beyond chance, on the same decisions, which neither has seen. That they cannot be compared is an answer,
     * not an error.
     *
     * @param request its {@code every} may be null, for as often as the models learnt
     * @throws PredictionException if one of them is no remaining-life model
     */
    public LifeComparison compare(CompareRequest request, Progress progress) {
        LifeModel a = models.load(request.a());
        LifeModel b = models.load(request.b());
        ApplianceType type = type(a);
        String other = b.extractor().vocabulary().type();
        if (!type.id().equals(other)) {
            return LifeComparison.hindered(
                    request.a(),
                    request.b(),
                    new Text(
                            "they cannot be compared: " + request.a() + " is for " + type.id() + ", " + request.b()
                                    + " for " + other,
                            "无法比较：" + request.a() + " 用于 " + type.id() + "，" + request.b() + " 用于 " + other));
        }
        stored.checkAppliances(request.appliances(), type.id());
        Instant newest = stored.newestEvent(type.id());
        Instant to = request.to() == null || request.to().isAfter(newest) ? newest : request.to();
        Duration every =
                request.every() != null ? request.every() : a.every().compareTo(b.every()) > 0 ? a.every() : b.every();
        LifeCompare compare = new LifeCompare(a, b);
        compare.run(
                told(stored.reader(type, a.extractor().vocabulary(), request.appliances()), request.a(), progress),
                told(stored.reader(type, b.extractor().vocabulary(), request.appliances()), request.b(), progress),
                request.from(),
                to,
                every);
        LifeCompare.Side total = compare.of(null);
        if (total.a().n() == 0) {
            return LifeComparison.hindered(
                    request.a(),
                    request.b(),
                    new Text(
                            "they cannot be compared: of no decision that neither has seen it is known how long anything"
                                    + " lasted that both estimate; train with --until or --appliances and leave some out",
                            "无法比较：双方均未见过的判断中，尚无共同部件的实际寿命可供对照；训练时请用 --until 或 --appliances 留出一部分"));
        }
        Map<String, LifeCompare.Side> components = new LinkedHashMap<>();
        compare.components().forEach(id -> components.put(id, compare.of(id)));
        return new LifeComparison(request.a(), request.b(), null, compare.cap(), every, to, total, components);
    }

    private static HistorySource told(HistorySource source, String id, Progress progress) {
        int[] read = {0};
        return (after, upTo, consumer) -> source.forEach(after, upTo, history -> {
            consumer.accept(history);
            progress.at("judging " + id, ++read[0], 0);
        });
    }

    /**
     * Why a model says what it says of an appliance.
     *
     * @param atOrNull as of when; null for the end of the hour of its last reading
     * @param component only this one; null for all
     * @throws PredictionException if there is no such model, appliance or component, or nothing had been heard of it by then
     */
    public LifeExplanation explain(String id, String applianceId, Instant atOrNull, String component) {
        LifeModel model = models.load(id);
        ApplianceType type = type(model);
        Appliance appliance = Explaining.find(fleet, applianceId, type.id());
        Explaining.checkComponent(id, model.extractor().vocabulary(), component);
        Instant at =
                atOrNull != null ? atOrNull : stored.lastHour(appliance).orElseGet(() -> stored.newestEvent(type.id()));
        List<ApplianceHistory> read = new ArrayList<>();
        stored.reader(type, model.extractor().vocabulary(), null)
                .read(List.of(appliance), at.minus(Duration.ofDays(FeatureExtractor.GIVEN_DAYS)), at, read::add);
        Explaining.checkHeardOf(read.get(0), at);
        return new LifeInsight(id, model, type).explain(read.get(0), at.toEpochMilli(), component);
    }

    /**
     * Looks whether the remaining-life model that the service follows for a type still holds; nothing is stored.
     *
     * @return nothing where there is none
     */
    public Optional<LifeReport> look(String typeId, Instant now) {
        Optional<Alias> alias = aliases.find(typeId, Target.REMAINING_LIFE, Alias.Name.CHAMPION);
        if (alias.isEmpty()) {
            return Optional.empty();
        }
        ApplianceType type = stored.type(typeId);
        LifeModel model = models.load(alias.get().model());
        Schedule schedule = aliases.champion(typeId)
                .map(id -> new ModelStore(database).load(id).schedule())
                .orElseGet(model::schedule);
        return Optional.of(new LifeLook(database, fleet)
                .look(
                        type,
                        alias.get().model(),
                        model,
                        schedule,
                        // Set by a command whose clock is ahead of a driven one: all that it has not learnt from is
                        // judged.
                        alias.get().since().isAfter(now)
                                ? model.until()
                                : alias.get().since(),
                        now,
                        stored.reader(type, model.extractor().vocabulary(), null)));
    }
}
