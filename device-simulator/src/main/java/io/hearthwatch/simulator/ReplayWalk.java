package io.hearthwatch.simulator;

import io.hearthwatch.simulator.event.Event;
import io.hearthwatch.simulator.outside.MqttFleet;
import io.hearthwatch.simulator.outside.ServerClock;
import io.hearthwatch.simulator.outside.ServiceApi;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The rule of when the clock moves. It stops at every instant of a fault, failure or repair, at the end of every hour
 * in which something was sent, and at every instant at which the service says that work is due; hours in which nothing
 * happens and nothing is due are skipped. At each stop everything up to it is acknowledged, and nothing later has been
 * sent. It is never left more than an hour behind what is sent next, as the service rejects what comes from further
 * ahead.
 */
final class ReplayWalk implements Consumer<Event> {
    private static final Duration EARLY_LIMIT = Duration.ofHours(1);
    /** Failures or repairs in one request. */
    private static final int MAX_POSTED = 500;

    private static final long PROGRESS_NANOS = Duration.ofSeconds(1).toNanos();

    private final MqttFleet fleet;
    private final ServiceApi api;
    private final ReplayProgress progress;
    private final List<Event.Failure> failedNow = new ArrayList<>();
    private final List<Event.Repair> repairedNow = new ArrayList<>();
    private ServerClock clock;
    private Instant last;
    private boolean lastIsStop;
    private long failures;
    private long repairs;
    private long reportedAt = System.nanoTime();
    private long reportedCount;

    ReplayWalk(MqttFleet fleet, ServiceApi api, ServerClock clock, ReplayProgress progress) {
        this.fleet = fleet;
        this.api = api;
        this.clock = clock;
        this.progress = progress;
    }

    @Override
    public void accept(Event event) {
        Instant time = event.time();
        if (last != null && time.isBefore(last)) {
            throw new IllegalArgumentException("events are out of order: " + time + " after " + last);
        }
        if (!time.equals(last)) {
            endInstant();
            advanceBefore(time);
            last = time;
            lastIsStop = false;
        }
        send(event);
        reportSometimes();
    }

    /** After the last event: on to {@code end}, or to the last event if that is later; says which it was. */
    Instant finish(Instant end) {
        endInstant();
        Instant target = last != null && last.isAfter(end) ? last : end;
        for (Instant stop = nextStop(); stop != null && stop.isBefore(target); stop = nextStop()) {
            moveTo(stop);
        }
        fleet.drain();
        if (target.isAfter(clock.now())) {
            moveTo(target);
        }
        progress.at(clock.now(), fleet.published(), 0);
        return target;
    }

    long failures() {
        return failures;
    }

    long repairs() {
        return repairs;
    }

    private void send(Event event) {
        if (event instanceof Event.Telemetry reading) {
            fleet.publish(reading);
            return;
        }
        lastIsStop = true;
        if (event instanceof Event.Fault fault) {
            fleet.publish(fault);
        } else if (event instanceof Event.Failure failure) {
            failedNow.add(failure);
        } else if (event instanceof Event.Repair repair) {
            repairedNow.add(repair);
        }
    }

    /** What the instant had to report over HTTP goes out after all that it had to publish. */
    private void endInstant() {
        if (failedNow.isEmpty() && repairedNow.isEmpty()) {
            return;
        }
        fleet.drain();
        post(failedNow, api::failures);
        post(repairedNow, api::repairs);
        failures += failedNow.size();
        repairs += repairedNow.size();
        failedNow.clear();
        repairedNow.clear();
    }

    private static <T> void post(List<T> items, Consumer<List<T>> call) {
        for (int i = 0; i < items.size(); i += MAX_POSTED) {
            call.accept(items.subList(i, Math.min(items.size(), i + MAX_POSTED)));
        }
    }

    private void advanceBefore(Instant time) {
        for (Instant stop = nextStop(); stop != null && stop.isBefore(time); stop = nextStop()) {
            moveTo(stop);
        }
        if (Duration.between(clock.now(), time).compareTo(EARLY_LIMIT) > 0) {
            // Nothing is due on the way, or it would have been a stop: skip to the last whole hour before the event.
            moveTo(ceilHour(time).minus(EARLY_LIMIT));
            advanceBefore(time);
        }
    }

    /** The next instant at which the clock must halt, as far as is known now; null for none. */
    private Instant nextStop() {
        return Stream.of(lastIsStop ? last : null, last == null ? null : ceilHour(last), clock.nextDue())
                .filter(stop -> stop != null && stop.isAfter(clock.now()))
                .min(Instant::compareTo)
                .orElse(null);
    }

    private void moveTo(Instant time) {
        fleet.drain();
        clock = api.advance(time);
        reportSometimes();
    }

    private void reportSometimes() {
        long now = System.nanoTime();
        if (now - reportedAt < PROGRESS_NANOS) {
            return;
        }
        long published = fleet.published();
        progress.at(clock.now(), published, (published - reportedCount) * 1e9 / (now - reportedAt));
        reportedAt = now;
        reportedCount = published;
    }

    private static Instant ceilHour(Instant time) {
        Instant hour = time.truncatedTo(ChronoUnit.HOURS);
        return hour.equals(time) ? hour : hour.plus(1, ChronoUnit.HOURS);
    }
}
