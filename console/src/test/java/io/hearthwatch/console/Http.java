package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** A real HTTP client of the console, which holds every answer against the OpenAPI document. */
final class Http {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Contract contract = new Contract();
    private final String base;

    Http(String base) {
        this.base = base;
    }

    /** Status, JSON and ETag of an answer; the ETag is null where it has none. */
    record Answer(int status, JsonNode json, String etag) {
        Answer(int status, JsonNode json) {
            this(status, json, null);
        }

        String detail() {
            return json.path("detail").asText();
        }
    }

    Answer get(String path) {
        return send("GET", path, HttpRequest.newBuilder(URI.create(base + path)).GET());
    }

    Answer post(String path, String body) {
        return write("POST", path, body, "application/json");
    }

    Answer put(String path, String body) {
        return write("PUT", path, body, "application/json");
    }

    Answer write(String method, String path, String body, String type) {
        return send(
                method,
                path,
                HttpRequest.newBuilder(URI.create(base + path))
                        .header("Content-Type", type)
                        .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    /** A write with headers, given as name and value in turn. */
    Answer write(String method, String path, String body, List<String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.size(); i += 2) {
            request.header(headers.get(i), headers.get(i + 1));
        }
        return send(method, path, request);
    }

    Answer send(String method, String path, HttpRequest.Builder request) {
        HttpResponse<String> response = raw(request);
        try {
            JsonNode json = MAPPER.readTree(response.body());
            contract.check(method, path, response.statusCode(), json);
            return new Answer(
                    response.statusCode(),
                    json,
                    response.headers().firstValue("ETag").orElse(null));
        } catch (IOException e) {
            throw new UncheckedIOException(response.statusCode() + " " + response.body(), e);
        }
    }

    HttpResponse<String> raw(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> raw(String path) {
        return raw(HttpRequest.newBuilder(URI.create(base + path)));
    }
}
