package io.hearthwatch.servicedesk.dispatch.route;

import java.util.List;
import java.util.Map;

/**
 * A visit that is to be done.
 *
 * @param ticket whose it is
 * @param need what it takes
 * @param place where
 * @param window when
 * @param urgency 0 to 3
 * @param wish what people want of it
 * @param published where the plan that was published last has it; null where it has not
 */
public record Job(
        long ticket,
        String number,
        Need need,
        Position place,
        Window window,
        int urgency,
        Wish wish,
        Published published) {

    /**
     * What a job takes.
     *
     * @param type type of the appliance; null for work on none
     * @param faultClass null where nobody knows
     * @param parts the kit
     * @param heldAt the warehouse where a part of the kit is held for the ticket; left out where it is not
     */
    public record Need(String type, String faultClass, int minutes, List<String> parts, Map<String, String> heldAt) {
        public Need {
            parts = List.copyOf(parts);
            heldAt = Map.copyOf(heldAt);
        }
    }

    /**
     * When work may begin, in minutes.
     *
     * @param due by when it should be over by promise; {@link Integer#MAX_VALUE} for no promise
     */
    public record Window(int from, int to, int due) {
        /** What is left of it from a minute on. */
        public Window notBefore(int minute) {
            return new Window(Math.max(minute, from), to, due);
        }
    }

    /**
     * What people want.
     *
     * @param technician who must go; null for anybody
     * @param engineer the household's own engineer; null for none
     * @param begin minute at which work is to begin, give or take {@value #TOLERANCE}; null for any of the window
     */
    public record Wish(String technician, String engineer, Integer begin) {
        /** Nothing in particular. */
        public static final Wish NONE = new Wish(null, null);

        /** Minutes by which a pinned time may be missed: a customer who was told one need not be told again for less. */
        public static final int TOLERANCE = 15;

        /** At any time. */
        public Wish(String technician, String engineer) {
            this(technician, engineer, null);
        }

        /** Minutes by which a begin misses the one that is wished, beyond the tolerance. */
        public int missedBy(int minute) {
            return begin == null ? 0 : Math.max(0, Math.abs(minute - begin) - TOLERANCE);
        }
    }

    /**
     * Where a job was: with whom, and when it was to begin.
     *
     * @param told whether the technician has been sent already, and perhaps the customer called
     */
    public record Published(String technician, int begin, boolean told) {}

    public String type() {
        return need.type();
    }

    public String faultClass() {
        return need.faultClass();
    }

    public int minutes() {
        return need.minutes();
    }

    public List<String> parts() {
        return need.parts();
    }

    public Map<String, String> heldAt() {
        return need.heldAt();
    }

    /** The same in another window. */
    public Job in(Window other) {
        return new Job(ticket, number, need, place, other, urgency, wish, published);
    }

    /** The same with another wish. */
    public Job with(Wish other) {
        return new Job(ticket, number, need, place, window, urgency, other, published);
    }
}
