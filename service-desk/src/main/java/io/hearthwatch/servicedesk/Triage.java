package io.hearthwatch.servicedesk;

import io.hearthwatch.catalog.Text;
import io.hearthwatch.servicedesk.dispatch.Dispatch;
import io.hearthwatch.servicedesk.dispatch.VisitOutlook;
import io.hearthwatch.servicedesk.ticket.TicketDesk;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known before anyone drives, and whether the visit can be on time: when the dispatch has the first window for it, against what the
 * customer was promised. Thread-safe; blocks on the database and computes for some seconds at most.
 */
final class Triage {
    private final TicketDesk work;
    private final Dispatch dispatch;

    Triage(TicketDesk work, Dispatch dispatch) {
        this.work = work;
        this.dispatch = dispatch;
    }

    /** Plain values, lists and maps. */
    Map<String, Object> of(String ticket) {
        Map<String, Object> shown = new LinkedHashMap<>(work.triage(ticket));
        shown.put(
                "visit",
                dispatch.outlook(work.id(ticket))
                        .map(outlook -> visit(outlook, ticket, "remote".equals(shown.get("suggested_way"))))
                        .orElse(null));
        return shown;
    }

    private Map<String, Object> visit(VisitOutlook outlook, String ticket, boolean remote) {
        Boolean onTime = outlook.onTime();
        boolean well = outlook.by() != null && !Boolean.FALSE.equals(onTime);
        List<String> others = well ? List.of() : others(ticket, outlook.centre());
        Map<String, Object> visit = new LinkedHashMap<>();
        visit.put("possible_from", text(outlook.from()));
        visit.put("possible_by", text(outlook.by()));
        visit.put("due", text(outlook.due()));
        visit.put("on_time", onTime);
        visit.put("booked", outlook.how() == VisitOutlook.How.BOOKED);
        visit.put("words", shown(TriageWords.of(outlook)));
        visit.put("hint", well ? null : shown(TriageWords.hint(outlook, others, remote)));
        return visit;
    }

    /** Other service centres that are able, the best first. */
    private List<String> others(String ticket, String centre) {
        return work.centres(ticket).stream()
                .filter(each -> Boolean.TRUE.equals(each.get("able")))
                .map(each -> (String) each.get("id"))
                .filter(id -> !id.equals(centre))
                .limit(3)
                .toList();
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }

    private static Map<String, Object> shown(Text text) {
        return Map.of("en", text.en(), "zh", text.zh());
    }
}
