package io.hearthwatch.predictor;

import io.hearthwatch.catalog.Text;
import java.time.Instant;

/**
 * How unlike itself and its likes an appliance was when it was last scored, whatever failures may say. Opens no ticket.
 *
 * @param applianceNo the registry's number
 * @param modelId the model that computed it
 * @param asOf the instant up to which it knew
 * @param score from 1 on the appliance is strange; about one in a thousand ordinary scorings reaches that
 * @param reason the strangest metric, in words
 */
public record Strangeness(int applianceNo, String modelId, Instant asOf, double score, Text reason) {
    public boolean isStrange() {
        return score >= 1;
    }
}
