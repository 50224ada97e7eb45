package io.hearthwatch.app.serve;

import io.hearthwatch.app.clock.DueWork;
import io.hearthwatch.app.metrics.WorkCounters;
import io.hearthwatch.ingest.Hours;
import io.hearthwatch.ingest.Ingest;
import io.hearthwatch.predictor.Missed;
import io.hearthwatch.predictor.Predictor;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.dispatch.Dispatch;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the rooms have to do as time goes on, as due work. */
final class Works {
    private static final Logger log = LoggerFactory.getLogger(Works.class);

    private Works() {}

    /** Statistics of hours that are over. */
    static DueWork hours(Hours hours, WorkCounters done) {
        return of("hours", hours::nextDue, at -> done.hoursClosed(hours.close(at)));
    }

    /** Tickets that nobody took up. */
    static DueWork tickets(ServiceDesk desk, WorkCounters done) {
        return of("tickets", desk::nextDue, at -> done.ticketsExpired(desk.expire(at)));
    }

    /** Scoring and deciding by the champions' schedules. */
    static DueWork decisions(Predictor predictor, InstantSource clock, boolean driven, WorkCounters done) {
        Missed missed = driven ? Missed.EVERY : Missed.NEWEST;
        return of(
                "decisions",
                () -> predictor.nextDue(clock.instant()),
                at -> done.decided(predictor.decideDue(at, missed)));
    }

    /** Commands and sessions that have expired; readers know that by themselves, so nothing waits for it. */
    static DueWork expiry(Ingest ingest) {
        return of("expiry", Optional::empty, at -> {
            int commands = ingest.commands().expire(at);
            int sessions = ingest.sessions().expire(at);
            log.debug("{} commands and {} sessions expired", commands, sessions);
        });
    }

    /**
     * Plans that no longer fit, and what announced days have got since.
     *
     * @param driven whether what comes of the same is to be the same every time
     */
    static DueWork dispatch(Dispatch dispatch, boolean driven, WorkCounters done) {
        Consumer<Instant> run = at -> {
            long before = dispatch.failures();
            if (driven) {
                dispatch.runDueAlike(at);
            } else {
                dispatch.runDue(at);
            }
            done.failed("dispatch", dispatch.failures() - before);
        };
        if (!driven) {
            return of("dispatch", dispatch::nextDue, run);
        }
        // What cannot be planned at an instant stays due, and time goes on.
        AtomicReference<Instant> left = new AtomicReference<>();
        return of("dispatch", () -> dispatch.nextDue().filter(next -> !next.equals(left.get())), at -> {
            run.accept(at);
            left.set(dispatch.nextDue().filter(next -> !next.isAfter(at)).orElse(null));
        });
    }

    /** Work that is told by what it does. */
    static DueWork of(String name, Supplier<Optional<Instant>> next, Consumer<Instant> run) {
        return new DueWork() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Optional<Instant> nextDue() {
                return next.get();
            }

            @Override
            public void runDue(Instant at) {
                run.accept(at);
            }
        };
    }
}
