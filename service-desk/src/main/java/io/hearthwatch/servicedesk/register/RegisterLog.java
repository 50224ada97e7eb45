package io.hearthwatch.servicedesk.register;

import io.hearthwatch.servicedesk.Outbox;
import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Keeps who changed what of a record. Stateless; for a transaction under way, as the last thing that it does. */
final class RegisterLog {
    private RegisterLog() {}

    static Set<String> changed(Map<String, Object> before, Map<String, Object> after) {
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        names.removeIf(name -> Objects.equals(before.get(name), after.get(name)));
        return names;
    }

    static Map<String, Object> detail(
            RecordKind kind, Collection<String> fields, Map<String, Object> before, Map<String, Object> after) {
        // Of a household the names alone: the values are personal, and this record is never erased.
        return kind == RecordKind.HOUSEHOLD ? Map.of() : detail(fields, before, after);
    }

    static Map<String, Object> detail(
            Collection<String> fields, Map<String, Object> before, Map<String, Object> after) {
        Map<String, Object> detail = new LinkedHashMap<>();
        for (String field : fields) {
            Map<String, Object> change = new LinkedHashMap<>();
            change.put("from", before.get(field));
            change.put("to", after.get(field));
            detail.put(field, change);
        }
        return detail;
    }

    /** What was changed, and the version that the change made. */
    record Subject(String kind, String id, int version) {}

    static void note(
            Connection connection,
            RegisterRecord record,
            String what,
            Collection<String> fields,
            Map<String, Object> detail,
            String who,
            Instant at)
            throws SQLException {
        note(
                connection,
                new Subject(record.kind().table(), record.id(), record.version()),
                what,
                fields,
                detail,
                who,
                at);
    }

    static void note(
            Connection connection,
            Subject subject,
            String what,
            Collection<String> fields,
            Map<String, Object> detail,
            String who,
            Instant at)
            throws SQLException {
        Sql.update(
                connection,
                """
                insert into service.register_change (at, who, kind, subject, what, version, fields, detail)
                values (?, ?, ?, ?, ?, ?, ?, ?::jsonb)
                """,
                at,
                who,
                subject.kind(),
                subject.id(),
                what,
                subject.version(),
                fields,
                Sql.json(detail));
        Outbox.append(connection, at, "register." + what, null, Map.of("kind", subject.kind(), "id", subject.id()));
    }
}
