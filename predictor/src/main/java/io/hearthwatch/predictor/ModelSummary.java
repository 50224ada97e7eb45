package io.hearthwatch.predictor;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;

/**
 * A model with what became of it.
 *
 * @param info what it is
 * @param target what it says
 * @param aliases what it is called now: champion, challenger, or nothing
 * @param evaluation the main figures of its own newest evaluation, or null; those of models trained like it ({@code --unseen}) do not count
 */
public record ModelSummary(ModelInfo info, Target target, List<Alias.Name> aliases, StoredEvaluation evaluation) {
    public ModelSummary {
        aliases = List.copyOf(aliases);
    }

    /**
     * An evaluation as it was stored.
     *
     * @param seq its number; later ones have greater ones
     * @param at when it was made, by the service's clock
     * @param document what {@code model evaluate --json} wrote, or of that what lists show
     */
    public record StoredEvaluation(long seq, Instant at, JsonNode document) {}
}
