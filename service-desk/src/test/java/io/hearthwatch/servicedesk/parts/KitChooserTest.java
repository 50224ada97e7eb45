package io.hearthwatch.servicedesk.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hearthwatch.servicedesk.parts.KitChooser.Choice;
import io.hearthwatch.servicedesk.parts.KitChooser.Line;
import io.hearthwatch.servicedesk.parts.KitChooser.Size;
import io.hearthwatch.servicedesk.parts.KitChooser.Suspect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Kits reckoned by hand. A second visit costs 100. */
class KitChooserTest {
    private static final Suspect PUMP = new Suspect("pump", .6, List.of("pump"));
    private static final Suspect INLET = new Suspect("inlet_hose", .1, List.of("hose-1"));
    private static final Suspect DRAIN = new Suspect("drain_hose", .08, List.of("hose-2"));
    private static final Suspect BOARD = new Suspect("board", .05, List.of("board"));
    private static final Map<String, Size> SIZES = Map.of(
            "pump", new Size(4, 4),
            "hose-1", new Size(1, .5),
            "hose-2", new Size(1, .5),
            "board", new Size(2, 12));

    private static List<String> taken(Choice choice) {
        return choice.lines().stream().filter(Line::taken).map(Line::part).toList();
    }

    @Test
    void twoCheapHosesTravelAlongWithThePump() {
        Choice choice = KitChooser.choose(List.of(PUMP, INLET, DRAIN, BOARD), SIZES, 100, 50);
        assertThat(taken(choice)).containsExactly("pump", "hose-1", "hose-2");
        // Second visit for the board .05 × 100, in vain: pump .4 × 4, hoses .9 × .5 and .92 × .5.
        assertThat(choice.expectedCost()).isCloseTo(5 + 1.6 + .45 + .46, within(1e-9));
        assertThat(choice.secondVisit()).isCloseTo(.05, within(1e-9));
        Line board = choice.lines().get(3);
        // It would save a second visit worth 5, and cost .95 × 12 = 11.4.
        assertThat(board.difference()).isCloseTo(6.4, within(1e-9));
        Line hose = choice.lines().get(1);
        // Left: second visit 1 − .9 × .95 = .145 instead of .05; saved .45.
        assertThat(hose.difference()).isCloseTo(9.5 - .45, within(1e-9));
    }

    @Test
    void smallVanTakesWhatSavesMost() {
        Choice choice = KitChooser.choose(List.of(PUMP, INLET, DRAIN), SIZES, 100, 5);
        assertThat(taken(choice)).containsExactly("pump", "hose-1");
        assertThat(choice.lines().get(2).difference()).isInfinite();
        assertThat(taken(KitChooser.choose(List.of(PUMP, INLET, DRAIN), SIZES, 100, 3)))
                .containsExactly("hose-1", "hose-2");
    }

    @Test
    void halfARepairIsNotTakenAlong() {
        Suspect both = new Suspect("seal", .3, List.of("hose-1", "board"));
        Choice choice = KitChooser.choose(List.of(both), SIZES, 20, 50);
        // Both parts cost .7 × 12.5 = 8.75 in vain and save 6; one of them alone saves nothing.
        assertThat(taken(choice)).isEmpty();
        assertThat(choice.expectedCost()).isCloseTo(6, within(1e-9));
        assertThat(taken(KitChooser.choose(List.of(both), SIZES, 100, 50))).containsExactly("board", "hose-1");
    }

    @Test
    void manyPartsAreChosenWithoutLookingAtEveryKit() {
        List<Suspect> suspects = new ArrayList<>();
        Map<String, Size> sizes = new HashMap<>();
        for (int i = 0; i < 30; i++) {
            String part = "p" + (10 + i);
            suspects.add(new Suspect(part, i % 2 == 0 ? .1 : .001, List.of(part)));
            sizes.put(part, new Size(1, 1));
        }
        Choice choice = KitChooser.choose(suspects, sizes, 100, 10);
        assertThat(taken(choice)).hasSize(10).allMatch(part -> Integer.parseInt(part.substring(1)) % 2 == 0);
    }

    @Test
    void withoutSuspectsNothingTravels() {
        Choice choice = KitChooser.choose(List.of(), Map.of(), 100, 50);
        assertThat(choice.lines()).isEmpty();
        assertThat(choice.expectedCost()).isZero();
    }
}
