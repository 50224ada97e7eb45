package io.hearthwatch.servicedesk.centre;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.servicedesk.ticket.TicketReceipt;
import io.hearthwatch.servicedesk.ticket.TicketRefusal;
import io.hearthwatch.servicedesk.ticket.TicketRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several hand tickets over, and take steps, at once. */
class HandOverRacesTest {
    private static final String PART = "WM-DP-2201";

    private Region region;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    @BeforeEach
    void open() {
        region = new Region();
        region.receive("W", PART, 1);
        region.receive("TOP", PART, 4);
        region.receive("X", PART, 1);
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        region.close();
    }

    /** What came of works that begin together: a receipt, or nothing where it was refused; anything else fails. */
    private List<Optional<TicketReceipt>> atOnce(List<Callable<TicketReceipt>> works) throws Exception {
        CyclicBarrier start = new CyclicBarrier(works.size());
        List<Future<Optional<TicketReceipt>>> all = new ArrayList<>();
        for (Callable<TicketReceipt> work : works) {
            all.add(threads.submit(() -> {
                start.await();
                try {
                    return Optional.of(work.call());
                } catch (TicketRefusal refused) {
                    return Optional.empty();
                }
            }));
        }
        List<Optional<TicketReceipt>> results = new ArrayList<>();
        for (Future<Optional<TicketReceipt>> each : all) {
            results.add(each.get());
        }
        return results;
    }

    @Test
    void ofTwoHandOversOfOneVersionOneHolds() throws Exception {
        String ticket = region.scheduled();
        int version = region.version(ticket);
        List<Optional<TicketReceipt>> results = atOnce(List.of(
                () -> region.handOver(ticket, "pudong2", "load", version),
                () -> region.handOver(ticket, "puxi", "load", version)));
        assertThat(results).filteredOn(Optional::isPresent).hasSize(1);
        assertThat(region.number("select count(*) from service.reservation where ended_at is null"))
                .isEqualTo(1);
        assertThat(region.number(
                        "select count(*) from service.dispatch_visit v join service.ticket t on t.id = v.ticket"
                                + " where v.ended_at is null and v.centre <> t.centre"))
                .isZero();
        region.stockAddsUp();
    }

    @Test
    void aStepAndAHandOverAtOnceComeOneAfterTheOther() throws Exception {
        String ticket = region.scheduled();
        int version = region.version(ticket);
        List<Optional<TicketReceipt>> results = atOnce(List.of(
                () -> region.handOver(ticket, "pudong2", "load", version),
                () -> region.desk
                        .work()
                        .step(
                                ticket,
                                TicketRequest.of("li", version, Map.of("to", "dispatched", "technician", "li")))));
        assertThat(results).filteredOn(Optional::isPresent).hasSize(1);
        boolean handed = results.get(0).isPresent();
        assertThat(region.text("select centre || ' ' || state from service.ticket where id = " + ticket))
                .isEqualTo(handed ? "pudong2 scheduled" : "pudong dispatched");
    }

    @Test
    void handOversThatCrossLoseNothingAndHoldNothingTwice() throws Exception {
        List<String> tickets = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            tickets.add(region.scheduled());
        }
        List<Callable<TicketReceipt>> works = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Random random = new Random(i);
            works.add(() -> {
                TicketReceipt last = null;
                for (int turn = 0; turn < 12; turn++) {
                    String ticket = tickets.get(random.nextInt(tickets.size()));
                    String centre = List.of("pudong", "pudong2", "puxi").get(random.nextInt(3));
                    try {
                        last = region.handOver(ticket, centre, "load");
                    } catch (TicketRefusal changedMeanwhile) {
                        assertThat(changedMeanwhile.kind()).isIn(TicketRefusal.Kind.STALE, TicketRefusal.Kind.CONFLICT);
                    }
                }
                return last;
            });
        }
        atOnce(works);
        region.stockAddsUp();
        assertThat(region.number("select count(*) from service.reservation where ended_at is null"))
                .as("four units for four tickets, wherever they are")
                .isEqualTo(4);
        assertThat(region.number("select count(distinct ticket) from service.reservation where ended_at is null"))
                .isEqualTo(4);
        assertThat(region.number(
                        "select count(*) from service.dispatch_visit v join service.ticket t on t.id = v.ticket"
                                + " where v.ended_at is null and v.centre <> t.centre"))
                .isZero();
    }
}
