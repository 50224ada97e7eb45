package io.hearthwatch.app.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.app.workspace.Workspace;
import io.hearthwatch.predictor.EvaluateRequest;
import io.hearthwatch.predictor.FoldsRequest;
import io.hearthwatch.predictor.LifeQuestion;
import io.hearthwatch.predictor.PredictionException;
import io.hearthwatch.predictor.RemainingLife;
import io.hearthwatch.predictor.Target;
import io.hearthwatch.predictor.evaluation.Evaluation;
import io.hearthwatch.predictor.evaluation.ThresholdPolicy;
import io.hearthwatch.predictor.jobs.JobArguments;
import io.hearthwatch.predictor.jobs.ModelJob;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** {@code model evaluate} as a job. */
final class EvaluateJob implements ModelJob {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_FOLDS = 100;
    private static final int SHOWN = 10;
    private static final String[] OF_FAILURES = {
        "horizon", "never_seen", "unseen", "until", "seed", "threshold", "policy", "min_lead"
    };
    private static final String[] OF_LIFE = {"at", "truth", "truth_cap", "component"};

    private final Workspace workspace;

    EvaluateJob(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public String command() {
        return "evaluate";
    }

    @Override
    public Set<String> arguments() {
        return TrainingArguments.plus(
                TrainingArguments.plus(Set.of(OF_FAILURES), OF_LIFE),
                "type",
                "model",
                "target",
                "from",
                "to",
                "every",
                "appliances");
    }

    @Override
    public Work prepare(JobArguments arguments) {
        String type = arguments.required("type");
        String model = arguments.text("model").orElse(null);
        // Unless said: from the first instant on that the model has not seen.
        Instant from = arguments.instant("from").orElse(null);
        Instant to = arguments.instant("to").orElse(null);
        if (to != null && from != null && !to.isAfter(from)) {
            throw new PredictionException("'to' is not after 'from'", "give a later 'to'");
        }
        Duration every = TrainingArguments.every(arguments).orElse(null);
        Set<String> appliances = TrainingArguments.appliances(arguments);
        if (TrainingArguments.target(arguments) == Target.REMAINING_LIFE) {
            arguments.refuse("no effect on remaining life", OF_FAILURES);
            return life(arguments, new LifeQuestion(type, model, from, to, every, appliances));
        }
        arguments.refuse("for remaining life only", OF_LIFE);
        ThresholdPolicy threshold = threshold(arguments);
        Duration horizon = arguments.duration("horizon").orElse(null);
        Duration minLead = arguments.duration("min_lead").orElse(Duration.ZERO);
        boolean policy = arguments.flag("policy").orElse(false);
        if (!policy) {
            arguments.refuse("says something with 'policy' only", "min_lead");
        }
        Long unseen = arguments.number("unseen", 2, MOST_FOLDS).orElse(null);
        if (unseen != null || policy) {
            arguments.refuse("'unseen' and 'policy' judge the horizon that the model decides for", "horizon");
        }
        if (unseen == null) {
            arguments.refuse("says something with 'unseen' only", "until", "seed");
            EvaluateRequest request = new EvaluateRequest(
                    type,
                    model,
                    from,
                    to,
                    every,
                    appliances,
                    arguments.flag("never_seen").orElse(false),
                    threshold,
                    horizon);
            return (who, progress) -> {
                Evaluation evaluation = workspace.predictor().judging().evaluate(request, progress);
                ObjectNode report = evaluation.toJson();
                if (policy) {
                    report.set(
                            "policy",
                            JSON.valueToTree(new PolicyEvaluation(workspace)
                                    .run(evaluation.model(), type, evaluation.from(), to, appliances, minLead)));
                }
                return report;
            };
        }
        arguments.refuse("'unseen' trains models of its own, of which this says nothing", "policy", "never_seen");
        FoldsRequest folds = new FoldsRequest(
                type,
                model,
                unseen.intValue(),
                arguments.instant("until").orElse(null),
                from,
                to,
                every,
                appliances,
                threshold,
                TrainingArguments.seed(arguments).orElse(1L));
        return (who, progress) ->
                workspace.predictor().judging().evaluateUnseen(folds, progress).toJson();
    }

    private static ThresholdPolicy threshold(JobArguments arguments) {
        String[] known =
                Arrays.stream(ThresholdPolicy.values()).map(ThresholdPolicy::id).toArray(String[]::new);
        String asked = arguments.oneOf("threshold", known).orElse(ThresholdPolicy.MAX_F1.id());
        return Arrays.stream(ThresholdPolicy.values())
                .filter(policy -> policy.id().equals(asked))
                .findFirst()
                .orElseThrow();
    }

    private Work life(JobArguments arguments, LifeQuestion question) {
        boolean last = arguments.oneOf("at", "last").isPresent();
        Map<String, Double> truths = arguments.amounts("truth").orElse(null);
        if (last != (truths != null)) {
            throw new PredictionException(
                    "'at' and 'truth' go together",
                    "\"at\": \"last\", \"truth\": {\"W-1001\": 312.5}, hours by appliance");
        }
        if (!last) {
            arguments.refuse("needs 'truth'", "truth_cap", "component");
            return (who, progress) -> JSON.valueToTree(
                    new LifeJudging(workspace, progress).unseen(question).report());
        }
        arguments.refuse("no effect with 'at'; what 'truth' names is compared", "from", "to", "every", "appliances");
        Duration cap = arguments.duration("truth_cap").orElse(null);
        String component = arguments.text("component").orElse(null);
        return (who, progress) -> {
            try {
                return JSON.valueToTree(new LifeJudging(workspace, progress)
                        .atLast(question, truths, cap, component)
                        .report());
            } catch (RemainingLife.UnknownAppliances e) {
                throw new PredictionException(
                        "there is nothing to compare of some: "
                                + (e.unregistered().isEmpty() ? "" : "not registered: " + some(e.unregistered()) + "; ")
                                + (e.silent().isEmpty() ? "" : "never heard of: " + some(e.silent())),
                        "leave them out of 'truth'; see: appliance list --type " + question.type());
            }
        };
    }

    private static String some(Set<String> ids) {
        return String.join(", ", new TreeSet<>(ids).stream().limit(SHOWN).toList())
                + (ids.size() > SHOWN ? " and " + (ids.size() - SHOWN) + " more" : "");
    }
}
