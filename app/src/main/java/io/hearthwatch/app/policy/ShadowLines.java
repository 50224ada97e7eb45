package io.hearthwatch.app.policy;

import io.hearthwatch.servicedesk.ShadowTicket;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Would-be tickets, a line each. */
final class ShadowLines {
    private ShadowLines() {}

    /** Prints them; what a program wants to know. */
    static List<Map<String, Object>> print(List<ShadowTicket> tickets, PrintWriter out) {
        if (tickets.isEmpty()) {
            out.println("no would-be tickets");
        }
        for (ShadowTicket ticket : tickets) {
            out.printf(
                    Locale.ROOT,
                    "%s  %-8s %-24s %-20s %5.1f %%  %-11s  %s%n",
                    ticket.openedAt(),
                    ticket.urgency().name().toLowerCase(Locale.ROOT),
                    ticket.appliance(),
                    ticket.component(),
                    ticket.probability() * 100,
                    ticket.reason().id(),
                    became(ticket));
        }
        return tickets.stream().map(ShadowLines::json).toList();
    }

    private static String became(ShadowTicket ticket) {
        if (ticket.hitAt() != null) {
            return "the component failed";
        }
        return ticket.endReason() == null ? "open" : ticket.endReason().id();
    }

    private static Map<String, Object> json(ShadowTicket ticket) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("appliance", ticket.appliance());
        json.put("type", ticket.type());
        json.put("component", ticket.component());
        json.put("reason", ticket.reason().id());
        json.put("model", ticket.modelId());
        json.put("probability", ticket.probability());
        json.put("urgency", ticket.urgency().name().toLowerCase(Locale.ROOT));
        json.put("centre", ticket.centre());
        json.put("opened_at", ticket.openedAt().toString());
        json.put("hit_at", ticket.hitAt() == null ? null : ticket.hitAt().toString());
        json.put("ended_at", ticket.endedAt() == null ? null : ticket.endedAt().toString());
        json.put(
                "end_reason",
                ticket.endReason() == null ? null : ticket.endReason().id());
        return json;
    }
}
