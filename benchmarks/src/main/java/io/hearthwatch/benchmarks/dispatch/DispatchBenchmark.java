package io.hearthwatch.benchmarks.dispatch;

import io.hearthwatch.app.cli.CommandFailure;
import io.hearthwatch.app.cli.Hearthwatch;
import io.hearthwatch.app.cli.JsonOutput;
import io.hearthwatch.benchmarks.Talk;
import io.hearthwatch.servicedesk.dispatch.route.Job;
import io.hearthwatch.servicedesk.dispatch.route.Planner;
import io.hearthwatch.servicedesk.dispatch.route.RoadEstimate;
import io.hearthwatch.servicedesk.dispatch.route.RoutePlan;
import io.hearthwatch.servicedesk.dispatch.route.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code benchmarks/dispatch}: travel time and visits on time, by the solver and by sending the nearest free technician. */
@Command(
        name = "benchmarks/dispatch",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Plans a made-up working day of one city twice: with the solver that serves, and by sending the nearest technician who is free in"
                    + " time, under the same hard rules (skill, licence, appointment window, working time).",
            "",
            "on_time_share: visits that begin in their window ÷ all jobs; a job that nobody can do counts as not on time.",
            "travel_minutes: all driving, from home and back; divide by the visits where the shares differ.",
            "replan: visits that move on a day under way, announced and confirmed, when an urgent ticket comes or a visit takes an hour longer;"
                    + " moved_announced: of which somebody has to be told (another technician, more than 15 minutes, nobody); scratch_: where"
                    + " what is left is planned from scratch.",
            "nearest: the better of two orders of giving jobs out (by window, and by urgency); nearest_other is the other one.",
            ""
        })
public final class DispatchBenchmark implements Runnable {
    @Mixin
    private JsonOutput json;

    @Option(names = "--seed", paramLabel = "N", description = "seed of the day and of the search (default: 1)")
    private long seed = 1;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            split = ",",
            description = "several days, such as 1,2,3, with means and ranges; instead of --seed")
    private List<Long> seeds = List.of();

    @Option(
            names = "--window",
            paramLabel = "MINUTES",
            description = "length of an appointment window, 30 to 300 (default: 120)")
    private int window = 120;

    @Option(names = "--jobs", paramLabel = "N", description = "visits to be done (default: 400)")
    private int jobs = 400;

    @Option(names = "--technicians", paramLabel = "N", description = "who can do them (default: 50)")
    private int technicians = 50;

    @Option(names = "--seconds", paramLabel = "N", description = "the most time to search (default: 60)")
    private int seconds = 60;

    @Option(
            names = "--events",
            paramLabel = "N",
            description =
                    "urgent tickets, and overruns, after each of which the day is planned again; 0 for none (default: 3)")
    private int events = 3;

    @Spec
    private CommandSpec spec;

    /** Runs it. */
    public static void main(String[] arguments) {
        System.exit(Hearthwatch.commandLine(new DispatchBenchmark()).execute(arguments));
    }

    @Override
    public void run() {
        json.check();
        between("--jobs", jobs, 2_000);
        between("--technicians", technicians, 500);
        between("--seconds", seconds, 3_600);
        if (window < 30 || window > 300) {
            throw CommandFailure.usage("--window must be between 30 and 300", "--window 120");
        }
        if (events < 0 || events > 100) {
            throw CommandFailure.usage("--events must be between 0 and 100", "--events 3");
        }
        if (seeds.size() > 20) {
            throw CommandFailure.usage("--seeds takes at most 20", "--seeds 1,2,3");
        }
        Talk talk = new Talk(spec);
        if (seeds.isEmpty()) {
            Map<String, Object> report = measure(talk, seed);
            talk.print(report);
            json.write(report);
            return;
        }
        List<Map<String, Object>> days = new ArrayList<>();
        for (long each : seeds) {
            talk.say("seed " + each);
            days.add(measure(talk, each));
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("seeds", seeds);
        report.put("technicians", technicians);
        report.put("jobs", jobs);
        report.put("window_minutes", window);
        for (String who : List.of("nearest", "solver")) {
            for (String key : List.of("travel_minutes", "travel_minutes_per_visit", "on_time_share", "unassigned")) {
                report.put(who + "." + key, spread(days, who, key));
            }
        }
        if (events > 0) {
            for (Object key : ((Map<?, ?>) days.get(0).get("replan")).keySet()) {
                report.put("replan." + key, spread(days, "replan", String.valueOf(key)));
            }
        }
        talk.print(report);
        report.put("days", days);
        json.write(report);
    }

    private static Map<String, Object> spread(List<Map<String, Object>> days, String who, String key) {
        DoubleSummaryStatistics all = days.stream()
                .map(day -> (Map<?, ?>) day.get(who))
                .mapToDouble(figures -> ((Number) figures.get(key)).doubleValue())
                .summaryStatistics();
        Map<String, Object> spread = new LinkedHashMap<>();
        spread.put("mean", all.getAverage());
        spread.put("least", all.getMin());
        spread.put("most", all.getMax());
        return spread;
    }

    private static void between(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw CommandFailure.usage(option + " must be between 1 and " + most, option + " " + most / 10);
        }
    }

    private Map<String, Object> measure(Talk talk, long seed) {
        City city = new City(seed, window);
        List<Worker> workers = city.workers(technicians);
        List<Job> open = city.jobs(jobs);
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("seed", seed);
        report.put("technicians", technicians);
        report.put("jobs", jobs);
        report.put("window_minutes", window);

        Map<String, Object> nearest = nearest(workers, open, NearestFree.Order.WINDOW);
        Map<String, Object> other = nearest(workers, open, NearestFree.Order.URGENCY);
        boolean swapped = (double) other.get("on_time_share") > (double) nearest.get("on_time_share");
        report.put("nearest", swapped ? other : nearest);
        report.put("nearest_other", swapped ? nearest : other);
        talk.say("nearest free technician: %s min, %.1f %% on time"
                .formatted(nearest.get("travel_minutes"), 100 * (double) nearest.get("on_time_share")));

        talk.say("searching for at most " + seconds + " s");
        long begun = System.nanoTime();
        long[] told = {begun};
        RoutePlan plan = Planner.solve(
                RoutePlan.of(workers, open, RoadEstimate.TOWN),
                new Planner.Limits(seed, Duration.ofSeconds(seconds), 0),
                better -> {
                    if (System.nanoTime() - told[0] > 5_000_000_000L) {
                        told[0] = System.nanoTime();
                        talk.say("after %d s: %d min on the road, %d without anybody"
                                .formatted(
                                        (told[0] - begun) / 1_000_000_000L,
                                        better.travelMinutes(),
                                        better.unassigned().size()));
                    }
                });
        Map<String, Object> solver = DayFigures.of(plan);
        solver.put("solving_seconds", (System.nanoTime() - begun) / 1e9);
        Planner.weigh(plan).forEach((rule, cost) -> solver.put("cost." + rule.id(), cost));
        solver.put("score", String.valueOf(plan.score()));
        report.put("solver", solver);
        if (events > 0) {
            talk.say("planning again after " + events + " urgent tickets and as many overruns");
            report.put("replan", new Replans(workers, plan, city, seed).measure(events));
        }
        return report;
    }

    private static Map<String, Object> nearest(List<Worker> workers, List<Job> open, NearestFree.Order order) {
        List<Job> sent = NearestFree.dispatch(workers, open, RoadEstimate.TOWN, order);
        Map<String, Object> figures = DayFigures.of(RoutePlan.of(workers, sent, RoadEstimate.TOWN));
        figures.put("order", order.name().toLowerCase(Locale.ROOT));
        return figures;
    }
}
