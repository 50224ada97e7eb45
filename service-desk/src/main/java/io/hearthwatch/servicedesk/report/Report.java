package io.hearthwatch.servicedesk.report;

import java.util.List;

/**
 * What a customer reports, checked; null where they left it out. Nothing of it is believed to be theirs: who knows an appliance's number and
 * a household's phone may report about it, and learns nothing.
 *
 * @param language en or zh, in which they read
 * @param kind kind of work that they ask for
 * @param began since when, in their words
 * @param type appliance type of the catalog
 * @param serial from the rating plate, or the appliance's number
 * @param dangers what they ticked that may hurt somebody, by {@link Danger#id}
 * @param consent which wording of the consent they agreed to
 */
public record Report(
        String language,
        String kind,
        String name,
        String phone,
        String email,
        String address,
        String postcode,
        String symptom,
        String began,
        String wish,
        String wishedTime,
        String type,
        String model,
        String serial,
        List<String> dangers,
        String consent) {
    /** Kinds of work that may be asked for. */
    public static final List<String> KINDS = List.of(
            "repair", "usage_guidance", "maintenance", "installation", "site_survey", "consultation", "complaint");

    public Report {
        dangers = List.copyOf(dangers);
    }

    /** All that was said, for telling whether the same was sent twice; where it ends and begins is told apart. */
    String everything() {
        return toString();
    }
}
