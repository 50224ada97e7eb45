package io.hearthwatch.servicedesk.dispatch.route;

import ai.timefold.solver.core.api.score.buildin.hardmediumsoftlong.HardMediumSoftLongScore;
import ai.timefold.solver.core.api.score.stream.Constraint;
import ai.timefold.solver.core.api.score.stream.ConstraintCollectors;
import ai.timefold.solver.core.api.score.stream.ConstraintFactory;
import ai.timefold.solver.core.api.score.stream.ConstraintProvider;
import ai.timefold.solver.core.api.score.stream.uni.UniConstraintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules of a plan, one method each. That a technician is never in two places holds by the way a route is made: each visit begins after
 * the one before it and the way. What a visit breaks with somebody is asked of {@link #broken} as well, so that a place that is offered is
 * one that the solver would keep.
 */
public final class Rules implements ConstraintProvider {
    private static final HardMediumSoftLongScore HARD = HardMediumSoftLongScore.ONE_HARD;
    private static final HardMediumSoftLongScore SOFT = HardMediumSoftLongScore.ONE_SOFT;
    /** Weighs as much as an hour outside a window. */
    private static final int WRONG_PERSON = 60;

    @Override
    public Constraint[] defineConstraints(ConstraintFactory factory) {
        return new Constraint[] {
            skill(factory),
            licence(factory),
            window(factory),
            workingTime(factory),
            pinned(factory),
            pinnedTime(factory),
            assigned(factory),
            travel(factory),
            wayBack(factory),
            urgency(factory),
            onTime(factory),
            parts(factory),
            fairness(factory),
            stability(factory),
            ownEngineer(factory)
        };
    }

    /** Hard rules that a job breaks with a technician at a time; none where it may be so. */
    public static List<Rule> broken(Worker worker, Job job, int begin) {
        List<Rule> broken = new ArrayList<>();
        if (!worker.masters(job)) {
            broken.add(Rule.SKILL);
        }
        if (!worker.licensed()) {
            broken.add(Rule.LICENCE);
        }
        if (minutesOutside(job, begin) > 0) {
            broken.add(Rule.WINDOW);
        }
        if (worker.overtime(begin, begin + job.minutes()) > 0) {
            broken.add(Rule.WORKING_TIME);
        }
        if (!isWished(worker, job)) {
            broken.add(Rule.PINNED);
        }
        return broken;
    }

    /** Minutes by which a begin breaks the hard rules of time: before or after the window, and work after the day. */
    static int minutesOff(Worker worker, Job job, int begin) {
        return minutesOutside(job, begin) + worker.overtime(begin, begin + job.minutes());
    }

    private static int minutesOutside(Job job, int begin) {
        return Math.max(0, Math.max(begin - job.window().to(), job.window().from() - begin));
    }

    static boolean isWished(Worker worker, Job job) {
        return job.wish().technician() == null || job.wish().technician().equals(worker.id());
    }

    private static UniConstraintStream<Visit> visits(ConstraintFactory factory) {
        return factory.forEach(Visit.class);
    }

    /** Who is not trained for the type and class of fault would have to come again with somebody who is. */
    Constraint skill(ConstraintFactory factory) {
        return visits(factory)
                .filter(visit -> !visit.route().worker().masters(visit.job()))
                .penalizeLong(HARD, visit -> WRONG_PERSON)
                .asConstraint(Rule.SKILL.id());
    }

    /** Without a valid licence nobody works at a customer's. */
    Constraint licence(ConstraintFactory factory) {
        return visits(factory)
                .filter(visit -> !visit.route().worker().licensed())
                .penalizeLong(HARD, visit -> WRONG_PERSON)
                .asConstraint(Rule.LICENCE.id());
    }

    /** The customer was promised that work begins within the window. */
    Constraint window(ConstraintFactory factory) {
        return visits(factory)
                .filter(visit -> minutesOutside(visit.job(), visit.begin()) > 0)
                .penalizeLong(HARD, visit -> minutesOutside(visit.job(), visit.begin()))
                .asConstraint(Rule.WINDOW.id());
    }

    /** A visit is over before the technician's day is; nobody works on a day off or while ill. */
    Constraint workingTime(ConstraintFactory factory) {
        return visits(factory)
                .filter(visit -> visit.route().worker().overtime(visit.begin(), visit.end()) > 0)
                .penalizeLong(HARD, visit -> visit.route().worker().overtime(visit.begin(), visit.end()))
                .asConstraint(Rule.WORKING_TIME.id());
    }

    /** What a person decided stays so. */
    Constraint pinned(ConstraintFactory factory) {
        return visits(factory)
                .filter(visit -> !isWished(visit.route().worker(), visit.job()))
                .penalizeLong(HARD, visit -> WRONG_PERSON)
                .asConstraint(Rule.PINNED.id());
    }

    /** Also when: late is better than never where an overrun leaves no other choice, but no other visit is a reason. */
    Constraint pinnedTime(ConstraintFactory factory) {
        return visits(factory)
                .filter(visit -> visit.job().wish().missedBy(visit.begin()) > 0)
                .penalizeLong(
                        HardMediumSoftLongScore.ONE_MEDIUM, visit -> Weights.offPinnedTime(visit.job(), visit.begin()))
                .asConstraint(Rule.PINNED_TIME.id());
    }

    /** A visit that nobody does has to be put off with the customer's consent; the more urgent and the more settled, the worse. */
    Constraint assigned(ConstraintFactory factory) {
        return factory.forEachIncludingUnassigned(Visit.class)
                .filter(visit -> visit.route() == null)
                .penalizeLong(HardMediumSoftLongScore.ONE_MEDIUM, visit -> Weights.unassigned(visit.job()))
                .asConstraint(Rule.ASSIGNED.id());
    }

    /** Time on the road serves nobody. */
    Constraint travel(ConstraintFactory factory) {
        return visits(factory)
                .filter(visit -> visit.travelHere() > 0)
                .penalizeLong(SOFT, visit -> (long) visit.travelHere() * Weights.MINUTE)
                .asConstraint(Rule.TRAVEL.id());
    }

    /** Nor does the way back from the last visit. */
    Constraint wayBack(ConstraintFactory factory) {
        return factory.forEach(Route.class)
                .filter(route -> route.minutesBack() > 0)
                .penalizeLong(SOFT, route -> (long) route.minutesBack() * Weights.MINUTE)
                .asConstraint(WAY_BACK);
    }

    /** The other part of {@link Rule#TRAVEL}. */
    static final String WAY_BACK = "way_back";

    /** Who waits for what is urgent is visited early in the window. */
    Constraint urgency(ConstraintFactory factory) {
        return visits(factory)
                .filter(visit -> visit.job().urgency() > 0 && waited(visit) > 0)
                .penalizeLong(SOFT, visit -> (long) waited(visit) * visit.job().urgency() * Weights.URGENT_MINUTE)
                .asConstraint(Rule.URGENCY.id());
    }

    private static int waited(Visit visit) {
        return visit.begin() - visit.job().window().from();
    }

    /** A plan that begins a visit at the last minute breaks with the first jam; and the promised end counts too. */
    Constraint onTime(ConstraintFactory factory) {
        return visits(factory)
                .filter(visit -> risk(visit) > 0)
                .penalizeLong(SOFT, Rules::risk)
                .asConstraint(Rule.ON_TIME.id());
    }

    private static long risk(Visit visit) {
        return risk(visit.job(), visit.begin());
    }

    static long risk(Job job, int begin) {
        Job.Window window = job.window();
        int margin = Math.min(Weights.MARGIN, (window.to() - window.from()) / 2);
        long risky = Math.max(0, begin - (window.to() - margin));
        long late = Math.max(0L, (long) begin + job.minutes() - window.due());
        return risky * Weights.RISKY_MINUTE + late * Weights.LATE_MINUTE;
    }

    /** Who has the kit on the van need not fetch it first. */
    Constraint parts(ConstraintFactory factory) {
        return visits(factory)
                .filter(visit -> visit.route().worker().toFetch(visit.job()) > 0)
                .penalizeLong(SOFT, visit -> (long) visit.route().worker().toFetch(visit.job()) * Weights.PART_TO_FETCH)
                .asConstraint(Rule.PARTS.id());
    }

    /** Work is shared evenly, but for licences that are warned, which get less of it. */
    Constraint fairness(ConstraintFactory factory) {
        return visits(factory)
                .groupBy(
                        Visit::route,
                        ConstraintCollectors.sum(visit -> visit.job().minutes()))
                .penalizeLong(SOFT, (route, minutes) -> Weights.load(route.worker(), minutes))
                .asConstraint(Rule.FAIRNESS.id());
    }

    /** What was published was told to people; it changes only for a good reason. */
    Constraint stability(ConstraintFactory factory) {
        return visits(factory)
                .filter(visit -> change(visit) > 0)
                .penalizeLong(SOFT, Rules::change)
                .asConstraint(Rule.STABILITY.id());
    }

    private static long change(Visit visit) {
        return change(visit.job(), visit.route().worker(), visit.begin());
    }

    /** Whether a customer who was told a time has to be told another one. */
    static boolean isToldAnew(Job job, int begin) {
        Job.Published published = job.published();
        return published != null && published.told() && Math.abs(begin - published.begin()) > Weights.MOVED_FREE;
    }

    static long change(Job job, Worker worker, int begin) {
        Job.Published published = job.published();
        if (published == null) {
            return 0;
        }
        long moved = Math.max(0, Math.abs(begin - published.begin()) - Weights.MOVED_FREE);
        return moved * Weights.MOVED_MINUTE
                + (isToldAnew(job, begin) ? Weights.TOLD_AGAIN : 0)
                + (published.technician().equals(worker.id())
                        ? 0
                        : published.told() ? Weights.OTHER_THAN_SENT : Weights.OTHER_TECHNICIAN);
    }

    /** A household that has an engineer of its own knows who comes. */
    Constraint ownEngineer(ConstraintFactory factory) {
        return visits(factory)
                .filter(visit -> isOtherEngineer(visit.route().worker(), visit.job()))
                .penalizeLong(SOFT, visit -> Weights.OTHER_ENGINEER)
                .asConstraint(Rule.ENGINEER.id());
    }

    static boolean isOtherEngineer(Worker worker, Job job) {
        return job.wish().engineer() != null && !job.wish().engineer().equals(worker.id());
    }
}
