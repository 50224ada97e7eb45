package io.hearthwatch.predictor.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriftWordsTest {
    @ParameterizedTest
    @CsvSource({"0.000073,0.0073", "0.0004,0.04", "0.0151,1.5", "0.426,43", "0.5,50", "1,100"})
    void limitBetweenProbabilitiesIsANumberHoweverSmall(double probability, String percent) {
        assertThat(DriftWords.limit(probability)).isEqualTo(percent);
    }
}
