package io.hearthwatch.predictor.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Scores from the inner booster against Tribuo's own, and the model's way to bytes and back. */
class TreeModelTest {
    // Not in alphabetical order, in which Tribuo keeps them; the last is never known.
    private static final List<String> NAMES = List.of("z", "a", "m", "never");

    private final List<float[]> rows = new ArrayList<>();
    private final BitSet labels = new BitSet();
    private final TreeModel model;

    TreeModelTest() {
        Random random = new Random(11);
        for (int i = 0; i < 2000; i++) {
            float z = random.nextInt(4) == 0 ? Float.NaN : random.nextFloat();
            float a = random.nextInt(3);
            rows.add(new float[] {z, a, random.nextFloat(), Float.NaN});
            labels.set(i, a == 2 && (Float.isNaN(z) || z > 0.5) && random.nextInt(5) > 0);
        }
        model = TreeModel.train(NAMES, rows, labels, ones(rows.size()), TreeSettings.DEFAULT, "test", Instant.EPOCH);
    }

    private static long[] ones(int size) {
        long[] ones = new long[size];
        Arrays.fill(ones, 1);
        return ones;
    }

    @Test
    void probabilitiesAreThoseOfTribuo() {
        float[] probabilities = model.probabilities(rows);
        for (int i = 0; i < 200; i++) {
            assertThat((double) probabilities[i]).isEqualTo(model.probabilityByTribuo(NAMES, rows.get(i)));
        }
    }

    @Test
    void batchesDoNotChangeScores() {
        float[] together = model.probabilities(rows);
        for (int i = 0; i < 50; i++) {
            assertThat(model.probabilities(List.of(rows.get(i)))).containsExactly(together[i]);
        }
    }

    @Test
    void contributionsAddUpToTheLogOdds() {
        for (float[] row : rows.subList(0, 50)) {
            double sum = 0;
            for (double contribution : model.contributions(row)) {
                sum += contribution;
            }
            double p = model.probabilities(List.of(row))[0];
            assertThat(sum).isCloseTo(Math.log(p / (1 - p)), within(1e-3));
        }
    }

    @Test
    void storedModelScoresTheSame() {
        TreeModel read = TreeModel.fromBytes(model.toBytes(), NAMES);
        assertThat(read.probabilities(rows)).isEqualTo(model.probabilities(rows));
        assertThat(read.provenance()).contains("XGBoost");
    }

    @Test
    void sameSeedGivesTheSameModel() {
        TreeModel again =
                TreeModel.train(NAMES, rows, labels, ones(rows.size()), TreeSettings.DEFAULT, "test", Instant.EPOCH);
        assertThat(again.probabilities(rows)).isEqualTo(model.probabilities(rows));
    }
}
