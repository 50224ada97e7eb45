package io.hearthwatch.predictor;

import io.hearthwatch.catalog.MetricKind;
import io.hearthwatch.predictor.features.ApplianceHistory;
import io.hearthwatch.predictor.features.CodePair;
import io.hearthwatch.predictor.features.FleetDayTable;
import io.hearthwatch.predictor.features.Vocabulary;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/** Reads the public predictive-maintenance set straight from its files, without a database. */
final class AzurePdm {
    static final List<String> METRICS = List.of("volt", "rotate", "pressure", "vibration");
    static final List<String> CODES = List.of("error1", "error2", "error3", "error4", "error5");
    static final List<String> COMPONENTS = List.of("comp1", "comp2", "comp3", "comp4");

    private AzurePdm() {}

    static Vocabulary vocabulary(List<ApplianceHistory> machines) {
        TreeSet<String> lines = new TreeSet<>();
        machines.forEach(m -> lines.add(m.line()));
        CodePair.Counter pairs = new CodePair.Counter();
        machines.forEach(m -> pairs.add(m.faults()));
        return new Vocabulary(
                        "pdm_machine",
                        METRICS.stream()
                                .map(m -> new Vocabulary.MetricName(m, MetricKind.GAUGE))
                                .toList(),
                        CODES,
                        COMPONENTS,
                        List.copyOf(lines))
                .with(pairs.found(), false);
    }

    /** Lets each machine know what its likes did, as the database would. */
    private static void addFleet(List<ApplianceHistory> machines) {
        FleetDayTable fleet = new FleetDayTable();
        machines.forEach(machine -> machine.addTo(fleet, METRICS));
        machines.forEach(machine -> machine.setFleet(fleet));
    }

    static List<ApplianceHistory> read(Path folder) throws IOException {
        Map<String, ApplianceHistory> machines = new LinkedHashMap<>();
        for (String[] row : rows(folder.resolve("machines.csv.gz"))) {
            long born = Instant.parse((2015 - Integer.parseInt(row[2])) + "-01-01T00:00:00Z")
                    .toEpochMilli();
            machines.put(row[0], new ApplianceHistory(machines.size() + 1, row[0], row[1], born, METRICS.size()));
        }
        for (String[] row : rows(folder.resolve("telemetry_daily.csv.gz"))) {
            float[] values = new float[METRICS.size()];
            for (int m = 0; m < values.length; m++) {
                values[m] = Float.parseFloat(row[m + 2]);
            }
            float none = 0;
            machines.get(row[1]).addHour(time(row[0]), new int[] {1, 1, 1, 1}, values, values, values, new float[] {
                none, none, none, none
            });
        }
        for (String[] row : sorted(folder.resolve("errors.csv.gz"))) {
            machines.get(row[1]).faults().add(time(row[0]), time(row[0]), CODES.indexOf(row[2]));
        }
        for (String[] row : sorted(folder.resolve("maint.csv.gz"))) {
            machines.get(row[1]).repairs().add(time(row[0]), time(row[0]), COMPONENTS.indexOf(row[2]));
        }
        for (String[] row : sorted(folder.resolve("failures.csv.gz"))) {
            machines.get(row[1]).failures().add(time(row[0]), time(row[0]), COMPONENTS.indexOf(row[2]));
        }
        List<ApplianceHistory> all = List.copyOf(machines.values());
        addFleet(all);
        return all;
    }

    private static long time(String text) {
        return Instant.parse(text.replace(' ', 'T') + "Z").toEpochMilli();
    }

    private static List<String[]> sorted(Path file) throws IOException {
        List<String[]> rows = rows(file);
        rows.sort(Comparator.comparing((String[] row) -> row[0]).thenComparing(row -> row[2]));
        return rows;
    }

    private static List<String[]> rows(Path file) throws IOException {
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            List<String[]> rows = new ArrayList<>();
            in.readLine();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                rows.add(line.split(",", -1));
            }
            return rows;
        }
    }
}
