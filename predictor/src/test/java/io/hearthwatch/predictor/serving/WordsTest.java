package io.hearthwatch.predictor.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.catalog.Text;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Words that stand at the beginning of a sentence or inside one. */
class WordsTest {
    @Test
    void bigAndSmallSharesAreWrittenAsTheirPlaceWants() {
        assertThat(FeatureNames.share(0.999).en()).isEqualTo("more than 99 %");
        assertThat(FeatureNames.share(0.001).en()).isEqualTo("less than 1 %");
        assertThat(Headlines.likely(new Text("Drain pump", "排水泵"), 0.999, Duration.ZERO, Duration.ofDays(7))
                        .en())
                .isEqualTo("More than 99 % likely that the drain pump fails within 7 days");
    }

    @Test
    void componentThatANumberTellsFromItsLikeHasNoArticle() {
        assertThat(Headlines.likely(new Text("Component 3", "部件3"), 0.62, Duration.ZERO, Duration.ofDays(7))
                        .en())
                .isEqualTo("62 % likely that component 3 fails within 7 days");
        assertThat(Words.the("LED")).isEqualTo("the LED");
    }
}
