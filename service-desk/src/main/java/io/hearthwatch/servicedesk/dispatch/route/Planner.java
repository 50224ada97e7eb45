package io.hearthwatch.servicedesk.dispatch.route;

import ai.timefold.solver.core.api.score.analysis.ConstraintAnalysis;
import ai.timefold.solver.core.api.score.buildin.hardmediumsoftlong.HardMediumSoftLongScore;
import ai.timefold.solver.core.api.solver.SolutionManager;
import ai.timefold.solver.core.api.solver.Solver;
import ai.timefold.solver.core.api.solver.SolverFactory;
import ai.timefold.solver.core.config.heuristic.selector.move.composite.UnionMoveSelectorConfig;
import ai.timefold.solver.core.config.heuristic.selector.move.factory.MoveIteratorFactoryConfig;
import ai.timefold.solver.core.config.heuristic.selector.move.generic.list.ListChangeMoveSelectorConfig;
import ai.timefold.solver.core.config.heuristic.selector.move.generic.list.ListSwapMoveSelectorConfig;
import ai.timefold.solver.core.config.localsearch.LocalSearchPhaseConfig;
import ai.timefold.solver.core.config.solver.EnvironmentMode;
import ai.timefold.solver.core.config.solver.SolverConfig;
import ai.timefold.solver.core.config.solver.termination.TerminationConfig;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Finds routes: puts visits that nobody does where they cost least, then improves, first by {@link Ruins} where nothing stands in the way,
 * then by single changes, until the limits are reached. With the same seed and a limit of moves it finds the same. Thread-safe; a search
 * runs on the caller's thread, and stops early when that is interrupted.
 */
public final class Planner {
    private static final SolutionManager<RoutePlan, HardMediumSoftLongScore> WEIGHING =
            SolutionManager.create(SolverFactory.create(config(new Limits(1, Duration.ZERO, 1), Duration.ZERO)));

    /**
     * When a search ends.
     *
     * @param seed of the search's choices
     * @param longest the most time it may take; zero for any
     * @param moves the most changes to weigh, of which a round of {@link Ruins} stands for some; 0 for any. Steps would be no limit: at an
     *     optimum, the next one may never come.
     */
    public record Limits(long seed, Duration longest, long moves) {
        public Limits {
            if (longest.isZero() && moves == 0) {
                throw new IllegalArgumentException("a search needs an end: a time or a number of moves");
            }
        }
    }

    private Planner() {}

    /** @param idle after which nothing better is to be expected */
    private static SolverConfig config(Limits limits, Duration idle) {
        TerminationConfig end = new TerminationConfig();
        if (!limits.longest().isZero()) {
            // Small centres are done in a moment: nobody has to wait for what does not come.
            end.withSpentLimit(limits.longest()).withUnimprovedSpentLimit(idle);
        }
        if (limits.moves() > 0) {
            end.withMoveCountLimit(limits.moves());
        }
        return new SolverConfig()
                .withSolutionClass(RoutePlan.class)
                .withEntityClasses(Route.class, Visit.class)
                .withConstraintProviderClass(Rules.class)
                .withEnvironmentMode(EnvironmentMode.NO_ASSERT)
                .withRandomSeed(limits.seed())
                .withPhases(new LocalSearchPhaseConfig()
                        .withMoveSelectorConfig(moves())
                        .withTerminationConfig(end));
    }

    private static UnionMoveSelectorConfig moves() {
        return new UnionMoveSelectorConfig()
                .withMoveSelectors(
                        new MoveIteratorFactoryConfig()
                                .withMoveIteratorFactoryClass(NearbyMoves.class)
                                .withFixedProbabilityWeight(8.0),
                        new ListChangeMoveSelectorConfig().withFixedProbabilityWeight(1.0),
                        new ListSwapMoveSelectorConfig().withFixedProbabilityWeight(1.0));
    }

    /** The best plan found, beginning from the routes as they are. */
    public static RoutePlan solve(RoutePlan plan, Limits limits) {
        return solve(plan, limits, better -> {});
    }

    /**
     * The same, telling of each better plan on the way.
     *
     * @param better told at once, so it should be quick; it keeps nothing of the plan, which may change and may not have been weighed
     */
    public static RoutePlan solve(RoutePlan plan, Limits limits, Consumer<RoutePlan> better) {
        if (plan.visits().isEmpty() || plan.routes().isEmpty()) {
            return plan;
        }
        boolean free = Ruins.isFree(plan);
        // Cheaper than the solver's own beginning, which weighs every place on every route.
        mend(plan);
        SolverConfig config;
        if (free) {
            Limits rest = ruin(plan, limits);
            better.accept(plan);
            config = config(rest, share(limits.longest(), 4));
        } else {
            config = config(limits, share(limits.longest(), 3));
        }
        Solver<RoutePlan> solver = SolverFactory.<RoutePlan>create(config).buildSolver();
        solver.addEventListener(event -> better.accept(event.getNewBestSolution()));
        return solver.solve(plan);
    }

    /** @return what is left of the limits, a quarter at least, for single changes */
    private static Limits ruin(RoutePlan plan, Limits limits) {
        long begun = System.nanoTime();
        Duration longest = limits.longest();
        long moves = limits.moves() / 4;
        long rounds =
                limits.moves() == 0 ? Long.MAX_VALUE : Math.max(1, (limits.moves() - moves) / Ruins.MOVES_A_ROUND);
        new Ruins(plan, limits.seed()).improve(longest.minus(longest.dividedBy(4)), rounds);
        if (longest.isZero()) {
            return new Limits(limits.seed(), longest, Math.max(1, moves));
        }
        // The solver takes whole milliseconds.
        Duration left = Duration.ofMillis(Math.max(
                share(longest, 4).toMillis(),
                longest.minusNanos(System.nanoTime() - begun).toMillis()));
        return new Limits(limits.seed(), left, limits.moves() == 0 ? 0 : Math.max(1, moves));
    }

    private static Duration share(Duration of, int parts) {
        return Duration.ofMillis(Math.max(1, of.toMillis() / parts));
    }

    /** Mends a plan without a search: what breaks a hard rule or has no place goes where it fits, if need be instead of what matters less. */
    public static void mend(RoutePlan plan) {
        Insertions.evict(plan);
        Insertions.fill(plan, null);
        Ejections.makeRoom(plan);
    }

    /**
     * What a person pinned and stands in the way of a visit that nobody does: without any one of these it would have a place.
     *
     * @param plan is as before afterwards
     */
    public static List<Visit> pinnedInTheWay(RoutePlan plan, Visit of) {
        return Ejections.pinnedInTheWay(plan, of);
    }

    /** Puts visits that nobody does where they cost least, but for one that is left with nobody; no search. */
    public static void placeOthers(RoutePlan plan, Visit but) {
        Insertions.evict(plan);
        Insertions.fill(plan, but);
    }

    /** What a plan costs by rule: hard and medium ones in their own units, soft ones in minutes on the road; rules that cost nothing left out. */
    public static Map<Rule, Double> weigh(RoutePlan plan) {
        Map<Rule, Double> costs = new EnumMap<>(Rule.class);
        for (ConstraintAnalysis<HardMediumSoftLongScore> each :
                WEIGHING.analyze(plan).constraintAnalyses()) {
            HardMediumSoftLongScore score = each.score();
            String name = each.constraintName().equals(Rules.WAY_BACK) ? Rule.TRAVEL.id() : each.constraintName();
            double cost = score.softScore() != 0
                    ? (double) -score.softScore() / Weights.MINUTE
                    : -(score.hardScore() + score.mediumScore());
            if (cost != 0) {
                costs.merge(Rule.of(name), cost, Double::sum);
            }
        }
        return costs;
    }
}
