package io.hearthwatch.servicedesk.dispatch.route;

/**
 * How much soft rules weigh, in tenths of a minute on the road: what a plan may cost in driving to do better otherwise. Ours, chosen so
 * that a day of 400 visits keeps its windows, drives little and stays fair (benchmarks/dispatch).
 */
final class Weights {
    /** A minute on the road. */
    static final int MINUTE = 10;

    /** A minute that an urgent visit begins after its window opens, times its urgency. */
    static final int URGENT_MINUTE = 1;

    /** Minutes before a window ends within which beginning is risky. */
    static final int MARGIN = 15;

    /** A minute of those. */
    static final int RISKY_MINUTE = 5;

    /** A minute after the promised end. */
    static final int LATE_MINUTE = 20;

    /** A part that is not on the van: it has to be fetched at the centre, which takes some quarter of an hour. */
    static final int PART_TO_FETCH = 15 * MINUTE;

    /** Another technician than was published: the customer and two technicians have to be told. */
    static final int OTHER_TECHNICIAN = 60 * MINUTE;

    /** Another one than was sent already. */
    static final int OTHER_THAN_SENT = 180 * MINUTE;

    /** Another time than the customer was told, by more than a quarter of an hour: they have to be called again. */
    static final int TOLD_AGAIN = 60 * MINUTE;

    /** A minute that a visit begins earlier or later than was published, but for a quarter of an hour. */
    static final int MOVED_MINUTE = 5;

    static final int MOVED_FREE = 15;

    /** Somebody else than the household's own engineer. */
    static final int OTHER_ENGINEER = 30 * MINUTE;

    /** Minutes of work that a full day has. */
    private static final int FULL_DAY = 480;

    private Weights() {}

    /** A visit that was announced, or only planned, and is given up: nothing but what is urgent is a reason. */
    private static final int ANNOUNCED = 10;

    private static final int PLANNED = 2;

    /** No plan gives up what a person pinned to make room for others, nor moves what is pinned in time for one that has no place. */
    private static final int PINNED = 10_000;

    private static final int PINNED_WITHOUT_PLACE = 400;

    private static final int OFF_PINNED_TIME = 500;

    /**
     * What it weighs that nobody does a visit: twice as much, and a little more, with each step of urgency; more where it has a place
     * already, still more where that was announced, and most where a person decided it.
     */
    static int unassigned(Job job) {
        int urgent = switch (job.urgency()) {
            case 0 -> 1;
            case 1 -> 2;
            case 2 -> 5;
            default -> 20;
        };
        int placed = job.published() == null ? 0 : job.published().told() ? ANNOUNCED : PLANNED;
        int pinned = job.wish().technician() == null ? 0 : job.published() == null ? PINNED_WITHOUT_PLACE : PINNED;
        return urgent + placed + pinned;
    }

    /** What it weighs that a visit begins at another time than the one that is pinned. */
    static int offPinnedTime(Job job, int begin) {
        int missed = job.wish().missedBy(begin);
        return missed == 0 ? 0 : OFF_PINNED_TIME + Math.min(missed, OFF_PINNED_TIME - 1);
    }

    /**
     * What a day's work weighs for one technician. It grows with the square, so that work goes to who has less of it; with a smaller share
     * it grows faster.
     */
    static int load(Worker worker, int minutes) {
        return (int) (MINUTE / 4.0 * minutes * minutes / (FULL_DAY * worker.share()));
    }
}
