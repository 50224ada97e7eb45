package io.hearthwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hearthwatch.app.cli.ExitStatus;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.TestDatabase;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.fleet.NewAppliance;
import io.hearthwatch.servicedesk.ServiceDesk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A small service organisation on a database of its own, worked on from the command line alone. */
final class CommandDesk implements AutoCloseable {
    private final TestDatabase test = TestDatabase.create();
    private final Path directory;
    private final ServiceDesk desk;

    CommandDesk(Path directory) throws IOException {
        this.directory = directory;
        Catalog catalog = Catalog.load(List.of());
        Fleet fleet = new Fleet(test.database(), catalog, InstantSource.system());
        LocalDate today = LocalDate.ofInstant(InstantSource.system().instant(), ZoneOffset.UTC);
        for (int i = 1; i <= 3; i++) {
            fleet.add(new NewAppliance(
                    "wm-" + i, "washing_machine", "WM-8014", "L1", null, today.minusDays(30L * i), null, Map.of()));
        }
        desk = new ServiceDesk(test.database(), catalog, fleet, InstantSource.system());
        desk.load(file("service.yaml", """
                regions: {EAST: {name: East}}
                warehouses:
                  C: {name: Central}
                  W: {name: West, parent: C}
                centres:
                  A: {name: Alpha, time_zone: UTC, latitude: 31.2, longitude: 121.5, warehouse: W, region: EAST,
                      hours: {mon-fri: ["08:00-18:00"]}}
                technicians:
                  wu: {name: Wu Na, centre: A, skills: {"*": ["*"]}}
                default_centres: {washing_machine: A}
                households:
                  H1: {name: Ada Weber, address: Road 1, phone: "138", language: en, centre: A, appliances: [wm-1]}
                  H2: {name: Bo Lind, address: Road 2, phone: "139", language: en, centre: A, appliances: [wm-2]}
                """));
    }

    /** The desk itself, for what is no command's work. */
    ServiceDesk desk() {
        return desk;
    }

    Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    /** Runs a command line as a shell would read it; only single quotes hold words together. */
    Ended run(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        boolean begun = false;
        for (char each : (line + " ").toCharArray()) {
            if (each == '\'') {
                quoted = !quoted;
                begun = true;
            } else if (each == ' ' && !quoted) {
                if (begun) {
                    words.add(word.toString());
                    word.setLength(0);
                    begun = false;
                }
            } else {
                word.append(each);
                begun = true;
            }
        }
        return Ended.of(test, words.toArray(String[]::new));
    }

    /** What a command printed that had to succeed. */
    String ok(String line) {
        Ended ended = run(line);
        assertThat(ended.status()).as("%s: %s", line, ended.err()).isZero();
        return ended.out();
    }

    /** What a command reported as JSON. */
    JsonNode json(String line) throws IOException {
        Path json = directory.resolve("report.json");
        Files.deleteIfExists(json);
        ok(line + " --json " + json);
        return new ObjectMapper().readTree(json.toFile());
    }

    /** What a command said that was refused for what is stored. */
    String refused(String line) {
        return refused(ExitStatus.FAILED, line);
    }

    /** What a command said that made no sense. */
    String wrong(String line) {
        return refused(ExitStatus.USAGE, line);
    }

    private String refused(int status, String line) {
        Ended ended = run(line);
        assertThat(ended.status())
                .as("%s: %s%s", line, ended.out(), ended.err())
                .isEqualTo(status);
        assertThat(ended.err()).as(line).startsWith("error: ").contains("try: ").doesNotContain("\tat ", "Exception");
        return ended.err();
    }

    @Override
    public void close() {
        test.close();
    }
}
