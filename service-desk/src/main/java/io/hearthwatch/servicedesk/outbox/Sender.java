package io.hearthwatch.servicedesk.outbox;

import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends events. Follows no redirect, goes by an answer's head, and waits for nobody. Thread-safe. */
final class Sender {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int LONGEST_ERROR = 200;

    private final HttpClient client;
    private final Executor lookups;
    private final OutboxSettings settings;
    /** What requests are stamped and timed with: receivers compare it with their own clock. */
    private final InstantSource wall;
    /** By host. */
    private final Map<String, CompletableFuture<Void>> looking = new ConcurrentHashMap<>();

    /** @param lookups runs look-ups of names, which block */
    Sender(OutboxSettings settings, InstantSource wall, Executor lookups) {
        this.settings = settings;
        this.wall = wall;
        this.lookups = lookups;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT.compareTo(settings.timeout()) < 0 ? CONNECT : settings.timeout())
                .build();
    }

    /** Sends an event; what is returned never fails, and is done within the timeout. */
    CompletableFuture<Attempt> send(Line line) {
        Instant at = wall.instant();
        Exchange exchange = new Exchange(client);
        // The client's own timeout ends with the head of an answer, and does not count the look-up.
        return lookedUp(line.url())
                .thenCompose(allowed -> exchange.begin(request(line, at)))
                .orTimeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .handle((whole, failure) -> {
                    exchange.end();
                    return exchange.head()
                            .map(head -> answered(at, head))
                            .orElseGet(() -> new Attempt(at, since(at), null, error(failure), null));
                });
    }

    /** One look-up of a host at a time: a name server that hangs costs a thread, however many events wait for it. */
    private CompletableFuture<Void> lookedUp(URI url) {
        String host = url.getHost();
        CompletableFuture<Void> lookUp =
                looking.computeIfAbsent(host, name -> CompletableFuture.runAsync(() -> check(url), lookups));
        return lookUp.whenComplete((done, failure) -> looking.remove(host, lookUp));
    }

    private void check(URI url) {
        try {
            settings.addresses().check(url);
        } catch (UnknownHostException e) {
            throw new CompletionException(e);
        }
    }

    private HttpRequest request(Line line, Instant at) {
        OutgoingEvent event = line.content();
        byte[] body = Sql.json(line.binary() ? event.data() : event.json()).getBytes(StandardCharsets.UTF_8);
        HttpRequest.Builder request = HttpRequest.newBuilder(line.url())
                .timeout(settings.timeout())
                .header(
                        "Content-Type",
                        line.binary() ? "application/json" : "application/cloudevents+json; charset=utf-8")
                .header("User-Agent", "Hearthwatch")
                .header("webhook-id", event.id())
                .header("webhook-timestamp", Long.toString(at.getEpochSecond()))
                .header("webhook-signature", Secret.sign(line.secrets(), event.id(), at, body))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (line.binary()) {
            event.attributes().forEach((name, value) -> request.header("ce-" + name, encoded(value)));
        }
        return request.build();
    }

    /** As the HTTP binding of CloudEvents writes characters that a header cannot hold. */
    private static String encoded(String value) {
        return value.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '"' && c != '%')
                ? value
                : URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Attempt answered(Instant at, HttpResponse.ResponseInfo answer) {
        int status = answer.statusCode();
        boolean pause = status == 429 || status == 503;
        Optional<Duration> asked =
                pause ? answer.headers().firstValue("retry-after").flatMap(this::pause) : Optional.empty();
        String error = status >= 200 && status < 300 ? null : "the receiver answered " + status;
        return new Attempt(at, since(at), status, error, asked.orElse(null));
    }

    /** Retry-After in either of its forms (RFC 9110, 10.2.3). */
    private Optional<Duration> pause(String header) {
        if (header.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(header)));
        }
        try {
            Duration until = Duration.between(
                    wall.instant(),
                    ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
            return Optional.of(until).filter(pause -> !pause.isNegative());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private Duration since(Instant at) {
        Duration took = Duration.between(at, wall.instant());
        return took.isNegative() ? Duration.ZERO : took;
    }

    private String error(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof TimeoutException || cause instanceof java.net.http.HttpTimeoutException) {
            return "no answer within " + settings.timeout().toMillis() / 1e3 + " s";
        }
        if (cause instanceof UnknownHostException) {
            return "the host's name leads nowhere";
        }
        if (cause instanceof java.net.ConnectException) {
            return "nobody listens at the address";
        }
        if (cause instanceof Refusal refusal) {
            return refusal.getMessage();
        }
        String message = cause.getMessage();
        String words = cause instanceof IOException
                ? "the connection broke" + (message == null ? "" : ": " + message)
                : cause.getClass().getSimpleName();
        // It may quote the answer, in which anything may be; this goes to the database, to terminals and to logs.
        return words.substring(0, Math.min(words.length(), LONGEST_ERROR)).replaceAll("[^ -~]", "?");
    }
}
