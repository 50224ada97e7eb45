package io.hearthwatch.servicedesk.outbox;

import com.fasterxml.jackson.core.type.TypeReference;
import io.hearthwatch.servicedesk.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Something that happened to a ticket, as a CloudEvents 1.0 event.
 *
 * @param id the same however often it is delivered
 * @param kind what happened, such as {@code ticket.opened}
 * @param ticket the ticket's id
 * @param time by the service's clock
 * @param sequence place among the ticket's events, from 1 without gaps
 * @param place place among all events, for who reads on from it
 * @param actor who did it
 * @param data the ticket as the change left it, and the change
 */
public record OutgoingEvent(
        String id,
        String kind,
        long ticket,
        Instant time,
        long sequence,
        long place,
        String actor,
        Map<String, Object> data) {
    /** What every type begins with. */
    public static final String TYPES = "io.hearthwatch.";

    static final String SOURCE = "/hearthwatch/service-desk";
    /** What of a change's detail people write freely. */
    private static final Set<String> WORDS = Set.of(
            "note", "words", "remarks", "because", "reason", "wish", "answer", "guidance", "signed_by", "consent_by");

    private static final Pattern LISTED = Pattern.compile("[a-z]+(_[a-z]+)*");
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    static OutgoingEvent read(ResultSet row) throws SQLException {
        return new OutgoingEvent(
                row.getString("uuid"),
                row.getString("kind"),
                row.getLong("ticket"),
                Sql.instant(row, "at"),
                row.getLong("sequence"),
                row.getLong("place"),
                row.getString("actor"),
                Sql.fromJson(row.getString("data"), OBJECT));
    }

    /** The same with more about it. */
    OutgoingEvent with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(data);
        more.put(name, value);
        return new OutgoingEvent(id, kind, ticket, time, sequence, place, actor, more);
    }

    /**
     * The same without what people wrote freely, which may say anything of anybody: for receivers of nothing personal. A reason that is one
     * of a list, such as {@code false_alarm}, stays.
     */
    public OutgoingEvent withoutWords() {
        if (!(data.get("change") instanceof Map<?, ?> change) || !(change.get("detail") instanceof Map<?, ?> detail)) {
            return this;
        }
        Map<String, Object> left = new LinkedHashMap<>();
        detail.forEach((name, value) -> {
            boolean listed = "reason".equals(name)
                    && value instanceof String reason
                    && LISTED.matcher(reason).matches();
            if (listed || !WORDS.contains(name)) {
                left.put(String.valueOf(name), value);
            }
        });
        Map<String, Object> changed = new LinkedHashMap<>();
        change.forEach((name, value) -> changed.put(String.valueOf(name), value));
        changed.put("detail", left);
        return with("change", changed);
    }

    /** Its attributes without the data, in the order in which they are shown. */
    public Map<String, String> attributes() {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("specversion", "1.0");
        attributes.put("id", id);
        attributes.put("source", SOURCE);
        attributes.put("type", TYPES + kind);
        attributes.put("subject", Long.toString(ticket));
        attributes.put("time", time.toString());
        // The extension wants texts that sort as the numbers do.
        attributes.put("sequence", "%010d".formatted(sequence));
        attributes.put("partitionkey", Long.toString(ticket));
        attributes.put("actor", actor);
        return attributes;
    }

    /** The event in the JSON format of CloudEvents. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>(attributes());
        json.put("datacontenttype", "application/json");
        json.put("data", data);
        return json;
    }
}
