package io.hearthwatch.console;

import java.time.Instant;
import java.time.InstantSource;

/** A driven clock without any work that is due. */
final class DrivenTestClock implements InstantSource, ClockControl {
    private volatile Instant now;
    volatile boolean driven = true;

    DrivenTestClock(Instant now) {
        this.now = now;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ClockState now() {
        return new ClockState(now, null, driven ? "driven" : "system");
    }

    @Override
    public synchronized ClockState advance(Instant to) {
        if (!driven) {
            throw new ClockRefusedException("this server's clock is the system's", "start it with --clock driven");
        }
        if (to.isBefore(now)) {
            throw new ClockRefusedException("the clock shows " + now, "give a later instant");
        }
        now = to;
        return now();
    }
}
