package io.hearthwatch.predictor;

import java.time.Instant;
import java.util.Locale;

/**
 * A name that a model has among those of its type and target.
 *
 * @param type appliance type
 * @param target what the type's models in question say
 * @param name the alias
 * @param model the model that has it
 * @param since since when, by the service's clock
 */
public record Alias(String type, Target target, Name name, String model, Instant since) {
    /** The aliases that there are; at most one model of a type and target has each. */
    public enum Name {
        /** The model that the service follows. */
        CHAMPION,
        /** The model that decides beside it in shadow, without consequences. */
        CHALLENGER;

        /** As the database, the command line and the API write it. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The alias of that id. */
        public static Name of(String id) {
            return valueOf(id.toUpperCase(Locale.ROOT));
        }
    }
}
