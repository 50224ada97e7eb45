package io.hearthwatch.benchmarks.stock;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.Database;
import io.hearthwatch.database.TestDatabase;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.parts.Client;
import io.hearthwatch.servicedesk.parts.Parts;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The checker finds nothing where all is well, and each thing that is planted. */
class StockCheckerTest {
    private static final Shelf SHELF = new Shelf("CENTRAL", "WM-DP-2201");

    private final TestDatabase test = TestDatabase.create();
    private final Journal journal = new Journal();
    private Parts parts;

    @BeforeEach
    void open() {
        Database database = test.database();
        Catalog catalog = Catalog.load(List.of());
        Instant now = Instant.parse("2026-11-01T08:00:00Z");
        parts = new ServiceDesk(database, catalog, new Fleet(database, catalog, () -> now), () -> now).spareParts();
        execute("insert into service.warehouse (id, name_en, name_zh) values ('CENTRAL', 'Central', 'Central')");
        parts.receive(new Client("a", "test"), SHELF.warehouse(), SHELF.part(), 10, false, null);
        journal.entries.add(Entry.accepted("a", "receipt", Effect.onHand(SHELF, 10)));
        parts.sell(new Client("b", "test"), SHELF.warehouse(), SHELF.part(), 3, null);
        journal.entries.add(Entry.accepted("b", "sale", Effect.onHand(SHELF, -3)));
        journal.entries.add(Entry.refused("c", "sale"));
    }

    @AfterEach
    void close() {
        test.close();
    }

    private void execute(String sql) {
        test.database().withConnection(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    private StockChecker.Findings check() throws SQLException {
        try (Connection connection = test.database().connection()) {
            return StockChecker.check(List.of(journal), connection);
        }
    }

    @Test
    void findsNothingWhereAllIsWell() throws SQLException {
        assertThat(check().violations()).isZero();
    }

    @Test
    void findsAnOperationDoneTwice() throws SQLException {
        parts.sell(new Client("b again", "test"), SHELF.warehouse(), SHELF.part(), 3, null);
        StockChecker.Findings findings = check();
        assertThat(findings.violations()).isEqualTo(2);
        assertThat(findings.examples().get(0)).contains("b again is stored, and nobody was told so");
    }

    @Test
    void findsAnAcknowledgedOperationThatWasLost() throws SQLException {
        journal.entries.add(Entry.accepted("d", "receipt", Effect.onHand(SHELF, 1)));
        assertThat(check().examples().get(0)).contains("d was acknowledged, and is not stored");
    }

    @Test
    void findsARefusedOperationThatWasDone() throws SQLException {
        parts.sell(new Client("c", "test"), SHELF.warehouse(), SHELF.part(), 1, null);
        assertThat(check().examples().get(0)).contains("was refused, and yet it is stored");
    }

    @Test
    void findsAnOperationThatMovedSomethingElse() throws SQLException {
        execute("""
                alter table service.stock_move disable trigger user;
                update service.stock_move set on_hand_delta = -4 where kind = 'sale';
                alter table service.stock_move enable trigger user;
                """);
        StockChecker.Findings findings = check();
        assertThat(findings.violations()).isPositive();
        assertThat(findings.examples()).anyMatch(example -> example.contains("sale b should have moved"));
    }

    @Test
    void findsAUnitThatTheLedgerDoesNotExplain() throws SQLException {
        execute("""
                alter table service.stock disable trigger user;
                update service.stock set on_hand = on_hand - 1;
                alter table service.stock enable trigger user;
                """);
        assertThat(check().examples()).anyMatch(example -> example.contains("each shelf is the sum of its moves"));
    }

    @Test
    void findsANumberThatWasFittedTwice() throws SQLException {
        journal.fitted.add(new Unit(SHELF.part(), "N-1"));
        journal.fitted.add(new Unit(SHELF.part(), "N-1"));
        assertThat(check().examples()).anyMatch(example -> example.contains("was fitted twice"));
    }

    @Test
    void findsAMoveThatNobodyAskedFor() throws SQLException {
        execute("""
                insert into service.stock_move (at, warehouse, part, kind, on_hand_delta, reserved_delta, quarantined_delta)
                values ('2026-11-01T08:00:00Z', 'CENTRAL', 'WM-DP-2201', 'receipt', 1, 0, 0)
                """);
        assertThat(check().examples()).containsExactly("nobody asked for move 3, a receipt");
    }

    @Test
    void findsALineThatWasAcknowledgedAndIsNotStored() throws SQLException {
        journal.lines.add(new Line(7, 1, SHELF.part(), 1, 0));
        assertThat(check().examples()).anyMatch(example -> example.contains("was acknowledged, and is not stored"));
    }
}
