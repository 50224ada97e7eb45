package io.hearthwatch.predictor.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.database.TestDatabase;
import io.hearthwatch.predictor.FoundLabels;
import io.hearthwatch.predictor.FoundLabels.Finding;
import io.hearthwatch.predictor.FoundLabels.Found;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DecisionRetentionTest {
    private static final Instant BOUND = Instant.parse("2026-01-01T00:00:00Z");
    private static TestDatabase test;
    private static DecisionRetention retention;

    @BeforeAll
    static void open() {
        test = TestDatabase.create();
        test.database().migrate("prediction");
        retention = new DecisionRetention(test.database());
        for (String type : List.of("kettle", "toaster")) {
            execute("""
                    insert into prediction.model (id, type, created_at, trained_until, horizon_ms, lead_ms, every_ms, anchor,
                        on_fault, document, horizons_ms)
                    values ('%s-1', '%s', '2025-01-01Z', '2025-01-01Z', 86400000, 0, 3600000, '2025-01-01Z', true, '{}',
                        array[86400000])
                    """.formatted(type, type));
        }
    }

    @AfterAll
    static void close() {
        test.close();
    }

    @BeforeEach
    void empty() {
        execute("truncate prediction.decision");
        execute("truncate prediction.shadow cascade");
    }

    private static void execute(String sql) {
        test.database().inTransaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    private static UUID decided(String type, String asOf, boolean relayed) {
        UUID id = UUID.randomUUID();
        execute("insert into prediction.decision"
                + " (id, model_id, appliance_no, component, as_of, probability, reasons, faults, relayed_at) values ('"
                + id + "', '" + type + "-1', 1, 'lid', '" + asOf + "', 0.5, '[]', '[]', "
                + (relayed ? "'" + asOf + "'" : "null") + ")");
        return id;
    }

    private static List<UUID> left() {
        return test.database().withConnection(connection -> {
            List<UUID> ids = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select id from prediction.decision")) {
                while (row.next()) {
                    ids.add(row.getObject(1, UUID.class));
                }
            }
            return ids;
        });
    }

    @Test
    void oldDecisionsGoAndYoungOnesStay() {
        decided("kettle", "2025-12-31T23:59:59Z", true);
        UUID young = decided("kettle", "2026-01-01T00:00:00Z", true);
        assertThat(retention.forget(BOUND, FoundLabels.NONE)).isEqualTo(1);
        assertThat(left()).containsExactly(young);
        assertThat(retention.forget(BOUND, FoundLabels.NONE)).isZero();
    }

    @Test
    void whatWasNotHandedOverAndWhatHasAnOpenTicketStays() {
        Map<UUID, Found> tickets = new HashMap<>();
        UUID waiting = decided("kettle", "2025-01-01T00:00:00Z", false);
        UUID open = decided("kettle", "2025-01-02T00:00:00Z", true);
        UUID ended = decided("kettle", "2025-01-03T00:00:00Z", true);
        tickets.put(open, new Found(Finding.OPEN, null));
        tickets.put(ended, new Found(Finding.NOT_FOUND, BOUND));
        FoundLabels labels = ids -> {
            Map<UUID, Found> some = new HashMap<>(tickets);
            some.keySet().retainAll(ids);
            return some;
        };
        assertThat(retention.forget(BOUND, labels)).isEqualTo(1);
        assertThat(left()).containsExactlyInAnyOrder(waiting, open);
        tickets.remove(open);
        assertThat(retention.forget(BOUND, labels)).isEqualTo(1);
        assertThat(left()).containsExactly(waiting);
    }

    @Test
    void whatTheNewestChallengerIsComparedByStaysUntilAsLongAfterItsEnd() {
        UUID before = decided("kettle", "2025-01-31T00:00:00Z", true);
        UUID within = decided("kettle", "2025-02-02T00:00:00Z", true);
        UUID ofAnother = decided("toaster", "2025-02-02T00:00:00Z", true);
        execute("insert into prediction.shadow (type, model_id, since, first_as_of, last_as_of) values"
                + " ('kettle', 'kettle-1', '2025-02-01Z', '2025-02-01Z', '2025-03-01Z')");
        assertThat(left()).contains(before, ofAnother);
        assertThat(retention.forget(BOUND, FoundLabels.NONE)).isEqualTo(2);
        assertThat(left()).containsExactly(within);
        execute("update prediction.shadow set ended_at = '2026-01-01Z'");
        assertThat(retention.forget(BOUND, FoundLabels.NONE)).isZero();
        execute("update prediction.shadow set ended_at = '2025-12-31Z'");
        assertThat(retention.forget(BOUND, FoundLabels.NONE)).isEqualTo(1);
    }

    @Test
    void moreThanIsDeletedAtOnceGoesInOneCall() {
        execute("insert into prediction.decision"
                + " (id, model_id, appliance_no, component, as_of, probability, reasons, faults, relayed_at)"
                + " select gen_random_uuid(), 'kettle-1', n, 'lid', '2025-01-01Z', 0.5, '[]', '[]', '2025-01-01Z'"
                + " from generate_series(1, 12000) n");
        assertThat(retention.forget(BOUND, FoundLabels.NONE)).isEqualTo(12_000);
        assertThat(left()).isEmpty();
    }
}
