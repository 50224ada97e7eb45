package io.hearthwatch.servicedesk.outbox;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The first waiting event of a ticket's line at a subscription, and the lease under which it may be sent.
 *
 * @param event its row
 * @param failed attempts that failed before
 * @param since when the first of them was, or null
 * @param secrets what it is signed with
 */
record Line(
        long webhook,
        long ticket,
        UUID lease,
        long event,
        OutgoingEvent content,
        URI url,
        boolean binary,
        List<Secret> secrets,
        int failed,
        Instant since) {

    /** The same with other words. */
    Line with(OutgoingEvent other) {
        return new Line(webhook, ticket, lease, event, other, url, binary, secrets, failed, since);
    }
}
