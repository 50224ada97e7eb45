package io.hearthwatch.predictor;

/** A model must not take the champion's place like this: it is worse, or nothing says that it is not. */
public final class PromotionRefusedException extends RuntimeException {
    private final String remedy;
    private final transient PromotionJudge.Verdict verdict;

    PromotionRefusedException(String what, String remedy, PromotionJudge.Verdict verdict) {
        super(what);
        this.remedy = remedy;
        this.verdict = verdict;
    }

    /** What would help, as an instruction. */
    public String remedy() {
        return remedy;
    }

    /** How the two models compare. */
    public PromotionJudge.Verdict verdict() {
        return verdict;
    }
}
