package io.hearthwatch.servicedesk;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearthwatch.servicedesk.parts.Client;
import io.hearthwatch.servicedesk.ticket.TicketRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is to be bought for tickets is bought no longer than they want it. */
class PurchaseOfATicketTest {
    private Desk it;

    @BeforeEach
    void open() {
        it = new Desk().withService();
        it.appliances(2);
    }

    @AfterEach
    void close() {
        it.close();
    }

    @Test
    void aProposedOrderGoesWithTheLastTicketThatWantedIt() {
        long first = triaged("w-1");
        long second = triaged("w-2");
        assertThat(orders()).containsExactly(List.of(2, "proposed"));
        cancel(first);
        assertThat(orders()).containsExactly(List.of(1, "proposed"));
        cancel(second);
        assertThat(orders()).containsExactly(List.of(1, "rejected"));
        assertThat(it.rows("select decided_by, refusal from service.purchase_order where part = 'DL-1'"))
                .containsExactly(List.of("hearthwatch", "no ticket wants it any more"));
        triaged("w-1");
        assertThat(orders()).containsExactly(List.of(1, "rejected"), List.of(1, "proposed"));
    }

    @Test
    void whatSomebodyElseWantsTooIsTheirsToDecide() {
        long ticket = triaged("w-1");
        it.desk.spareParts().proposeOrder(new Client("key 1", "Chen"), "MAIN", "DL-1", 3, "for the spring");
        cancel(ticket);
        assertThat(orders()).containsExactly(List.of(4, "proposed"));
    }

    /** Needs a DL-1, which nobody has. */
    private long triaged(String appliance) {
        String id = it.desk
                .work()
                .open(TicketRequest.of(
                        "Li",
                        null,
                        Map.of("kind", "repair", "source", "customer", "channel", "phone", "appliance", appliance)))
                .id();
        step(id, Map.of("to", "triaged", "way", "home", "component", "door"));
        return Long.parseLong(id);
    }

    private void cancel(long ticket) {
        step(Long.toString(ticket), Map.of("to", "cancelled", "reason", "declined"));
    }

    private void step(String ticket, Map<String, Object> input) {
        it.desk.work().step(ticket, TicketRequest.of("Li", it.desk.work().version(ticket), input));
    }

    private List<List<Object>> orders() {
        return it.rows("select quantity, state from service.purchase_order where part = 'DL-1' order by id");
    }
}
