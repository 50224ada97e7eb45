package io.hearthwatch.predictor;

import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.predictor.learning.TrainedModel;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a model has seen, and so what it may be judged on: appliances that it was trained on only from {@link #firstAllowed} on, others
 * at any time.
 *
 * @param asked the appliances that it was told to learn from, by the maker's id; null for all (also where nobody wrote it down)
 * @param lastDecision its last training decision
 * @param firstAllowed the end of what it looked at, and at least the acting horizon after its last training decision: from here on no
 *     outcome that is judged can have been learnt from
 */
record Seen(Set<String> asked, Instant lastDecision, Instant firstAllowed) {

    static Seen of(TrainedModel model, Optional<TrainingRecord> record) {
        List<String> asked = record.map(TrainingRecord::appliances).orElse(null);
        Instant last = model.span().last() != null
                ? model.span().last()
                : model.until().minusMillis(model.horizons().to(0));
        Instant gap = last.plus(model.horizon());
        return new Seen(
                asked == null ? null : new HashSet<>(asked), last, gap.isAfter(model.until()) ? gap : model.until());
    }

    /** Whether it was told to learn from an appliance. */
    boolean has(Appliance appliance) {
        return asked == null || asked.contains(appliance.id());
    }
}
