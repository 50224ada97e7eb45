package io.hearthwatch.predictor.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FaultCodeRuleTest {
    private static BitSet codes(int... set) {
        BitSet codes = new BitSet();
        for (int code : set) {
            codes.set(code);
        }
        return codes;
    }

    private static FaultCodeRule rule(String... order) {
        Map<String, long[]> sets = new LinkedHashMap<>();
        for (String set : order) {
            // As often seen as each other; only after the first did it always fail.
            sets.put(set, new long[] {10, set.equals("0,1") ? 10 : 0});
        }
        return new FaultCodeRule(sets, new double[] {0.1}, new Double[] {0.5});
    }

    @Test
    void orderInWhichADatabaseKeepsTheSetsDecidesNothing() {
        FaultCodeRule learnt = rule("", "0", "0,1", "1", "1,2");
        FaultCodeRule stored = rule("", "0", "1", "1,2", "0,1");
        assertThat(stored.sets().keySet())
                .containsExactlyElementsOf(learnt.sets().keySet());
        assertThat(stored.scores(List.of(codes(0, 1, 2)))).isEqualTo(learnt.scores(List.of(codes(0, 1, 2))));
    }
}
