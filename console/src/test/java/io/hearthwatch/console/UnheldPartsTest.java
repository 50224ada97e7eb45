package io.hearthwatch.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Parts that are built in under tickets which did not hold them: from which shelf they are taken, once, and what came from none. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnheldPartsTest {
    private SampleHouse house;
    private Http http;
    private int appliances;
    private int keys;

    @BeforeAll
    void open(@TempDir Path directory) throws IOException {
        house = SampleHouse.furnished(0);
        house.load("""
                warehouses:
                  VAN: {name: Van, parent: MUNICH}
                """);
        house.desk.spareParts().load(Files.writeString(directory.resolve("parts.yaml"), """
                        parts: {WM-CB-8800: {serialised: true}, WM-BK-9: {}}
                        supersessions:
                          WM-BK-5107: {by: WM-BK-9, rule: both, since: 2020-01-01}
                          WM-BL-4502: {by: WM-DP-2202, rule: both, since: 2020-01-01}
                        suppliers: {ACME: {name: Acme}}
                        offers: [{part: WM-BK-9, supplier: ACME, lead_days: 2, price: 10, currency: EUR}]
                        approval: {chief: {amount: 1000, currency: EUR}}
                        """));
        http = new Http(house.url());
    }

    @AfterEach
    void audit() {
        execute("delete from service.technician");
        JsonNode audit = http.get("/api/v1/parts/audit").json();
        assertThat(audit.get("good").asBoolean()).as(audit.toString()).isTrue();
    }

    @AfterAll
    void close() {
        house.close();
    }

    private TicketWork onSite() {
        return TicketWork.open(
                        http,
                        "{'kind': 'repair', 'source': 'customer', 'channel': 'phone', 'appliance': '"
                                + house.washer("U-" + ++appliances) + "'}")
                .answered()
                .untilOnSite("door_lock")
                .does("findings", "{'component': 'door_lock', 'cause': 'worn'}");
    }

    private void execute(String sql) {
        house.database.database().inTransaction(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    private long number(String sql) {
        return house.database.database().inTransaction(connection -> {
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery(sql)) {
                rows.next();
                return rows.getLong(1);
            }
        });
    }

    private long onHand(String warehouse, String part) {
        return number("select coalesce(sum(on_hand), 0) from service.stock where warehouse = '" + warehouse
                + "' and part = '" + part + "'");
    }

    private JsonNode asks(String path, String body) {
        Http.Answer answer =
                http.post("/api/v1/parts/" + path, TicketWork.json("{'key': 'u" + keys++ + "'" + body + "}"));
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        return answer.json();
    }

    private void stock(String warehouse, String part, int units, String serials) {
        asks(
                "receipts",
                ", 'warehouse': '" + warehouse + "', 'part': '" + part + "', 'quantity': " + units + ", 'serials': ["
                        + serials + "]");
    }

    private void drives(TicketWork ticket, String van) {
        execute("insert into service.technician (id, centre, name, grade, warehouse) values ('" + ticket.technician
                + "', 'MUC', 'Zhao', 'senior', '" + van + "')");
    }

    private static long outside(TicketWork ticket, int line) {
        return ticket.read().at("/part_lines/" + line + "/outside_stock").asLong(-1);
    }

    @Test
    void theVanIsTakenFromFirstThenTheCentreThenWhatIsAbove() {
        for (String warehouse : List.of("VAN", "MUNICH", "CENTRAL")) {
            stock(warehouse, "WM-SA-5203", 1, "");
        }
        TicketWork ticket = onSite();
        drives(ticket, "VAN");
        String built = "{'part': 'WM-SA-5203'}";
        ticket.does("parts", built);
        assertThat(onHand("VAN", "WM-SA-5203")).isZero();
        ticket.does("parts", built);
        assertThat(onHand("MUNICH", "WM-SA-5203")).isZero();
        assertThat(onHand("CENTRAL", "WM-SA-5203")).isEqualTo(1);
        ticket.does("parts", "{'part': 'WM-SA-5203', 'quantity': 3}");
        assertThat(onHand("CENTRAL", "WM-SA-5203")).isZero();
        assertThat(ticket.read().get("part_lines").findValuesAsText("outside_stock"))
                .containsExactly("0", "0", "2");
        // The ledger knows for which ticket each unit went.
        assertThat(number("select count(*) from service.stock_move m join service.reservation r on r.id = m.reservation"
                        + " join service.ticket t on t.id = r.ticket where m.kind = 'consume' and m.part = 'WM-SA-5203'"
                        + " and t.number = '" + ticket.number + "'"))
                .isEqualTo(3);
    }

    @Test
    void numberedUnitLeavesItsShelfWithItsNumber() {
        stock("MUNICH", "WM-CB-8800", 1, "'CB-1'");
        TicketWork ticket = onSite();
        long before = onHand("MUNICH", "WM-CB-8800");
        ticket.does("parts", "{'part': 'WM-CB-8800', 'new_serial': 'CB-1'}");
        assertThat(onHand("MUNICH", "WM-CB-8800")).isEqualTo(before - 1);
        assertThat(outside(ticket, 0)).isZero();
    }

    @Test
    void whatIsPromisedToOthersIsLeftThereAndTheLineSaysOutside() {
        stock("MUNICH", "WM-BK-5107", 1, "");
        asks("reservations", ", 'holder': 'workshop', 'warehouse': 'MUNICH', 'part': 'WM-BK-5107', 'quantity': 1");
        TicketWork ticket = onSite();
        ticket.does("parts", "{'part': 'WM-BK-5107', 'new_serial': 'BOUGHT-1'}");
        assertThat(outside(ticket, 0)).isEqualTo(1);
        assertThat(onHand("MUNICH", "WM-BK-5107")).isEqualTo(1);
        // A newer revision may have been fitted for it.
        stock("MUNICH", "WM-BK-9", 1, "");
        ticket.does("parts", "{'part': 'WM-BK-5107'}");
        assertThat(outside(ticket, 1)).isZero();
        assertThat(onHand("MUNICH", "WM-BK-9")).isZero();
    }

    @Test
    void repeatedRequestTakesNoSecondUnit() {
        TicketWork ticket = onSite();
        long before = onHand("CENTRAL", "WM-IV-1104");
        List<String> key = List.of("Idempotency-Key", "unheld-1");
        for (int i = 0; i < 2; i++) {
            Http.Answer answer =
                    http.write("POST", ticket.path() + "/parts", TicketWork.json("{'part': 'WM-IV-1104'}"), key);
            assertThat(answer.status()).as(answer.json().toString()).isEqualTo(201);
        }
        assertThat(onHand("CENTRAL", "WM-IV-1104")).isEqualTo(before - 1);
    }

    @Test
    void unitThatWasUsedUpByItsOwnRequestIsTheOneThatTheLineNames() {
        stock("MUNICH", "WM-HS-3021", 3, "");
        TicketWork ticket = onSite();
        long before = onHand("MUNICH", "WM-HS-3021");
        JsonNode held = asks(
                "reservations",
                ", 'ticket': " + ticket.read().get("id").asText()
                        + ", 'warehouse': 'MUNICH', 'part': 'WM-HS-3021', 'quantity': 1");
        asks("reservations/" + held.get("reservation") + "/consume", ", 'old_serial': 'HS-0'");
        ticket.does("parts", "{'part': 'WM-HS-3021', 'new_serial': 'HS-1'}");
        assertThat(onHand("MUNICH", "WM-HS-3021")).isEqualTo(before - 1);
        ticket.does("parts", "{'part': 'WM-HS-3021', 'new_serial': 'HS-2'}");
        assertThat(onHand("MUNICH", "WM-HS-3021")).isEqualTo(before - 2);
    }

    @Test
    void unitThatIsHeldStaysHeldWhileTheLineNamesOneThatWasUsedUpByItsOwnRequest() {
        stock("MUNICH", "WM-HS-3021", 4, "");
        TicketWork ticket = onSite();
        String id = ticket.read().get("id").asText();
        String wish = ", 'ticket': " + id + ", 'warehouse': 'MUNICH', 'part': 'WM-HS-3021', 'quantity': ";
        long before = onHand("MUNICH", "WM-HS-3021");
        asks("reservations/" + asks("reservations", wish + "1").get("reservation") + "/consume", "");
        JsonNode held = asks("reservations", wish + "2");
        ticket.does("parts", "{'part': 'WM-HS-3021', 'new_serial': 'HS-11'}");
        assertThat(onHand("MUNICH", "WM-HS-3021")).isEqualTo(before - 1);
        assertThat(number("select count(*) from service.reservation where state = 'held' and quantity = 2 and id = "
                        + held.get("reservation")))
                .isEqualTo(1);
        // Of the next line's two units none was used up yet.
        ticket.does("parts", "{'part': 'WM-HS-3021', 'quantity': 2}");
        assertThat(onHand("MUNICH", "WM-HS-3021")).isEqualTo(before - 3);
        assertThat(ticket.tries("parts", "{'part': 'WM-HS-3021', 'new_serial': 'HS-11'}")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void lineOfSeveralUnitsTakesOnlyThoseThatNoRequestHasUsedUp() {
        stock("MUNICH", "WM-HS-3021", 4, "");
        TicketWork ticket = onSite();
        String id = ticket.read().get("id").asText();
        String wish = ", 'ticket': " + id + ", 'warehouse': 'MUNICH', 'part': 'WM-HS-3021', 'quantity': ";
        long before = onHand("MUNICH", "WM-HS-3021");
        asks("reservations/" + asks("reservations", wish + "1").get("reservation") + "/consume", "");
        asks("reservations", wish + "2");
        ticket.does("parts", "{'part': 'WM-HS-3021', 'quantity': 2}");
        assertThat(onHand("MUNICH", "WM-HS-3021")).isEqualTo(before - 2);
        assertThat(number("select sum(quantity) from service.reservation where state = 'held' and part = 'WM-HS-3021'"
                        + " and ticket = " + id))
                .isEqualTo(1);
    }

    @Test
    void revisionThatWasFittedForAnotherIsOfThatLineOnly() {
        stock("MUNICH", "WM-DP-2202", 2, "");
        TicketWork ticket = onSite();
        ticket.does("parts", "{'part': 'WM-BL-4502'}");
        assertThat(onHand("MUNICH", "WM-DP-2202")).isEqualTo(1);
        ticket.does("parts", "{'part': 'WM-DP-2202'}");
        assertThat(onHand("MUNICH", "WM-DP-2202")).isZero();
    }

    @Test
    void unitOnItsWayStaysHeldWhileAnotherIsBuiltIn() {
        TicketWork ticket = onSite();
        execute("update service.warehouse set lead_hours = 1 where id = 'MUNICH'");
        JsonNode held = asks(
                "reservations",
                ", 'ticket': " + ticket.read().get("id").asText()
                        + ", 'warehouse': 'MUNICH', 'part': 'WM-IV-1104', 'quantity': 2");
        asks("transfers/" + held.get("transfer") + "/ship", "");
        long before = onHand("CENTRAL", "WM-IV-1104");
        ticket.does("parts", "{'part': 'WM-IV-1104'}");
        assertThat(onHand("CENTRAL", "WM-IV-1104")).isEqualTo(before - 1);
        assertThat(number("select count(*) from service.reservation where state = 'in_transit' and id = "
                        + held.get("reservation")))
                .isEqualTo(1);
    }

    @Test
    void ledgerOfATicketHasTheMovesOfWhatItReserved() {
        stock("CENTRAL", "WM-IV-1104", 2, "");
        TicketWork ticket = onSite();
        String id = ticket.read().get("id").asText();
        JsonNode held = asks(
                "reservations", ", 'ticket': " + id + ", 'warehouse': 'MUNICH', 'part': 'WM-IV-1104', 'quantity': 1");
        asks("transfers/" + held.get("transfer") + "/ship", "");
        asks("transfers/" + held.get("transfer") + "/receive", "");
        ticket.does("parts", "{'part': 'WM-IV-1104'}");
        JsonNode moves =
                http.get("/api/v1/parts/ledger?part=WM-IV-1104&ticket=" + id).json();
        assertThat(moves.get("moves").findValuesAsText("kind"))
                .containsExactly("consume", "transfer_in", "transfer_out", "reserve");
        assertThat(http.get("/api/v1/parts/ledger?kind=pick&ticket=" + id)
                        .json()
                        .get("moves"))
                .isEmpty();
        for (String list : List.of("stocktakes", "orders")) {
            Http.Answer answer = http.get("/api/v1/parts/" + list + "?ticket=" + id);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.detail()).contains("no parameter 'ticket'");
        }
    }

    private <T> List<T> atOnce(List<Callable<T>> all) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(all.size());
        try {
            List<T> answers = new ArrayList<>();
            for (Future<T> each : pool.invokeAll(all)) {
                answers.add(each.get(60, TimeUnit.SECONDS));
            }
            return answers;
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void theLastUnitIsTakenOnceHoweverManyBuildOneInAtOnce() throws Exception {
        stock("MUNICH", "WM-MO-4410", 1, "");
        List<TicketWork> tickets = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            tickets.add(onSite());
        }
        List<Callable<Integer>> all = new ArrayList<>();
        tickets.forEach(ticket ->
                all.add(() -> ticket.tries("parts", "{'part': 'WM-MO-4410'}").status()));
        assertThat(atOnce(all)).containsOnly(201);
        assertThat(onHand("MUNICH", "WM-MO-4410")).isZero();
        assertThat(tickets.stream().map(ticket -> outside(ticket, 0))).containsExactlyInAnyOrder(0L, 1L, 1L, 1L, 1L);
    }

    @Test
    void whatIsLeftOfAReservationKeepsItsTransferAndItsDate() {
        asks("receipts", ", 'warehouse': 'CENTRAL', 'part': 'WM-DP-2201', 'quantity': 3");
        TicketWork ticket = onSite();
        String id = ticket.read().get("id").asText();
        JsonNode held = asks(
                "reservations", ", 'ticket': " + id + ", 'warehouse': 'MUNICH', 'part': 'WM-DP-2201', 'quantity': 3");
        String expected = held.get("expected_at").asText();
        house.clock.advance(house.clock.instant().plus(Duration.ofMinutes(30)));
        ticket.does("parts", "{'part': 'WM-DP-2201', 'quantity': 2}");
        JsonNode before = transfer(held.get("transfer").asLong());
        assertThat(before.get("state").asText()).isEqualTo("cancelled");
        assertThat(before.get("refusal").asText()).contains("2 of 3 were built in");
        JsonNode rest = http.get("/api/v1/parts/transfers?part=WM-DP-2201&state=ordered")
                .json()
                .get("transfers");
        assertThat(rest).hasSize(1);
        assertThat(rest.at("/0/quantity").asInt()).isEqualTo(1);
        assertThat(rest.at("/0/target").asText()).isEqualTo("MUNICH");
        assertThat(rest.at("/0/expected_at").asText()).isEqualTo(expected);
        // It brings what the ticket still holds.
        asks("transfers/" + rest.at("/0/id") + "/ship", "");
        asks("transfers/" + rest.at("/0/id") + "/receive", "");
        assertThat(number("select sum(quantity) from service.reservation where state = 'held' and warehouse = 'MUNICH'"
                        + " and part = 'WM-DP-2201' and ticket = " + id))
                .isEqualTo(1);
    }

    private JsonNode transfer(long id) {
        for (JsonNode each :
                http.get("/api/v1/parts/transfers?part=WM-DP-2201").json().get("transfers")) {
            if (each.get("id").asLong() == id) {
                return each;
            }
        }
        throw new AssertionError("no transfer " + id);
    }

    @Test
    void ticketThatHoldsOneRevisionGetsTheOtherOrIsToldThatItHoldsIt() throws Exception {
        stock("MUNICH", "WM-BK-5107", 2, "");
        stock("MUNICH", "WM-BK-9", 1, "");
        String ticket = onSite().read().get("id").asText();
        String wish = ", 'ticket': " + ticket + ", 'warehouse': 'MUNICH', 'quantity': 1, 'part': ";
        assertThat(asks("reservations", wish + "'WM-BK-5107'").get("part").asText())
                .isEqualTo("WM-BK-5107");
        assertThat(asks("reservations", wish + "'WM-BK-9'").get("part").asText())
                .isEqualTo("WM-BK-9");
        stock("MUNICH", "WM-SA-5203", 5, "");
        List<Callable<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String body = TicketWork.json("{'key': 'one-of-" + i + "'" + wish + "'WM-SA-5203'}");
            all.add(() -> http.post("/api/v1/parts/reservations", body).status());
        }
        assertThat(atOnce(all)).containsExactlyInAnyOrder(200, 409, 409, 409, 409);
    }

    @Test
    void deliveryComesForATicketThatHasItsPartFromElsewhereByNow() {
        TicketWork ticket = onSite();
        String id = ticket.read().get("id").asText();
        execute(
                "insert into service.purchase_proposal (ticket, warehouse, part, quantity, needed_by, state, made_at) values ("
                        + id + ", 'CENTRAL', 'WM-BK-5107', 1, now(), 'proposed', now())");
        String order = asks(
                        "orders",
                        ", 'warehouse': 'CENTRAL', 'part': 'WM-BK-5107', 'quantity': 1, 'reason': 'a ticket waits'")
                .get("order")
                .asText();
        asks("orders/" + order + "/approve", ", 'role': 'chief'");
        stock("MUNICH", "WM-BK-5107", 1, "");
        asks(
                "reservations",
                ", 'ticket': " + id + ", 'warehouse': 'MUNICH', 'quantity': 1, 'part': 'WM-BK-5107', 'search': false");
        JsonNode arrived = asks("orders/" + order + "/receive", ", 'arrived': 1");
        assertThat(arrived.at("/stock/available").asInt()).isEqualTo(1);
        ticket.does("parts", "{'part': 'WM-BK-5107'}");
    }

    @Test
    void whoWaitsForAUnitsNumberHoldsItsReservationFromNobody() throws Exception {
        stock("MUNICH", "WM-PS-7008", 2, "");
        TicketWork ticket = onSite();
        JsonNode held = asks(
                "reservations",
                ", 'ticket': " + ticket.read().get("id").asText()
                        + ", 'warehouse': 'MUNICH', 'part': 'WM-PS-7008', 'quantity': 1");
        String fitted = "'new_serial': 'PS-1'";
        Callable<Integer> step = () ->
                ticket.tries("parts", "{'part': 'WM-PS-7008', " + fitted + "}").status();
        Callable<Integer> use = () -> http.post(
                        "/api/v1/parts/reservations/" + held.get("reservation") + "/consume",
                        TicketWork.json("{'key': 'waits', " + fitted + "}"))
                .status();
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try (Connection other = house.database.database().dataSource().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select pg_advisory_xact_lock(hashtext('service.part_line'), hashtext('PS-1'))");
            Future<Integer> used = pool.submit(use);
            untilSomebodyWaitsForTheNumber();
            // Whoever held the reservation while it waits for the number would wait for ever with one who takes them in
            // order.
            statement.execute(
                    "select from service.reservation where id = " + held.get("reservation") + " for update nowait");
            other.rollback();
            assertThat(used.get(60, TimeUnit.SECONDS)).isEqualTo(200);
            assertThat(step.call()).isEqualTo(409);
        } finally {
            pool.shutdownNow();
        }
    }

    private void untilSomebodyWaitsForTheNumber() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> number("select count(*) from pg_locks where locktype = 'advisory' and not granted"
                                + " and database = (select oid from pg_database where datname = current_database())")
                        > 0);
    }
}
