package io.hearthwatch.predictor.watch;

import io.hearthwatch.predictor.learning.Basis;
import io.hearthwatch.predictor.learning.TrainedModel;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Which of one scheduled instant's scores are kept to be held against what fails, in {@code prediction.score_log}.
 *
 * <p>An appliance's turn comes again only when the window of the time before is over, so that every failure lies in one window at most and the
 * failures can be counted. Of the appliances whose turn it is a bounded number is chosen by a hash, likely failures more often than others; each
 * stands for as many as its weight says. For one thread; writes in the caller's transaction.
 */
public final class ScoreLog {
    /** Keeps nothing. */
    public static final ScoreLog NONE = new ScoreLog(null, Instant.EPOCH, 0, 1, 0);

    private static final double MOST_A_DAY = 1_000;
    /** A score of one half is kept so many times as often as one of nought. */
    private static final double LIKELIER = 40;

    private final String modelId;
    private final Instant at;
    private final long turn;
    private final long turns;
    private final double rate;
    private final List<Kept> kept = new ArrayList<>();

    private record Kept(int applianceNo, String component, double probability, double weight) {}

    private ScoreLog(String modelId, Instant at, long turn, long turns, double rate) {
        this.modelId = modelId;
        this.at = at;
        this.turn = turn;
        this.turns = turns;
        this.rate = rate;
    }

    /**
     * For the scores of one instant.
     *
     * @param at one of the instants of the model's schedule
     * @param appliances about how many will be scored
     */
    public static ScoreLog at(String modelId, TrainedModel model, Instant at, long appliances) {
        long every = model.schedule().interval().toMillis();
        long window = model.horizon().minus(model.lead()).toMillis();
        long turns = Math.max(1, (window + every - 1) / every);
        long turn = Math.floorDiv(at.toEpochMilli() - model.schedule().anchor().toEpochMilli(), every);
        double wanted = MOST_A_DAY * every / Duration.ofDays(1).toMillis();
        double rate = Math.min(1, wanted * turns / Math.max(1, appliances));
        return new ScoreLog(modelId, at, turn, turns, rate);
    }

    /** Keeps a score if it is chosen. */
    public void offer(int applianceNo, String component, double probability, Basis basis) {
        if (rate == 0 || basis != Basis.MODEL || Double.isNaN(probability)) {
            return;
        }
        long mine = (long) (Hash.uniform(applianceNo, 0) * turns);
        if (Math.floorMod(turn + mine, turns) != 0) {
            return;
        }
        double chance = Math.min(1, rate * (1 + 2 * (LIKELIER - 1) * probability));
        if (Hash.uniform(applianceNo, at.toEpochMilli() + component.hashCode()) < chance) {
            kept.add(new Kept(applianceNo, component, probability, 1 / chance));
        }
    }

    /** Writes what was kept since the last time. */
    public void write(Connection connection) throws SQLException {
        if (kept.isEmpty()) {
            return;
        }
        String sql = """
                insert into prediction.score_log (model_id, as_of, appliance_no, component, probability, weight)
                values (?, ?, ?, ?, ?, ?) on conflict do nothing
                """;
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (Kept score : kept) {
                insert.setString(1, modelId);
                insert.setObject(2, at.atOffset(ZoneOffset.UTC));
                insert.setInt(3, score.applianceNo());
                insert.setString(4, score.component());
                insert.setFloat(5, (float) score.probability());
                insert.setFloat(6, (float) score.weight());
                insert.addBatch();
            }
            insert.executeBatch();
        }
        kept.clear();
    }
}
