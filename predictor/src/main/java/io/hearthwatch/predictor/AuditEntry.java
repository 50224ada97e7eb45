package io.hearthwatch.predictor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Something that was done to models, or refused, to be written to the audit log. Made with {@link #of} and the {@code with} methods.
 *
 * @param who the person or program: {@code user NAME} for the command line's user, {@code api} or {@code api NAME} for callers of the
 *     HTTP API, {@code service} for what the service does by itself
 * @param action what was done, one lower-case word with underscores: train, promote, promote_refused, rollback, challenger, withdraw,
 *     retrain, tune, policy, …
 * @param type appliance type, or null
 * @param target what the models in question say: {@link Target#id}, or null
 * @param model the model in question, or null
 * @param previous the model that had its place before, or null
 * @param reason why, in the words of whoever did it, or null
 * @param details what else is worth knowing
 */
public record AuditEntry(
        String who,
        String action,
        String type,
        Target target,
        String model,
        String previous,
        String reason,
        ObjectNode details) {

    /** Without anything else. */
    public static AuditEntry of(String who, String action) {
        return new AuditEntry(who, action, null, null, null, null, null, JsonNodeFactory.instance.objectNode());
    }

    /** About a type and a target. */
    public AuditEntry about(String aType, Target aTarget) {
        return new AuditEntry(who, action, aType, aTarget, model, previous, reason, details);
    }

    /** About a model, which took another one's place, or null. */
    public AuditEntry model(String aModel, String thePrevious) {
        return new AuditEntry(who, action, type, target, aModel, thePrevious, reason, details);
    }

    /** With a reason, or null. */
    public AuditEntry because(String aReason) {
        return new AuditEntry(who, action, type, target, model, previous, aReason, details);
    }

    /** With what else is worth knowing. */
    public AuditEntry with(ObjectNode theDetails) {
        return new AuditEntry(who, action, type, target, model, previous, reason, theDetails);
    }
}
