package io.hearthwatch.gateway;

import io.hearthwatch.ingest.commands.CommandQueue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Commands in a list. */
final class FakeQueue implements CommandQueue {
    private record Queued(int applianceNo, Waiting command) {}

    private final Map<Long, Queued> queued = new TreeMap<>();
    private final Map<Long, String> outcomes = new LinkedHashMap<>();
    private long newest;
    private boolean down;

    /** Queues a command; returns its place. */
    synchronized long give(int applianceNo, String payload) {
        return give(applianceNo, payload, TestGateway.NOW.plus(Duration.ofHours(1)));
    }

    synchronized long give(int applianceNo, String payload, Instant expiresAt) {
        newest++;
        queued.put(
                newest,
                new Queued(applianceNo, new Waiting(newest, payload.getBytes(StandardCharsets.UTF_8), expiresAt)));
        return newest;
    }

    /** "delivered", or why it was refused; null as long as nothing is known. */
    synchronized String outcome(long seq) {
        return outcomes.get(seq);
    }

    synchronized void down(boolean isDown) {
        down = isDown;
    }

    @Override
    public synchronized long newest() {
        check();
        return newest;
    }

    @Override
    public synchronized News since(long seq) {
        check();
        Map<Integer, Long> byAppliance = new HashMap<>();
        queued.forEach((place, command) -> {
            if (place > seq) {
                byAppliance.merge(command.applianceNo(), place, Math::max);
            }
        });
        return new News(newest, byAppliance);
    }

    @Override
    public synchronized Map<Integer, List<Waiting>> exchange(List<Outcome> told, List<Want> wants) {
        check();
        for (Outcome outcome : told) {
            queued.remove(outcome.seq());
            outcomes.put(outcome.seq(), outcome.refusal() == null ? "delivered" : outcome.refusal());
        }
        Map<Integer, List<Waiting>> found = new HashMap<>();
        for (Want want : wants) {
            List<Waiting> waiting = new ArrayList<>();
            queued.forEach((place, command) -> {
                if (command.applianceNo() == want.applianceNo()
                        && place > want.after()
                        && waiting.size() < want.limit()) {
                    waiting.add(command.command());
                }
            });
            found.put(want.applianceNo(), waiting);
        }
        return found;
    }

    private void check() {
        if (down) {
            throw new IllegalStateException("no database");
        }
    }
}
