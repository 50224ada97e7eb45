package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The OpenAPI document lists the Idempotency-Key for the writes that take one, and for no other. Whoever takes a key looks first whether it
 * was used before; with the tables of keys out of the way that fails, and so each write tells whether it takes one.
 */
class IdempotencyKeyTest {
    private static final Set<String> WRITES = Set.of("post", "put", "patch", "delete");
    private static final String LISTED = "#/components/parameters/IdempotencyKey";

    @Test
    void everyWriteThatTakesAKeyListsItAndNoOtherDoes() {
        Set<String> unlisted = new TreeSet<>();
        Set<String> untaken = new TreeSet<>();
        try (SampleHouse house = SampleHouse.furnished(0)) {
            Http http = new Http(house.url());
            for (String keys : List.of("http_once", "write_once")) {
                house.database.database().withConnection(connection -> {
                    try (var statement = connection.createStatement()) {
                        return statement.execute("alter table service." + keys + " rename to " + keys + "_away");
                    }
                });
            }
            new Contract()
                    .document()
                    .get("paths")
                    .properties()
                    .forEach(path -> path.getValue().properties().stream()
                            .filter(operation -> WRITES.contains(operation.getKey()))
                            .forEach(operation -> {
                                String method = operation.getKey().toUpperCase(Locale.ROOT);
                                boolean listed = lists(path.getValue()) || lists(operation.getValue());
                                boolean taken = takes(http, method, path.getKey());
                                if (taken != listed) {
                                    (taken ? unlisted : untaken).add(method + " " + path.getKey());
                                }
                            }));
        }
        assertThat(String.join("\n", unlisted))
                .as("take a key that docs/openapi.yaml does not list")
                .isEmpty();
        assertThat(String.join("\n", untaken))
                .as("list a key that they do not take")
                .isEmpty();
    }

    private static boolean lists(JsonNode of) {
        return of.path("parameters").findValuesAsText("$ref").contains(LISTED);
    }

    private static boolean takes(Http http, String method, String path) {
        String concrete = path.replace("{type}", "washing_machine")
                .replace("{system}", "sap")
                .replaceAll("\\{\\w+}", "1");
        Http.Answer answer = http.write(method, concrete, "{\"who\":\"Li\"}", List.of("Idempotency-Key", "k-1"));
        return answer.status() == 500;
    }
}
