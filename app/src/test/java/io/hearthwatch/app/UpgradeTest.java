package io.hearthwatch.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hearthwatch.app.cli.StoreOptions;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.database.ConnectionSettings;
import io.hearthwatch.database.OtherVersionException;
import io.hearthwatch.database.SchemaVersions;
import io.hearthwatch.database.TestDatabase;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.ingest.ContentType;
import io.hearthwatch.ingest.MessageKind;
import io.hearthwatch.ingest.ReceivedMessage;
import io.hearthwatch.ingest.Verdict;
import io.hearthwatch.predictor.ComponentScore;
import io.hearthwatch.servicedesk.TicketFilter;
import io.hearthwatch.servicedesk.TypePolicy;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** A database that the first version made and filled, opened by this one. */
class UpgradeTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:30:00Z");
    private static final List<String> SCHEMAS = List.of("fleet", "telemetry", "prediction", "service", "app");

    private TestDatabase test;

    @BeforeEach
    void asTheFirstVersionLeftIt() throws Exception {
        test = TestDatabase.create();
        for (String schema : SCHEMAS) {
            Flyway.configure()
                    .dataSource(test.database().dataSource())
                    .schemas(schema)
                    .defaultSchema(schema)
                    .table("schema_version")
                    .locations("classpath:db/" + schema)
                    .target("1")
                    .load()
                    .migrate();
        }
        try (InputStream sql = UpgradeTest.class.getResourceAsStream("/upgrade/first-version.sql")) {
            execute(new String(sql.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @AfterEach
    void drop() {
        test.close();
    }

    @Test
    void everythingIsThereAfterwardsAndWorks() throws Exception {
        try (Workspace workspace = open()) {
            workspace.clock(() -> NOW);
            workspace.predictor();
            workspace.serviceDesk();
            Map<String, Integer> versions = workspace.database().withConnection(SchemaVersions::stored);
            versions.forEach((schema, version) -> {
                if (!schema.equals("app")) { // opened by a driven clock only
                    assertThat(version)
                            .as(schema)
                            .isEqualTo(SchemaVersions.ofProgram(schema).orElseThrow());
                }
            });

            Appliance washer = workspace.fleet().find("WM-1").orElseThrow();
            assertThat(washer.firmware()).isEqualTo("1.4.2");
            // What it said before the registry took note of it.
            assertThat(workspace.fleet().find("WM-2").orElseThrow().firmware()).isEqualTo("2.0.1");
            assertThat(workspace.ingest().stored().newestEvent("washing_machine"))
                    .contains(Instant.parse("2026-03-01T10:20:00Z"));
            assertThat(query("select detail ->> 'step' from telemetry.fault")).isEqualTo("3");
            assertThat(query("select reason from telemetry.rejected")).isEqualTo("unknown_metric");
            assertThat(workspace.predictor().scores(washer.no()))
                    .extracting(ComponentScore::component)
                    .containsExactly("drain_pump");
            assertThat(query("select probability from prediction.decision")).isEqualTo("0.8");
            assertThat(workspace
                            .serviceDesk()
                            .tickets(new TicketFilter(TicketFilter.State.OPEN, null, null, 0, 10))
                            .total())
                    .isEqualTo(1);

            // What opened tickets before there was a shadow goes on doing so; new types do not.
            Map<String, TypePolicy.Mode> modes =
                    workspace.serviceDesk().policies().modes();
            assertThat(modes.get("washing_machine")).isEqualTo(TypePolicy.Mode.ENABLED);
            assertThat(modes.get("refrigerator")).isEqualTo(TypePolicy.Mode.SHADOW);

            // New readings join the old ones, repeated ones are still known, and the hour that waited is closed.
            Verdict verdict = send(workspace, washer, """
                    [{"ts": %d, "values": {"drain_time": 43}}, {"ts": %d, "values": {"drain_time": 50}}]
                    """.formatted(
                            Instant.parse("2026-03-01T10:20:00Z").toEpochMilli(),
                            Instant.parse("2026-03-01T10:40:00Z").toEpochMilli()));
            assertThat(verdict.stored()).isEqualTo(1);
            assertThat(verdict.repeated()).isEqualTo(1);
            assertThat(workspace.ingest().hours().close(NOW)).isEqualTo(1);
            assertThat(query("select count from telemetry.washing_machine_hourly where hour = '2026-03-01T11:00:00Z'"))
                    .isEqualTo("3");
            assertThat(workspace.serviceDesk().expire(NOW.plus(Duration.ofDays(30))))
                    .isEqualTo(1);
        }
        // Opening it again finds nothing to do.
        try (Workspace again = open()) {
            assertThat(again.fleet().find("WM-2")).isPresent();
            assertThat(query("select count(*) from telemetry.washing_machine")).isEqualTo("3");
        }
    }

    @Test
    void anOlderProgramRefusesWhatANewerOneMadeAndChangesNothing() throws Exception {
        for (String schema : List.of("fleet", "telemetry", "prediction", "service")) {
            execute("insert into " + schema + ".schema_version select 99, '99', 'later', type, 'V99__later.sql', 1,"
                    + " installed_by, installed_on, 1, true from " + schema + ".schema_version where version = '1'");
        }
        try (Workspace workspace = open()) {
            assertThatThrownBy(workspace::fleet)
                    .isInstanceOf(OtherVersionException.class)
                    .hasMessageContaining("'fleet' is at version 99, which a newer Hearthwatch made");
        }
        assertThat(query("select count(*) from fleet.appliance")).isEqualTo("2");
    }

    private Workspace open() {
        ConnectionSettings where = test.settings();
        List<String> options = new ArrayList<>(List.of("--database", where.jdbcUrl()));
        if (where.user() != null) {
            options.addAll(List.of("--database-user", where.user()));
        }
        if (where.password() != null) {
            options.addAll(List.of("--database-password", where.password()));
        }
        return Workspace.own(CommandLine.populateCommand(new StoreOptions(), options.toArray(new String[0])));
    }

    private static Verdict send(Workspace workspace, Appliance appliance, String payload) throws Exception {
        return workspace
                .ingest()
                .accept(new ReceivedMessage(
                        appliance,
                        MessageKind.TELEMETRY,
                        payload.getBytes(StandardCharsets.UTF_8),
                        NOW,
                        ContentType.JSON))
                .toCompletionStage()
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
    }

    private void execute(String sql) {
        test.database().withConnection(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    private String query(String sql) {
        return test.database().withConnection(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return row.getString(1);
            }
        });
    }
}
