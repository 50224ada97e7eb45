package io.hearthwatch.predictor.watch;

import io.hearthwatch.database.Database;
import io.hearthwatch.predictor.learning.TrainedModel;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Holds the scores that were kept against what failed. Rows are streamed. For one thread; blocks. */
final class CalibrationCheck {
    private static final double[] LIMITS = {0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1};
    private static final double Z99 = 2.575829;
    private static final int FETCHED = 5_000;

    private final Database database;
    private final String modelId;
    private final TrainedModel model;
    private final LiveCheck live;

    /**
     * Makes one.
     *
     * @param live what technicians found in time counts as a failure that came; was run before
     */
    CalibrationCheck(Database database, String modelId, TrainedModel model, LiveCheck live) {
        this.live = live;
        this.database = database;
        this.modelId = modelId;
        this.model = model;
    }

    /** Sums that make an outcome or a bin. */
    private static final class Sums {
        long scores;
        long waiting;
        double weight;
        double squares;
        double said;
        double came;
        double cameSquares;
        int failures;

        void known(double probability, double w, boolean fails) {
            scores++;
            weight += w;
            squares += w * w;
            said += w * probability;
            if (fails) {
                came += w;
                cameSquares += w * w;
                failures++;
            }
        }

        InService.Outcome outcome(String component) {
            // Weighted failures spread more than their number: so many of equal weight would spread alike.
            double each = came == 0 ? weight / Math.max(1, scores) : cameSquares / came;
            double count = came == 0 ? 0 : came / each;
            return new InService.Outcome(
                    component,
                    scores,
                    waiting,
                    said,
                    came,
                    failures,
                    Chance.poisson(count, Chance.Z95).times(each),
                    Chance.poisson(count, Z99).times(each));
        }
    }

    /** From an instant on. */
    InService run(Instant from, Instant now) {
        Sums total = new Sums();
        Map<String, Sums> components = new TreeMap<>();
        Sums[] bins = new Sums[LIMITS.length - 1];
        for (int b = 0; b < bins.length; b++) {
            bins[b] = new Sums();
        }
        String sql = """
                select s.component, s.probability, s.weight, s.as_of + ? * interval '1 millisecond' <= ?,
                    exists (select from fleet.failure f where f.appliance_no = s.appliance_no and f.component = s.component
                        and f.time > s.as_of + ? * interval '1 millisecond'
                        and f.time <= s.as_of + ? * interval '1 millisecond'),
                    s.appliance_no, s.as_of
                from prediction.score_log s where s.model_id = ? and s.as_of >= ? and s.as_of <= ?
                """;
        database.inTransaction(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setLong(1, model.horizon().toMillis());
                select.setObject(2, now.atOffset(ZoneOffset.UTC));
                select.setLong(3, model.lead().toMillis());
                select.setLong(4, model.horizon().toMillis());
                select.setString(5, modelId);
                select.setObject(6, from.atOffset(ZoneOffset.UTC));
                select.setObject(7, now.atOffset(ZoneOffset.UTC));
                select.setFetchSize(FETCHED);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        Sums mine = components.computeIfAbsent(row.getString(1), key -> new Sums());
                        double probability = row.getDouble(2);
                        double weight = row.getDouble(3);
                        if (!row.getBoolean(4)) {
                            mine.waiting++;
                            total.waiting++;
                            continue;
                        }
                        boolean fails = row.getBoolean(5) || foundInTime(row);
                        total.known(probability, weight, fails);
                        mine.known(probability, weight, fails);
                        bins[bin(probability)].known(probability, weight, fails);
                    }
                }
            }
            return null;
        });
        List<InService.Outcome> outcomes = new ArrayList<>();
        components.forEach((component, sums) -> outcomes.add(sums.outcome(component)));
        List<InService.Bin> shown = new ArrayList<>();
        for (int b = 0; b < bins.length; b++) {
            shown.add(bin(bins[b], LIMITS[b], LIMITS[b + 1]));
        }
        return new InService(from, now, total.outcome(null), outcomes, shown);
    }

    private boolean foundInTime(ResultSet row) throws SQLException {
        long asOf = row.getObject(7, OffsetDateTime.class).toInstant().toEpochMilli();
        return live.foundInTime(
                row.getInt(6), row.getString(1), asOf, asOf + model.horizon().toMillis());
    }

    private static int bin(double probability) {
        int b = 0;
        while (b < LIMITS.length - 2 && probability > LIMITS[b + 1]) {
            b++;
        }
        return b;
    }

    private static InService.Bin bin(Sums sums, double from, double to) {
        if (sums.scores == 0) {
            return new InService.Bin(from, to, 0, (from + to) / 2, null, null);
        }
        double n = sums.weight * sums.weight / sums.squares;
        double came = sums.came / sums.weight;
        return new InService.Bin(
                from, to, sums.scores, sums.said / sums.weight, came, Chance.wilson(came * n, n, Chance.Z95));
    }
}
