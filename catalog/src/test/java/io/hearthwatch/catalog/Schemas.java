package io.hearthwatch.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** An independent reading of YAML and of the schema, for comparison with ours. */
final class Schemas {
    private static final JsonSchema CATALOG =
            JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(Catalog.schema());
    private static final ObjectMapper JSON = new ObjectMapper();

    private Schemas() {}

    static Set<ValidationMessage> problems(String yaml) {
        return CATALOG.validate(json(yaml));
    }

    static JsonNode json(String yaml) {
        LoadSettings settings =
                LoadSettings.builder().setSchema(new CoreSchema()).build();
        return JSON.valueToTree(new Load(settings).loadFromString(yaml));
    }
}
