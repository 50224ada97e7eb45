package io.hearthwatch.predictor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Component;
import io.hearthwatch.catalog.Costs;
import io.hearthwatch.database.Database;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.predictor.evaluation.Comparison;
import io.hearthwatch.predictor.evaluation.Evaluation;
import io.hearthwatch.predictor.evaluation.Judged;
import io.hearthwatch.predictor.evaluation.Judgement;
import io.hearthwatch.predictor.evaluation.Question;
import io.hearthwatch.predictor.evaluation.ThresholdPolicy;
import io.hearthwatch.predictor.features.Horizons;
import io.hearthwatch.predictor.learning.TrainedModel;
import io.hearthwatch.predictor.storage.HistoryReader;
import io.hearthwatch.predictor.storage.ModelStore;
import io.hearthwatch.predictor.storage.TrainingRecords;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Judges models so that nothing flatters them: on decisions whose outcomes lie after everything that they have seen, or on appliances that
 * they were never trained on; what would be a leak is refused. Thread-safe; blocks.
 */
public final class Judging implements PromotionJudge {
    private final Database database;
    private final StoredHistory stored;
    private final ModelStore models;
    private final InstantSource clock;
    private final CurrentCosts costs;
    private final LifeTools lives;

    Judging(
            Database database,
            StoredHistory stored,
            ModelStore models,
            InstantSource clock,
            CurrentCosts costs,
            LifeTools lives) {
        this.database = database;
        this.stored = stored;
        this.models = models;
        this.clock = clock;
        this.costs = costs;
        this.lives = lives;
    }

    /** A stored model and what is known of it. */
    private record Known(ModelInfo info, TrainedModel model, Seen seen, Optional<TrainingRecord> record) {}

    /**
     * Judges a stored model and, for the horizon that it decides for, keeps what was found with it.
     *
     * @throws PredictionException if there is no such model, nothing stored to judge on, or if judging there would be a leak
     */
    public Evaluation evaluate(EvaluateRequest request, Progress progress) {
        ApplianceType type = stored.type(request.type());
        Known known = known(idOr(request.modelId(), type.id()), type.id());
        stored.checkAppliances(request.appliances(), type.id());
        Seen seen = known.seen();
        Predicate<Appliance> wanted = StoredHistory.wanted(request.appliances());
        if (request.neverSeen()) {
            wanted = wanted.and(appliance -> !seen.has(appliance));
        }
        List<Appliance> chosen = stored.appliances(type.id(), wanted);
        if (chosen.isEmpty()) {
            throw new PredictionException(
                    "model " + known.info().id() + " was trained on every appliance asked for",
                    "leave out --never-seen, or train models on part of the appliances with: model evaluate --unseen 5");
        }
        Instant from = request.from() == null ? seen.firstAllowed() : request.from();
        refuseLeak(known, chosen, from);
        Question question = question(
                known,
                known.model().extractor().vocabulary().components(),
                from,
                request.to(),
                every(known, request.every()),
                request.policy());
        question = ofHorizon(question, known, request.horizon());
        Judgement judgement = new Judgement(question, progress);
        hear(judgement, known.model(), type, seen, wanted);
        refuseNothing(judgement, question, seen.firstAllowed());
        Evaluation evaluation = judgement.evaluation(
                known.info().id(), known.model().until(), judged(judgement, type, List.of(seen), from, 0));
        if (question.acting()) {
            models.addEvaluation(
                    known.info().id(), clock.instant(), evaluation.toJson().toString());
        }
        return evaluation;
    }

    private static Question ofHorizon(Question question, Known known, Duration horizonOrNull) {
        Horizons horizons = known.model().extractor().horizons();
        if (horizonOrNull == null || horizonOrNull.equals(horizons.actingEnd())) {
            return question;
        }
        if (!horizons.ends().contains(horizonOrNull)) {
            throw new PredictionException(
                    "model " + known.info().id() + " says nothing of " + hours(horizonOrNull) + " ahead",
                    "ask for one of "
                            + horizons.ends().stream().map(Judging::hours).collect(Collectors.joining(", "))
                            + ", or train one with: model train --horizon");
        }
        return new Question(
                question.components(),
                question.from(),
                question.to(),
                question.every(),
                question.lead(),
                horizonOrNull,
                false,
                question.policy(),
                question.costs());
    }

    private static String hours(Duration horizon) {
        return horizon.toHours() + "h";
    }

    /**
     * Trains as a model was trained, each time without one fold of whole appliances, and judges each on those left out, later than what
     * it was trained on. What was found is kept with the model whose training was repeated.
     *
     * @throws PredictionException if there is no such model, too few appliances, or nothing stored to learn from or to judge on
     */
    public Evaluation evaluateUnseen(FoldsRequest request, Progress progress) {
        ApplianceType type = stored.type(request.type());
        Known known = known(idOr(request.modelId(), type.id()), type.id());
        stored.checkAppliances(request.appliances(), type.id());
        Set<String> within = request.appliances() == null ? known.seen().asked() : request.appliances();
        List<List<Appliance>> folds =
                Folds.of(stored.appliances(type.id(), StoredHistory.wanted(within)), request.folds(), request.seed());
        Instant until = request.until() == null ? known.model().until() : request.until();
        Judgement judgement = null;
        Question question = null;
        Seen seen = null;
        for (int fold = 0; fold < folds.size(); fold++) {
            Set<String> left = ids(folds.get(fold));
            Set<String> others = folds.stream()
                    .flatMap(List::stream)
                    .map(Appliance::id)
                    .filter(id -> !left.contains(id))
                    .collect(Collectors.toSet());
            Progress told = ofFold(progress, fold, folds.size());
            TrainingPlan.Outcome outcome = TrainingPlan.of(again(known, until, others), stored, clock.instant(), told)
                    .train(stored, clock.instant(), told);
            seen = Seen.of(outcome.model(), Optional.of(outcome.record()));
            if (judgement == null) {
                Instant from = request.from() == null ? seen.firstAllowed() : request.from();
                if (from.isBefore(seen.firstAllowed())) {
                    throw leak(
                            "--from " + from + " is before " + seen.firstAllowed()
                                    + ", up to which outcomes were learnt from",
                            "give --from " + seen.firstAllowed() + " or later, or an earlier --until");
                }
                question = question(
                        known,
                        known.model().extractor().vocabulary().components(),
                        from,
                        request.to(),
                        every(known, request.every()),
                        request.policy());
                judgement = new Judgement(question, told);
            }
            hear(judgement, outcome.model(), type, seen, appliance -> left.contains(appliance.id()));
        }
        refuseNothing(judgement, question, seen.firstAllowed());
        Evaluation evaluation = judgement.evaluation(
                known.info().id(),
                until,
                Judged.of(judgement.appliances(), 0, true, seen.firstAllowed(), folds.size()));
        models.addEvaluation(
                known.info().id(), clock.instant(), evaluation.toJson().toString());
        return evaluation;
    }

    /**
     * Whether b is better than a, beyond chance, and by how much money: both judged on the same decisions, which neither has seen. That
     * they cannot be compared is an answer, not an error.
     *
     * @throws PredictionException if there is no such model, or if judging there would be a leak
     */
    public Comparison compare(CompareRequest request, Progress progress) {
        Known a = known(request.a(), null);
        Known b = known(request.b(), null);
        Optional<Comparison> hindrance = Comparability.hindrance(a.info(), b.info());
        if (hindrance.isPresent()) {
            return hindrance.get();
        }
        ApplianceType type = stored.type(a.info().type());
        stored.checkAppliances(request.appliances(), type.id());
        List<Appliance> chosen = stored.appliances(type.id(), StoredHistory.wanted(request.appliances()));
        Instant allowed = a.seen().firstAllowed().isAfter(b.seen().firstAllowed())
                ? a.seen().firstAllowed()
                : b.seen().firstAllowed();
        Instant from = request.from() == null ? allowed : request.from();
        refuseLeak(a, chosen, from);
        refuseLeak(b, chosen, from);
        List<String> components = a.model().extractor().vocabulary().components().stream()
                .filter(b.model().extractor().vocabulary().components()::contains)
                .toList();
        Duration every = every(a, request.every()).compareTo(every(b, request.every())) > 0
                ? every(a, request.every())
                : every(b, request.every());
        Question question = question(b, components, from, request.to(), every, ThresholdPolicy.COST);
        Predicate<Appliance> wanted = StoredHistory.wanted(request.appliances());
        Judgement ofA = new Judgement(question, progress);
        hear(ofA, a.model(), type, a.seen(), wanted);
        Judgement ofB = new Judgement(question, progress);
        hear(ofB, b.model(), type, b.seen(), wanted);
        if (ofA.decisions() == 0) {
            return Comparison.hindered(
                    a.info().id(),
                    b.info().id(),
                    Comparability.nothingUnseen(
                            from, question.to(), a.info().id(), b.info().id()));
        }
        return Comparison.of(
                a.info().id(),
                b.info().id(),
                ofA,
                ofB,
                judged(ofB, type, List.of(a.seen(), b.seen()), from, 0),
                progress);
    }

    /**
     * From when on a model has learnt from no outcome: what it says of decisions before that would flatter it.
     *
     * @throws PredictionException if there is no such model of failures
     */
    public Instant unseenFrom(String modelId) {
        return known(modelId, null).seen().firstAllowed();
    }

    @Override
    public PromotionJudge.Verdict judge(String champion, String candidate, Progress progress) {
        if (lives.has(candidate) && lives.has(champion)) {
            LifeComparison comparison =
                    lives.compare(new CompareRequest(champion, candidate, null, null, null, null), progress);
            return verdict(comparison.verdict(), comparison.words().en(), comparison.toJson());
        }
        Comparison comparison = compare(CompareRequest.of(champion, candidate), progress);
        return verdict(comparison.verdict(), comparison.words().en(), comparison.toJson());
    }

    private static PromotionJudge.Verdict verdict(
            io.hearthwatch.predictor.evaluation.Verdict verdict, String sentence, ObjectNode figures) {
        PromotionJudge.Kind kind = switch (verdict) {
            case BETTER -> PromotionJudge.Kind.BETTER;
            case WORSE -> PromotionJudge.Kind.WORSE;
            case NO_DIFFERENCE -> PromotionJudge.Kind.LEVEL;
            case NOT_COMPARABLE -> PromotionJudge.Kind.UNKNOWN;
        };
        return new PromotionJudge.Verdict(kind, sentence, figures);
    }

    private Known known(String id, String typeOrNull) {
        if (lives.has(id)) {
            throw new PredictionException(
                    "model " + id + " estimates remaining life, and this is about models of failures",
                    "judge it with: model evaluate --target remaining_life; compare it with another of its sort");
        }
        ModelInfo info = models.list(typeOrNull).stream()
                .filter(model -> model.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new PredictionException(
                        "there is no model " + id + (typeOrNull == null ? "" : " of type " + typeOrNull),
                        "see: model list"));
        TrainedModel model = models.load(id);
        Optional<TrainingRecord> record = TrainingRecords.of(database, id);
        return new Known(info, model, Seen.of(model, record), record);
    }

    private String idOr(String idOrNull, String type) {
        if (idOrNull != null) {
            return idOrNull;
        }
        return models.newest(type)
                .orElseThrow(() -> new PredictionException(
                        "no model of type " + type + " was trained yet", "train one with: model train --type " + type));
    }

    private Question question(
            Known known, List<String> components, Instant from, Instant to, Duration every, ThresholdPolicy policy) {
        Instant newest = stored.newestEvent(known.info().type());
        return new Question(
                components,
                from,
                to == null || to.isAfter(newest) ? newest : to,
                every,
                known.model().lead(),
                known.model().horizon(),
                policy,
                costs(known));
    }

    /** What outcomes cost now; else what they cost when the model was trained; else what the catalog says. */
    private Map<String, Costs> costs(Known known) {
        Map<String, Costs> all = new HashMap<>();
        for (Component component : stored.type(known.info().type()).components().values()) {
            all.put(component.id(), component.costs());
        }
        known.record().ifPresent(record -> all.putAll(record.costs()));
        all.putAll(costs.of(known.info().type()));
        return all;
    }

    private void hear(
            Judgement judgement, TrainedModel model, ApplianceType type, Seen seen, Predicate<Appliance> wanted) {
        Set<Integer> trainedOn = numbers(type, seen);
        HistoryReader past = stored.reader(type, model.extractor().vocabulary(), seen.asked());
        HistoryReader judged = stored.readerOf(type, model.extractor().vocabulary(), wanted);
        judgement.hear(model, past, trainedOn::contains, judged);
    }

    private Set<Integer> numbers(ApplianceType type, Seen seen) {
        return stored.appliances(type.id(), seen::has).stream()
                .map(Appliance::no)
                .collect(Collectors.toSet());
    }

    private Judged judged(Judgement judgement, ApplianceType type, List<Seen> all, Instant from, int folds) {
        int seen = 0;
        Instant allowed = all.get(0).firstAllowed();
        for (Seen each : all) {
            Set<Integer> trainedOn = numbers(type, each);
            seen = Math.max(seen, judgement.seen(trainedOn::contains, each.lastDecision()));
            allowed = each.firstAllowed().isAfter(allowed) ? each.firstAllowed() : allowed;
        }
        return Judged.of(judgement.appliances(), seen, !from.isBefore(allowed), allowed, folds);
    }

    /** As asked for; else as often as the model decides in service. */
    private static Duration every(Known known, Duration asked) {
        return asked != null ? asked : known.model().schedule().interval();
    }

    private static void refuseLeak(Known known, List<Appliance> chosen, Instant from) {
        Seen seen = known.seen();
        long trainedOn = chosen.stream().filter(seen::has).count();
        if (from.isBefore(seen.firstAllowed()) && trainedOn > 0) {
            throw leak(
                    "model " + known.info().id() + " has learnt from outcomes up to " + seen.firstAllowed()
                            + ", and from "
                            + trainedOn + " of the " + chosen.size() + " appliances; what it says of them from " + from
                            + " on would flatter it",
                    "give --from " + seen.firstAllowed() + " or later, or only appliances that it was not trained on"
                            + " (--appliances, --never-seen), or see how it would do on those with: --unseen 5");
        }
    }

    private static PredictionException leak(String why, String remedy) {
        return new PredictionException("refused: " + why, remedy);
    }

    private static void refuseNothing(Judgement judgement, Question question, Instant allowed) {
        if (judgement.decisions() == 0) {
            throw new PredictionException(
                    "there is nothing to judge: no decision from " + question.from()
                            + " on has an outcome that is known by " + question.to(),
                    question.from().isAfter(allowed)
                            ? "give an earlier --from (" + allowed
                                    + " is the first allowed), or import what happened after it"
                            : "import what happened later, train a model that stops earlier (model train --until), or judge"
                                    + " how such models do with: model evaluate --unseen 5 --until INSTANT");
        }
    }

    private static TrainRequest again(Known known, Instant until, Set<String> appliances) {
        ModelInfo info = known.info();
        return new TrainRequest(
                info.type(),
                info.horizons(),
                until,
                info.every(),
                info.onFault(),
                appliances,
                known.record().map(TrainingRecord::costs).orElse(Map.of()),
                info.settings());
    }

    private static Set<String> ids(List<Appliance> appliances) {
        return appliances.stream().map(Appliance::id).collect(Collectors.toSet());
    }

    private static Progress ofFold(Progress progress, int fold, int folds) {
        return (phase, done, total) -> progress.at("fold " + (fold + 1) + " of " + folds + ", " + phase, done, total);
    }
}
