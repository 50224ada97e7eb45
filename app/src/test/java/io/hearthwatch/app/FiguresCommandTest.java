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
