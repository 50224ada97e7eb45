package io.hearthwatch.app.metrics;

import io.hearthwatch.app.clock.DueState;
import io.hearthwatch.app.disk.SpaceState;
import io.hearthwatch.app.health.Backlog;
import io.hearthwatch.app.health.ClockWatch;
import io.hearthwatch.app.health.PolicyWatch;
import io.hearthwatch.app.health.Watch;
import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.TypePolicy;
import io.micrometer.core.instrument.Tags;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/** The database, due work, the clock and the build as meters. */
final class ServiceMeters {
    private ServiceMeters() {}

    static void database(Metrics metrics, Database database, Watch watch) {
        metrics.from(watch::database)
                .gauge("hearthwatch.database.up", "1 while the database answers, else 0", up -> up.up() ? 1 : 0)
                .gauge(
                        "hearthwatch.database.answer.seconds",
                        "how long the database took to answer a trivial query",
                        up -> up.answerSeconds());
        metrics.from(database::pool)
                .gauge(
                        "hearthwatch.database.connections",
                        "connections of the pool, by what they do",
                        Tags.of("state", "active"),
                        Database.Pool::active)
                .gauge(
                        "hearthwatch.database.connections",
                        "connections of the pool, by what they do",
                        Tags.of("state", "idle"),
                        Database.Pool::idle)
                .gauge(
                        "hearthwatch.database.connections.waiting",
                        "threads that wait for a connection",
                        Database.Pool::waiting)
                .gauge(
                        "hearthwatch.database.connections.max",
                        "connections that the pool may open",
                        Database.Pool::most);
        metrics.from(watch::backlog)
                .gauge("hearthwatch.database.size.bytes", "size of the database on disk", Backlog::databaseBytes);
    }

    static void dueWork(
            Metrics metrics, WorkCounters done, Watch watch, List<String> works, Supplier<List<DueState>> states) {
        metrics.from(() -> done)
                .counter(
                        "hearthwatch.hours.closed",
                        "(appliance, hour) whose statistics were computed",
                        WorkCounters::hoursClosed)
                .counter(
                        "hearthwatch.appliances.scored",
                        "(appliance, instant) that a model looked at",
                        WorkCounters::scored)
                .counter("hearthwatch.decisions", "decisions committed", WorkCounters::decisions)
                .counter(
                        "hearthwatch.challenger.scored",
                        "appliances scored by challengers in shadow",
                        WorkCounters::challengerScored)
                .counter(
                        "hearthwatch.challenger.failures",
                        "pieces of work that a challenger in shadow failed at; they are left out and touch no ticket",
                        WorkCounters::challengerFailures)
                .counters(
                        "hearthwatch.tickets.proposed",
                        "decisions handed to the service desk, by what became of them",
                        "outcome",
                        WorkCounters.outcomes(),
                        WorkCounters::proposals)
                .counters(
                        "hearthwatch.tickets.would.be",
                        "decisions that may open no ticket, by what would have become of them",
                        "outcome",
                        WorkCounters.wouldBeOutcomes(),
                        WorkCounters::wouldBe)
                .counter("hearthwatch.tickets.expired", "tickets that nobody took up", WorkCounters::ticketsExpired)
                .counters(
                        "hearthwatch.due.work.failures",
                        "attempts at due work that failed",
                        "work",
                        works,
                        WorkCounters::failures);
        Metrics.Source<Backlog> backlog = metrics.from(watch::backlog)
                .gauge(
                        "hearthwatch.hours.dirty",
                        "(appliance, hour) that wait to be computed, those not ended included",
                        Backlog::dirtyHours)
                .gauge(
                        "hearthwatch.relay.backlog",
                        "decisions that wait to be handed to the service desk",
                        Backlog::unrelayed)
                .gauge("hearthwatch.tickets.open", "tickets that are open", Backlog::openTickets);
        Metrics.Source<List<DueState>> fares = metrics.from(states);
        for (String work : works) {
            fares.gauge(
                    "hearthwatch.due.work.failing",
                    "how often it failed in a row; 0 while it works",
                    Tags.of("work", work),
                    look -> state(look, work).map(DueState::failures).orElse(0));
            fares.gauge(
                    "hearthwatch.due.work.done.seconds",
                    "what the service's clock showed when it last succeeded in this process, in seconds since 1970",
                    Tags.of("work", work),
                    look -> state(look, work)
                            .map(DueState::doneAt)
                            .map(at -> at.toEpochMilli() / 1e3)
                            .orElse(Double.NaN));
            backlog.gauge(
                    "hearthwatch.due.work.lag.seconds",
                    "how long the oldest work that is due waits",
                    Tags.of("work", work),
                    look -> look.lagSeconds().getOrDefault(work, Double.NaN));
        }
    }

    private static Optional<DueState> state(List<DueState> states, String work) {
        return states.stream().filter(state -> state.name().equals(work)).findFirst();
    }

    /** Of each type of the catalog whether its predictions open tickets. */
    static void policy(Metrics metrics, PolicyWatch policy) {
        Metrics.Source<Map<String, TypePolicy.Mode>> modes = metrics.from(policy::modes);
        for (String type : new TreeSet<>(policy.types())) {
            for (TypePolicy.Mode mode : TypePolicy.Mode.values()) {
                modes.gauge(
                        "hearthwatch.tickets.mode",
                        "1 for what becomes of a type's predictions: tickets (enabled), would-be tickets (shadow),"
                                + " or these because of the emergency switch (stopped); else 0",
                        Tags.of("type", type, "mode", mode.name().toLowerCase(Locale.ROOT)),
                        now -> now.get(type) == mode ? 1 : 0);
            }
        }
    }

    static void disk(Metrics metrics, Supplier<Optional<SpaceState>> space) {
        metrics.from(space)
                .gauge(
                        "hearthwatch.disk.open",
                        "1 while messages are taken as far as the disk goes, 0 while it is too full;"
                                + " NaN where the database is not our own",
                        look -> look.map(state -> state.open() ? 1.0 : 0.0).orElse(Double.NaN))
                .gauge(
                        "hearthwatch.disk.free.bytes",
                        "room on the disk of our own database",
                        look -> look.filter(state -> state.free() >= 0)
                                .map(state -> (double) state.free())
                                .orElse(Double.NaN))
                .gauge(
                        "hearthwatch.disk.min.free.bytes",
                        "room below which no messages are taken (--min-free)",
                        look -> look.map(state -> (double) state.minFree()).orElse(Double.NaN));
    }

    static void clock(Metrics metrics, InstantSource clock, ClockWatch watch, boolean driven) {
        metrics.from(() -> watch)
                .gauge(
                        "hearthwatch.clock.database.ahead.seconds",
                        "how far the database's clock is ahead of the service's; NaN with a driven clock",
                        ClockWatch::differenceSeconds)
                .counter(
                        "hearthwatch.clock.jumps",
                        "times the clock moved by two seconds or more against the time that passed",
                        ClockWatch::jumps);
        metrics.from(clock::instant)
                .gauge(
                        "hearthwatch.clock.seconds",
                        "what the service's clock shows, in seconds since 1970",
                        now -> now.toEpochMilli() / 1e3)
                .gauge(
                        "hearthwatch.clock.driven",
                        "1 where the clock moves only through the API, else 0",
                        now -> driven ? 1 : 0);
    }

    static void build(Metrics metrics, String version) {
        metrics.from(() -> version)
                .gauge(
                        "hearthwatch.build.info",
                        "always 1; the labels say what runs",
                        Tags.of("version", version, "java", Runtime.version().toString()),
                        always -> 1);
    }
}
