package io.hearthwatch.app.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.clock.DrivenClock;
import io.hearthwatch.database.TestDatabase;
import io.hearthwatch.servicedesk.Author;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** By which clock a command beside a service writes down when something was done. */
class WorkspaceClockTest {
    private static final Instant DRIVEN = Instant.parse("2015-09-14T06:00:00Z");

    private TestDatabase database;

    @BeforeEach
    void open() {
        database = TestDatabase.create();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Instant stampOfAChange() {
        List<String> options =
                new ArrayList<>(List.of("--database", database.settings().jdbcUrl()));
        if (database.settings().user() != null) {
            options.addAll(List.of("--database-user", database.settings().user()));
        }
        if (database.settings().password() != null) {
            options.addAll(List.of("--database-password", database.settings().password()));
        }
        StoreOptions store = CommandLine.populateCommand(new StoreOptions(), options.toArray(new String[0]));
        try (Workspace workspace = Workspace.use(store)) {
            workspace.serviceDesk().policies().stop(null, new Author("Li", "a test"));
            return workspace.serviceDesk().policies().changes(1).get(0).at();
        }
    }

    @Test
    void besideADrivenServiceItIsThatServicesClock() {
        DrivenClock.open(database.database(), () -> DRIVEN);
        database.database().inTransaction(connection -> {
            try (PreparedStatement insert = connection.prepareStatement("insert into app.clock (now) values (?)")) {
                insert.setObject(1, DRIVEN.atOffset(ZoneOffset.UTC));
                return insert.executeUpdate();
            }
        });
        assertThat(stampOfAChange()).isEqualTo(DRIVEN);
    }

    @Test
    void otherwiseItIsTheWallClock() {
        assertThat(stampOfAChange()).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
    }
}
