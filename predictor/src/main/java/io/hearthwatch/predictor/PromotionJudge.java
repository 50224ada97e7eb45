package io.hearthwatch.predictor;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Says whether a model may take the champion's place: asked before every promotion but the first of a type. */
public interface PromotionJudge {
    /** What a comparison came to. */
    enum Kind {
        /** Better beyond chance. */
        BETTER,
        /** Neither is better beyond chance. */
        LEVEL,
        /** Worse beyond chance. */
        WORSE,
        /** There is nothing that both can be judged on. */
        UNKNOWN
    }

    /**
     * A comparison's outcome.
     *
     * @param kind what it came to
     * @param sentence in words, with the figures that it rests on
     * @param details the figures, for the audit log
     */
    record Verdict(Kind kind, String sentence, ObjectNode details) {}

    /** Compares a model with the champion on decisions that neither has seen; may take minutes, and says so. */
    Verdict judge(String champion, String candidate, Progress progress);
}
