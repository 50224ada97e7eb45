package io.hearthwatch.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DatabaseTest {

    @Test
    void migratesFromManyPlacesAtOnce() throws Exception {
        try (TestDatabase test = TestDatabase.create()) {
            ExecutorService pool = Executors.newFixedThreadPool(4);
            try {
                List<Future<?>> runs = IntStream.range(0, 4)
                        .<Future<?>>mapToObj(
                                i -> pool.submit(() -> test.database().migrate("things")))
                        .toList();
                for (Future<?> run : runs) {
                    run.get();
                }
            } finally {
                pool.shutdownNow();
            }
            assertThat(count(test, "select count(*) from things.thing")).isZero();
            assertThat(count(test, "select count(*) from things.schema_version where version = '1'"))
                    .isEqualTo(1);
        }
    }

    @Test
    void refusesASchemaThatANewerProgramMade() {
        try (TestDatabase test = TestDatabase.create()) {
            test.database().migrate("things");
            execute(
                    test,
                    "insert into things.schema_version select 99, '99', 'later', type, 'V99__later.sql', 1, installed_by,"
                            + " installed_on, 1, true from things.schema_version where version = '1'");
            assertThatThrownBy(() -> test.database().migrate("things"))
                    .isInstanceOf(OtherVersionException.class)
                    .hasMessage("the schema 'things' is at version 99, which a newer Hearthwatch made;"
                            + " this one knows up to version 1");
        }
    }

    @Test
    void failedWorkLeavesNothingBehind() {
        try (TestDatabase test = TestDatabase.create()) {
            test.database().migrate("things");
            assertThatThrownBy(() -> test.database().inTransaction(connection -> {
                        connection.createStatement().execute("insert into things.thing values (1)");
                        throw new SQLException("broken on purpose", "23505");
                    }))
                    .isInstanceOf(DatabaseException.class);
            assertThat(count(test, "select count(*) from things.thing")).isZero();
        }
    }

    @Test
    void anErrorNamesTheRuleAndNotWhatIsInTheRow() {
        try (TestDatabase test = TestDatabase.create()) {
            execute(test, "create table household (phone text constraint short check (length(phone) < 5))");
            assertThatThrownBy(() -> execute(test, "insert into household values ('+49 30 1234567')"))
                    .hasMessageContaining("short")
                    .hasMessageNotContaining("1234567");
        }
    }

    @Test
    void aServerThatIsAwayIsNotAStatementThatIsWrong() {
        assertThatThrownBy(() -> Database.connect(
                        new ConnectionSettings(
                                "jdbc:postgresql://127.0.0.1:1/none?connectTimeout=1", "nobody", "s3cret"),
                        1))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("127.0.0.1:1")
                .hasMessageNotContaining("s3cret");
        assertThat(Database.isUnavailable(new SQLException("disk full", "53100")))
                .isTrue();
        assertThat(Database.isUnavailable(new SQLException("starting up", "57P03")))
                .isTrue();
        assertThat(Database.isUnavailable(new SQLException("duplicate key", "23505")))
                .isFalse();
    }

    @Test
    void cutConnectionsAreReplaced() {
        try (TestDatabase test = TestDatabase.create()) {
            assertThat(test.database().answers()).isTrue();
            test.cutConnections();
            await().until(test.database()::answers);
        }
    }

    private static long count(TestDatabase test, String sql) {
        return test.database().withConnection(connection -> {
            try (var row = connection.createStatement().executeQuery(sql)) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    private static void execute(TestDatabase test, String sql) {
        test.database()
                .withConnection(connection -> connection.createStatement().execute(sql));
    }
}
