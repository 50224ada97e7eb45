package io.hearthwatch.servicedesk.clock;

import java.time.Duration;
import java.time.Instant;

/**
 * A promise as people see it.
 *
 * @param state running, paused, warned, breached, met, late or dropped
 * @param used working time used by now
 * @param paused time waited so far
 * @param dueAt null while it is paused
 */
public record ClockView(
        String promise,
        int round,
        String state,
        Duration promised,
        Duration used,
        Duration paused,
        boolean roundTheClock,
        Instant startedAt,
        Instant dueAt,
        Instant warnAt,
        Instant pausedAt,
        Instant warnedAt,
        Instant breachedAt,
        Instant endedAt) {}
