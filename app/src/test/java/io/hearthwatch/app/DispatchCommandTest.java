package io.hearthwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.app.cli.ExitStatus;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.TestDatabase;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.fleet.NewAppliance;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.ticket.TicketRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A day planned, asked about and changed from the command line: tomorrow, at a centre with one who can and one who cannot. */
class DispatchCommandTest {
    private static final Map<String, Object> ANSWERS = Map.of(
            "model", "WM-8014",
            "serial", "S1",
            "production_date", "2025-01-01",
            "purchase_date", "2025-03-01",
            "purchase_channel", "shop",
            "symptom", "noise",
            "began", "yesterday",
            "environment", "kitchen",
            "wish", "soon");

    private static LocalDate tomorrow;
    private static TestDatabase test;
    private static ServiceDesk desk;
    private static List<String> tickets;

    @TempDir
    Path temp;

    @BeforeAll
    static void open(@TempDir Path directory) throws IOException {
        tomorrow = LocalDate.ofInstant(InstantSource.system().instant(), ZoneOffset.UTC)
                .plusDays(1);
        test = TestDatabase.create();
        Catalog catalog = Catalog.load(List.of());
        Fleet fleet = new Fleet(test.database(), catalog, InstantSource.system());
        desk = new ServiceDesk(test.database(), catalog, fleet, InstantSource.system());
        fleet.add(NewAppliance.of("a-1", "washing_machine"));
        fleet.add(NewAppliance.of("a-2", "washing_machine"));
        desk.load(Files.writeString(directory.resolve("service.yaml"), """
                warehouses: {W: {name: W}}
                centres:
                  A: {name: A, time_zone: UTC, latitude: 31.2, longitude: 121.5, warehouse: W,
                      hours: {mon-fri: ["08:00-18:00"], sat: ["08:00-18:00"], sun: ["08:00-18:00"]}}
                technicians:
                  wu: {name: Wu Na, centre: A, skills: {"*": ["*"]}}
                  he: {name: He Yu, centre: A, skills: {dishwasher: [hardware]}}
                default_centres: {washing_machine: A}
                households:
                  H1: {name: H 1, address: Road 1, phone: "1", language: en, centre: A, appliances: [a-1]}
                  H2: {name: H 2, address: Road 2, phone: "2", language: en, centre: A, appliances: [a-2]}
                """));
        tickets = List.of(scheduled("a-1", 9), scheduled("a-2", 11));
    }

    @AfterAll
    static void close() {
        test.close();
    }

    private static String scheduled(String appliance, int hour) {
        String ticket = desk.work()
                .open(request(
                        null,
                        Map.of(
                                "kind", "repair",
                                "source", "inspection",
                                "appliance", appliance,
                                "component", "drain_pump")))
                .number();
        desk.work().change(ticket, request(ticket, Map.of("answers", ANSWERS)));
        desk.work().step(ticket, request(ticket, Map.of("to", "triaged", "way", "home")));
        desk.work()
                .step(
                        ticket,
                        request(
                                ticket,
                                Map.of(
                                        "to", "scheduled",
                                        "window_from", at(hour).toString(),
                                        "window_to", at(hour + 2).toString())));
        return ticket;
    }

    private static TicketRequest request(String ticket, Map<String, Object> said) {
        return TicketRequest.of("chen", ticket == null ? null : desk.work().version(ticket), new LinkedHashMap<>(said));
    }

    private static Instant at(int hour) {
        return tomorrow.atTime(hour, 0).toInstant(ZoneOffset.UTC);
    }

    private static Ended run(String... arguments) {
        List<String> line = new ArrayList<>(List.of("dispatch"));
        line.addAll(List.of(arguments));
        return Ended.of(test, line.toArray(String[]::new));
    }

    private static String ok(String... arguments) {
        return run(arguments).ok();
    }

    @Test
    void aDayIsPlannedShownExplainedAndDecided() throws IOException {
        String day = tomorrow.toString();
        Path json = temp.resolve("plan.json");
        assertThat(ok("plan", "A", "--day", day, "--seconds", "1", "--json", json.toString()))
                .contains(
                        "A, " + day + ", times in UTC",
                        "planned ",
                        "wu (Wu Na): 2 visits",
                        tickets.get(0),
                        tickets.get(1));
        assertThat(Files.readString(json)).contains("\"planned_at\"", "\"window_from\" : \"" + at(9) + "\"");
        assertThat(ok("show", "A", "--day", day)).contains("wu (Wu Na): 2 visits", "he (He Yu): 0 visits");
        assertThat(ok("route", "wu", "--day", day)).contains(tickets.get(0), "window " + day + " 09:00-11:00");
        assertThat(ok("route", "he", "--day", day)).contains("he visits nobody");
        assertThat(ok("why", tickets.get(0)))
                .contains(tickets.get(0) + " is wu's at " + day, "he (He Yu) cannot:", "fairness");
        assertThat(ok("slots", tickets.get(0))).contains("free 1");
        assertThat(ok("pin", tickets.get(0), "--time")).contains("pinned");
        assertThat(ok("show", "A", "--day", day)).contains(", pinned by user ");
        assertThat(ok("unpin", tickets.get(0))).doesNotContain("pinned");

        Ended unskilled = run("assign", tickets.get(0), "he");
        assertThat(unskilled.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(unskilled.err()).contains("cannot be He Yu's", "override");
        assertThat(ok("assign", tickets.get(0), "he", "--override", "learns it", "--who", "chen"))
                .contains(tickets.get(0) + " is he's at ", "pinned");
        assertThat(ok("show", "A", "--day", day)).contains("by chen: learns it");
        assertThat(ok("absence", "he", "--from", at(8).toString(), "--to", at(18).toString(), "--reason", "ill"))
                .contains("he is away from " + at(8));
        assertThat(ok("show", "A", "--day", day)).contains("does not fit since", "he is away: ill");
        assertThat(ok("absence", "he")).contains("ill", "said by ");
        assertThat(ok("absence", "he", "--end", "1")).contains("absence 1 of he has ended");
        assertThat(run("absence", "he", "--end", "1").err()).contains("has ended before");

        assertThat(ok("announce", "A", "--day", day))
                .contains("A, " + day + ": 2 visits announced", tickets.get(1) + " wu");
        assertThat(ok("announce", "A", "--day", day)).contains(": 0 visits announced");
        assertThat(ok("show", "A", "--day", day)).contains("announced ", "dispatched");
        String visited = tickets.get(1);
        assertThat(run("overrun", visited, "45").err()).contains("try: ");
        desk.work().step(visited, request(visited, Map.of("to", "confirmed")));
        desk.work().step(visited, request(visited, Map.of("to", "on_site")));
        assertThat(ok("overrun", visited, "45")).contains(visited + " lasts until ", "planned again");
        assertThat(run("overrun", visited, "0").status()).isEqualTo(ExitStatus.USAGE);
        assertThat(run("overrun", visited, "601").err()).contains("1 to 600 minutes");
        assertThat(run("overrun", visited, "long").status()).isEqualTo(ExitStatus.USAGE);
        assertThat(run("overrun", "HW-999999", "45").err()).contains("there is no ticket 'HW-999999'");
        assertThat(run("announce", "A", "--day", "2020-01-01").err()).contains("2020-01-01 is over at A");
    }

    @Test
    void whatDoesNotFitIsRefusedWithWhatToDo() {
        Ended which = run();
        assertThat(which.status()).isEqualTo(ExitStatus.USAGE);
        assertThat(which.err())
                .contains("which? plan, announce, show, route, pin, unpin, assign, why, slots, overrun, absence");
        assertThat(run("show", "nowhere").err()).contains("nowhere").doesNotContain("\tat ");
        assertThat(run("why", "HW-999999").err()).contains("there is no ticket 'HW-999999'", "hearthwatch ticket list");
        assertThat(run("plan", "A", "--seconds", "90").err()).contains("--seconds must be between 1 and 60");
        assertThat(run("show", "A", "--day", "soon").status()).isEqualTo(ExitStatus.USAGE);
        assertThat(run("absence", "he", "--from", at(9).toString(), "--to", at(8).toString(), "--reason", "ill")
                        .err())
                .contains("ends before it begins");
        assertThat(run("absence", "he", "--reason", "ill").err()).contains("--from, --to and --reason belong together");
        assertThat(run("unpin", tickets.get(1)).err()).contains("is not pinned");
    }
}
