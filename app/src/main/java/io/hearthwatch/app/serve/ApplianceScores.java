package io.hearthwatch.app.serve;

import io.hearthwatch.console.Scores;
import io.hearthwatch.predictor.ComponentScore;
import io.hearthwatch.predictor.LifeEstimate;
import io.hearthwatch.predictor.Predictor;
import io.hearthwatch.predictor.RemainingLife;
import java.util.Comparator;
import java.util.List;

/** What the predictor says of an appliance, as the pages need it. */
record ApplianceScores(Predictor predictor, RemainingLife remainingLife) implements Scores {
    @Override
    public List<Score> of(int applianceNo) {
        return predictor.scores(applianceNo).stream()
                .filter(ComponentScore::trained)
                .map(score -> new Score(score.component(), score.probability(), score.asOf()))
                .sorted(Comparator.comparingDouble(Score::probability).reversed())
                .toList();
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
