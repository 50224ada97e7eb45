package io.hearthwatch.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.fleet.LabelCounts;
import io.hearthwatch.ingest.Ingest;
import io.hearthwatch.ingest.IngestMetrics;
import io.hearthwatch.ingest.StoredCounts;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.organisation.Scope;
import io.hearthwatch.servicedesk.policy.PolicyOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Counts: what is stored, what ingest did, and the few figures that the pages show on top. */
final class FiguresApi {
    private static final Instant EVER = Instant.parse("1900-01-01T00:00:00Z");
    private static final Duration ROOM_AHEAD = Duration.ofDays(2);

    private final Catalog catalog;
    private final Fleet fleet;
    private final Ingest ingest;
    private final ServiceDesk desk;
    private final ClockControl clock;
    private final Supplier<ArrayNode> stops;
    private final Cached<Long> readings;
    private final Cached<PolicyOutcome> achieved;

    /** @param stops the emergency switches that are on */
    FiguresApi(
            Catalog catalog,
            Fleet fleet,
            Ingest ingest,
            ServiceDesk desk,
            ClockControl clock,
            Supplier<ArrayNode> stops) {
        this.catalog = catalog;
        this.fleet = fleet;
        this.ingest = ingest;
        this.desk = desk;
        this.clock = clock;
        this.stops = stops;
        this.readings = new Cached<>(this::countReadings, System::nanoTime);
        this.achieved = new Cached<>(() -> countAchieved(Scope.EVERYTHING), System::nanoTime);
    }

    JsonNode overview(Call call) {
        call.allow("r");
        boolean all = call.scope().isEverything();
        PolicyOutcome policy = all ? achieved.get() : countAchieved(call.scope());
        ObjectNode json = Json.object();
        json.set("clock", ClockApi.json(clock.now()));
        json.putObject("figures")
                .put("open_tickets", openTickets(call))
                .put("failures", policy.failures())
                .put("preempted", policy.preempted())
                .put("needless", policy.needless())
                .put(
                        "appliances",
                        all ? fleet.count(null) : desk.organisation().centres().appliances(call.scope()))
                // How much is stored says nothing of anybody; of which centre's appliances it is nobody counts.
                .put("readings", readings.get());
        json.set("stopped", stops.get());
        return json;
    }

    private int openTickets(Call call) {
        return desk.openTickets(call.scope());
    }

    private long countReadings() {
        return ingest.stored()
                .counts(null, EVER, clock.now().now().plus(ROOM_AHEAD))
                .readings();
    }

    /** Over the whole life of the service, which begins with its first ticket: what failed before could not be pre-empted. */
    private PolicyOutcome countAchieved(Scope scope) {
        Instant now = clock.now().now();
        Instant begun = desk.firstTicket().orElse(now);
        return catalog.types().keySet().stream()
                .map(type -> desk.policyOutcome(type, begun, now, Duration.ZERO, scope))
                .reduce(new PolicyOutcome(0, 0, 0, 0, 0), PolicyOutcome::plus);
    }

    JsonNode stored(Call call) {
        call.allow("from", "to", "type");
        String type =
                call.text("type").map(id -> TypesApi.known(catalog, id).id()).orElse(null);
        Instant from = call.instant("from").orElse(EVER);
        Instant to = call.instant("to").orElseGet(() -> clock.now().now().plus(ROOM_AHEAD));
        StoredCounts counts = ingest.stored().counts(type, from, to);
        LabelCounts labels = fleet.labels(type, from, to);
        return Json.object()
                .put("readings", counts.readings())
                .put("faults", counts.faults())
                .put("rejected", counts.rejected())
                .put("failures", labels.failures())
                .put("repairs", labels.repairs());
    }

    JsonNode ingest(Call call) {
        call.allow();
        IngestMetrics metrics = ingest.metrics();
        ObjectNode json = Json.object()
                .put("messages", metrics.messages())
                .put("received", metrics.received())
                .put("stored", metrics.stored())
                .put("repeated", metrics.repeated())
                .put("rejected", metrics.rejected())
                .put("in_flight", metrics.inFlight())
                .put("unstamped", metrics.unstamped())
                .put("queued_messages", metrics.queuedMessages())
                .put("queued_bytes", metrics.queuedBytes())
                .put("commits", metrics.commits())
                .put("merged_batches", metrics.mergedBatches())
                .put("retries", metrics.retries());
        ObjectNode reasons = json.putObject("rejected_by_reason");
        new TreeMap<>(metrics.rejectedByReason()).forEach(reasons::put);
        return json;
    }
}
