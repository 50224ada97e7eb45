package io.hearthwatch.servicedesk.dispatch.route;

import io.hearthwatch.servicedesk.organisation.LicenceBand;
import java.util.List;
import java.util.Set;

/**
 * A technician on one day.
 *
 * @param grade junior, qualified, intermediate or senior
 * @param band how the licence stands
 * @param skills what they may work on
 * @param spans when they work, in order, without absences; empty for a day off
 * @param start where their day begins and ends
 * @param from where and from when they are free, such as after the visit they are at
 * @param van what they carry
 */
public record Worker(
        String id,
        String name,
        String grade,
        LicenceBand band,
        Set<Skill> skills,
        List<Span> spans,
        Position start,
        Free from,
        Van van) {
    /** Stands for every type, or every class of faults. */
    public static final String ANY = "*";

    /** A type of appliance and a class of its faults that somebody may work on; {@value Worker#ANY} for all. */
    public record Skill(String type, String faultClass) {}

    /** Where somebody is, and the minute from which on they may set out. */
    public record Free(Position where, int minute) {}

    /**
     * A technician's van.
     *
     * @param warehouse null for none
     * @param parts of which it has at least one that nobody reserved
     */
    public record Van(String warehouse, Set<String> parts) {
        /** No van. */
        public static final Van NONE = new Van(null, Set.of());

        public Van {
            parts = Set.copyOf(parts);
        }
    }

    public Worker {
        skills = Set.copyOf(skills);
        spans = List.copyOf(spans);
    }

    /** Whether they may do that kind of work; work on no type in particular is everybody's. */
    public boolean masters(Job job) {
        return job.type() == null
                || skills.stream()
                        .anyMatch(skill ->
                                (skill.type().equals(ANY) || skill.type().equals(job.type()))
                                        && (job.faultClass() == null
                                                || skill.faultClass().equals(ANY)
                                                || skill.faultClass().equals(job.faultClass())));
    }

    /** Whether the licence is valid. */
    public boolean licensed() {
        return band != LicenceBand.ELIMINATED;
    }

    /** How many of a job's parts they would have to fetch first. */
    public int toFetch(Job job) {
        int missing = 0;
        for (String part : job.parts()) {
            String heldAt = job.heldAt().get(part);
            boolean aboard = heldAt == null ? van.parts().contains(part) : heldAt.equals(van.warehouse());
            missing += aboard ? 0 : 1;
        }
        return missing;
    }

    /**
     * Which share of an even load is theirs: a model licence gets a little more, a warned one fewer jobs, a beginner a little less.
     */
    public double share() {
        double byLicence = switch (band) {
            case MODEL -> 1.1;
            case NORMAL -> 1;
            case WARNING, ELIMINATED -> .6;
        };
        return "junior".equals(grade) ? byLicence * .85 : byLicence;
    }

    /**
     * When work can begin: once they are there, not before its window, and so that it is over before the next break.
     *
     * @param ready from when on they may travel
     * @return the minute; where the day has no room left, one whose end is {@link #overtime}
     */
    public int begin(int ready, int travel, Job job) {
        if (spans.isEmpty()) {
            return Math.max(ready + travel, job.window().from());
        }
        int there = Math.max(
                Math.max(ready, spans.get(0).from()) + travel, job.window().from());
        for (Span span : spans) {
            int begin = Math.max(there, span.from());
            if (begin + job.minutes() <= span.to()) {
                return begin;
            }
        }
        return Math.max(there, spans.get(spans.size() - 1).from());
    }

    /** Minutes of a piece of work that lie after their day. */
    public int overtime(int begin, int end) {
        return spans.isEmpty()
                ? end - begin
                : Math.max(0, end - spans.get(spans.size() - 1).to());
    }
}
