package io.hearthwatch.servicedesk.outbox;

import java.time.Duration;

/**
 * How events are delivered.
 *
 * @param timeout how long a receiver may take to answer
 * @param lease how long a process has a ticket's line to itself; longer than the timeout, so that no request is under way after it
 * @param attempts after how many failed attempts at one event its ticket's line is parked
 * @param age after how long a time of failing it is parked, however many attempts that were
 * @param firstPause pause after the first failed attempt; twice as long after each further one
 * @param longestPause the longest pause, also of those that a receiver asks for
 * @param atOnce requests to one receiver under way at once, in this process
 * @param addresses where receivers may be
 * @param round how long to wait before looking for new events
 * @param seed of the pauses' jitter
 */
public record OutboxSettings(
        Duration timeout,
        Duration lease,
        int attempts,
        Duration age,
        Duration firstPause,
        Duration longestPause,
        int atOnce,
        Addresses addresses,
        Duration round,
        long seed) {

    /** Ten seconds to answer; a second's pause at first, four hours at most; about two days of trying. */
    public static OutboxSettings defaults() {
        return new OutboxSettings(
                Duration.ofSeconds(10),
                Duration.ofSeconds(25),
                25,
                Duration.ofDays(3),
                Duration.ofSeconds(1),
                Duration.ofHours(4),
                4,
                Addresses.INTRANET,
                Duration.ofMillis(250),
                1);
    }

    public OutboxSettings {
        if (timeout.isNegative() || timeout.isZero() || lease.compareTo(timeout) <= 0) {
            throw new IllegalArgumentException("the lease must be longer than the timeout, and both above zero");
        }
        if (attempts < 1 || atOnce < 1) {
            throw new IllegalArgumentException("there must be at least one attempt, and one request at once");
        }
    }

    /** With another time to answer, and a lease to go with it. */
    public OutboxSettings withTimeout(Duration answer) {
        return new OutboxSettings(
                answer,
                answer.plusSeconds(15),
                attempts,
                age,
                firstPause,
                longestPause,
                atOnce,
                addresses,
                round,
                seed);
    }

    /** With another number of attempts. */
    public OutboxSettings withAttempts(int most) {
        return new OutboxSettings(timeout, lease, most, age, firstPause, longestPause, atOnce, addresses, round, seed);
    }

    /** With receivers elsewhere. */
    public OutboxSettings withAddresses(Addresses where) {
        return new OutboxSettings(timeout, lease, attempts, age, firstPause, longestPause, atOnce, where, round, seed);
    }

    /** With other pauses. */
    public OutboxSettings withPauses(Duration first, Duration longest) {
        return new OutboxSettings(timeout, lease, attempts, age, first, longest, atOnce, addresses, round, seed);
    }

    /** With another lease. */
    public OutboxSettings withLease(Duration other) {
        return new OutboxSettings(
                timeout, other, attempts, age, firstPause, longestPause, atOnce, addresses, round, seed);
    }
}
