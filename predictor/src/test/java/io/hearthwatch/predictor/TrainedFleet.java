package io.hearthwatch.predictor;

import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A small fleet in a real database, and a champion trained on its first seventy days; no decisions when a test begins. */
abstract class TrainedFleet {
    static final Instant UNTIL = SmallFleet.START.plus(Duration.ofDays(70));
    static final Duration DAY = Duration.ofDays(1);

    static SmallFleet small;
    static ModelInfo model;
    static ModelRegistry registry;

    @BeforeAll
    static void train() {
        small = new SmallFleet(30);
        registry = new ModelRegistry(small.database, small.predictor, small.clock, (champion, candidate, progress) -> {
            throw new AssertionError("nothing is compared here");
        });
        model = small.predictor.train(TrainRequest.of(SmallFleet.TYPE, DAY, UNTIL), Progress.NONE);
    }

    @AfterAll
    static void close() {
        small.close();
    }

    @BeforeEach
    void forgetDecisions() {
        execute("truncate prediction.decision, prediction.score, prediction.decided, telemetry.pending_score");
        force(model.id());
    }

    static void force(String id) {
        registry.promote(id, "tester", "so that the test can go on", true, Progress.NONE);
    }

    static void execute(String sql) {
        small.database.inTransaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    static long count(String table) {
        return small.database.withConnection(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select count(*) from " + table)) {
                row.next();
                return row.getLong(1);
            }
        });
    }
}
