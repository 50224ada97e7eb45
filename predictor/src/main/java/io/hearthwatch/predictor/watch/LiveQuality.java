package io.hearthwatch.predictor.watch;

import java.time.Instant;
import java.util.List;

/**
 * How right a model has been since it went live, from what people found and what failed.
 *
 * @param since when it went live
 * @param spans since then, and the last 90 and 30 days
 */
public record LiveQuality(Instant since, List<Span> spans) {
    public LiveQuality {
        spans = List.copyOf(spans);
    }

    /**
     * One span of time.
     *
     * @param name {@code live}, {@code 90d} or {@code 30d}
     * @param from decisions and failures after this
     * @param total all components together
     * @param components each that was decided on or failed
     */
    public record Span(String name, Instant from, Quality total, List<Quality> components) {
        public Span {
            components = List.copyOf(components);
        }
    }

    /**
     * How right it was. Precision is of what led to a ticket; where nobody looked, what failed afterwards is the judge.
     *
     * @param component null for all together
     * @param found tickets whose component had failed, or was about to
     * @param notFound tickets with nothing to them
     * @param notUseful tickets that somebody judged not to help; in no figure
     * @param notYetKnown tickets that are open, or whose horizon has not passed; in no figure
     * @param precision found ÷ (found + not found); null where both are 0
     * @param precisionInterval 95 %, after Wilson
     * @param promised the mean probability of those tickets, which the precision should come to
     * @param unticketed what the model raised without a ticket, as in shadow
     * @param failures what failed, and what technicians found in time
     * @param foreseen those that a decision preceded within its window
     * @param withTicket those of them that had a ticket
     * @param recall foreseen ÷ failures; null where nothing failed
     * @param recallInterval 95 %, after Wilson
     * @param medianLeadHours from the first such decision to the failure; null where there was none
     */
    public record Quality(
            String component,
            int found,
            int notFound,
            int notUseful,
            int notYetKnown,
            Double precision,
            Interval precisionInterval,
            Double promised,
            Unticketed unticketed,
            int failures,
            int foreseen,
            int withTicket,
            Double recall,
            Interval recallInterval,
            Double medianLeadHours) {

        /** Tickets of which it is known whether they were right. */
        public int judged() {
            return found + notFound;
        }
    }

    /**
     * Alerts without a ticket: decisions on one component within one horizon are one alert.
     *
     * @param failed the component failed within the window
     * @param lasted it did not
     * @param notYetKnown the window is not over
     */
    public record Unticketed(int failed, int lasted, int notYetKnown) {}
}
