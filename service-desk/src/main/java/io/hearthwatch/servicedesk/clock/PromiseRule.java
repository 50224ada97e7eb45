package io.hearthwatch.servicedesk.clock;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is promised for a kind of work and an urgency, where a service file says nothing else.
 *
 * @param promised working time
 * @param warn how much of it is left when somebody is warned
 * @param escalate working time after which the next person hears of a breach
 * @param roundTheClock whether time counts day and night; otherwise in the centre's working hours
 */
public record PromiseRule(Duration promised, Duration warn, Duration escalate, boolean roundTheClock) {
    /** Of intake: the customer hears from us. */
    public static final String FIRST_CONTACT = "first_contact";

    /** The technician is there. */
    public static final String VISIT = "visit";

    /** The work is done. */
    public static final String FINISHED = "finished";

    /** The technician has seen the job. */
    public static final String ACKNOWLEDGE = "acknowledge";

    /** The technician has agreed the time with the customer. */
    public static final String CONFIRM = "confirm";

    /** Of complaints: the customer has an answer. */
    public static final String FIRST_ANSWER = "first_answer";

    /** All promises that have a clock. */
    public static final List<String> ALL = List.of(FIRST_CONTACT, VISIT, FINISHED, ACKNOWLEDGE, CONFIRM, FIRST_ANSWER);

    private static final Set<String> VISITS =
            Set.of("repair", "part_replacement", "usage_guidance", "installation", "maintenance", "site_survey");
    private static final int CRITICAL = 3;

    /** Minutes by urgency: low, normal, high, critical. */
    private static final Map<String, int[]> MINUTES = Map.of(
            FIRST_CONTACT, new int[] {480, 240, 120, 30},
            VISIT, new int[] {3000, 1200, 600, 240},
            FINISHED, new int[] {6000, 3000, 1200, 480},
            FIRST_ANSWER, new int[] {480, 240, 120, 60},
            ACKNOWLEDGE, new int[] {60, 30, 15, 10},
            CONFIRM, new int[] {240, 120, 60, 30});

    /** A complaint is answered and settled sooner, a visit that nobody waits for later. */
    private static final Map<String, int[]> OTHERWISE = Map.of(
            "complaint first_contact", new int[] {240, 120, 60, 30},
            "complaint finished", new int[] {2400, 1200, 600, 480},
            "consultation finished", new int[] {1200, 600, 300, 240},
            "maintenance visit", new int[] {12000, 9000, 3000, 600},
            "maintenance finished", new int[] {15000, 12000, 6000, 1200});

    /** The same, but while somebody is at work: a customer who knows of nothing waits for nothing at night. */
    PromiseRule inWorkingHours() {
        return new PromiseRule(promised, warn, escalate, false);
    }

    /** Whether it is promised among ourselves, and the customer knows nothing of it. */
    static boolean isInternal(String promise) {
        return promise.equals(ACKNOWLEDGE) || promise.equals(CONFIRM);
    }

    /** Whether that kind of work is done at the customer's home. */
    static boolean hasVisit(String kind) {
        return VISITS.contains(kind);
    }

    /** The built-in rule. Intake and what is critical run day and night. */
    static PromiseRule builtIn(String kind, String promise, int urgency) {
        int[] minutes = OTHERWISE.getOrDefault(kind + " " + promise, MINUTES.get(promise));
        Duration promised = Duration.ofMinutes(minutes[urgency]);
        // A quarter of the time, at most an hour: enough to act, and not so early that nobody does.
        Duration warn =
                promised.dividedBy(4).compareTo(Duration.ofHours(1)) > 0 ? Duration.ofHours(1) : promised.dividedBy(4);
        Duration escalate = Duration.ofMinutes(urgency == CRITICAL ? 15 : 60);
        return new PromiseRule(promised, warn, escalate, promise.equals(FIRST_CONTACT) || urgency == CRITICAL);
    }
}
