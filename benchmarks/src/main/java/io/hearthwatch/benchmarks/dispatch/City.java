package io.hearthwatch.benchmarks.dispatch;

import io.hearthwatch.servicedesk.dispatch.route.Job;
import io.hearthwatch.servicedesk.dispatch.route.Position;
import io.hearthwatch.servicedesk.dispatch.route.Span;
import io.hearthwatch.servicedesk.dispatch.route.Worker;
import io.hearthwatch.servicedesk.organisation.LicenceBand;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A made-up day of one service centre: 40 by 40 kilometres with some dense districts, households that booked windows of mostly two hours,
 * technicians who start at home and know two of four types and most classes of faults. Work takes 30 to 75 minutes, 47.5 in the mean: with
 * eight visits it is two thirds of the 555 minutes that a technician works, and with the way between them most of it, so that windows bind.
 */
final class City {
    private static final Position CENTRE = new Position(31.2, 121.5);
    private static final double KILOMETRE_NORTH = 1 / 111.2;
    private static final double KILOMETRE_EAST = 1 / (111.2 * Math.cos(Math.toRadians(31.2)));
    private static final List<String> TYPES =
            List.of("washing_machine", "refrigerator", "air_conditioner", "water_heater");
    private static final List<String> CLASSES =
            List.of("hardware", "hardware", "hardware", "software", "network", "misuse");
    private static final List<String> GRADES = List.of("junior", "qualified", "qualified", "intermediate", "senior");
    private static final int OPENS = 8 * 60;
    private static final int CLOSES = 18 * 60;

    private static final List<Integer> MINUTES = List.of(30, 30, 45, 45, 60, 75);

    private final Random random;
    private final int window;
    private final double[][] districts;
    private int urgent;

    /** @param window minutes of an appointment window */
    City(long seed, int window) {
        this.window = window;
        this.random = new Random(seed);
        this.districts = IntStream.range(0, 8)
                .mapToObj(i -> new double[] {random.nextDouble() * 30 - 15, random.nextDouble() * 30 - 15})
                .toArray(double[][]::new);
    }

    private Position place() {
        double north;
        double east;
        if (random.nextInt(10) < 7) {
            double[] district = districts[random.nextInt(districts.length)];
            north = district[0] + random.nextGaussian() * 2;
            east = district[1] + random.nextGaussian() * 2;
        } else {
            north = random.nextDouble() * 40 - 20;
            east = random.nextDouble() * 40 - 20;
        }
        return new Position(CENTRE.latitude() + north * KILOMETRE_NORTH, CENTRE.longitude() + east * KILOMETRE_EAST);
    }

    private static String part(String type, int number) {
        return type + "-" + number;
    }

    List<Worker> workers(int count) {
        return IntStream.range(0, count).mapToObj(this::worker).toList();
    }

    private Worker worker(int number) {
        // Every pair of types occurs, so that no type depends on chance.
        String one = TYPES.get(number % TYPES.size());
        String other = TYPES.get((number + 1 + number / TYPES.size() % 3) % TYPES.size());
        Set<Worker.Skill> skills = new HashSet<>();
        skills.add(new Worker.Skill(one, Worker.ANY));
        for (String each : Set.of("hardware", "software", "misuse")) {
            skills.add(new Worker.Skill(other, each));
        }
        Set<String> van = new HashSet<>();
        for (String type : List.of(one, other)) {
            for (int part = 0; part < 6; part++) {
                if (random.nextInt(10) < 7) {
                    van.add(part(type, part));
                }
            }
        }
        Position home = place();
        int band = random.nextInt(10);
        return new Worker(
                "t-%02d".formatted(number),
                "Technician " + number,
                GRADES.get(random.nextInt(GRADES.size())),
                band == 0 ? LicenceBand.WARNING : band == 1 ? LicenceBand.MODEL : LicenceBand.NORMAL,
                skills,
                List.of(new Span(OPENS, 12 * 60), new Span(12 * 60 + 45, CLOSES)),
                home,
                new Worker.Free(home, OPENS),
                new Worker.Van("van-" + number, van));
    }

    List<Job> jobs(int count) {
        return IntStream.range(0, count).mapToObj(this::job).toList();
    }

    private Job job(int number) {
        String type = TYPES.get(random.nextInt(TYPES.size()));
        int from = OPENS + window * random.nextInt((CLOSES - OPENS) / window);
        int minutes = MINUTES.get(random.nextInt(MINUTES.size()));
        // The end of the last window leaves no time to work.
        int to = Math.min(from + window, CLOSES - minutes);
        int urgency = random.nextInt(20) == 0 ? 3 : random.nextInt(3);
        List<String> kit = random.nextBoolean() ? List.of(part(type, random.nextInt(6))) : List.of();
        return new Job(
                number + 1L,
                "HW-%06d".formatted(number + 1),
                new Job.Need(type, CLASSES.get(random.nextInt(CLASSES.size())), minutes, kit, Map.of()),
                place(),
                new Job.Window(from, to, Integer.MAX_VALUE),
                urgency,
                Job.Wish.NONE,
                null);
    }

    /** One that comes while the day is under way. */
    Job urgent(int from, int minutes) {
        urgent++;
        String type = TYPES.get(random.nextInt(TYPES.size()));
        return new Job(
                1_000_000L + urgent,
                "HW-%06d".formatted(1_000_000 + urgent),
                new Job.Need(type, "hardware", 60, List.of(), Map.of()),
                place(),
                new Job.Window(from, from + minutes, Integer.MAX_VALUE),
                3,
                Job.Wish.NONE,
                null);
    }
}
