package io.hearthwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.app.cli.ExitStatus;
import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.TestDatabase;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.ticket.TicketRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Money and indicators from the command line, with good and with wrong arguments. */
class FiguresCommandTest {
    private static TestDatabase test;

    @TempDir
    Path temp;

    @BeforeAll
    static void open(@TempDir Path directory) throws IOException {
        test = TestDatabase.create();
        Catalog catalog = Catalog.load(List.of());
        Fleet fleet = new Fleet(test.database(), catalog, InstantSource.system());
        ServiceDesk desk = new ServiceDesk(test.database(), catalog, fleet, InstantSource.system());
        desk.load(Files.writeString(directory.resolve("service.yaml"), """
                regions: {EAST: {name: East}}
                warehouses: {W: {name: W}}
                centres: {A: {name: A, time_zone: UTC, latitude: 31.2, longitude: 121.5, warehouse: W, region: EAST}}
                default_centres: {washing_machine: A}
                """));
        desk.work()
                .open(TicketRequest.of(
                        "li",
                        null,
                        Map.of(
                                "kind",
                                "complaint",
                                "source",
                                "customer",
                                "channel",
                                "phone",
                                "centre",
                                "A",
                                "words",
                                "rude")));
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

    @Test
    void depositIsRequiredPaidInShownAndReturned() throws IOException {
        assertThat(ok("money", "deposit", "list")).contains("no centre has a deposit");
        Path terms = Files.writeString(temp.resolve("money.yaml"), """
                deposits: [{centre: A, required: 100, currency: CNY, from: 2026-01-01}]
                """);
        assertThat(ok("money", "load", terms.toString())).contains("1 ");
        ok("money", "deposit", "pay-in", "A", "120.50", "CNY", "--reference", "B-1", "--who", "boss");
        Ended twice = run("money", "deposit", "pay-in", "A", "120.50", "CNY", "--reference", "B-1");
        assertThat(twice.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(twice.err()).contains("booked already", "try: ");
        Path json = temp.resolve("deposit.json");
        assertThat(ok(
                        "money",
                        "deposit",
                        "return",
                        "A",
                        "20.50",
                        "CNY",
                        "--reference",
                        "R-1",
                        "--json",
                        json.toString()))
                .contains("100.00");
        assertThat(Files.readString(json)).contains("\"returned\"");
        assertThat(run("money", "deposit", "return", "A", "1", "CNY", "--reference", "R-2")
                        .err())
                .contains("at most 0.00 CNY can be returned");
        assertThat(ok("money", "deposit", "show", "A")).contains("paid_in", "B-1", "returned", "top_up_demanded");
        assertThat(run("money", "deposit", "show", "NOWHERE").err())
                .contains("NOWHERE")
                .doesNotContain("\tat ");
        assertThat(run("money", "deposit", "demand", "A", "CNY").err()).contains("nothing is missing");
        assertThat(run("money", "deposit").status()).isEqualTo(ExitStatus.USAGE);
        assertThat(run("money", "deposit", "pay-in", "A", "1", "CNY").status()).isEqualTo(ExitStatus.USAGE);
    }

    @Test
    void costsAreBookedCountedAgainstABudgetAndTakenBack() throws IOException {
        Path budgets = Files.writeString(temp.resolve("budgets.csv"), """
                region,centre,element,month,amount,currency
                ,A,training,2026-10,100,CNY
                """);
        assertThat(ok("money", "budget", "load", budgets.toString())).contains("1 entries changed");
        assertThat(ok("money", "budget", "list", "2026-10")).contains("A", "training", "100.00 CNY");
        assertThat(ok("money", "budget", "list", "2020-10")).contains("there is no budget of 2020-10");
        assertThat(ok("money", "cost", "elements")).contains("training", "labour");
        String[] book = {
            "money",
            "cost",
            "book",
            "--centre",
            "A",
            "--element",
            "training",
            "--amount",
            "130.50",
            "--currency",
            "CNY",
            "--booked-on",
            "2026-10-20",
            "--evidence",
            "invoice-77"
        };
        assertThat(ok(book)).contains("A", "training", "130.50 CNY");
        assertThat(ok("money", "costs", "2026-10")).contains("training", "130.50 CNY");
        assertThat(ok("money", "budget", "show", "2026-10", "--centre", "A")).contains("! 2026-10", "130.5 %");
        assertThat(ok("money", "budget", "alerts")).contains("training", "A");
        String listed = ok("money", "cost", "list", "--month", "2026-10", "--element", "training");
        assertThat(listed).contains("130.50 CNY");
        String entry = listed.lines().skip(1).findFirst().orElseThrow().split(" ", 2)[0];
        assertThat(run("money", "cost", "counter", entry).err()).contains("--reason");
        assertThat(ok("money", "cost", "counter", entry, "--reason", "booked twice"))
                .contains("-130.50 CNY");
        assertThat(run("money", "cost", "counter", entry, "--reason", "again").err())
                .contains("try: ");
        assertThat(run("money", "cost", "counter", "999", "--reason", "x").err())
                .contains("999");
        assertThat(run("money", "cost", "list", "--month", "soon").status()).isEqualTo(ExitStatus.USAGE);
        assertThat(run("money", "budget", "show", "2026-10", "--level", "moon").err())
                .contains("headquarters");
        assertThat(run("money", "budget", "acknowledge", "999").err()).contains("999");
        assertThat(ok("money", "cost", "due")).contains("everything is booked");
    }

    @Test
    void statementsClaimsAndDisputesThatAreNotThereAreToldSo() {
        assertThat(ok("money", "claims")).isBlank();
        assertThat(ok("money", "dispute", "list")).contains("nothing is disputed");
        assertThat(run("money", "dispute", "list", "--state", "lost").err()).contains("all, open");
        assertThat(run("money", "dispute", "open", "ST-000099", "--amount", "1", "--reason", "x", "--evidence", "y")
                        .err())
                .contains("--line, or --ticket");
        assertThat(run("money", "dispute", "answer", "9", "--outcome", "partly", "--answer", "x")
                        .err())
                .contains("--granted");
        assertThat(run("money", "statement", "show", "ST-000099").err()).contains("ST-000099", "money statement list");
        assertThat(run("money", "statement", "list", "--state", "lost").err()).contains("resolved");
        assertThat(run("money", "statement", "make", "A", "2099-01").err()).contains("is not over");
        assertThat(run("money", "claim", "show", "99").err()).contains("99", "money claims");
        assertThat(run("money", "claim", "file", "HW-000001", "--lines", "labour")
                        .status())
                .isEqualTo(ExitStatus.FAILED);
        assertThat(run("money", "claim", "file", "HW-000001", "--lines", "tea,sugar=2")
                        .status())
                .isNotEqualTo(ExitStatus.DONE);
    }

    @Test
    void indicatorsAreListedShownChosenAndAimedAt() throws IOException {
        assertThat(ok("indicators", "list")).contains("first_time_fix", "cost_of_service", "budget_use");
        String share = ok("indicators", "show", "complaint_share", "--by", "region");
        assertThat(share).contains("EAST unclassified", "100.0 %", "1 of 1");
        assertThat(ok(
                        "indicators",
                        "show",
                        "complaint_share",
                        "--only",
                        "aspect=unclassified",
                        "--only",
                        "centre=A",
                        "--csv"))
                .contains("complaint_share,1,1,1,share");
        assertThat(ok("indicators", "show", "complaint_share", "--only", "centre=B"))
                .contains("no cases");
        Path json = temp.resolve("figures.json");
        ok("indicators", "show", "complaint_rate", "--json", json.toString());
        assertThat(Files.readString(json)).contains("\"numerator\" : 1.0");
        assertThat(ok(
                        "indicators",
                        "target",
                        "response_time",
                        "--value",
                        "3600",
                        "--valid-from",
                        "2026-01-01",
                        "--centre",
                        "A"))
                .contains("centre A", "target 3600.0");
        assertThat(run("indicators", "show", "luck").err())
                .contains("no indicator 'luck'", "hearthwatch indicators list");
        assertThat(run("indicators", "show", "response_time", "--by", "colour").status())
                .isEqualTo(ExitStatus.USAGE);
        assertThat(run("indicators", "show", "response_time", "--only", "colour=red")
                        .err())
                .contains("colour");
        assertThat(run("indicators", "show", "response_time", "--from", "soon").err())
                .contains("is not a month");
        assertThat(run("indicators", "target", "response_time", "--value", "1").err())
                .contains("--valid-from is missing");
    }
}
