package io.hearthwatch.servicedesk.centre;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hearthwatch.database.DatabaseException;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.clock.Alarm;
import io.hearthwatch.servicedesk.dispatch.DayPlan;
import io.hearthwatch.servicedesk.organisation.Scope;
import io.hearthwatch.servicedesk.ticket.TicketInput;
import io.hearthwatch.servicedesk.ticket.TicketReceipt;
import io.hearthwatch.servicedesk.ticket.TicketRefusal;
import io.hearthwatch.servicedesk.ticket.TicketRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A ticket goes to another service centre, or back to the information agent: with its parts, its window and its promises. */
class HandOverTest {
    private static final String PART = "WM-DP-2201";

    private Region region;

    @BeforeEach
    void open() {
        region = new Region();
    }

    @AfterEach
    void close() {
        region.close();
    }

    private List<String> planned(String centre) {
        DayPlan day = region.desk.dispatch().day(Scope.EVERYTHING, centre, Region.TODAY);
        return day.routes().stream()
                .flatMap(route -> route.visits().stream())
                .filter(visit -> visit.endedAt() == null)
                .map(visit -> Long.toString(visit.ticket()))
                .toList();
    }

    private String ticket(String column, String ticket) {
        return region.text("select " + column + " from service.ticket where id = " + ticket);
    }

    private String due(String promise, String ticket) {
        return region.text("select due_at from service.clock_promise where ended_at is null and promise = '" + promise
                + "' and ticket = " + ticket);
    }

    @Test
    void theVisitGoesAlongWithItsWindowAndWhatTheCustomerWasPromised() {
        String ticket = region.scheduled();
        assertThat(planned("pudong")).containsExactly(ticket);
        String visit = due("visit", ticket);
        String finished = due("finished", ticket);
        String window = ticket("window_from", ticket);
        TicketReceipt receipt = region.handOver(ticket, "pudong2", "load");
        assertThat(ticket("centre", ticket)).isEqualTo("pudong2");
        assertThat(ticket("state", ticket)).isEqualTo("scheduled");
        assertThat(ticket("window_from", ticket)).isEqualTo(window);
        assertThat(planned("pudong")).isEmpty();
        assertThat(planned("pudong2")).containsExactly(ticket);
        assertThat(due("visit", ticket)).isEqualTo(visit);
        assertThat(due("finished", ticket)).isEqualTo(finished);
        assertThat(receipt.version()).isEqualTo(region.version(ticket));
        assertThat(region.text(
                        "select detail ->> 'from_centre' || ' ' || (detail ->> 'to_centre') || ' ' || (detail ->> 'reason')"
                                + " from service.ticket_event where what = 'handed_over' and who = 'chen' and ticket = "
                                + ticket))
                .isEqualTo("pudong pudong2 too much to do");
        for (String table : List.of("outbox", "event")) {
            assertThat(region.number("select count(*) from service." + table + " where kind = 'ticket.handed_over'"))
                    .as(table)
                    .isEqualTo(1);
        }
        assertThat(region.text("select why from service.dispatch_change where centre = 'pudong' and what = 'dropped'"))
                .isEqualTo("handed over to pudong2");
    }

    @Test
    void whoWasSentComesNoMoreAndIsTold() {
        String ticket = region.scheduled();
        region.desk.dispatch().announce(Scope.EVERYTHING, "pudong", Region.TODAY, "chen");
        region.desk.dispatch().pin(Long.parseLong(ticket), false, "chen");
        assertThat(ticket("state || ' ' || technician", ticket)).isEqualTo("dispatched li");
        region.handOver(ticket, "pudong2", "load");
        assertThat(ticket("state || ' ' || coalesce(technician, 'nobody')", ticket))
                .startsWith("scheduled ");
        assertThat(ticket("coalesce(technician, 'nobody')", ticket)).isNotEqualTo("li");
        assertThat(region.number("select count(*) from service.dispatch_pin where ended_at is null"))
                .isZero();
        assertThat(region.text("select outcome from service.clock_promise where promise = 'acknowledge'"))
                .isEqualTo("dropped");
        assertThat(
                        region.number(
                                "select count(*) from service.event where kind = 'ticket.assigned' and change ->> 'from' = 'li'"))
                .isEqualTo(1);
    }

    @Test
    void partsAreGivenBackAndHeldAnewFromTheOtherTree() {
        region.receive("W", PART, 1);
        region.receive("TOP", PART, 1);
        String ticket = region.scheduled();
        assertThat(held(ticket)).isEqualTo("W");
        TicketReceipt receipt = region.handOver(ticket, "puxi", "load");
        assertThat(receipt.result()).containsEntry("held", List.of(PART)).containsEntry("missing_parts", List.of());
        assertThat(held(ticket)).isEqualTo("TOP");
        assertThat(region.text("select source || ' ' || target from service.transfer where state = 'ordered'"))
                .isEqualTo("TOP X");
        assertThat(region.number("select reserved from service.stock where warehouse = 'W' and part = '" + PART + "'"))
                .isZero();
        region.handOver(ticket, "pudong", "load");
        assertThat(held(ticket)).as("and back again").isEqualTo("W");
        assertThat(region.number("select count(*) from service.transfer where state = 'ordered'"))
                .isZero();
        region.stockAddsUp();
    }

    private String held(String ticket) {
        return region.text(
                "select string_agg(warehouse, ',') from service.reservation where state = 'held' and ticket = "
                        + ticket);
    }

    @Test
    void whatTheOtherCentreCannotHaveIsBoughtThere() {
        region.receive("W", PART, 1);
        String ticket = region.scheduled();
        TicketReceipt receipt = region.handOver(ticket, "munich", "other");
        assertThat(receipt.result()).containsEntry("missing_parts", List.of(PART));
        assertThat(region.text(
                        "select warehouse || ' ' || state from service.purchase_proposal where ticket = " + ticket))
                .isEqualTo("M proposed");
        region.handOver(ticket, "pudong", "other");
        assertThat(held(ticket)).isEqualTo("W");
        assertThat(region.text("select state from service.purchase_proposal where ticket = " + ticket))
                .isEqualTo("withdrawn");
        region.handOver(ticket, "munich", "other");
        assertThat(region.text("select state from service.purchase_proposal where ticket = " + ticket))
                .as("again")
                .isEqualTo("proposed");
    }

    @Test
    void whatIsPromisedAmongOurselvesRunsInTheOtherCentresHours() {
        String ticket = region.open("a-1").id();
        region.test.database().inTransaction(connection -> {
            Sql.update(connection, "set local session_replication_role = replica");
            Sql.update(
                    connection,
                    "update service.ticket set source = 'prediction', decision_id = gen_random_uuid(), probability = .5");
            return Sql.update(
                    connection,
                    "update service.clock_promise set round_the_clock = false where promise = 'first_contact'");
        });
        String before = due("first_contact", ticket);
        String visit = due("visit", ticket);
        region.handOver(ticket, "munich", "other");
        assertThat(region.text(
                        "select centre || ' ' || (due_at at time zone 'Europe/Berlin') from service.clock_promise"
                                + " where promise = 'first_contact'"))
                .as("four hours from when Munich opens at eight")
                .isEqualTo("munich 2026-11-23 12:00:00")
                .isNotEqualTo(before);
        assertThat(due("visit", ticket)).as("the customer's").isEqualTo(visit);
    }

    private void refused(Runnable what, TicketRefusal.Kind kind, String words) {
        assertThatThrownBy(what::run)
                .isInstanceOfSatisfying(
                        TicketRefusal.class,
                        refusal -> assertThat(refusal.kind()).isEqualTo(kind))
                .hasMessageContaining(words);
    }

    @Test
    void itIsRefusedWhereItMakesNoSense() {
        String ticket = region.scheduled();
        TicketRefusal.Kind conflict = TicketRefusal.Kind.CONFLICT;
        refused(() -> region.handOver(ticket, "pudong", "load"), conflict, "has this ticket already");
        refused(() -> region.handOver(ticket, "nowhere", "load"), TicketRefusal.Kind.INVALID, "is not known");
        refused(() -> region.handOver(ticket, "pudong2", "boredom"), TicketRefusal.Kind.INVALID, "'cause'");
        refused(() -> region.handOver(ticket, "pudong2", "load", null), TicketRefusal.Kind.VERSION_NEEDED, "version");
        refused(() -> region.handOver(ticket, "pudong2", "load", 1), TicketRefusal.Kind.STALE, "by now");
        refused(
                () -> region.desk
                        .work()
                        .handOver(
                                ticket,
                                TicketRequest.of(
                                        "chen", region.version(ticket), Map.of("centre", "pudong2", "cause", "load"))),
                TicketRefusal.Kind.INVALID,
                "'reason'");
        region.step(ticket, "dispatched", Map.of("technician", "li"));
        region.step(ticket, "confirmed", Map.of());
        region.step(ticket, "on_site", Map.of());
        refused(() -> region.handOver(ticket, "pudong2", "load"), conflict, "is on_site and stays with pudong");
        assertThatThrownBy(() -> region.test
                        .database()
                        .inTransaction(connection -> Sql.update(
                                connection, "update service.ticket set centre = 'pudong2' where id = " + ticket)))
                .as("nor past the desk")
                .isInstanceOf(DatabaseException.class)
                .hasStackTraceContaining("stays with its service centre");
        String cancelled =
                region.open(region.home("centre: pudong, address: x")).id();
        region.step(cancelled, "cancelled", Map.of("reason", "declined"));
        refused(() -> region.handOver(cancelled, "pudong2", "load"), conflict, "has ended");
    }

    @Test
    void aCentreThatIsNotAbleGetsItOnlyByWhoIsInChargeOfBoth() {
        String ticket = region.scheduled();
        region.certify("puxi", "2026-06-30");
        refused(
                () -> region.handOver(ticket, "puxi", "load"),
                TicketRefusal.Kind.CONFLICT,
                "its certificate has expired");
        Map<String, Object> override =
                Map.of("centre", "puxi", "cause", "load", "reason", "flood", "override", "renewed tomorrow");
        refused(
                () -> region.desk
                        .work()
                        .handOver(
                                ticket,
                                new TicketRequest(
                                        "chief",
                                        region.version(ticket),
                                        null,
                                        null,
                                        new Scope(Set.of("pudong"), null),
                                        new TicketInput(override))),
                TicketRefusal.Kind.CONFLICT,
                "not able");
        region.desk.work().handOver(ticket, TicketRequest.of("hq", region.version(ticket), override));
        assertThat(ticket("centre", ticket)).isEqualTo("puxi");
    }

    @Test
    void whoChoosesSeesWhatSpeaksForAndAgainstEachCentre() {
        region.certify("puxi", "2026-06-30");
        String ticket = region.scheduled();
        List<Map<String, Object>> centres = region.desk.work().centres(ticket);
        assertThat(centres)
                .extracting(each -> each.get("id"))
                .containsExactly("pudong", "pudong2", "suzhou", "munich", "puxi");
        assertThat(centres.get(0))
                .containsEntry("own", true)
                .containsEntry("able", true)
                .containsEntry("jobs", 1)
                .containsEntry("technicians", 1)
                .containsEntry("days_of_work", .2);
        assertThat(centres.get(1)).containsEntry("serves", true).containsEntry("area", "2001");
        assertThat(centres.get(4)).containsEntry("lacks", List.of("certificate"));
        assertThat(((Map<?, ?>) centres.get(4).get("why")).get("zh").toString()).contains("认证已过期");
    }

    @Test
    void headquartersChoiceEndsTheAlarmThatNobodyWasAble() {
        String ticket = region.open(region.home("address: \"1010 Wien\"")).id();
        region.handOver(ticket, "munich", "territory");
        assertThat(region.desk
                        .clocks()
                        .reads()
                        .alarms(Scope.EVERYTHING, false, "headquarters", Long.parseLong(ticket), 9))
                .extracting(Alarm::kind, Alarm::endedAt)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("no_centre", region.now));
    }

    private TicketReceipt refuseTime(String ticket) {
        return region.desk
                .work()
                .refuseTime(
                        ticket,
                        TicketRequest.of(
                                "chen",
                                null,
                                Map.of(
                                        "reason",
                                        "both technicians are ill",
                                        "window_from",
                                        "2026-11-24T02:00:00Z",
                                        "window_to",
                                        "2026-11-24T04:00:00Z",
                                        "words",
                                        "only today")));
    }

    @Test
    void theCustomerIsAskedForAnotherTimeBeforeTheTicketGoesElsewhereForIt() {
        String ticket = region.scheduled();
        refused(
                () -> region.handOver(ticket, "pudong2", "time"),
                TicketRefusal.Kind.CONFLICT,
                "was not asked for another one");
        refused(
                () -> region.step(ticket, "information", Map.of("reason", "no time")),
                TicketRefusal.Kind.CONFLICT,
                "was not asked for another time");
        refuseTime(ticket);
        region.handOver(ticket, "pudong2", "time");
        assertThat(ticket("centre", ticket)).isEqualTo("pudong2");
    }

    @Test
    void backWithTheInformationAgentNobodyComesAndSomebodyTalksWithTheCustomer() {
        String ticket = region.scheduled();
        refuseTime(ticket);
        region.step(ticket, "information", Map.of("reason", "no technician today"));
        assertThat(ticket(
                        "state || coalesce(window_from::text, ' no window') || coalesce(technician, ' nobody')",
                        ticket))
                .isEqualTo("information no window nobody");
        assertThat(planned("pudong")).isEmpty();
        assertThat(region.desk.clocks().reads().alarms(Scope.EVERYTHING, true, "information_agent", null, 9))
                .extracting(Alarm::kind, Alarm::centre)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("information", "pudong"));
        region.step(
                ticket,
                "scheduled",
                Map.of("window_from", "2026-11-24T02:00:00Z", "window_to", "2026-11-24T04:00:00Z"));
        assertThat(region.desk.clocks().reads().alarms(Scope.EVERYTHING, true, "information_agent", null, 9))
                .isEmpty();
        refused(
                () -> region.step(ticket, "information", Map.of("reason", "again")),
                TicketRefusal.Kind.CONFLICT,
                "was not asked for another time");
    }
}
