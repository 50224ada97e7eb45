package io.hearthwatch.predictor.serving;

import io.hearthwatch.database.Database;
import io.hearthwatch.predictor.ComponentScore;
import io.hearthwatch.predictor.Decided;
import io.hearthwatch.predictor.Decision;
import io.hearthwatch.predictor.Strangeness;
import io.hearthwatch.predictor.learning.TrainedModel;
import io.hearthwatch.predictor.storage.DecisionStore;
import io.hearthwatch.predictor.storage.ScoreStore;
import io.hearthwatch.predictor.storage.StrangenessStore;
import io.hearthwatch.predictor.watch.ScoreLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Writes a model's scores, and the decisions that come of them, as they come, in a transaction of the caller. Not thread-safe. */
final class ScoreWriter {
    private static final int WRITE_BATCH = 2_000;

    private final ScoreStore latest;
    private final DecisionStore decided;
    private final StrangenessStore strangeness;
    private final Connection connection;
    private final String modelId;
    private final TrainedModel model;
    private final ScoreLog log;
    private final List<ComponentScore> scores = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();
    private final List<Strangeness> strange = new ArrayList<>();
    private int scored;
    private int inserted;

    /**
     * @param log what is kept to be held against what fails; {@link ScoreLog#NONE} where it was a fault that asked
     */
    ScoreWriter(Database database, Connection connection, String modelId, TrainedModel model, ScoreLog log) {
        this.latest = new ScoreStore(database);
        this.decided = new DecisionStore(database);
        this.strangeness = new StrangenessStore(database);
        this.connection = connection;
        this.modelId = modelId;
        this.model = model;
        this.log = log;
    }

    void score(ModelRun.Score score) {
        scored++;
        log.offer(score.applianceNo(), score.component(), score.probability(), score.basis());
        scores.add(new ComponentScore(
                score.applianceNo(),
                score.component(),
                modelId,
                score.asOf(),
                score.probability(),
                score.basis(),
                outlooks(score.byHorizon())));
        if (scores.size() >= WRITE_BATCH) {
            write();
        }
    }

    void decision(Decision decision) {
        decisions.add(decision);
    }

    void strange(Strangeness one) {
        strange.add(one);
    }

    private List<ComponentScore.Outlook> outlooks(float[] byHorizon) {
        List<ComponentScore.Outlook> outlooks = new ArrayList<>();
        for (int w = 0; w < byHorizon.length; w++) {
            outlooks.add(new ComponentScore.Outlook(model.horizons().ends().get(w), byHorizon[w]));
        }
        return outlooks;
    }

    private void write() {
        try {
            latest.upsert(connection, scores);
            inserted += decided.insert(connection, decisions);
            strangeness.upsert(connection, strange);
            log.write(connection);
        } catch (SQLException e) {
            throw Database.translate(e);
        }
        scores.clear();
        decisions.clear();
        strange.clear();
    }

    /** Writes the rest. */
    Decided finish() {
        write();
        return new Decided(scored / Math.max(1, model.components().size()), inserted);
    }
}
