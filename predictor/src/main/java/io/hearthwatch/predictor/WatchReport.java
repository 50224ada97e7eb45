package io.hearthwatch.predictor;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.hearthwatch.predictor.watch.Drift;
import io.hearthwatch.predictor.watch.InService;
import io.hearthwatch.predictor.watch.LiveQuality;
import io.hearthwatch.predictor.watch.Sign;
import io.hearthwatch.predictor.watch.Stale;
import io.hearthwatch.predictor.watch.Warning;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Whether the model that the service follows for a type still holds.
 *
 * @param type appliance type
 * @param model the model's id
 * @param at as of when
 * @param warnings what stands against it
 * @param signs each respect as it looks now
 * @param drift how far features and scores have moved; null where the model was trained before anything was kept to compare with
 * @param live precision and recall since it went live
 * @param calibration whether its scores came true
 * @param stale who has stopped reporting, and how old the model is
 */
public record WatchReport(
        String type,
        String model,
        Instant at,
        List<Warning> warnings,
        List<Sign> signs,
        Drift drift,
        LiveQuality live,
        InService calibration,
        Stale stale) {
    private static final ObjectMapper JSON = new ObjectMapper()
            .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .registerModule(new SimpleModule()
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addSerializer(new LowerCase()));

    public WatchReport {
        warnings = List.copyOf(warnings);
        signs = List.copyOf(signs);
    }

    /** Whether anything stands against the model. */
    public boolean warned() {
        return !warnings.isEmpty();
    }

    /** As the API and {@code --json} give it. */
    public ObjectNode toJson() {
        ObjectNode json = JSON.createObjectNode();
        json.put("warned", warned());
        JsonNode all = JSON.valueToTree(this);
        return json.setAll((ObjectNode) all);
    }

    /** Constants as other documents write them. */
    @SuppressWarnings("rawtypes")
    private static final class LowerCase extends StdSerializer<Enum> {
        private static final long serialVersionUID = 1;

        LowerCase() {
            super(Enum.class);
        }

        @Override
        public void serialize(Enum value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(value.name().toLowerCase(Locale.ROOT));
        }
    }
}
