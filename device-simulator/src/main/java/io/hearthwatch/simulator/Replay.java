package io.hearthwatch.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hearthwatch.simulator.outside.MqttFleet;
import io.hearthwatch.simulator.outside.ServerClock;
import io.hearthwatch.simulator.outside.ServiceApi;
import io.hearthwatch.simulator.outside.ServiceException;
import io.hearthwatch.simulator.outside.StopSignal;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;

/**
 * Plays recorded history against a running service with a driven clock: telemetry and faults as real MQTT clients,
 * failures and repairs through the HTTP API at their time, and the clock moved on only when everything up to then is
 * acknowledged. Can be run again over the same span: what is stored stays stored once.
 */
public final class Replay {
    /** Where no end is given, what is stored is counted up to here. */
    private static final Instant END_OF_TIME = Instant.parse("9999-01-01T00:00:00Z");

    private static final List<String> POLICY_KEYS = List.of("failures", "preempted", "missed", "tickets", "needless");

    private final ReplayRequest request;
    private final StopSignal stop;

    /** @param stop ends the replay early, with a {@link ServiceException} */
    public Replay(ReplayRequest request, StopSignal stop) {
        this.request = request;
        this.stop = stop;
    }

    /**
     * Plays the whole span; blocks until it is over.
     *
     * @throws ServiceException if the service refuses something, or is away for longer than the patience
     */
    public ReplayReport run(ReplayProgress progress) {
        ReplayRequest.Target target = request.target();
        ServiceApi api = new ServiceApi(target.httpHost(), target.httpPort(), request.patience(), stop);
        ServerClock clock = startClock(api);
        Instant countTo = request.to() == null ? END_OF_TIME : request.to();
        long storedBefore = api.stored(request.from(), countTo);
        Instant passed = clock.now().isAfter(countTo) ? countTo : clock.now();
        long lateBefore = storedUntil(api, passed);
        InetSocketAddress broker = InetSocketAddress.createUnresolved(target.mqttHost(), target.mqttPort());
        try (MqttFleet fleet = new MqttFleet(broker, request.credentials().secrets(), request.patience(), stop)) {
            ReplayWalk walk = new ReplayWalk(fleet, api, clock, progress);
            request.source().stream(request.from(), request.to(), walk);
            Instant end = walk.finish(request.to() == null ? request.from() : request.to());
            long stored = api.stored(request.from(), countTo) - storedBefore;
            long late = storedUntil(api, passed) - lateBefore;
            long repeated = Math.max(0, fleet.acknowledged() - fleet.rejected() - stored);
            JsonNode policy = policy(api, end);
            return new ReplayReport(
                    fleet.published(),
                    fleet.acknowledged(),
                    stored,
                    late,
                    repeated,
                    fleet.rejected(),
                    fleet.rejectReasons(),
                    walk.failures(),
                    walk.repairs(),
                    end,
                    policy);
        }
    }

    /** Rows of the span up to an instant, which is its start where the service has seen nothing of it yet. */
    private long storedUntil(ServiceApi api, Instant passed) {
        return passed.isAfter(request.from()) ? api.stored(request.from(), passed) : 0;
    }

    /** The outcomes of all types that were replayed, added up. */
    private JsonNode policy(ServiceApi api, Instant end) {
        ObjectNode sum = JsonNodeFactory.instance.objectNode();
        POLICY_KEYS.forEach(key -> sum.put(key, 0));
        for (String type : request.source().types()) {
            JsonNode outcome = api.policyOutcome(type, request.from(), end, request.minLead());
            POLICY_KEYS.forEach(key ->
                    sum.put(key, sum.get(key).asLong() + outcome.path(key).asLong()));
        }
        return sum;
    }

    /**
     * A service at or before the start is set to it, which makes the first decision due. One that is past it has seen a
     * part of this replay already: its clock stays, and everything is sent once more.
     */
    private ServerClock startClock(ServiceApi api) {
        ServerClock clock = api.clock();
        if (!clock.mode().equals("driven")) {
            throw new ServiceException(
                    "the service's clock is " + clock.mode() + ", so history cannot be replayed",
                    "start it with serve --clock driven");
        }
        return clock.now().isAfter(request.from()) ? clock : api.advance(request.from());
    }
}
