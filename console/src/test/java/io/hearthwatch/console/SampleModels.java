package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.database.Database;
import io.hearthwatch.predictor.ModelDocument;
import io.hearthwatch.predictor.ModelRegistry;
import io.hearthwatch.predictor.PredictionException;
import io.hearthwatch.predictor.Predictor;
import io.hearthwatch.predictor.PromotionJudge;
import io.hearthwatch.predictor.jobs.JobArguments;
import io.hearthwatch.predictor.jobs.ModelJob;
import java.nio.charset.StandardCharsets;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.Set;

/** Two models of washing machines with made-up figures, to be shown; the second is worse than the first as often as it is asked. */
final class SampleModels {
    static final String CHAMPION = "washing_machine-1";
    static final String CHALLENGER = "washing_machine-2";

    private static final String EVALUATION = """
            {"from": "2026-07-01T00:00:00Z", "to": "2026-11-01T00:00:00Z", "judged": {"what": "later_same_appliances", "folds": 0},
             "micro": {"f1": 0.81, "f1_95": [0.76, 0.85], "false_alarms_per_100_30d": 2.4, "false_alarms_per_100_30d_95": [1.1, 3.9]},
             "any_failure": {"average_precision": 0.774, "average_precision_95": [0.71, 0.83], "event_recall": 0.88, "event_recall_95": [0.82, 0.93]},
             "components": {"drain_pump": {"precision": 0.9, "recall": 0.8, "average_precision": 0.85, "calibration_error": 0.001}},
             "baselines": {"fault_code_rule": {"micro": {"f1": 0.41, "false_alarms_per_100_30d": 31.0}, "any_failure": {"average_precision": 0.33, "event_recall": 0.91}},
                           "age_rule": {"micro": {"f1": 0.05, "false_alarms_per_100_30d": 60.2}, "any_failure": {"average_precision": 0.04, "event_recall": 0.11}}},
             "money": {"methods": {"model": {"cost": 1850.2, "cost_95": [1500, 2300]}, "fault_code_rule": {"cost": 5120}, "replace_by_age": {"cost": 9000}, "wait_for_failure": {"cost": 12000}},
                       "model_saves": {"against_fault_code_rule": 3269.8, "against_fault_code_rule_95": [2800, 3700], "against_fault_code_rule_verdict": "better"},
                       "cheapest_alternative": "fault_code_rule"}}
            """;

    private static final String SHADOW = """
            {"type": "washing_machine", "champion": "washing_machine-1", "challenger": "washing_machine-2", "since": "2026-11-01T00:00:00Z",
             "from": "2026-11-01T06:00:00Z", "to": "2026-11-20T06:00:00Z", "under_way": true, "challenger_failed_at": 0, "challenger_failure": null,
             "scored": {"champion": 152, "challenger": 152}, "decisions": {"champion": 9, "challenger": 12, "both": 8}, "agreement": 0.62, "failures": 7,
             "of_champion": {"foreseen": 6, "median_hours_before": 31.5, "tickets": 9, "needless": 2, "preempted": 6, "missed": 1},
             "of_challenger": {"foreseen": 6, "median_hours_before": 30.0, "tickets": 12, "needless": 5, "preempted": 6, "missed": 1},
             "newest_failures": []}
            """;

    private static final String QUALITY = """
            {"component": %s, "found": 6, "not_found": 2, "not_useful": 0, "not_yet_known": 1, "precision": 0.75,
             "precision_interval": {"low": 0.41, "high": 0.93}, "promised": 0.7, "unticketed": {"failed": 0, "lasted": 0, "not_yet_known": 0},
             "failures": 7, "foreseen": 6, "with_ticket": 6, "recall": 0.857, "recall_interval": {"low": 0.49, "high": 0.97}, "median_lead_hours": 31.5}
            """;

    private static final String WATCH = """
            {"warned": true, "models": [{"type": "washing_machine", "model": "washing_machine-1", "at": "2026-11-20T06:00:00Z", "warned": true,
             "warnings": [{"model_id": "washing_machine-1", "sign": "stale_data", "began": "2026-11-18T06:00:00Z",
                           "words": {"en": "3 of 8 appliances have not reported", "zh": "8台设备中3台未上报"}}],
             "signs": [{"kind": "features", "state": "good", "words": {"en": "Drain time as it was", "zh": "排水时间无变化"}},
                       {"kind": "stale_data", "state": "bad", "words": {"en": "3 of 8 appliances have not reported", "zh": "8台设备中3台未上报"}}],
             "live": {"since": "2026-10-02T00:00:00Z", "spans": [{"name": "live", "from": "2026-10-02T00:00:00Z", "total": %s, "components": [%s]}]},
             "calibration": {"bins": [{"from": 0.5, "to": 1.0, "scores": 9, "said": 0.7, "came": 0.75, "interval": {"low": 0.4, "high": 0.9}}]},
             "drift": {"groups": [{"line": "WM-8014", "firmware": "1.4.2", "level": "never_seen", "drifted": 2, "compared": 14, "appliances": 4,
                                   "worst": [{"words": {"en": "Drain time: above 50 s in 40 %% of cases", "zh": "排水时间：高于50秒的占40%%"}}]}]},
             "stale": {"all": {"stale": 3, "silent": 1, "never": 0, "appliances": 8}, "age_days": 51.0}}]}
            """;

    final ModelRegistry registry;
    private final Database database;
    private volatile boolean shown;

    SampleModels(Database database, Predictor predictor, InstantSource clock) {
        this.database = database;
        this.registry = new ModelRegistry(database, predictor, clock, (champion, candidate, progress) -> {
            if (!shown) {
                throw new AssertionError("nothing is compared here");
            }
            return new PromotionJudge.Verdict(
                    PromotionJudge.Kind.WORSE, candidate + " is worse: it costs 310 more", Json.object());
        });
    }

    /** Two models, of which one is champion and the other in shadow. */
    void show() {
        database.inTransaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                for (int i = 1; i <= 2; i++) {
                    statement.execute("""
                            insert into prediction.model (id, type, created_at, trained_until, horizon_ms, lead_ms, every_ms, anchor,
                                on_fault, document, horizons_ms)
                            values ('washing_machine-%d', 'washing_machine', '2026-10-01', '2026-07-01', 86400000, 0, 86400000,
                                '2026-07-01', true, '{"settings": {}, "vocabulary": {}, "appliances": 7}', array[86400000, 604800000])
                            """.formatted(i));
                }
                return statement.executeUpdate(
                        "insert into prediction.evaluation (model_id, at, document) values ('washing_machine-1', '2026-11-02', '"
                                + EVALUATION + "')");
            }
        });
        registry.promote(CHAMPION, "api Li", "first of its kind", false, (phase, done, total) -> {});
        registry.challenge(CHALLENGER, "api Li", "learnt on more");
        shown = true;
    }

    JsonNode shadow(String type) {
        if (!shown) {
            throw new PredictionException("type " + type + " has had no challenger", "make one");
        }
        return Json.parse(SHADOW.getBytes(StandardCharsets.UTF_8));
    }

    JsonNode watch() {
        return shown
                ? Json.parse(WATCH.formatted(QUALITY.formatted("null"), QUALITY.formatted("\"drain_pump\""))
                        .getBytes(StandardCharsets.UTF_8))
                : Json.object().put("warned", false).set("models", Json.array());
    }

    /** {@code promote}, as the service does it. */
    ModelJob promoting() {
        return new Job("promote", Set.of("model", "as", "reason", "force")) {
            @Override
            public Work prepare(JobArguments arguments) {
                String model = arguments.required("model");
                String reason = arguments.text("reason").orElse(null);
                boolean force = arguments.flag("force").orElse(false);
                return (who, progress) -> {
                    registry.promote(model, who, reason, force, progress);
                    return ModelDocument.of(registry.find(model));
                };
            }
        };
    }

    /** {@code evaluate}, which finds nothing new. */
    ModelJob judging() {
        return new Job("evaluate", Set.of("type", "model")) {
            @Override
            public Work prepare(JobArguments arguments) {
                ObjectNode result = Json.object().put("model", arguments.required("model"));
                arguments.required("type");
                return (who, progress) -> result;
            }
        };
    }

    private abstract static class Job implements ModelJob {
        private final String command;
        private final Set<String> arguments;

        Job(String command, Set<String> arguments) {
            this.command = command;
            this.arguments = arguments;
        }

        @Override
        public String command() {
            return command;
        }

        @Override
        public Set<String> arguments() {
            return arguments;
        }
    }
}
