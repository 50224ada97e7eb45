package io.hearthwatch.servicedesk.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.database.TestDatabase;
import io.hearthwatch.fleet.Fleet;
import io.hearthwatch.fleet.NewAppliance;
import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.ticket.TicketRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hours in which a household wants to be left alone, by the clocks of its centre. */
class QuietHoursTest {
    private static final Instant NIGHT = Instant.parse("2026-11-23T15:30:00Z"); // 23:30 in Shanghai
    private static final Instant MORNING = Instant.parse("2026-11-24T00:00:00Z"); // 08:00 in Shanghai
    private static final String SERVICE = """
            warehouses: {W: {name: W}}
            centres:
              A: {name: A, time_zone: Asia/Shanghai, latitude: 31, longitude: 121, warehouse: W}
              B: {name: B, time_zone: Europe/Berlin, latitude: 52, longitude: 13, warehouse: W}
            households:
              H1: {name: Ada Weber, address: Long Street 1, phone: "1", language: en, centre: A, appliances: [a-1]}
              H2: {name: Bo Lind, address: Short Street 2, phone: "2", language: en, centre: B, appliances: [a-2]}
              H3: {name: Cy Nord, address: Short Street 3, phone: "3", language: en, centre: A, appliances: [a-3]}
            default_centres: {washing_machine: A}
            """;

    private static final List<MessageChannel.Letter> sent = new ArrayList<>();
    private static TestDatabase test;
    private static ServiceDesk desk;
    private static Customers customers;

    @BeforeAll
    static void open() throws IOException {
        test = TestDatabase.create();
        Catalog catalog = Catalog.load(List.of());
        Fleet fleet = new Fleet(test.database(), catalog, () -> NIGHT);
        desk = new ServiceDesk(test.database(), catalog, fleet, () -> NIGHT);
        customers = desk.customers();
        Path file = Files.createTempFile("service", ".yaml");
        desk.load(Files.writeString(file, SERVICE));
        Files.delete(file);
        for (int i = 1; i <= 3; i++) {
            fleet.add(NewAppliance.of("a-" + i, "washing_machine"));
        }
        customers.delivery().channel(MessageDelivery.Way.EMAIL, sent::add);
    }

    @AfterAll
    static void close() {
        test.database().close();
    }

    private static PreferenceWish wish(String quiet) {
        return new PreferenceWish(null, "email", "ada@example.org", true, "form", quiet, null);
    }

    private static String open(String appliance) {
        return desk.work()
                .open(TicketRequest.of(
                        "li",
                        null,
                        Map.of(
                                "kind", "repair",
                                "source", "inspection",
                                "appliance", appliance,
                                "component", "drain_pump")))
                .id();
    }

    @Test
    void whatFallsIntoThemGoesOutWhenTheyEnd() {
        customers.prefer("H1", wish("21:00-08:00"));
        String ticket = open("a-1");
        assertThat(customers.delivery().runDue(NIGHT)).isZero();
        assertThat(customers.delivery().nextDue()).contains(MORNING);
        assertThat(customers.messages(Long.parseLong(ticket))).singleElement().satisfies(message -> {
            assertThat(message.state()).isEqualTo("queued");
            assertThat(message.attempts()).isZero();
        });
        assertThat(customers.delivery().runDue(MORNING.minusSeconds(1))).isZero();
        assertThat(customers.delivery().runDue(MORNING)).isOne();
        assertThat(sent).extracting(MessageChannel.Letter::household).containsOnly("H1");
    }

    @Test
    void aWarningDoesNotWaitForThem() {
        customers.prefer("H3", wish("21:00-08:00"));
        String complaint = desk.work()
                .open(TicketRequest.of(
                        "li",
                        null,
                        Map.of(
                                "kind", "complaint",
                                "source", "customer",
                                "channel", "phone",
                                "appliance", "a-3",
                                "answers", Map.of("complaint", "it smokes", "complaint_class", "product_safety"))))
                .id();
        customers.delivery().runDue(NIGHT);
        assertThat(customers.messages(Long.parseLong(complaint)))
                .filteredOn(message -> message.kind().equals("stop_use"))
                .singleElement()
                .satisfies(message -> assertThat(message.state()).isEqualTo("sent"));
    }

    /** Berlin is an hour ahead of UTC in winter, and two in summer; on 2027-03-28 02:30 is on no clock there. */
    @ParameterizedTest
    @CsvSource({
        "21:00-08:00, 2026-11-23T19:59:59Z,",
        "21:00-08:00, 2026-11-23T20:00:00Z, 2026-11-24T07:00:00Z",
        "21:00-08:00, 2026-11-24T06:58:59Z, 2026-11-24T07:00:00Z",
        "21:00-08:00, 2026-11-24T07:00:00Z,",
        "12:00-14:30, 2026-11-24T12:00:00Z, 2026-11-24T13:30:00Z",
        "12:00-14:30, 2026-11-24T13:30:00Z,",
        "21:00-02:30, 2027-03-28T00:30:00Z, 2027-03-28T01:30:00Z",
        "21:00-08:00, 2027-06-01T20:00:00Z, 2027-06-02T06:00:00Z",
        "none, 2026-11-23T23:00:00Z,"
    })
    void theyAreByTheClocksOfTheCentre(String hours, Instant at, Instant until) {
        customers.prefer("H2", wish(hours));
        List<Instant> found = test.database()
                .withConnection(connection -> Sql.list(
                        connection, "select service.quiet_until('H2', ?) until", row -> Sql.instant(row, "until"), at));
        assertThat(found).containsExactly(until);
    }

    @Test
    void theyStayUntilSomethingElseIsSaidAndAreShown() {
        customers.prefer("H2", new PreferenceWish("en", "email", "bo@example.org", true, "form", "22:00-07:30", false));
        customers.prefer("H2", PreferenceWish.of(null, "none", null, false, "phone"));
        Preferences kept = customers.preferences("H2").orElseThrow().getKey();
        assertThat(kept.quietHours()).isEqualTo("22:00-07:30");
        assertThat(kept.surveys()).isFalse();
        assertThat(kept.channel()).isEqualTo("none");
        customers.prefer("H2", new PreferenceWish(null, "none", null, false, "phone", "none", true));
        assertThat(customers.preferences("H2").orElseThrow().getKey().quietHours())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({"21:00", "25:00-08:00", "08:00-08:00", "at night", "''"})
    void whatIsNoSpanOfHoursIsRefused(String said) {
        assertThatThrownBy(() -> customers.prefer("H2", wish(said)))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.hint()).contains("21:00-08:00"));
    }
}
