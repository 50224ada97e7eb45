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
import io.hearthwatch.servicedesk.organisation.Scope;
import io.hearthwatch.servicedesk.ticket.TicketRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recalls, and a household's preferences, export and erasure, from the command line. */
class CampaignAndCustomerCommandTest {
    private static TestDatabase test;
    private static ServiceDesk desk;

    @TempDir
    Path temp;

    @BeforeAll
    static void open(@TempDir Path directory) throws IOException {
        test = TestDatabase.create();
        Catalog catalog = Catalog.load(List.of());
        Fleet fleet = new Fleet(test.database(), catalog, InstantSource.system());
        desk = new ServiceDesk(test.database(), catalog, fleet, InstantSource.system());
        for (int i = 1; i <= 2; i++) {
            fleet.add(new NewAppliance(
                    "a-" + i, "washing_machine", null, "L1", null, LocalDate.of(2024, 1, i), null, Map.of()));
        }
        desk.load(Files.writeString(directory.resolve("service.yaml"), """
                warehouses: {W: {name: W}}
                centres: {A: {name: A, time_zone: UTC, latitude: 31.2, longitude: 121.5, warehouse: W}}
                default_centres: {washing_machine: A}
                households:
                  H1: {name: Ada Weber, address: Road 1, phone: "138", language: en, centre: A, appliances: [a-1]}
                  H2: {name: Bo Lind, address: Road 2, phone: "139", language: en, centre: A}
                """));
    }

    @AfterAll
    static void close() {
        test.close();
    }

    private static Ended run(String... arguments) {
        return Ended.of(test, arguments);
    }

    private static String ok(String... arguments) {
        return run(arguments).ok();
    }

    private static String refused(int status, String... arguments) {
        Ended ended = run(arguments);
        assertThat(ended.status()).as(ended.out()).isEqualTo(status);
        assertThat(ended.err()).startsWith("error: ").contains("try: ");
        return ended.err();
    }

    @Test
    void aRecallIsStartedWatchedPausedAndEnded() throws IOException {
        Path json = temp.resolve("campaign.json");
        String started = ok(
                "campaign",
                "recall",
                "Belt may tear",
                "--type",
                "washing_machine",
                "--lot",
                "L1",
                "--component",
                "drive_belt",
                "--words-zh",
                "传动带可能断裂",
                "--safety",
                "--json",
                json.toString());
        JsonNode campaign = new ObjectMapper().readTree(json.toFile());
        String id = campaign.get("id").asText();
        assertThat(started).contains("campaign " + id + " is about 2 appliance(s)");
        assertThat(campaign.get("safety").asBoolean()).isTrue();
        assertThat(campaign.get("started_by").asText()).startsWith("user ");

        assertThat(ok("campaign", "pause", id)).contains("paused");
        assertThat(ok("campaign", "resume", id)).contains("running");
        desk.work().campaigns().runDue(InstantSource.system().instant());
        assertThat(ok("campaign", "list")).contains("recall", "done", "Belt may tear (safety)", "2 opened");
        assertThat(ok("campaign", "show", id))
                .contains("customers read: Belt may tear / 传动带可能断裂")
                .contains("A ")
                .contains("2 appliances, 0 waiting, 2 opened");
        assertThat(refused(ExitStatus.FAILED, "campaign", "end", id)).contains("the campaign has ended: it is done");
    }

    @Test
    void maintenanceIsEnded() {
        String started =
                ok("campaign", "maintenance", "Yearly care", "--type", "washing_machine", "--every-months", "12");
        String id = started.replaceAll("(?s)campaign (\\d+) .*", "$1");
        assertThat(ok("campaign", "end", id, "--who", "wang")).contains("maintenance", "cancelled");
        assertThat(desk.work()
                        .campaigns()
                        .one(Scope.EVERYTHING, Long.parseLong(id))
                        .orElseThrow()
                        .get("ended_by"))
                .isEqualTo("wang");
    }

    @Test
    void whatMakesNoCampaignIsRefusedWithWhatToDo() {
        assertThat(refused(ExitStatus.FAILED, "campaign", "recall", "x", "--type", "washing_machine"))
                .contains("lots");
        assertThat(refused(ExitStatus.FAILED, "campaign", "recall", "x", "--type", "kettle", "--lot", "1"))
                .contains("not known: kettle");
        assertThat(refused(ExitStatus.USAGE, "campaign", "recall", "x")).contains("--type");
        assertThat(refused(ExitStatus.FAILED, "campaign", "show", "99")).contains("hearthwatch campaign list");
        assertThat(refused(ExitStatus.USAGE, "campaign")).contains("recall", "maintenance", "list");
    }

    @Test
    void aHouseholdSaysHowItWantsToHearFromUs() {
        assertThat(ok("customer", "show", "H1")).contains("H1: is not written to in en");
        assertThat(ok(
                        "customer",
                        "prefer",
                        "H1",
                        "--channel",
                        "email",
                        "--email",
                        "ada@example.org",
                        "--consent",
                        "true",
                        "--how",
                        "on the phone",
                        "--language",
                        "zh",
                        "--quiet-hours",
                        "21:00-08:00",
                        "--surveys",
                        "false"))
                .contains("is written to by email in zh, not from 21:00 to 08:00, not asked how it went (on the phone");
        assertThat(refused(
                        ExitStatus.FAILED,
                        "customer",
                        "prefer",
                        "H1",
                        "--channel",
                        "none",
                        "--consent",
                        "false",
                        "--how",
                        "x",
                        "--quiet-hours",
                        "night"))
                .contains("21:00-08:00");
        assertThat(refused(ExitStatus.FAILED, "customer", "show", "H99")).contains("no household 'H99'");
    }

    @Test
    void aHouseholdIsExportedAndErasedOnlyOnPurpose() throws IOException {
        Path json = temp.resolve("H2.json");
        assertThat(ok("customer", "export", "H2", "--json", json.toString())).contains("\"Bo Lind\"");
        assertThat(new ObjectMapper()
                        .readTree(json.toFile())
                        .at("/household/name")
                        .asText())
                .isEqualTo("Bo Lind");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(json)))
                .isEqualTo("rw-------");
        assertThat(ok("customer", "export", "H2"))
                .as("the export before is in the record of looks")
                .contains("\"what\" : \"export\"");

        assertThat(refused(ExitStatus.USAGE, "customer", "erase", "H2", "--reason", "asked for it"))
                .contains("nothing was erased", "--yes");
        assertThat(refused(ExitStatus.USAGE, "customer", "erase", "H2", "--yes"))
                .contains("--reason");
        assertThat(refused(ExitStatus.USAGE, "customer", "erase", "H2", "--reason", " ", "--yes"))
                .contains("--reason is empty");
        assertThat(ok("customer", "export", "H2")).contains("Bo Lind");
        assertThat(ok("customer", "erase", "H2", "--reason", "asked for it", "--yes"))
                .contains("erased what was kept about H2");
        assertThat(ok("customer", "export", "H2")).doesNotContain("Bo Lind", "Road 2", "139");
        assertThat(refused(ExitStatus.FAILED, "customer", "erase", "H2", "--reason", "again", "--yes"))
                .contains("erased before");
        assertThat(refused(ExitStatus.FAILED, "customer", "export", "H99")).contains("no household 'H99'");
    }

    @Test
    void whoeverStillWaitsForSomebodyIsNotErased() {
        String open = desk.work()
                .open(TicketRequest.of(
                        "li",
                        null,
                        Map.of(
                                "kind",
                                "consultation",
                                "source",
                                "customer",
                                "channel",
                                "phone",
                                "household",
                                "H1",
                                "answers",
                                Map.of("question", "how"))))
                .number();
        assertThat(refused(ExitStatus.FAILED, "customer", "erase", "H1", "--reason", "asked for it", "--yes"))
                .contains(open);
    }
}
