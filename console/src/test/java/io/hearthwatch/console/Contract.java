package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The OpenAPI document, held against what really goes over the wire. */
final class Contract {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private final JsonNode document = read();
    private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();

    private static JsonNode read() {
        try (InputStream in = Contract.class.getResourceAsStream("/openapi.yaml")) {
            return MAPPER.valueToTree(new Load(LoadSettings.builder().build()).loadFromInputStream(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Method and path of every operation, such as {@code GET /api/v1/tickets/{id}}. */
    Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return operations;
    }

    JsonNode document() {
        return document;
    }

    /** Fails unless the body is what the document promises for the status. */
    void check(String method, String path, int status, JsonNode body) {
        String template = template(path.replaceAll("\\?.*", ""));
        JsonNode item = document.at("/paths").path(template);
        JsonNode operation = item.path(method.toLowerCase(Locale.ROOT));
        // A method that a path does not have answers as everything does when it goes wrong.
        JsonNode responses = (operation.isMissingNode() ? item.path("get") : operation).path("responses");
        JsonNode response = resolve(
                responses.has(String.valueOf(status))
                        ? responses.get(String.valueOf(status))
                        : responses.path("default"));
        JsonNode schema = response.path("content").elements().next().path("schema");
        assertThat(schemas.computeIfAbsent(schema.toString(), key -> compile(schema))
                        .validate(body))
                .as("%s %s answered %s: %s", method, path, status, body)
                .isEmpty();
    }

    /** Fails unless a request's body is what the document asks for. */
    boolean accepts(String method, String path, JsonNode body) {
        JsonNode schema = document.at("/paths")
                .path(path)
                .path(method.toLowerCase(Locale.ROOT))
                .at("/requestBody/content/application~1json/schema");
        return compile(schema).validate(body).isEmpty();
    }

    private JsonSchema compile(JsonNode schema) {
        ObjectNode whole = MAPPER.createObjectNode();
        whole.set("components", document.get("components"));
        whole.putArray("allOf").add(schema);
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(whole);
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").textValue().substring(1)) : node;
    }

    private String template(String path) {
        for (var names = document.get("paths").fieldNames(); names.hasNext(); ) {
            String candidate = names.next();
            if (path.matches(candidate.replaceAll("\\{\\w+}", "[^/]+"))) {
                return candidate;
            }
        }
        // What is not described answers as everything does when it goes wrong.
        return "/api/v1/clock";
    }
}
