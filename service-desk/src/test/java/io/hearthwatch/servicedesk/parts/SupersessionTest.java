package io.hearthwatch.servicedesk.parts;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.servicedesk.parts.Supersession.Next;
import io.hearthwatch.servicedesk.parts.Supersession.Rule;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A, replaced by B, replaced by C. */
class SupersessionTest {
    private static Map<String, Next> chain(Rule first, Rule second) {
        return Map.of("A", new Next("B", first), "B", new Next("C", second));
    }

    @Test
    void newerRevisionMayBeFittedAlongTheWholeChain() {
        assertThat(Supersession.usable(chain(Rule.FORWARD, Rule.FORWARD), "A")).containsExactly("A", "B", "C");
        assertThat(Supersession.usable(chain(Rule.FORWARD, Rule.FORWARD), "C")).containsExactly("C");
    }

    @Test
    void olderRevisionMayBeFittedWhereBothAreGood() {
        assertThat(Supersession.usable(chain(Rule.BOTH, Rule.BOTH), "C")).containsExactly("A", "B", "C");
        assertThat(Supersession.usable(chain(Rule.BOTH, Rule.FORWARD), "B")).containsExactly("A", "B", "C");
    }

    @Test
    void stoppedRevisionIsNotFittedAnyMore() {
        assertThat(Supersession.usable(chain(Rule.STOP, Rule.BOTH), "A")).containsExactly("B", "C");
        assertThat(Supersession.usable(chain(Rule.BOTH, Rule.STOP), "C")).containsExactly("C");
    }

    @Test
    void partWithoutRevisionsIsItself() {
        assertThat(Supersession.usable(Map.of(), "A")).containsExactly("A");
    }
}
