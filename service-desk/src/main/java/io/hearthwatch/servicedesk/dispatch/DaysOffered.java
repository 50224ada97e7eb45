package io.hearthwatch.servicedesk.dispatch;

import io.hearthwatch.servicedesk.customer.Slot;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The days ahead as they were when they were read, with what computes windows on them.
 *
 * @param zone the service centre's
 */
record DaysOffered(List<Board> boards, DayOffers offers, ZoneId zone) {
    /** Whether anybody is there who could come. */
    boolean hasTechnicians() {
        return boards.stream().anyMatch(board -> !board.workers().isEmpty());
    }

    /** The first window, if there is one; and whether all days were looked through until it. */
    record First(Optional<Slot> slot, boolean complete) {}

    /**
     * Looks day by day.
     *
     * @param late asked before each day but the first; true ends the search
     */
    First first(BooleanSupplier late) {
        for (int day = 0; day < boards.size(); day++) {
            if (day > 0 && late.getAsBoolean()) {
                return new First(Optional.empty(), false);
            }
            Optional<Slot> slot = offers.of(boards.get(day)).stream()
                    .map(DayOffers.Offer::slot)
                    .findFirst();
            if (slot.isPresent()) {
                return new First(slot, true);
            }
        }
        return new First(Optional.empty(), true);
    }
}
