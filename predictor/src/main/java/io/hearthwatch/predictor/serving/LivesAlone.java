package io.hearthwatch.predictor.serving;

import io.hearthwatch.database.Database;
import io.hearthwatch.predictor.Decided;
import io.hearthwatch.predictor.Missed;
import io.hearthwatch.predictor.features.FeatureExtractor;
import io.hearthwatch.predictor.features.Vocabulary;
import io.hearthwatch.predictor.learning.Schedule;
import io.hearthwatch.predictor.storage.AliasStore;
import io.hearthwatch.predictor.storage.DueStore;
import io.hearthwatch.predictor.storage.HistoryReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Types whose only champion is one of remaining life: it is asked about all appliances at the instants of its own schedule, and nothing is
 * decided. Where there is a champion for failures, {@link Lives} goes along with that one. Thread-safe; blocks.
 */
final class LivesAlone {
    private final Database database;
    private final AliasStore aliases;
    private final DueStore due;
    private final Lives lives;
    private final Function<Vocabulary, HistoryReader> reader;

    LivesAlone(
            Database database,
            AliasStore aliases,
            DueStore due,
            Lives lives,
            Function<Vocabulary, HistoryReader> reader) {
        this.database = database;
        this.aliases = aliases;
        this.due = due;
        this.lives = lives;
        this.reader = reader;
    }

    /** When a type's champion of remaining life is asked by itself; nothing where there is none, or another champion leads. */
    Optional<Schedule> schedule(String type) {
        return aliases.champion(type).isPresent() ? Optional.empty() : lives.schedule(type);
    }

    /** Does what is due of a type at or before an instant. */
    Decided run(String type, Instant upTo, Missed missed) {
        Optional<Schedule> schedule = schedule(type);
        if (schedule.isEmpty()) {
            return Decided.NOTHING;
        }
        Instant until = due.decidedUntil(type, upTo.minusMillis(1));
        Decided done = Decided.NOTHING;
        while (true) {
            Instant next = missed == Missed.NEWEST
                    ? schedule.get().upTo(upTo)
                    : schedule.get().after(until);
            if (!next.isAfter(until) || next.isAfter(upTo)) {
                return done;
            }
            done = done.plus(estimate(type, next));
            until = next;
        }
    }

    /** In one transaction, so that a kill at any point repeats it, and one process does it. */
    private Decided estimate(String type, Instant at) {
        return database.inTransaction(connection -> {
            if (!due.lockDecided(connection, type).isBefore(at)) {
                return Decided.NOTHING;
            }
            int[] scored = {0};
            lives.begin(connection, type).ifPresent(step -> {
                reader.apply(step.vocabulary())
                        .forEach(at.minus(Duration.ofDays(FeatureExtractor.GIVEN_DAYS)), at, history -> {
                            scored[0] += history.activeAt(at.toEpochMilli()) ? 1 : 0;
                            step.add(history, at.toEpochMilli());
                        });
                step.finish();
            });
            due.setDecided(connection, type, at);
            return new Decided(scored[0], 0);
        });
    }
}
