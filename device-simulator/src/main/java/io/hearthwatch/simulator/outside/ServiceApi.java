package io.hearthwatch.simulator.outside;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hearthwatch.simulator.event.Event;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The service's HTTP API as an outsider uses it. Every call is idempotent, and is repeated with a growing pause while
 * the service is away, up to the patience given; a refusal (4xx) is final. Used by one thread.
 */
public final class ServiceApi {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    /** Moving the clock runs all work due until then before it answers. */
    private static final Duration LONGEST_CALL = Duration.ofMinutes(10);

    private static final int TICKETS_ON_PAGE = 200;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String root;
    private final Duration patience;
    private final StopSignal stop;

    /**
     * @param patience how long the service may be away before a call fails
     * @param stop ends a wait early
     */
    public ServiceApi(String host, int port, Duration patience, StopSignal stop) {
        this.root = "http://" + host + ":" + port;
        this.patience = patience;
        this.stop = stop;
    }

    /** The service's clock. */
    public ServerClock clock() {
        return clockOf(get("/api/v1/clock"));
    }

    /**
     * Moves the clock; returns when all work due until then is committed. A clock that is already there is fine: the
     * answer to an earlier try may have been lost.
     */
    public ServerClock advance(Instant now) {
        String body = JSON.createObjectNode().put("now", now.toString()).toString();
        HttpResponse<String> answer = answer(request("/api/v1/clock").PUT(HttpRequest.BodyPublishers.ofString(body)));
        if (answer.statusCode() / 100 == 2) {
            return clockOf(parse(answer));
        }
        ServerClock there = clock();
        if (there.now().isBefore(now)) {
            throw refused("PUT /api/v1/clock", answer);
        }
        return there;
    }

    /** Reports failures, in order. */
    public void failures(List<Event.Failure> failures) {
        var items = JSON.createArrayNode();
        for (Event.Failure failure : failures) {
            items.addObject()
                    .put("appliance", failure.appliance())
                    .put("component", failure.component())
                    .put("at", failure.time().toString());
        }
        post("/api/v1/failures", items);
    }

    /** Reports repairs, in order. */
    public void repairs(List<Event.Repair> repairs) {
        var items = JSON.createArrayNode();
        for (Event.Repair repair : repairs) {
            var item = items.addObject()
                    .put("appliance", repair.appliance())
                    .put("component", repair.component())
                    .put("at", repair.time().toString());
            if (repair.planned() != null) {
                item.put("planned", repair.planned());
            }
        }
        post("/api/v1/repairs", items);
    }

    /** Readings and faults stored with {@code from < time <= to}. */
    public long stored(Instant from, Instant to) {
        JsonNode counts = get("/api/v1/stored?from=" + encode(from.toString()) + "&to=" + encode(to.toString()));
        return counts.path("readings").asLong() + counts.path("faults").asLong();
    }

    /** What the service's tickets made of the failures of a span; the object as the service sent it. */
    public JsonNode policyOutcome(String type, Instant from, Instant to, Duration minLead) {
        return get("/api/v1/policy-outcome?from=" + encode(from.toString()) + "&to=" + encode(to.toString())
                + "&min_lead=" + minLead + "&type=" + encode(type));
    }

    /** Tickets that are open now. */
    public List<OpenTicket> openTickets() {
        List<OpenTicket> tickets = new ArrayList<>();
        JsonNode page;
        do {
            page = get("/api/v1/tickets?state=open&limit=" + TICKETS_ON_PAGE + "&offset=" + tickets.size());
            for (JsonNode ticket : page.path("tickets")) {
                tickets.add(new OpenTicket(
                        ticket.path("id").asText(),
                        ticket.at("/appliance/id").asText(),
                        ticket.at("/component/id").asText()));
            }
        } while (page.path("more").asBoolean() && !page.path("tickets").isEmpty());
        return tickets;
    }

    private void post(String path, JsonNode body) {
        HttpResponse<String> answer = answer(request(path).POST(HttpRequest.BodyPublishers.ofString(body.toString())));
        if (answer.statusCode() / 100 != 2) {
            throw refused("POST " + path, answer);
        }
    }

    private JsonNode get(String path) {
        HttpResponse<String> answer = answer(request(path).GET());
        if (answer.statusCode() / 100 != 2) {
            throw refused("GET " + path, answer);
        }
        return parse(answer);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(root + path))
                .header("Content-Type", "application/json")
                .timeout(LONGEST_CALL);
    }

    /** The first answer that is not "away": 5xx counts as away, as a server in the middle of a restart gives them. */
    private HttpResponse<String> answer(HttpRequest.Builder request) {
        HttpRequest built = request.build();
        long started = System.nanoTime();
        Duration pause = FIRST_PAUSE;
        while (true) {
            String trouble;
            try {
                HttpResponse<String> answer = http.send(built, HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() < 500) {
                    return answer;
                }
                trouble = "answered " + answer.statusCode() + " " + problem(answer);
            } catch (IOException e) {
                trouble = "did not answer: " + words(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ServiceException("interrupted", "run it again; what is stored stays stored once");
            }
            if (System.nanoTime() - started > patience.toNanos()) {
                throw new ServiceException(
                        "the service at " + root + " " + trouble + " (" + built.method() + " "
                                + built.uri().getPath() + ") for " + patience.toSeconds() + " s",
                        "check that serve runs there, then run this again; what is stored stays stored once");
            }
            if (stop.await(pause)) {
                throw new ServiceException("stopped", "run it again; what is stored stays stored once");
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private static ServerClock clockOf(JsonNode clock) {
        String due = clock.path("next_due").asText(null);
        return new ServerClock(
                Instant.parse(clock.path("now").asText()),
                due == null ? null : Instant.parse(due),
                clock.path("mode").asText());
    }

    private static JsonNode parse(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new ServiceException(
                    answer.uri() + " did not answer with JSON", "check that the HTTP port is Hearthwatch's");
        }
    }

    private static ServiceException refused(String call, HttpResponse<String> answer) {
        return new ServiceException(
                call + " was refused: " + answer.statusCode() + " " + problem(answer),
                "compare the service's catalog, appliances and --clock with what is sent");
    }

    /** The problem's title and detail (RFC 9457), or the start of whatever came instead. */
    private static String problem(HttpResponse<String> answer) {
        String body = answer.body();
        try {
            JsonNode problem = JSON.readTree(body);
            String words = List.of("title", "detail", "try").stream()
                    .map(key -> problem.path(key).asText(""))
                    .filter(text -> !text.isEmpty())
                    .collect(Collectors.joining(": "));
            if (!words.isEmpty()) {
                return words;
            }
        } catch (JsonProcessingException e) {
            // Not a problem document: show what came.
        }
        return body.substring(0, Math.min(200, body.length()));
    }

    private static String words(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
