package io.hearthwatch.fleet;

import java.time.LocalDate;
import java.util.Optional;

/** Which days an appliance can have been made and bought on. Stateless. */
public final class ApplianceDates {
    private ApplianceDates() {}

    /** What is wrong with an appliance's days, as a sentence; nothing if they go together. */
    static Optional<String> problem(String id, LocalDate producedOn, LocalDate purchasedOn) {
        return isBefore(purchasedOn, producedOn)
                ? Optional.of("appliance " + id + ": purchased on " + purchasedOn + ", before it was produced on "
                        + producedOn)
                : Optional.empty();
    }

    /** Whether somebody would have bought what was not made yet; not where either day is unknown (null). */
    public static boolean isBefore(LocalDate purchasedOn, LocalDate producedOn) {
        return purchasedOn != null && producedOn != null && purchasedOn.isBefore(producedOn);
    }
}
