package io.hearthwatch.simulator;

import io.hearthwatch.simulator.home.Tally;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * How a live fleet does.
 *
 * @param simulated the service's clock
 * @param online appliances connected
 * @param messagesPerSecond messages per second of real time since the last figures
 * @param openTickets tickets open at the last look
 * @param tally failures, pre-empted and needless visits since live time began
 */
public record LiveFigures(Instant simulated, int online, double messagesPerSecond, int openTickets, Tally tally) {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** One line for a terminal. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "%s  %d online  %,.0f messages/s  %d open tickets  %d failures  %d pre-empted  %d needless",
                DAY.format(simulated),
                online,
                messagesPerSecond,
                openTickets,
                tally.failures(),
                tally.preempted(),
                tally.needless());
    }
}
