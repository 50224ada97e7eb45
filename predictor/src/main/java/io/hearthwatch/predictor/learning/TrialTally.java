package io.hearthwatch.predictor.learning;

import io.hearthwatch.catalog.Costs;
import io.hearthwatch.predictor.features.Horizons;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Sums up what a trial is judged by. For one thread. */
final class TrialTally {
    private static final double LEAST = 1e-7;

    private final TrainingRows rows;
    private final Horizons horizons;
    private final List<Costs> costs;
    private final Map<Integer, Integer> places = new TreeMap<>();
    private final double[] losses;
    private double weights;
    private double loss;

    TrialTally(TrainingRows rows, Horizons horizons, List<Costs> costs) {
        this.rows = rows;
        this.horizons = horizons;
        this.costs = costs;
        IntStream.range(0, rows.size())
                .map(rows::applianceNo)
                .sorted()
                .distinct()
                .forEach(no -> places.put(no, places.size()));
        this.losses = new double[places.size()];
    }

    double[] byAppliance() {
        return losses;
    }

    Trial.Fold add(TrialScores.Fold fold) {
        double foldLoss = 0;
        double foldWeights = 0;
        for (int c = 0; c < costs.size(); c++) {
            for (int w = 0; w < horizons.size(); w++) {
                float[] hazard = fold.hazards()[c][w];
                for (int i = 0; hazard != null && i < hazard.length; i++) {
                    int row = fold.judged()[i];
                    if (rows.isAtRisk(row, c, w)) {
                        double p = rows.failsBy(row, c, w) ? hazard[i] : 1 - hazard[i];
                        double one = -rows.weight(row) * Math.log(Math.max(LEAST, p));
                        losses[places.get(rows.applianceNo(row))] += one;
                        foldLoss += one;
                        foldWeights += rows.weight(row);
                    }
                }
            }
        }
        loss += foldLoss;
        weights += foldWeights;
        double mean = foldWeights == 0 ? 0 : foldLoss / foldWeights;
        return acting(fold, mean);
    }

    /** Average precision and money by the acting horizon. */
    private Trial.Fold acting(TrialScores.Fold fold, double mean) {
        WeightedRanking ranking = new WeightedRanking();
        double money = 0;
        double decisions = 0;
        int acting = horizons.acting();
        for (int c = 0; c < costs.size(); c++) {
            float[][] hazards = Arrays.copyOf(fold.hazards()[c], acting + 1);
            if (Arrays.stream(hazards).anyMatch(Objects::isNull)) {
                continue;
            }
            for (int w = 0; w <= acting; w++) {
                hazards[w] = hazards[w].clone();
            }
            float[] scores = ComponentModel.chain(hazards)[acting];
            Costs cost = costs.get(c);
            for (int i = 0; i < scores.length; i++) {
                int row = fold.judged()[i];
                if (rows.isKnown(row, acting)) {
                    boolean fails = rows.failsBy(row, c, acting);
                    long weight = rows.weight(row);
                    ranking.add(scores[i], fails, weight);
                    boolean acts = scores[i] >= cost.threshold();
                    money += weight
                            * (acts
                                    ? cost.heldPart() + (fails ? 0 : cost.needlessVisit())
                                    : fails ? cost.missedFailure() : 0);
                    decisions += c == 0 ? weight : 0;
                }
            }
        }
        return new Trial.Fold(mean, ranking.averagePrecision(), decisions == 0 ? 0 : 1000 * money / decisions);
    }

    Trial trial(Trial.State state, List<Trial.Fold> folds, WalkForward.Against against) {
        double mean = weights == 0 ? 0 : loss / weights;
        double[] precisions = folds.stream()
                .filter(f -> f.averagePrecision() != null)
                .mapToDouble(Trial.Fold::averagePrecision)
                .toArray();
        Double precision = precisions.length == 0
                ? null
                : Arrays.stream(precisions).average().orElseThrow();
        Double money = folds.stream()
                .mapToDouble(Trial.Fold::costPerThousand)
                .average()
                .orElse(0);
        if (against.first() == null) {
            return new Trial(state, folds, mean, precision, money, 0, null);
        }
        if (state == Trial.State.STOPPED) {
            double gain = 1 - folds.get(0).loss() / against.firstLosses()[0];
            return new Trial(state, folds, mean, precision, money, gain, null);
        }
        double firstTotal = Arrays.stream(against.first()).sum();
        double gain = firstTotal == 0 ? 0 : 1 - loss / firstTotal;
        return new Trial(state, folds, mean, precision, money, gain, noise(folds, against, firstTotal));
    }

    private Double noise(List<Trial.Fold> folds, WalkForward.Against against, double firstTotal) {
        double[] byFold = new double[folds.size()];
        for (int f = 0; f < byFold.length; f++) {
            byFold[f] = 1 - folds.get(f).loss() / against.firstLosses()[f];
        }
        double[] byAppliance = new double[losses.length];
        for (int a = 0; a < byAppliance.length; a++) {
            byAppliance[a] = (against.first()[a] - losses[a]) * losses.length / firstTotal;
        }
        double noise = Math.max(standardError(byFold), standardError(byAppliance));
        return Double.isFinite(noise) ? noise : null;
    }

    private static double standardError(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1) / values.length);
    }
}
