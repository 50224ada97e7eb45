package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.catalog.ApplianceType;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.Component;
import io.hearthwatch.catalog.FaultCode;
import io.hearthwatch.catalog.Metric;
import io.hearthwatch.catalog.Severity;
import io.hearthwatch.catalog.Text;
import io.hearthwatch.fleet.Appliance;
import io.hearthwatch.fleet.ComponentEvent;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.ingest.FaultRow;
import io.hearthwatch.ingest.Point;
import io.hearthwatch.ingest.StoredTelemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Appliances, what they reported, and what became of their components. */
final class ApplianceApi {
    private static final int MOST_APPLIANCES = 500;
    private static final int MOST_POINTS = 2000;
    private static final int MOST_FAULTS = 1000;
    private static final int HISTORY = 50;
    private static final Duration USUAL_SPAN = Duration.ofDays(14);
    private static final Duration FAULT_SPAN = Duration.ofDays(90);

    private final Catalog catalog;
    private final Fleet fleet;
    private final StoredTelemetry stored;
    private final Scores scores;
    private final ClockControl clock;

    ApplianceApi(Catalog catalog, Fleet fleet, StoredTelemetry stored, Scores scores, ClockControl clock) {
        this.catalog = catalog;
        this.fleet = fleet;
        this.stored = stored;
        this.scores = scores;
        this.clock = clock;
    }

    JsonNode list(Call call) {
        call.allow("q", "type", "after", "limit");
        int limit = call.number("limit", 1, MOST_APPLIANCES, 50);
        String type =
                call.text("type").map(id -> TypesApi.known(catalog, id).id()).orElse(null);
        List<Appliance> page = fleet.search(
                type, call.text("q").orElse(null), call.text("after").orElse(null), limit + 1);
        ArrayNode list = Json.array();
        page.stream().limit(limit).forEach(appliance -> {
            ObjectNode json = identity(appliance).put("last_reading", lastReading(appliance));
            List<Scores.Score> all = scores.of(appliance.no());
            json.set("score", all.isEmpty() ? null : score(appliance, all.get(0)));
            list.add(json);
        });
        return Json.object().put("more", page.size() > limit).set("appliances", list);
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
        scores.of(appliance.no()).forEach(score -> all.add(score(appliance, score)));
        ArrayNode lives = json.putArray("remaining_life");
        scores.lives(appliance.no()).forEach(life -> lives.add(life(appliance, life)));
        json.set("history", history(appliance));
        return json;
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

    private ObjectNode score(Appliance appliance, Scores.Score score) {
        return Json.object()
                .put("probability", score.probability())
                .put("as_of", Json.time(score.asOf()))
                .set("component", component(appliance, score.component()));
    }

    private ObjectNode life(Appliance appliance, Scores.Life life) {
        return Json.object()
                .put("hours", life.hours())
                .put("low_hours", life.low())
                .put("high_hours", life.high())
                .put("open_ended", life.openEnded())
                .put("as_of", Json.time(life.asOf()))
                .set("component", component(appliance, life.component()));
    }

    private ObjectNode component(Appliance appliance, String id) {
        Text name = catalog.type(appliance.type())
                .component(appliance.model(), id)
                .map(Component::label)
                .orElse(Text.same(id));
        return Json.object().put("id", id).set("name", Json.text(name));
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
                .forEach(entry -> history.addObject()
                        .put("kind", entry.kind())
                        .put("at", Json.time(entry.event().time()))
                        .put("planned", entry.event().planned())
                        .set("component", component(appliance, entry.event().component())));
        return history;
    }

    private static void keepNewest(Deque<ComponentEvent> newest, ComponentEvent event) {
        newest.addLast(event);
        if (newest.size() > HISTORY) {
            newest.removeFirst();
        }
    }
}
