package io.hearthwatch.app.serve;

import io.hearthwatch.app.clock.DrivenClock;
import io.hearthwatch.app.clock.TimeKeeper;
import io.hearthwatch.app.clock.Turn;
import io.hearthwatch.console.ClockControl;
import io.hearthwatch.console.ClockRefusedException;
import io.hearthwatch.console.ClockState;
import java.time.Instant;
import java.time.InstantSource;

/** The server's clock as the API sees it. */
final class ServerClock implements ClockControl {
    private final TimeKeeper keeper;
    private final InstantSource clock;
    private final DrivenClock driven;
    private final Turn turn;

    /**
     * @param driven the same clock if it is driven, else null
     */
    ServerClock(TimeKeeper keeper, InstantSource clock, DrivenClock driven, Turn turn) {
        this.keeper = keeper;
        this.clock = clock;
        this.driven = driven;
        this.turn = turn;
    }

    @Override
    public ClockState now() {
        Instant now = clock.instant();
        return new ClockState(
                now, keeper.nextDue().filter(due -> due.isAfter(now)).orElse(null), mode());
    }

    @Override
    public ClockState advance(Instant to) {
        if (driven == null) {
            throw new ClockRefusedException(
                    "this server's clock is the system's", "start it with --clock driven to set the time");
        }
        try {
            Instant next = turn.take(keeper, () -> {
                driven.follow();
                return keeper.advance(driven, to).orElse(null);
            });
            return new ClockState(to, next, mode());
        } catch (IllegalArgumentException e) {
            throw new ClockRefusedException(e.getMessage(), "give an instant that is not before it");
        }
    }

    private String mode() {
        return driven == null ? "system" : "driven";
    }
}
