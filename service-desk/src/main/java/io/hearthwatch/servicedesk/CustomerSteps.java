package io.hearthwatch.servicedesk;

import io.hearthwatch.servicedesk.customer.Customers;
import io.hearthwatch.servicedesk.customer.TicketWriter;
import io.hearthwatch.servicedesk.ticket.TicketDesk;
import io.hearthwatch.servicedesk.ticket.TicketRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** What customers do through their link, by the rules that hold for everybody. */
final class CustomerSteps implements TicketWriter {
    private final Supplier<TicketDesk> desk;

    CustomerSteps(Supplier<TicketDesk> desk) {
        this.desk = desk;
    }

    @Override
    public void step(long ticket, int version, String to, Map<String, Object> input) {
        Map<String, Object> all = new LinkedHashMap<>(input);
        all.put("to", to);
        desk.get().step(Long.toString(ticket), TicketRequest.of(Customers.who(), version, all));
    }

    @Override
    public void answer(long ticket, int version, Map<String, Object> answers) {
        desk.get()
                .change(Long.toString(ticket), TicketRequest.of(Customers.who(), version, Map.of("answers", answers)));
    }
}
