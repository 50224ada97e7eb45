package io.hearthwatch.servicedesk.customer;

import io.hearthwatch.catalog.Text;
import java.time.LocalDate;
import java.util.List;

/**
 * How customers are asked how it went. The newest definition that began on or before a day holds on it.
 *
 * @param version counts definitions of the same day
 * @param after the step after which a customer is asked: accepted or closed
 * @param waitMinutes how long after it
 * @param samplePercent how many of a hundred tickets are asked about
 * @param quietDays a household that was asked about another ticket within so many days is left in peace
 * @param lowMark a mark of this or worse makes a call due
 * @param callHours within how long
 * @param kinds kinds of work that are asked about
 */
public record SurveyDefinition(
        long id,
        LocalDate validFrom,
        int version,
        String after,
        int waitMinutes,
        int samplePercent,
        int quietDays,
        int lowMark,
        int callHours,
        List<String> kinds,
        List<Dimension> dimensions,
        String who) {
    /** A mark that a survey asks for, with what it weighs. */
    public record Dimension(String dimension, double weight, Text name) {}
}
