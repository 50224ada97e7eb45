package io.hearthwatch.servicedesk.listing;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What an open ticket may wait for. Each is one condition on the ticket {@code t}. */
public enum WaitsFor {
    /** Something that its kind needs is not known yet. */
    INFORMATION("exists (select from service.ticket_missing m where m.ticket = t.id)"),
    /** The newest quote has no answer of the customer yet. */
    CONSENT("""
            (select q.consent is null from service.ticket_quote q
                where q.ticket = t.id and q.round = t.times_reopened order by q.id desc limit 1)"""),
    /** A part has to be bought or is on its way, or the ticket was set to wait for one. */
    PARTS("""
            (exists (select from service.purchase_proposal p where p.ticket = t.id and p.state = 'proposed')
                or exists (select from service.reservation r where r.ticket = t.id and r.state = 'in_transit')
                or exists (select from service.ticket_wait w where w.ticket = t.id and w.ended_at is null and w.for_what = 'part'))"""),
    /** The ticket was set to wait for the customer. */
    CUSTOMER("""
            exists (select from service.ticket_wait w where w.ticket = t.id and w.ended_at is null and w.for_what = 'customer')"""),
    /** A dispatched job has not been acknowledged. */
    ACKNOWLEDGEMENT("""
            (t.state = 'dispatched' and exists (
                select from service.clock_promise p where p.ticket = t.id and p.promise = 'acknowledge' and p.ended_at is null))"""),
    /** A question to technical support is open. */
    SUPPORT("exists (select from service.support_request s where s.ticket = t.id and s.answered_at is null)"),
    /** Guidance was given, and nobody asked yet whether it helped. */
    CHECK_BACK("exists (select from service.ticket_guidance g where g.ticket = t.id and g.checked_at is null)");

    private final String sql;

    WaitsFor(String sql) {
        this.sql = sql;
    }

    /** As people ask for it. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    Condition condition() {
        return Condition.of("t.ended_at is null and " + sql);
    }

    /** A column {@code waits_for}: an array of what the ticket {@code t} waits for. */
    public static String column() {
        return Arrays.stream(values())
                .map(each -> "case when " + each.sql + " then '" + each.id() + "' end")
                .collect(Collectors.joining(
                        ",\n",
                        "case when t.ended_at is null then array_remove(array[",
                        "], null) else '{}' end waits_for"));
    }

    static List<String> ids() {
        return Arrays.stream(values()).map(WaitsFor::id).toList();
    }
}
