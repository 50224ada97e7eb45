package io.hearthwatch.predictor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.database.Database;
import io.hearthwatch.predictor.storage.AliasStore;
import io.hearthwatch.predictor.storage.AuditLog;
import io.hearthwatch.predictor.storage.ModelFacts;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * From idea to live and back: which models there are, which one the service follows ({@link #promote}, {@link #rollback}), which one is
 * tried beside it ({@link #challenge}), and who decided so ({@link #audit}).
 *
 * <p>Each type and target has at most one champion and one challenger. Changes to one type and target wait for each other; each is one
 * transaction with its line in the audit log. Thread-safe; everything blocks.
 */
public final class ModelRegistry {
    private static final int TRIES = 3;
    private static final int MOST_REASON = 2_000;

    private final InstantSource clock;
    private final AliasStore aliases;
    private final AuditLog audit;
    private final ModelFacts facts;
    private final PromotionJudge judge;

    /**
     * Over what the predictor stores.
     *
     * @param predictor has brought the schema up to date
     * @param judge asked before a champion is replaced
     */
    public ModelRegistry(Database database, Predictor predictor, InstantSource clock, PromotionJudge judge) {
        Objects.requireNonNull(predictor);
        this.clock = clock;
        this.judge = judge;
        this.aliases = new AliasStore(database);
        this.audit = new AuditLog(database);
        this.facts = new ModelFacts(database);
    }

    // What there is

    /** All models, or those of a type, newest first. */
    public List<ModelSummary> list(String typeOrNull) {
        return facts.summaries(typeOrNull, aliases.all());
    }

    /**
     * The model with that id.
     *
     * @throws PredictionException if there is none
     */
    public ModelSummary find(String id) {
        return facts.summary(id, aliases.all())
                .orElseThrow(() -> new PredictionException("there is no model " + id, "see: model list"));
    }

    /** Everything known of a model as one document. */
    public ObjectNode show(String id) {
        return facts.show(find(id), audit.newest(null, id, 100));
    }

    /** A model's own newest evaluation with everything that it found. */
    public Optional<ModelSummary.StoredEvaluation> newestEvaluation(String id) {
        return facts.newestEvaluation(find(id).info().id());
    }

    /** The evaluations of a model, newest first. */
    public List<ModelSummary.StoredEvaluation> evaluations(String id, int limit) {
        return facts.evaluations(find(id).info().id(), limit);
    }

    /** The model of a type that has an alias. */
    public Optional<Alias> alias(String type, Target target, Alias.Name name) {
        return aliases.find(type, target, name);
    }

    // What is changed

    /**
     * Makes a model the champion of its type and target. One that is worse than the champion is refused, unless forced, and the refusal is
     * written down. One that cannot be compared is not worse as far as anybody knows: it is promoted, and the audit log says so.
     *
     * @param reason why, or null
     * @param force whether it is promoted even if it is worse; needs a reason
     * @throws PromotionRefusedException if the model must not take the champion's place like this
     * @throws PredictionException if there is no such model, or force comes without a reason
     */
    public Promotion promote(String id, String who, String reason, boolean force, Progress progress) {
        String why = checked(reason);
        if (force && why == null) {
            throw new PredictionException(
                    "to promote a model by force takes a reason", "say why, with --reason; it goes into the audit log");
        }
        ModelSummary model = find(id);
        String type = model.info().type();
        for (int i = 0; i < TRIES; i++) {
            String champion = aliases.find(type, model.target(), Alias.Name.CHAMPION)
                    .map(Alias::model)
                    .orElse(null);
            if (id.equals(champion)) {
                return new Promotion(id, id, null);
            }
            PromotionJudge.Verdict verdict = champion == null || force ? null : judge.judge(champion, id, progress);
            refuse(model, champion, verdict, who, why);
            AuditEntry entry =
                    AuditEntry.of(who, "promote").because(why).with(details(verdict, force && champion != null));
            AliasStore.Result result = aliases.promote(type, model.target(), id, champion, clock.instant(), entry);
            if (result != AliasStore.Result.REFUSED) {
                return new Promotion(id, result == AliasStore.Result.DONE ? champion : id, verdict);
            }
            // Another model became champion while this one was compared with the one before: compare anew.
        }
        throw new PredictionException(
                "the champion of " + type + " was changed again and again meanwhile",
                "look at: model audit, then try again");
    }

    private void refuse(
            ModelSummary model, String champion, PromotionJudge.Verdict verdict, String who, String reason) {
        if (verdict == null || verdict.kind() != PromotionJudge.Kind.WORSE) {
            return;
        }
        String id = model.info().id();
        audit.write(
                clock.instant(),
                AuditEntry.of(who, "promote_refused")
                        .about(model.info().type(), model.target())
                        .model(id, champion)
                        .because(reason)
                        .with(details(verdict, false)));
        throw new PromotionRefusedException(
                worse(id, champion, verdict.sentence()),
                "leave the champion, or insist with --force --reason TEXT",
                verdict);
    }

    /** That it is worse once, whether the sentence says so as well or not. */
    static String worse(String id, String champion, String sentence) {
        String said = id + " is worse";
        if (sentence.startsWith(said + " than " + champion)) {
            return sentence;
        }
        String worse = said + " than the champion " + champion;
        return sentence.startsWith(said) ? worse + sentence.substring(said.length()) : worse + ": " + sentence;
    }

    private static ObjectNode details(PromotionJudge.Verdict verdict, boolean forced) {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        if (forced) {
            details.put("forced", true);
        }
        if (verdict != null) {
            details.put("verdict", verdict.kind().name().toLowerCase(java.util.Locale.ROOT));
            details.put("sentence", verdict.sentence());
            details.set("figures", verdict.details());
        }
        return details;
    }

    /**
     * Makes a model the challenger: from now on it decides in shadow beside the champion.
     *
     * @throws PredictionException if there is no such model, or it is the champion
     */
    public void challenge(String id, String who, String reason) {
        ModelSummary model = find(id);
        AliasStore.Result result = aliases.challenge(
                model.info().type(),
                model.target(),
                id,
                clock.instant(),
                AuditEntry.of(who, "challenger").because(checked(reason)));
        if (result == AliasStore.Result.REFUSED) {
            throw new PredictionException(
                    id + " is the champion, and cannot be its own challenger", "name another model; see: model list");
        }
    }

    /** Takes the challenger out of its shadow service; false if there is none. */
    public boolean withdraw(String type, Target target, String who, String reason) {
        AuditEntry entry = AuditEntry.of(who, "withdraw").because(checked(reason));
        return aliases.withdraw(type, target, clock.instant(), entry) == AliasStore.Result.DONE;
    }

    /**
     * Makes the champion before this one champion again, at once; again and again, as far back as there were champions.
     *
     * @throws PredictionException if there is none to go back to
     */
    public Promotion rollback(String type, Target target, String who, String reason) {
        return aliases.rollback(
                        type,
                        target,
                        clock.instant(),
                        AuditEntry.of(who, "rollback").because(checked(reason)))
                .map(change -> new Promotion(change.model(), change.previous(), null))
                .orElseThrow(() -> new PredictionException(
                        "there is no champion before the present one of type " + type,
                        "see: model audit --type " + type));
    }

    private static String checked(String reason) {
        if (reason == null || reason.isBlank()) {
            return null;
        }
        if (reason.length() > MOST_REASON) {
            throw new PredictionException(
                    "the reason is longer than " + MOST_REASON + " characters", "say it more briefly");
        }
        return reason.strip();
    }

    // Who did what

    /** The newest lines of the audit log, newest first; about a type only, unless that is null. */
    public List<AuditRecord> audit(String typeOrNull, int limit) {
        return audit.newest(typeOrNull, null, limit);
    }

    /** The newest lines about a model, newest first. */
    public List<AuditRecord> auditOf(String model, int limit) {
        return audit.newest(null, model, limit);
    }

    /** Adds a line to the audit log. */
    public void record(AuditEntry entry) {
        audit.write(clock.instant(), entry);
    }
}
