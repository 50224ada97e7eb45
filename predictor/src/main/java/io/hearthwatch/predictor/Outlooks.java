package io.hearthwatch.predictor;

import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Component;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.database.Database;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.ingest.StoredTelemetry;
import io.hearthwatch.predictor.features.ApplianceHistory;
import io.hearthwatch.predictor.features.FeatureExtractor;
import io.hearthwatch.predictor.learning.Basis;
import io.hearthwatch.predictor.learning.TrainedModel;
import io.hearthwatch.predictor.serving.Headlines;
import io.hearthwatch.predictor.serving.ReasonFinder;
import io.hearthwatch.predictor.storage.HistoryReader;
import io.hearthwatch.predictor.storage.ModelStore;
import io.hearthwatch.predictor.storage.OutlookStore;
import io.hearthwatch.predictor.storage.StrangenessStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What people get to see of appliances: how likely each component is to fail and what that rests on, why, and whether the appliance is
 * strange. Thread-safe; everything blocks.
 */
public final class Outlooks {
    /** Scores from here on are explained, and at least the highest {@link #EXPLAINED}. */
    private static final double WORTH_EXPLAINING = 0.25;

    private static final int EXPLAINED = 3;
    private static final int MOST_EXPLAINED = 8;
    private static final int MOST_REASONS = 6;
    private static final int REMEMBERED = 200;

    private final Database database;
    private final Catalog catalog;
    private final Fleet fleet;
    private final StoredTelemetry telemetry;
    private final ModelStore models;
    private final OutlookStore outlooks;
    private final StrangenessStore strangeness;
    /** Explanations by appliance and newest scoring: pages ask again and again. */
    private final Map<String, List<ScoreReasons>> explained = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<ScoreReasons>> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** Over a database whose schema {@code prediction} is up to date, which {@link Predictor} sees to. */
    public Outlooks(Database database, Catalog catalog, Fleet fleet, StoredTelemetry telemetry) {
        this.database = database;
        this.catalog = catalog;
        this.fleet = fleet;
        this.telemetry = telemetry;
        this.models = new ModelStore(database);
        this.outlooks = new OutlookStore(database);
        this.strangeness = new StrangenessStore(database);
    }

    /** An appliance's components, the worst first; empty where it was never scored. */
    public List<Outlook> of(int applianceNo) {
        return of(List.of(applianceNo)).getOrDefault(applianceNo, List.of());
    }

    /** The same for several appliances; one that was never scored is left out. */
    public Map<Integer, List<Outlook>> of(Collection<Integer> applianceNos) {
        return outlooks.of(applianceNos);
    }

    /**
     * The sentence that people act on, such as {@code 62 % likely that the drain pump fails within 7 days}; where there is too little data
     * for that it says so.
     */
    public Text sentence(Appliance appliance, Outlook outlook) {
        Text name = catalog.type(appliance.type())
                .component(appliance.model(), outlook.component())
                .map(Component::label)
                .orElse(Text.same(outlook.component()));
        return Headlines.of(name, outlook);
    }

    /** How strange appliances were when they were last scored; those of which it cannot be said are left out. */
    public Map<Integer, Strangeness> strangeness(Collection<Integer> applianceNos) {
        return strangeness.of(applianceNos);
    }

    /**
     * The strange appliances, strangest first.
     *
     * @param typeOrNull only of this type
     */
    public List<Strangeness> strange(String typeOrNull, int limit) {
        return strangeness.strange(typeOrNull, limit);
    }

    /**
     * Why an appliance's newest scores are what they are, the highest first: of the components that are likely to fail, and of the three
     * likeliest in any case. Computed now, as of the instant of each score, from what is stored; components that rest on no model are left
     * out.
     */
    public List<ScoreReasons> explain(Appliance appliance) {
        List<Outlook> learnt = of(appliance.no()).stream()
                .filter(outlook -> outlook.basis() == Basis.MODEL)
                .toList();
        List<Outlook> chosen = new ArrayList<>();
        for (Outlook outlook : learnt) {
            if (chosen.size() < EXPLAINED
                    || (chosen.size() < MOST_EXPLAINED && outlook.probability() >= WORTH_EXPLAINING)) {
                chosen.add(outlook);
            }
        }
        String key = appliance.no() + " "
                + chosen.stream()
                        .map(outlook -> outlook.component() + outlook.modelId() + outlook.asOf())
                        .collect(Collectors.joining(" "));
        synchronized (explained) {
            List<ScoreReasons> known = explained.get(key);
            if (known != null) {
                return known;
            }
        }
        List<ScoreReasons> computed = compute(appliance, chosen);
        synchronized (explained) {
            explained.put(key, computed);
        }
        return computed;
    }

    private List<ScoreReasons> compute(Appliance appliance, List<Outlook> chosen) {
        record Scoring(String modelId, Instant asOf) {}
        Map<Scoring, List<Outlook>> scorings = chosen.stream()
                .collect(Collectors.groupingBy(
                        outlook -> new Scoring(outlook.modelId(), outlook.asOf()),
                        LinkedHashMap::new,
                        Collectors.toList()));
        Map<String, ScoreReasons> byComponent = new TreeMap<>();
        scorings.forEach((scoring, some) -> {
            Set<String> components = some.stream().map(Outlook::component).collect(Collectors.toSet());
            explain(appliance, scoring.modelId(), scoring.asOf(), components)
                    .forEach(explanation -> byComponent.put(explanation.component(), explanation));
        });
        return chosen.stream()
                .map(outlook -> byComponent.get(outlook.component()))
                .filter(Objects::nonNull)
                .toList();
    }

    private List<ScoreReasons> explain(Appliance appliance, String modelId, Instant asOf, Set<String> components) {
        ApplianceType type = catalog.type(appliance.type());
        TrainedModel model = models.load(modelId);
        List<ApplianceHistory> histories = new ArrayList<>();
        new HistoryReader(database, fleet, telemetry, type, model.extractor().vocabulary(), any -> true)
                .read(
                        List.of(appliance),
                        asOf.minus(Duration.ofDays(FeatureExtractor.GIVEN_DAYS)),
                        asOf,
                        histories::add);
        return new ReasonFinder(modelId, model, type).of(histories.get(0), asOf, components, MOST_REASONS);
    }
}
