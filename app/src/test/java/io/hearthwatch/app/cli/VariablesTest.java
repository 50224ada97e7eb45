package io.hearthwatch.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class VariablesTest {
    @Test
    void aTypingErrorIsNamedWithWhatWasMeant() {
        assertThat(Variables.unknown(Set.of("HEARTHWATCH_MQTT_PROT", "HEARTHWATCH_HTTP_PORT", "PATH")))
                .containsExactly("the variable HEARTHWATCH_MQTT_PROT is not a setting and does nothing; did you mean"
                        + " HEARTHWATCH_MQTT_PORT?");
    }

    @Test
    void capitalsAreMeant() {
        assertThat(Variables.unknown(Set.of("Hearthwatch_Data_Dir")))
                .singleElement()
                .asString()
                .endsWith("did you mean HEARTHWATCH_DATA_DIR?");
    }

    @Test
    void whatIsLikeNothingIsNamedWithoutAGuess() {
        assertThat(Variables.unknown(Set.of("HEARTHWATCH_FAVOURITE_COLOUR")))
                .containsExactly("the variable HEARTHWATCH_FAVOURITE_COLOUR is not a setting and does nothing");
    }

    @Test
    void everySettingAndTheScriptsOwnVariablesAreKnown() {
        assertThat(Variables.unknown(Set.of(
                        "HEARTHWATCH_CONFIG", "HEARTHWATCH_JAVA_OPTIONS", Setting.MQTT_BROKER_PASSWORD.variable())))
                .isEmpty();
    }
}
