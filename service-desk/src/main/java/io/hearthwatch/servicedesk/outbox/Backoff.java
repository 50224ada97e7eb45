package io.hearthwatch.servicedesk.outbox;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * How long to wait after a failed attempt: twice as long each time, up to a longest, give or take a quarter, so that lines that failed
 * together don't come back together. At least as long as the receiver asks for. The same attempt at the same event waits the same time.
 */
final class Backoff {
    private static final int MOST_DOUBLINGS = 30;

    private final OutboxSettings settings;

    Backoff(OutboxSettings settings) {
        this.settings = settings;
    }

    Duration pause(Line line, Attempt attempt) {
        long first = settings.firstPause().toMillis();
        long most = settings.longestPause().toMillis();
        int doublings = Math.min(line.failed(), MOST_DOUBLINGS);
        long exact = first > (most >> doublings) ? most : first << doublings;
        long seed = settings.seed() * 31 + line.event() * 1_000_003L + line.webhook() * 97L + line.failed();
        double jitter = 0.75 + 0.5 * new SplittableRandom(seed).nextDouble();
        Duration pause = Duration.ofMillis(Math.round(exact * jitter));
        Duration asked = attempt.retryAfter() == null ? Duration.ZERO : asked(attempt.retryAfter());
        return pause.compareTo(asked) < 0 ? asked : pause;
    }

    /** What a receiver asks for, within reason. */
    Duration asked(Duration wanted) {
        return wanted.compareTo(settings.longestPause()) > 0 ? settings.longestPause() : wanted;
    }
}
