package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.FaultCode;
import io.hearthwatch.catalog.Metric;
import io.hearthwatch.catalog.Severity;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.fleet.ComponentEvent;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.fleet.Work;
import io.hearthwatch.ingest.FaultRow;
import io.hearthwatch.ingest.Point;
import io.hearthwatch.ingest.StoredTelemetry;
import io.hearthwatch.servicedesk.organisation.Centres;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Appliances, what they reported, and what became of their components. */
final class ApplianceApi {
    private static final int MOST_APPLIANCES = 500;
    private static final int MOST_POINTS = 2000;
    private static final int MOST_FAULTS = 1000;
    private static final int MOST_STRANGE = 1000;
    private static final int HISTORY = 50;
    private static final Duration USUAL_SPAN = Duration.ofDays(14);
    private static final Duration FAULT_SPAN = Duration.ofDays(90);

    private final Catalog catalog;
    private final Fleet fleet;
    private final StoredTelemetry stored;
    private final Scores scores;
    private final ClockControl clock;
    private final ScoreJson scoreJson;
    private final Centres centres;

    /** @param centres which appliances belong to whom */
    ApplianceApi(
            Catalog catalog, Fleet fleet, StoredTelemetry stored, Scores scores, ClockControl clock, Centres centres) {
        this.centres = centres;
        this.catalog = catalog;
        this.fleet = fleet;
        this.stored = stored;
        this.scores = scores;
        this.clock = clock;
        this.scoreJson = new ScoreJson(catalog);
    }

    JsonNode list(Call call) {
        call.allow("q", "type", "after", "limit", "strange");
        int limit = call.number("limit", 1, MOST_APPLIANCES, 50);
        String type =
                call.text("type").map(id -> TypesApi.known(catalog, id).id()).orElse(null);
        boolean strangeOnly = call.oneOf("strange", "false", "true", "false").equals("true");
        if (strangeOnly && call.text("after").isPresent()) {
            throw Problem.badRequest("strange appliances come on one page", "leave 'after' out");
        }
        String piece = call.text("q").orElse(null);
        List<Appliance> page = strangeOnly
                ? visible(call, strange(type, piece, MOST_STRANGE)).stream()
                        .limit(limit + 1L)
                        .toList()
                : search(call, type, piece, limit + 1);
        List<Appliance> shown = page.subList(0, Math.min(limit, page.size()));
        List<Integer> nos = shown.stream().map(Appliance::no).toList();
        Map<Integer, List<Scores.Score>> all = scores.of(shown);
        Map<Integer, Scores.Strange> strangeness = scores.strangeness(nos);
        ArrayNode list = Json.array();
        shown.forEach(appliance -> {
            ObjectNode json = identity(appliance).put("last_reading", lastReading(appliance));
            List<Scores.Score> own = all.getOrDefault(appliance.no(), List.of());
            json.set("score", own.isEmpty() ? null : scoreJson.score(appliance, own.get(0)));
            json.set("strangeness", ScoreJson.strangeness(strangeness.get(appliance.no())));
            list.add(json);
        });
        return Json.object().put("more", page.size() > limit).set("appliances", list);
    }

    /** The next appliances that the caller may see. */
    private List<Appliance> search(Call call, String type, String piece, int limit) {
        List<Appliance> found = new ArrayList<>();
        String after = call.text("after").orElse(null);
        while (found.size() < limit) {
            List<Appliance> some = fleet.search(type, piece, after, limit);
            found.addAll(visible(call, some));
            if (some.size() < limit) {
                break;
            }
            after = some.get(some.size() - 1).id();
        }
        return found.subList(0, Math.min(limit, found.size()));
    }

    private List<Appliance> visible(Call call, List<Appliance> appliances) {
        if (call.scope().isEverything()) {
            return appliances;
        }
        Set<String> seen = centres.visible(
                call.scope(), appliances.stream().map(Appliance::id).toList());
        return appliances.stream().filter(each -> seen.contains(each.id())).toList();
    }

    /** The strange ones, strangest first. */
    private List<Appliance> strange(String type, String piece, int limit) {
        return scores.strange(type, MOST_STRANGE).stream()
                .flatMap(strange -> fleet.find(strange.applianceNo()).stream())
                .filter(appliance -> piece == null
                        || appliance.id().toLowerCase(Locale.ROOT).contains(piece.toLowerCase(Locale.ROOT)))
                .limit(limit)
                .toList();
    }

    JsonNode one(Call call) {
        call.allow();
        Appliance appliance = find(call);
        ObjectNode json = identity(appliance)
                .put("lot", appliance.lot())
                .put(
                        "produced_on",
                        appliance.producedOn() == null
                                ? null
                                : appliance.producedOn().toString())
                .put(
                        "purchased_on",
                        appliance.purchasedOn() == null
                                ? null
                                : appliance.purchasedOn().toString())
                .put("firmware", appliance.firmware())
                .put("last_reading", lastReading(appliance));
        json.set(
                "last_reject",
                stored.lastReject(appliance.no())
                        .map(reject -> Json.object()
                                .put("at", Json.time(reject.receivedAt()))
                                .put("reason", reject.reason())
                                .put("detail", reject.detail()))
                        .orElse(null));
        ArrayNode all = json.putArray("scores");
        scores.of(List.of(appliance))
                .getOrDefault(appliance.no(), List.of())
                .forEach(score -> all.add(scoreJson.score(appliance, score)));
        json.set(
                "strangeness",
                ScoreJson.strangeness(
                        scores.strangeness(List.of(appliance.no())).get(appliance.no())));
        ArrayNode lives = json.putArray("remaining_life");
        scores.lives(appliance.no()).forEach(life -> lives.add(scoreJson.life(appliance, life)));
        json.set("history", history(appliance));
        return json;
    }

    /** Why its scores are what they are; computed on demand. */
    JsonNode reasons(Call call) {
        call.allow();
        Appliance appliance = find(call);
        ArrayNode components = Json.array();
        scores.why(appliance).forEach(why -> components.add(scoreJson.why(appliance, why)));
        return Json.object().put("appliance", appliance.id()).set("components", components);
    }

    JsonNode telemetry(Call call) {
        call.allow("metric", "from", "to", "points");
        Appliance appliance = find(call);
        ApplianceType type = catalog.type(appliance.type());
        String name = call.required("metric");
        Metric metric = type.metric(name)
                .orElseThrow(() -> Problem.badRequest(
                        "a " + type.id() + " has no metric '" + Call.shortened(name) + "'",
                        "use one of "
                                + type.metrics().stream().map(Metric::name).collect(Collectors.joining(", "))));
        Instant to = call.instant("to").orElseGet(() -> clock.now().now());
        Instant from = call.instant("from").orElse(to.minus(USUAL_SPAN));
        inOrder(from, to);
        List<Point> series = stored.series(
                appliance.no(), type.id(), metric.name(), from, to, call.number("points", 2, MOST_POINTS, 500));
        ObjectNode json = Json.object()
                .put("appliance", appliance.id())
                .put("from", Json.time(from))
                .put("to", Json.time(to));
        json.set("metric", TypesApi.metric(metric));
        ArrayNode points = json.putArray("points");
        series.forEach(point -> points.addArray()
                .add(point.time().toEpochMilli())
                .add(point.value())
                .add(point.min())
                .add(point.max()));
        return json;
    }

    JsonNode faults(Call call) {
        call.allow("from", "to", "limit");
        Appliance appliance = find(call);
        Instant to = call.instant("to").orElseGet(() -> clock.now().now());
        Instant from = call.instant("from").orElse(to.minus(FAULT_SPAN));
        inOrder(from, to);
        int limit = call.number("limit", 1, MOST_FAULTS, 100);
        ArrayNode faults = Json.array();
        stored.recentFaults(appliance.no(), from, to, limit).forEach(row -> faults.add(fault(appliance, row)));
        return Json.object().set("faults", faults);
    }

    private static void inOrder(Instant from, Instant to) {
        if (from.isAfter(to)) {
            throw Problem.badRequest("from (" + from + ") is after to (" + to + ")", "exchange the two");
        }
    }

    private Appliance find(Call call) {
        return DeskApi.appliance(fleet, call.path().get("id"));
    }

    private ObjectNode identity(Appliance appliance) {
        ApplianceType type = catalog.type(appliance.type());
        return Json.object()
                .put("id", appliance.id())
                .put("type", appliance.type())
                .put("model", appliance.model())
                .set("type_name", Json.text(type.label()));
    }

    private String lastReading(Appliance appliance) {
        return Json.time(stored.lastReading(appliance.no(), appliance.type()).orElse(null));
    }

    private ObjectNode fault(Appliance appliance, FaultRow row) {
        FaultCode code = catalog.type(appliance.type()).faults().get(row.code());
        return Json.object()
                .put("at", Json.time(row.time()))
                .put("code", row.code())
                .put("state", row.raised() ? "raised" : "cleared")
                .put(
                        "severity",
                        (code == null ? Severity.INFO : code.severity()).name().toLowerCase(Locale.ROOT))
                .set("name", Json.text(code == null ? Text.same(row.code()) : code.label()));
    }

    /** What became known of failures and repairs, the newest first; a bounded number of each. */
    private ArrayNode history(Appliance appliance) {
        Instant now = clock.now().now();
        int[] only = {appliance.no()};
        Deque<ComponentEvent> failures = new ArrayDeque<>();
        Deque<ComponentEvent> repairs = new ArrayDeque<>();
        fleet.failures(null, only, now, now, event -> keepNewest(failures, event));
        fleet.repairs(null, only, now, now, event -> keepNewest(repairs, event));
        record Entry(String kind, ComponentEvent event) {}
        List<Entry> entries = new ArrayList<>();
        failures.forEach(event -> entries.add(new Entry("failure", event)));
        repairs.forEach(event -> entries.add(new Entry("repair", event)));
        entries.sort(Comparator.comparing((Entry entry) -> entry.event().time())
                .reversed()
                .thenComparing(Entry::kind, Comparator.reverseOrder()));
        ArrayNode history = Json.array();
        entries.stream()
                .limit(HISTORY)
                .forEach(entry -> work(
                                history.addObject()
                                        .put("kind", entry.kind())
                                        .put("at", Json.time(entry.event().time()))
                                        .put("planned", entry.event().planned()),
                                entry.event().work())
                        .set(
                                "component",
                                scoreJson.component(appliance, entry.event().component())));
        return history;
    }

    private static ObjectNode work(ObjectNode event, Work work) {
        return event.put("ticket", work == null ? null : work.ticket())
                .put(
                        "why",
                        work == null || work.why() == null ? null : work.why().id())
                .put("part", work == null ? null : work.part())
                .put("serial", work == null ? null : work.serial());
    }

    private static void keepNewest(Deque<ComponentEvent> newest, ComponentEvent event) {
        newest.addLast(event);
        if (newest.size() > HISTORY) {
            newest.removeFirst();
        }
    }
}
