package io.hearthwatch.servicedesk;

import static io.hearthwatch.servicedesk.Desk.START;
import static io.hearthwatch.servicedesk.Desk.file;
import static io.hearthwatch.servicedesk.Desk.proposal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.hearthwatch.catalog.InvalidFileException;
import io.hearthwatch.catalog.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoadTest {
    private final Desk it = new Desk();

    @AfterEach
    void close() {
        it.close();
    }

    private List<Problem> problems(String text) {
        InvalidFileException[] caught = new InvalidFileException[1];
        assertThatThrownBy(() -> it.desk.load(file(text)))
                .asInstanceOf(type(InvalidFileException.class))
                .satisfies(e -> caught[0] = e);
        return caught[0].problems();
    }

    @Test
    void secondLoadOfAFileChangesNothing() {
        Path file = file(Desk.SERVICE);
        LoadReport first = it.desk.load(file);
        assertThat(first.changed()).isEqualTo(first.read());
        assertThat(first.stockMoves()).isEqualTo(4);
        assertThat(first.unknownAppliances()).containsExactly("w-2");
        long change = it.desk.newestChange();

        it.appliances(2);
        assertThat(it.desk.load(file)).isEqualTo(new LoadReport(first.read(), 0, 0, List.of()));
        assertThat(it.desk.newestChange()).isEqualTo(change);
    }

    @Test
    void partsThatWereUsedStayUsed() {
        it.withService();
        int w1 = it.appliances(1).get(0);
        it.desk.propose(proposal(w1, "pump", .5, START));
        it.fails(w1, "pump", START.plus(Duration.ofHours(1)));
        it.isRepaired(w1, "pump", START.plus(Duration.ofHours(1)));
        it.withService();
        assertThat(it.shelf("WA", "DP-1")).containsExactly(1, 0);

        // Three more than stated before, so three more than are there now.
        assertThat(it.desk
                        .load(file(Desk.SERVICE.replace("WA: {DP-1: 2}", "WA: {DP-1: 5}")))
                        .stockMoves())
                .isEqualTo(1);
        assertThat(it.shelf("WA", "DP-1")).containsExactly(4, 0);
        Ledger.check(it);
    }

    @Test
    void stockBelowWhatIsHeldIsRefusedAndNothingLoaded() {
        it.withService();
        int w1 = it.appliances(1).get(0);
        it.desk.propose(proposal(w1, "pump", .5, START));
        assertThat(problems(
                        Desk.SERVICE.replace("WA: {DP-1: 2}", "WA: {DP-1: 0}").replace("18.5", "20")))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.line()).isEqualTo(10);
                    assertThat(problem.what()).contains("would leave 0 on hand, but 1 are held");
                    assertThat(problem.hint()).isEqualTo("state at least 1");
                });
        assertThat(it.desk.parts().get(0).price()).isEqualByComparingTo("18.5");
    }

    @Test
    void allProblemsAreSaidAtOnceWithTheirLines() {
        List<Problem> problems = problems("""
                warehouses:
                  W1: {name: One, parent: W2}
                  W2: {name: Two, parent: W1}
                  W3: {parent: nowhere}
                centres:
                  C1: {name: {en: Only English}, time_zone: Mars/Base, latitude: 95, longitude: 0, warehouse: W1}
                stock:
                  W9: {DP-1: 1}
                  W1: {XX: 1, DP-1: -1}
                prices:
                  DP-1: {amount: 1.234, currency: euro}
                default_centres: {kettle: C1, washer: C7}
                households:
                  H1: {name: Ada, address: Here, phone: 12345, appliances: [w-1]}
                  H2: {name: Bo, address: There, phone: "1", language: fr, appliances: [w-1]}
                costs:
                  washer: {wheel: {missed_failure: 1, needless_visit: 2, held_part: 3}, pump: {missed_failure: 1}}
                colour: red
                """);
        assertThat(problems)
                .extracting(Problem::line)
                .containsExactlyInAnyOrder(2, 3, 4, 4, 6, 6, 6, 8, 9, 9, 11, 11, 12, 12, 14, 15, 15, 17, 17, 17, 18);
        assertThat(problems).allSatisfy(problem -> assertThat(problem.file()).endsWith(".yaml"));
        assertThat(it.number("select count(*) from service.warehouse")).isZero();
    }

    @Test
    void fileMayReferToWhatAnEarlierOneBrought() {
        it.withService();
        LoadReport report = it.desk.load(file("""
                centres:
                  C: {name: Centre C, time_zone: UTC, latitude: 0, longitude: 0, warehouse: WB}
                default_centres: {washer: C}
                """));
        assertThat(report.changed()).isEqualTo(2);
    }

    @Test
    void applianceMovesOutOfAHousehold() {
        it.withService();
        int w2 = it.appliances(2).get(1);
        it.desk.load(file(Desk.SERVICE.replace("appliances: [w-2]", "appliances: []")));
        assertThat(it.ticketOf(it.desk.propose(proposal(w2, "pump", .5, START))).centre())
                .isEqualTo("A");
    }

    @Test
    void missingFileIsAProblemOfTheFile() {
        assertThatThrownBy(() -> it.desk.load(Path.of("no-such-service.yaml")))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("no-such-service.yaml");
    }
}
