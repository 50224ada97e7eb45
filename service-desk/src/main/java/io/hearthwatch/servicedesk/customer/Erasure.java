package io.hearthwatch.servicedesk.customer;

import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes a customer's personal data out of everything: who they are, what they said and signed, what they were told. What was found and done
 * stays, under the household's number; and that it was erased, by whom and why.
 */
final class Erasure {
    private static final String GONE = "erased";
    /** What the customer told about themselves, or in their own words; the other answers are about the appliance. */
    private static final List<String> PERSONAL =
            List.of("customer_name", "address", "phone", "wish", "question", "complaint");

    /** The tickets in question; {@link #ofTicket} puts a single one in their place. */
    private static final String OURS = "(select service.tickets_of(?))";

    private static final String HOUSEHOLDS = "where household = ?";

    /** By what is counted: a statement about the household, and how many times it is named there. */
    private static final Map<String, String> STATEMENTS = statements();

    private Erasure() {}

    private static Map<String, String> statements() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("answers", "delete from service.ticket_answer where field = any (?) and ticket in " + OURS);
        // That it was said stays, since what was asked for and never said counts as left out; in which words does not.
        all.put(
                "symptoms",
                "update service.ticket_answer set evidence = null, value = case when field in ('symptom', 'began', 'environment') then '"
                        + GONE + "' else value end where (field in ('symptom', 'began', 'environment')"
                        + " or evidence is not null) and ticket in " + OURS);
        all.put(
                "contacts",
                "update service.ticket_contact set words = null where words is not null and ticket in " + OURS);
        all.put(
                "record_sheets",
                "update service.record_sheet set signed_by = '" + GONE + "', remarks = null where ticket in " + OURS);
        all.put(
                "quotes",
                "update service.ticket_quote set consent_by = '" + GONE
                        + "' where consent_by is not null and ticket in " + OURS);
        all.put(
                "wishes",
                "update service.ticket_wish set words = '" + GONE + "', outcome = case when outcome is not null then '"
                        + GONE + "' end where ticket in " + OURS);
        all.put("promises", "update service.ticket_promise set words = '" + GONE + "' where ticket in " + OURS);
        all.put(
                "follow_ups",
                "update service.ticket_follow_up set remarks = null where remarks is not null and ticket in " + OURS);
        all.put("surveys", "update service.survey set words = null where words is not null and ticket in " + OURS);
        all.put(
                "replies",
                "update service.complaint_reply set words = null where words is not null and complaint in " + OURS);
        all.put("messages", """
                update service.message set subject = 'erased', body = '', error = null, next_at = null, claimed_until = null,
                    state = case when state = 'queued' then 'withheld' else state end\s
                """ + HOUSEHOLDS);
        all.put("preferences", "delete from service.household_contact where household = ?");
        all.put("kept_replies", """
                delete from service.write_once w using service.ticket t
                where w.answer ->> 'number' = t.number and t.id in\s
                """ + OURS);
        all.put("events", """
                update service.ticket_event e set detail = e.detail - array['note', 'words', 'remarks', 'signed_by', 'consent_by']
                    - case when e.who = 'customer' then 'reason' else '' end
                where (e.detail ?| array['note', 'words', 'remarks', 'signed_by', 'consent_by']
                        or e.who = 'customer' and e.detail ? 'reason')
                    and e.ticket in\s
                """.replace("?|", "??|").replace("detail ? '", "detail ?? '") + OURS);
        all.put("sent_events", """
                update service.event e set change = e.change #- '{detail,note}' #- '{detail,words}' #- '{detail,remarks}'
                        #- '{detail,signed_by}' #- '{detail,consent_by}' #- '{detail,reason}',
                    data = e.data #- '{change,detail,note}' #- '{change,detail,words}' #- '{change,detail,remarks}'
                        #- '{change,detail,signed_by}' #- '{change,detail,consent_by}' #- '{change,detail,reason}'
                where e.change -> 'detail' <> '{}' and e.ticket in\s
                """ + OURS);
        all.put("kept_answers", """
                delete from service.http_once o using service.ticket t
                where strpos(o.answer, t.number) > 0 and t.id in\s
                """ + OURS);
        all.put("summaries", """
                update service.ticket t set summary = jsonb_build_object('en', initcap(k.name_en), 'zh', k.name_zh)
                from service.ticket_kind k where k.kind = t.kind
                    and (t.kind in ('complaint', 'consultation', 'usage_guidance') or t.source = 'customer') and t.id in\s
                """ + OURS);
        return all;
    }

    /**
     * Erases a household's data.
     *
     * @return how much was erased, by what it was
     * @throws Refusal if there is no such household, or it still waits for something
     */
    static Map<String, Object> erase(Connection connection, String household, String reason, String who, Instant at)
            throws SQLException {
        boolean erased = Sql.first(
                        connection,
                        "select erased_at is not null erased from service.household where id = ? for update",
                        row -> row.getBoolean("erased"),
                        household)
                .orElseThrow(() -> Refusal.notFound("household", household, "look at the ticket"));
        if (erased) {
            throw Refusal.conflict("the household's data was erased before", "nothing is to be done");
        }
        List<String> open = Sql.list(
                connection,
                "select number from service.ticket where household = ? and ended_at is null order by id limit 5",
                row -> row.getString("number"),
                household);
        if (!open.isEmpty()) {
            throw Refusal.conflict(
                    "somebody still has to come to this household: open are " + String.join(", ", open),
                    "finish or cancel them first");
        }
        Sql.list(connection, "select set_config('service.erasing', 'on', true)", row -> true);
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("kept_records", keptRecords(connection, household));
        counts.put("reports", reports(connection, household, at));
        for (Map.Entry<String, String> each : STATEMENTS.entrySet()) {
            counts.put(
                    each.getKey(),
                    each.getKey().equals("answers")
                            ? Sql.update(connection, each.getValue(), PERSONAL, household)
                            : Sql.update(connection, each.getValue(), household));
        }
        Sql.list(connection, "select set_config('service.erasing', 'off', true)", row -> true);
        Sql.update(
                connection,
                "update service.household set name = ?, address = ?, phone = ?, latitude = null, longitude = null, erased_at = ? where id = ?",
                GONE,
                GONE,
                GONE,
                at,
                household);
        // Nor what a file said of it last, not even as a digest.
        Sql.update(
                connection,
                "delete from service.stated where subject in ('household ' || ?, 'home ' || ?)",
                household,
                household);
        Sql.update(
                connection,
                "insert into service.erasure (household, at, who, reason, erased) values (?, ?, ?, ?, ?::jsonb)",
                household,
                at,
                who,
                reason,
                Sql.json(counts));
        return counts;
    }

    /** Kept answers that say who they are, wherever they were given: by their number, name, address, phone or e-mail. */
    private static int keptRecords(Connection connection, String household) throws SQLException {
        return Sql.update(connection, """
                delete from service.http_once o where exists (
                    select from (
                        select unnest(array[h.id, h.name, h.address, h.phone, k.email]) said from service.household h
                        left join service.household_contact k on k.household = h.id where h.id = ?) theirs
                    where length(theirs.said) > 1 and strpos(o.answer, to_json(theirs.said)::text) > 0)
                """, household);
    }

    private static int reports(Connection connection, String household, Instant at) throws SQLException {
        return Sql.update(
                connection,
                REPORTS + " (ticket in (select service.tickets_of(?)) or intake in (select service.tickets_of(?)))",
                at,
                household,
                household);
    }

    /** What a report says of the person; that there was one, about what and when, stays. Bind the instant first. */
    static final String REPORTS = """
            update service.report set name = null, phone = null, email = null, address = null, postcode = null, symptom = null,
                began = null, wish = null, wished_time = null, serial = null,
                fingerprint = 'erased', erased_at = ?
            where erased_at is null and\s
            """;

    /**
     * Erases a part of what is personal about one ticket, when its time is over.
     *
     * @param parts names as {@link #erase} counts them
     * @return how many rows
     */
    static int ofTicket(Connection connection, long ticket, List<String> parts) throws SQLException {
        Sql.list(connection, "select set_config('service.erasing', 'on', true)", row -> true);
        int rows = 0;
        for (String part : parts) {
            String sql = STATEMENTS
                    .get(part)
                    .replace(OURS, "(?::bigint)")
                    .replace(HOUSEHOLDS, "where state <> 'queued' and body <> '' and ticket = ?");
            rows += part.equals("answers")
                    ? Sql.update(connection, sql, PERSONAL, ticket)
                    : Sql.update(connection, sql, ticket);
        }
        Sql.list(connection, "select set_config('service.erasing', 'off', true)", row -> true);
        return rows;
    }
}
