package io.hearthwatch.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What formulas of derived metrics mean, and what is refused. */
class ExpressionTest {
    private static final Map<String, Double> VALUES = Map.of("a", 6.0, "b", 2.0, "c", -3.0, "zero", 0.0);

    private static double value(String source) {
        return Expression.parse(source).value(name -> VALUES.getOrDefault(name, Double.NaN));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a - b - 1;3",
                "a - (b - 1);5",
                "a + b * c;0",
                "(a + b) * c;-24",
                "a / b / 3;1",
                "-a + 1;-5",
                "a - -b;8",
                "min(a, b, c);-3",
                "max(a, b) + abs(c);9",
                "1.5 * b;3",
                " a/max ( b , 4 ) ;1.5"
            })
    void formulasAreComputedAsTheyAreRead(String source, double expected) {
        assertThat(value(source)).isEqualTo(expected);
    }

    @Test
    void whatIsNotKnownOrDividedByZeroHasNoValue() {
        assertThat(value("a + unknown")).isNaN();
        assertThat(value("a / zero")).isNaN();
        assertThat(value("min(a, unknown)")).isNaN();
    }

    @Test
    void namesAreThoseOfMetricsOnly() {
        assertThat(Expression.parse("max(a, b) / a").names()).containsExactlyInAnyOrder("a", "b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a +", "a b", "(a", "a)", "1.2.3", "pow(a, 2)", "abs(a, b)", "a ^ 2", "a; b", "min()", "a..b"
            })
    void anythingElseIsRefusedWithItsPlace(String source) {
        assertThatThrownBy(() -> Expression.parse(source))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at character");
    }

    @Test
    void formulasAreBounded() {
        assertThatThrownBy(() -> Expression.parse("(".repeat(100) + "a" + ")".repeat(100)))
                .hasMessageContaining("nested too deep");
        assertThatThrownBy(() -> Expression.parse("a+".repeat(300) + "a")).hasMessageContaining("longer than");
    }
}
