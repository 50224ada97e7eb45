package io.hearthwatch.servicedesk;

import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.policy.EndReason;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What became of a ticket that a decision led to.
 *
 * @param number the ticket's number for people
 * @param hitAt when the component failed while the ticket was open; empty where it did not
 * @param endedAt empty while it is open
 * @param end empty while it is open
 * @param failureFound what the technician found; empty where nobody looked or said so
 */
public record TicketFinding(
        String number,
        Optional<Instant> hitAt,
        Optional<Instant> endedAt,
        Optional<EndReason> end,
        Optional<Boolean> failureFound) {

    static Map<UUID, TicketFinding> of(Database database, Collection<UUID> decisions) {
        Map<UUID, TicketFinding> findings = new HashMap<>();
        List<String> ids = decisions.stream().map(UUID::toString).toList();
        database.withConnection(connection -> Sql.list(
                connection,
                """
                select decision_id, number, hit_at, ended_at, end_reason, finding from service.ticket
                where decision_id = any(?::uuid[])
                """,
                row -> findings.put(
                        row.getObject("decision_id", UUID.class),
                        new TicketFinding(
                                row.getString("number"),
                                Optional.ofNullable(Sql.instant(row, "hit_at")),
                                Optional.ofNullable(Sql.instant(row, "ended_at")),
                                Optional.ofNullable(row.getString("end_reason")).map(EndReason::of),
                                Optional.ofNullable(row.getString("finding")).map("failure"::equals))),
                ids));
        return findings;
    }
}
