package io.hearthwatch.app;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Recorded data in the shape that {@code examples/azure-pdm} maps, made up with a seed: one reading a day at 06:00, a fault code a day before
 * most failures, harmless codes, a repair with every failure.
 */
final class RecordedFixture {
    static final Instant START = Instant.parse("2015-01-01T06:00:00Z");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final String[] CODES = {"error1", "error2", "error4", "error5"};

    private final Path directory;
    private int rows;

    private RecordedFixture(Path directory) {
        this.directory = directory;
    }

    /** Writes the five files. */
    static RecordedFixture write(Path directory, int machines, int days, long seed) throws IOException {
        RecordedFixture fixture = new RecordedFixture(directory);
        Files.createDirectories(directory);
        fixture.fill(machines, days, new Random(seed));
        return fixture;
    }

    Path directory() {
        return directory;
    }

    /** Readings and faults written: what a replay of everything would publish. */
    int rows() {
        return rows;
    }

    private void fill(int machines, int days, Random random) throws IOException {
        List<String> machineRows = new ArrayList<>();
        List<String> telemetry = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        List<String> maint = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        for (int machine = 1; machine <= machines; machine++) {
            machineRows.add(machine + ",model" + (1 + machine % 4) + "," + random.nextInt(20));
            int failing = -1;
            for (int day = 1; day <= days; day++) {
                Instant at = START.plus(Duration.ofDays(day));
                boolean repaired = failing >= 0;
                if (failing >= 0) {
                    failures.add(time(at) + "," + machine + ",comp" + (failing + 1));
                    maint.add(time(at) + "," + machine + ",comp" + (failing + 1));
                    failing = -1;
                } else if (random.nextInt(14) == 0) {
                    failing = random.nextInt(4);
                    errors.add(time(at) + "," + machine + "," + CODES[failing]);
                    if (failing == 1) {
                        errors.add(time(at) + "," + machine + ",error3");
                    }
                } else if (random.nextInt(20) == 0) {
                    errors.add(time(at.plus(Duration.ofHours(3 + random.nextInt(18)))) + "," + machine + ","
                            + CODES[random.nextInt(4)]);
                }
                if (!repaired && random.nextInt(30) == 0) {
                    maint.add(time(at) + "," + machine + ",comp" + (1 + random.nextInt(4)));
                }
                telemetry.add(String.format(
                        Locale.ROOT,
                        "%s,%d,%.4f,%.4f,%.4f,%.4f",
                        time(at),
                        machine,
                        170 + random.nextGaussian() * 2 + (failing == 0 ? 20 : 0),
                        446 + random.nextGaussian() * 10 - (failing == 1 ? 60 : 0),
                        100 + random.nextGaussian() + (failing == 2 ? 12 : 0),
                        40 + random.nextGaussian() + (failing == 3 ? 10 : 0)));
            }
        }
        rows = telemetry.size() + errors.size();
        write("machines.csv", "machineID,model,age", machineRows);
        write("telemetry_daily.csv", "window_end,machineID,volt,rotate,pressure,vibration", telemetry);
        write("errors.csv", "datetime,machineID,errorID", errors);
        write("maint.csv", "datetime,machineID,comp", maint);
        write("failures.csv", "datetime,machineID,failure", failures);
    }

    private static String time(Instant instant) {
        return TIME.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
    }

    private void write(String name, String header, List<String> lines) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(directory.resolve(name))) {
            writer.write(header + "\n");
            for (String line : lines) {
                writer.write(line + "\n");
            }
        }
    }
}
