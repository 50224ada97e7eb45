package io.hearthwatch.servicedesk.centre;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.fleet.NewAppliance;
import io.hearthwatch.servicedesk.clock.Alarm;
import io.hearthwatch.servicedesk.organisation.Scope;
import io.hearthwatch.servicedesk.ticket.TicketReceipt;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which service centre takes a new ticket: territory, competence, certification, load; and what is said of it. */
class CentreChoiceTest {
    private Region region;

    @BeforeEach
    void open() {
        region = new Region();
    }

    @AfterEach
    void close() {
        region.close();
    }

    @Test
    void aHouseholdsOwnCentreComesFirstWhileItIsAble() {
        TicketReceipt ticket = region.open("a-1");
        assertThat(region.chosen(ticket)).isEqualTo("pudong own");
        assertThat(region.why(ticket, "en")).isEqualTo("the household's own service centre");
        assertThat(region.why(ticket, "zh")).isEqualTo("用户所属服务网点");
        assertThat(region.number("select count(*) from service.alarm")).isZero();
    }

    @Test
    void aCentreWhoseCertificateHasExpiredIsPassedOver() {
        region.certify("pudong", "2026-11-22");
        TicketReceipt ticket = region.open("a-1");
        assertThat(region.chosen(ticket)).isEqualTo("pudong2 territory");
        assertThat(region.why(ticket, "en"))
                .isEqualTo("serves the area 2001; 0 jobs still to do, 2 who can do this one."
                        + " Not the household's own centre Pudong: its certificate has expired");
        assertThat(region.why(ticket, "zh"))
                .contains("服务区域包含 2001")
                .contains("浦东网点")
                .contains("认证已过期");
    }

    @Test
    void aCertificateThatIsValidTodayCountsHoweverManyHaveExpired() {
        region.certify("pudong", "2026-06-30");
        region.desk
                .organisation()
                .centres()
                .certify(Scope.EVERYTHING, "pudong", "renewed", Region.TODAY, Region.TODAY.plusDays(1), "hq");
        assertThat(region.chosen("a-1")).isEqualTo("pudong own");
    }

    @Test
    void aCentreThatDoesNotRepairTheTypeIsPassedOver() {
        String dishwasher = region.home("centre: pudong, address: \"Lane 3, 200120\"", "dishwasher");
        TicketReceipt ticket = region.open(dishwasher);
        assertThat(region.chosen(ticket)).isEqualTo("pudong2 territory");
        assertThat(region.why(ticket, "en"))
                .endsWith("it does not repair this; none of its technicians at work has the skill");
    }

    @Test
    void theClassOfTheFaultIsAskedForWhereItIsKnown() {
        // A code of the class software; pudong repairs hardware alone.
        TicketReceipt ticket = region.open("a-1", Map.of("fault_codes", java.util.List.of(code("software"))));
        assertThat(region.chosen(ticket)).isEqualTo("pudong2 territory");
    }

    private static String code(String faultClass) {
        return io.hearthwatch.catalog.Catalog.load(java.util.List.of())
                .type("washing_machine")
                .faults()
                .values()
                .stream()
                .filter(code -> code.faultClass().name().equalsIgnoreCase(faultClass))
                .findFirst()
                .orElseThrow()
                .code();
    }

    @Test
    void aCentreOfWhoseTechniciansNobodyAtWorkHasTheSkillIsPassedOver() {
        region.load("""
                warehouses: {W: {name: Pudong}}
                centres: {one: {name: One, time_zone: Asia/Shanghai, latitude: 31, longitude: 121, warehouse: W, territory: ["99"]}}
                technicians: {zhao: {name: Zhao, centre: one, skills: {dishwasher: [hardware]}}}
                households: {N: {name: N, address: "990001", phone: "1", centre: one, appliances: []}}
                """);
        region.fleet.add(NewAppliance.of("n-1", "washing_machine"));
        TicketReceipt ticket = region.open("n-1", Map.of("household", "N"));
        assertThat(region.chosen(ticket)).isEqualTo("puxi nobody");
        assertThat(region.why(ticket, "en")).contains("none of its technicians at work has the skill");
    }

    @Test
    void whoServesThePostalCodeTakesTheHouseholdThatHasNoCentre() {
        assertThat(region.chosen(region.home("address: \"Huaihai Road 1200, 200031 Shanghai\"")))
                .isEqualTo("puxi territory");
        assertThat(region.chosen(region.home("address: \"Leopoldstraße 5, 80802 München\"")))
                .isEqualTo("munich territory");
        assertThat(region.chosen(region.home("address: \"8 Tianyaoqiao Road, Xuhui\"")))
                .as("a district")
                .isEqualTo("puxi territory");
        assertThat(region.chosen(region.home("address: 上海市浦东新区世纪大道8号")))
                .as("a district in Chinese")
                .isEqualTo("pudong2 territory");
    }

    @Test
    void aCentreThatNamesNoAreasServesWhatLiesWithinItsReach() {
        assertThat(region.chosen(region.home("address: Somewhere, latitude: 31.31, longitude: 120.61")))
                .isEqualTo("suzhou territory");
        region.home("address: Elsewhere, latitude: 32.31, longitude: 120.61");
        assertThat(region.chosen("a-3")).as("111 km away").isEqualTo("puxi nobody");
    }

    @Test
    void theOneWithTheFewestDaysOfWorkTakesItAndOfEqualsTheNearest() {
        String home = region.home("address: \"200120\", latitude: 31.2, longitude: 121.49");
        assertThat(region.chosen(home)).as("nobody has work, pudong is nearer").isEqualTo("pudong territory");
        for (int i = 0; i < 4; i++) {
            region.open(region.home("address: \"200120\""), Map.of("centre", "pudong"));
        }
        TicketReceipt ticket = region.open(region.home("address: \"200120\", latitude: 31.2, longitude: 121.49"));
        assertThat(region.chosen(ticket))
                .as("five jobs for one technician are a day of work")
                .isEqualTo("pudong2 territory");
        assertThat(region.why(ticket, "en"))
                .isEqualTo("serves the area 2001, 10.5 km away; 0 jobs still to do, 2 who can do this one");
    }

    @Test
    void aCentreThatDoesNotDoThatKindOfWorkIsPassedOver() {
        String home = region.home("centre: suzhou, address: \"215000\"");
        assertThat(region.chosen(home)).isEqualTo("suzhou own");
        TicketReceipt survey = region.open(home, Map.of("kind", "usage_guidance"));
        assertThat(region.chosen(survey)).isEqualTo("puxi nobody");
        assertThat(region.why(survey, "en")).contains("it does not do this kind of work");
    }

    @Test
    void whereNobodyIsAbleACentreHasItAndHeadquartersHear() {
        TicketReceipt ticket = region.open(region.home("address: \"1010 Wien\""));
        assertThat(region.chosen(ticket)).isEqualTo("puxi nobody");
        assertThat(region.why(ticket, "en"))
                .isEqualTo("no service centre that serves this household is able to take it."
                        + " This centre has it until headquarters choose another");
        assertThat(region.desk
                        .clocks()
                        .reads()
                        .alarms(Scope.EVERYTHING, true, "headquarters", Long.parseLong(ticket.id()), 10))
                .extracting(Alarm::kind)
                .containsExactly("no_centre");
        assertThat(region.number("select count(*) from service.outbox where kind = 'ticket.no_centre'"))
                .isEqualTo(1);
        assertThat(region.number("select count(*) from service.event where kind = 'ticket.no_centre'"))
                .isEqualTo(1);
    }

    @Test
    void whatNoHouseholdHasGoesToTheCentreThatUsuallyServesTheType() {
        region.home("address: x");
        region.load("households: {H2: {name: H 2, phone: \"2\", address: x, appliances: []}}");
        TicketReceipt ticket = region.open("a-2");
        assertThat(region.chosen(ticket)).isEqualTo("puxi usual");
        assertThat(region.number("select count(*) from service.alarm")).isZero();
    }

    @Test
    void aPersonsWordHoldsWhateverTheCentreLacks() {
        region.certify("puxi", "2026-06-30");
        TicketReceipt ticket = region.open("a-1", Map.of("centre", "puxi"));
        assertThat(region.chosen(ticket)).isEqualTo("puxi named");
        assertThat(region.why(ticket, "zh")).isEqualTo("由人工指定网点");
    }

    @Test
    void whoServesTheHouseholdMayTakeTheCallThoughAnotherCentreDoesTheJob() {
        region.certify("pudong", "2026-11-22");
        Scope pudong = new Scope(Set.of("pudong"), null);
        TicketReceipt ticket = region.desk
                .work()
                .open(new io.hearthwatch.servicedesk.ticket.TicketRequest(
                        "chen",
                        null,
                        null,
                        null,
                        pudong,
                        new io.hearthwatch.servicedesk.ticket.TicketInput(
                                Map.of("kind", "repair", "source", "inspection", "appliance", "a-1"))));
        assertThat(region.chosen(ticket)).isEqualTo("pudong2 territory");
    }
}
