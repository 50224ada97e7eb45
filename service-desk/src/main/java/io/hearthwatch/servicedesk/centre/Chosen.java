package io.hearthwatch.servicedesk.centre;

import io.hearthwatch.catalog.Text;
import io.hearthwatch.servicedesk.Outbox;
import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which centre has a job, and why.
 *
 * @param household whose it is, or null
 * @param own the household's own centre, or null
 * @param centre the one that was chosen; null only where there is none to fall back to
 * @param how by which rule
 * @param passed the own centre's name and what it lacks, where another was chosen; else null
 * @param fit how the chosen one fits; null where it was not looked at
 */
public record Chosen(String household, String own, String centre, How how, Passed passed, Fit fit) {
    /** A centre that was passed over. */
    record Passed(Text name, List<Lack> lacks) {}

    /**
     * How a centre fits.
     *
     * @param area the area of its territory in which the household lives, or null
     * @param kilometres to the household, as the crow flies; null where a place is not known
     * @param jobs that it has still to do
     * @param hands technicians who can do such a job
     */
    record Fit(Text name, String area, Double kilometres, int jobs, int hands, List<Lack> lacks) {}

    /** For the history: the centre, the rule, and a sentence in both languages. Nothing of the customer's is in it. */
    public Map<String, Object> detail() {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("id", centre);
        detail.put("how", how.id());
        Text why = why();
        detail.put("why", Map.of("en", why.en(), "zh", why.zh()));
        return detail;
    }

    /** Why it has the job. */
    public Text why() {
        return ChoiceWords.why(this);
    }

    /**
     * Where nobody is able, tells headquarters, in the ticket's transaction and after its opening was announced.
     *
     * @param ticket that was opened
     */
    public void raise(Connection connection, long ticket, Instant at) throws SQLException {
        if (how != How.NOBODY) {
            return;
        }
        Sql.update(connection, """
                insert into service.alarm (ticket, kind, level, role, centre, subject, raised_at)
                values (?, 'no_centre', 4, 'headquarters', ?, 'no_centre', ?) on conflict do nothing
                """, ticket, centre, at);
        Map<String, Object> detail = detail();
        Sql.update(
                connection,
                "insert into service.ticket_event (ticket, at, who, what, detail) values (?, ?, 'hearthwatch', 'no_centre', ?::jsonb)",
                ticket,
                at,
                Sql.json(detail));
        Outbox.append(connection, at, "ticket.no_centre", ticket, detail);
    }
}
