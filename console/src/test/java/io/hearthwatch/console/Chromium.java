package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One tab of a headless Chromium, driven through the DevTools protocol: as much of it as the tests need. Remembers everything that
 * goes wrong in the page (exceptions, console errors, refused by the content security policy, failed requests).
 */
final class Chromium implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern ADDRESS = Pattern.compile("ws://\\S+");
    private static final long PATIENCE_SECONDS = 20;

    private final Path profile;
    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<String> troubles = new CopyOnWriteArrayList<>();
    private String session;

    private Chromium(Path program) throws IOException {
        profile = Files.createTempDirectory("chromium-profile");
        process = new ProcessBuilder(
                        program.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--lang=en-GB",
                        "--user-data-dir=" + profile,
                        "--remote-debugging-port=0",
                        "about:blank")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader errors =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(address(errors)), new Ear())
                .join();
        Thread drain = new Thread(() -> errors.lines().forEach(line -> {}), "chromium-stderr");
        drain.setDaemon(true);
        drain.start();
        String target = send(
                        null, "Target.createTarget", MAPPER.createObjectNode().put("url", "about:blank"))
                .get("targetId")
                .asText();
        session = send(
                        null,
                        "Target.attachToTarget",
                        MAPPER.createObjectNode().put("targetId", target).put("flatten", true))
                .get("sessionId")
                .asText();
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            send(session, domain + ".enable", MAPPER.createObjectNode());
        }
    }

    private static String address(BufferedReader errors) throws IOException {
        for (String line = errors.readLine(); line != null; line = errors.readLine()) {
            Matcher matcher = ADDRESS.matcher(line);
            if (matcher.find()) {
                return matcher.group();
            }
        }
        throw new IOException("Chromium ended before it listened");
    }

    /** Where Chromium is on this machine, if it is. */
    static Optional<Path> find() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(directory -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Chromium start(Path program) {
        try {
            return new Chromium(program);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What went wrong in pages so far. */
    List<String> troubles() {
        return List.copyOf(troubles);
    }

    void forgetTroubles() {
        troubles.clear();
    }

    void open(String url) {
        send(session, "Page.navigate", MAPPER.createObjectNode().put("url", url));
    }

    void size(int width, int height) {
        send(
                session,
                "Emulation.setDeviceMetricsOverride",
                MAPPER.createObjectNode()
                        .put("width", width)
                        .put("height", height)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", false));
    }

    /** The value of an expression in the page. */
    JsonNode evaluate(String expression) {
        JsonNode answer = send(
                session,
                "Runtime.evaluate",
                MAPPER.createObjectNode()
                        .put("expression", expression)
                        .put("returnByValue", true)
                        .put("awaitPromise", true));
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
        }
        return answer.at("/result/value");
    }

    /** The visible words of what a selector finds, or an empty text. */
    String words(String selector) {
        return evaluate("[...document.querySelectorAll(" + quoted(selector) + ")].map(e => e.innerText).join('\\n')")
                .asText();
    }

    void click(String selector) {
        evaluate("document.querySelector(" + quoted(selector) + ").click()");
    }

    void screenshot(Path file) throws IOException {
        JsonNode answer = send(
                session, "Page.captureScreenshot", MAPPER.createObjectNode().put("format", "png"));
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode(answer.get("data").asText()));
    }

    private static String quoted(String text) {
        return MAPPER.getNodeFactory().textNode(text).toString();
    }

    private JsonNode send(String toSession, String method, ObjectNode parameters) {
        int number = numbers.incrementAndGet();
        ObjectNode message = MAPPER.createObjectNode().put("id", number).put("method", method);
        message.set("params", parameters);
        if (toSession != null) {
            message.put("sessionId", toSession);
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(number, answer);
        synchronized (socket) {
            socket.sendText(message.toString(), true).join();
        }
        return answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    private void heard(JsonNode message) {
        if (message.has("id")) {
            CompletableFuture<JsonNode> answer =
                    answers.remove(message.get("id").asInt());
            if (message.has("error")) {
                answer.completeExceptionally(
                        new AssertionError(message.get("error").toString()));
            } else {
                answer.complete(message.get("result"));
            }
            return;
        }
        JsonNode parameters = message.path("params");
        switch (message.path("method").asText()) {
            case "Runtime.exceptionThrown" -> troubles.add("exception: " + parameters.path("exceptionDetails"));
            case "Runtime.consoleAPICalled" -> {
                if (parameters.path("type").asText().matches("error|warning|assert")) {
                    troubles.add("console: " + parameters.path("args"));
                }
            }
            case "Log.entryAdded" -> {
                if (parameters.at("/entry/level").asText().equals("error")) {
                    troubles.add("log: " + parameters.path("entry"));
                }
            }
            case "Network.responseReceived" -> {
                if (parameters.at("/response/status").asInt() >= 400) {
                    troubles.add("answer: " + parameters.at("/response/url") + " " + parameters.at("/response/status"));
                }
            }
            default -> {
                // Nothing that the tests care about.
            }
        }
    }

    /** Puts the pieces of messages together. */
    private final class Ear implements WebSocket.Listener {
        private final StringBuilder pieces = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            pieces.append(data);
            if (last) {
                String whole = pieces.toString();
                pieces.setLength(0);
                try {
                    heard(MAPPER.readTree(whole));
                } catch (IOException e) {
                    troubles.add("protocol: " + e.getMessage());
                }
            }
            webSocket.request(1);
            return null;
        }
    }

    @Override
    public void close() {
        socket.abort();
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            deleteProfile();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void deleteProfile() {
        try (Stream<Path> tree = Files.walk(profile)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // A helper process may still be writing; the directory is in the system's place for such things.
        }
    }
}
