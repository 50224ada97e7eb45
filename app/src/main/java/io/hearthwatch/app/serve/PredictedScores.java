package io.hearthwatch.app.serve;

import io.hearthwatch.console.Scores;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.predictor.LifeEstimate;
import io.hearthwatch.predictor.Outlook;
import io.hearthwatch.predictor.Outlooks;
import io.hearthwatch.predictor.RemainingLife;
import io.hearthwatch.predictor.ScoreReasons;
import io.hearthwatch.predictor.Strangeness;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** What the predictor says of appliances, as the pages need it. Thread-safe; blocks. */
final class PredictedScores implements Scores {
    private final Outlooks outlooks;
    private final RemainingLife remainingLife;

    PredictedScores(Outlooks outlooks, RemainingLife remainingLife) {
        this.outlooks = outlooks;
        this.remainingLife = remainingLife;
    }

    @Override
    public Map<Integer, List<Score>> of(Collection<Appliance> appliances) {
        Map<Integer, List<Outlook>> all =
                outlooks.of(appliances.stream().map(Appliance::no).toList());
        return appliances.stream()
                .filter(appliance -> all.containsKey(appliance.no()))
                .collect(Collectors.toMap(
                        Appliance::no,
                        appliance -> all.get(appliance.no()).stream()
                                .map(outlook -> score(appliance, outlook))
                                .toList()));
    }

    private Score score(Appliance appliance, Outlook outlook) {
        return new Score(
                outlook.component(),
                outlooks.sentence(appliance, outlook),
                number(outlook.probability()),
                outlook.basis().id(),
                outlook.byHorizon().stream()
                        .map(by -> new ByHorizon(
                                by.horizon(),
                                number(by.probability()),
                                by.basis().id()))
                        .toList(),
                outlook.asOf());
    }

    private static OptionalDouble number(double probability) {
        return Double.isNaN(probability) ? OptionalDouble.empty() : OptionalDouble.of(probability);
    }

    @Override
    public Map<Integer, Strange> strangeness(Collection<Integer> applianceNos) {
        return outlooks.strangeness(applianceNos).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> strange(entry.getValue())));
    }

    @Override
    public List<Strange> strange(String type, int limit) {
        return outlooks.strange(type, limit).stream()
                .map(PredictedScores::strange)
                .toList();
    }

    private static Strange strange(Strangeness one) {
        return new Strange(one.applianceNo(), one.score(), one.asOf(), one.reason());
    }

    @Override
    public List<Why> why(Appliance appliance) {
        return outlooks.explain(appliance).stream().map(PredictedScores::why).toList();
    }

    private static Why why(ScoreReasons explanation) {
        return new Why(
                explanation.component(),
                explanation.modelId(),
                explanation.asOf(),
                explanation.from(),
                explanation.to(),
                explanation.probability(),
                explanation.base(),
                explanation.reasons().stream()
                        .map(reason -> new Moved(reason.words(), reason.contribution()))
                        .toList(),
                explanation.rest());
    }

    @Override
    public List<Life> lives(int applianceNo) {
        return remainingLife.estimates(applianceNo).stream()
                .sorted(Comparator.comparingDouble(LifeEstimate::hours))
                .map(life -> new Life(
                        life.component(), life.hours(), life.low(), life.high(), life.openEnded(), life.asOf()))
                .toList();
    }
}
