package io.hearthwatch.benchmarks.scoring;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;

/**
 * Made-up machines in the files of the azure-pdm set: as many codes, repairs and failures a year, and readings of the same size. The same
 * seed gives the same files.
 */
final class MachineFiles {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final double[] MEANS = {170, 447, 101, 40};
    private static final double[] SPREADS = {3, 10, 2, 1};
    /** Days between failures of one component of a machine, about; 7 failures a year and machine. */
    private static final int DAYS_TO_FAILURE = 200;

    private static final int CODES = 5;

    private final Random random;

    MachineFiles(long seed) {
        this.random = new Random(seed);
    }

    /**
     * Writes them.
     *
     * @param first number of the first machine
     * @param from first day, at 06:00
     */
    void write(Path folder, int first, int machines, LocalDateTime from, int days) {
        try {
            Files.createDirectories(folder);
            try (BufferedWriter who = file(folder, "machines", "machineID,model,age");
                    BufferedWriter readings =
                            file(folder, "telemetry_daily", "window_end,machineID,volt,rotate,pressure,vibration");
                    BufferedWriter codes = file(folder, "errors", "datetime,machineID,errorID");
                    BufferedWriter repairs = file(folder, "maint", "datetime,machineID,comp");
                    BufferedWriter failures = file(folder, "failures", "datetime,machineID,failure")) {
                for (int machine = first; machine < first + machines; machine++) {
                    who.write(machine + ",model" + (1 + random.nextInt(4)) + "," + random.nextInt(20) + "\n");
                    machine(machine, from, days, readings, codes, repairs, failures);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BufferedWriter file(Path folder, String name, String head) throws IOException {
        BufferedWriter writer = Files.newBufferedWriter(folder.resolve(name + ".csv"));
        writer.write(head + "\n");
        return writer;
    }

    private void machine(
            int machine,
            LocalDateTime from,
            int days,
            BufferedWriter readings,
            BufferedWriter codes,
            BufferedWriter repairs,
            BufferedWriter failures)
            throws IOException {
        int failing = -1; // a component that fails tomorrow
        for (int day = 0; day < days; day++) {
            LocalDateTime at = from.plusDays(day);
            if (failing >= 0) {
                failures.write(at.format(TIME) + "," + machine + ",comp" + (failing + 1) + "\n");
                repairs.write(at.format(TIME) + "," + machine + ",comp" + (failing + 1) + "\n");
                failing = -1;
            }
            if (random.nextInt(DAYS_TO_FAILURE / MEANS.length) == 0) {
                failing = random.nextInt(MEANS.length);
                codes.write(at.format(TIME) + "," + machine + ",error" + (failing + 1) + "\n");
            } else if (random.nextInt(14) == 0) {
                codes.write(at.plusHours(random.nextInt(24)).format(TIME) + "," + machine + ",error"
                        + (1 + random.nextInt(CODES)) + "\n");
            }
            if (day % 15 == 14) {
                repairs.write(at.format(TIME) + "," + machine + ",comp" + (1 + random.nextInt(MEANS.length)) + "\n");
            }
            StringBuilder line = new StringBuilder(at.format(TIME)).append(',').append(machine);
            for (int m = 0; m < MEANS.length; m++) {
                double value = MEANS[m] + SPREADS[m] * (random.nextGaussian() + (m == failing ? 4 : 0));
                line.append(',').append(String.format(Locale.ROOT, "%.4f", value));
            }
            readings.write(line.append('\n').toString());
        }
    }
}
