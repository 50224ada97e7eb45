package io.hearthwatch.predictor.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scores that are too bold become probabilities that hold. */
class CalibrationTest {
    private final float[] scores;
    private final BitSet failed = new BitSet();
    private final long[] weights;

    CalibrationTest() {
        this.scores = new float[20_000];
        this.weights = new long[scores.length];
    }

    /** What scores p fails with probability p² / 2. */
    private void fill(int size) {
        Random random = new Random(5);
        for (int i = 0; i < size; i++) {
            scores[i] = random.nextFloat();
            failed.set(i, random.nextFloat() < scores[i] * scores[i] / 2);
            weights[i] = 1;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1_500, 20_000})
    void probabilitiesAreWhatFails(int size) {
        fill(size);
        float[] some = Arrays.copyOf(scores, size);
        Calibration calibration = Calibration.learn(some, failed, Arrays.copyOf(weights, size));
        assertThat(calibration.method())
                .isEqualTo(size < 2_000 ? Calibration.Method.PLATT : Calibration.Method.ISOTONIC);
        for (float score : new float[] {0.2f, 0.5f, 0.8f}) {
            assertThat((double) calibration.apply(score)).isCloseTo(score * score / 2, within(0.09));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1_500, 20_000})
    void orderIsNeverChanged(int size) {
        fill(size);
        Calibration calibration = Calibration.learn(Arrays.copyOf(scores, size), failed, Arrays.copyOf(weights, size));
        double before = Double.NEGATIVE_INFINITY;
        for (int i = 0; i <= 1000; i++) {
            double logOdds = calibration.logOdds(-8 + i * 0.016);
            assertThat(logOdds).isGreaterThan(before);
            before = logOdds;
        }
    }

    @Test
    void sampledRowsCountForAsManyAsTheyStandFor() {
        fill(20_000);
        // One in four of those that last is kept, and stands for four.
        float[] kept = new float[scores.length];
        long[] heavier = new long[scores.length];
        BitSet labels = new BitSet();
        int size = 0;
        for (int i = 0; i < scores.length; i++) {
            if (failed.get(i) || i % 4 == 0) {
                kept[size] = scores[i];
                labels.set(size, failed.get(i));
                heavier[size++] = failed.get(i) ? 1 : 4;
            }
        }
        Calibration calibration = Calibration.learn(Arrays.copyOf(kept, size), labels, Arrays.copyOf(heavier, size));
        assertThat((double) calibration.apply(0.8f)).isCloseTo(0.32, within(0.05));
    }

    @Test
    void tooFewFailuresLeaveScoresAsTheyAre() {
        BitSet few = new BitSet();
        few.set(0, 5);
        Calibration calibration = Calibration.learn(new float[100], few, new long[100]);
        assertThat(calibration.apply(0.3f)).isEqualTo(0.3f);
        assertThat(calibration.apply(Float.NaN)).isNaN();
    }

    @Test
    void perfectScoresStayShortOfCertainty() {
        float[] perfect = new float[2_000];
        long[] ones = new long[2_000];
        BitSet labels = new BitSet();
        for (int i = 0; i < perfect.length; i++) {
            perfect[i] = i < 1_000 ? 0.001f + i * 1e-7f : 0.9f + i * 1e-6f;
            labels.set(i, i >= 1_000);
            ones[i] = 1;
        }
        Calibration calibration = Calibration.learn(perfect, labels, ones);
        assertThat(calibration.apply(0.95f)).isBetween(0.95f, 0.99999f);
        assertThat(calibration.apply(0.001f)).isBetween(0f, 0.01f);
    }
}
