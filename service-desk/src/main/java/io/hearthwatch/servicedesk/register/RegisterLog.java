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
        Map<String, Object> detail = new LinkedHashMap<>();
        // Of a household the names alone: the values are personal, and this record is never erased.
        if (kind != RecordKind.HOUSEHOLD) {
            for (String field : fields) {
                Map<String, Object> change = new LinkedHashMap<>();
                change.put("from", before.get(field));
                change.put("to", after.get(field));
                detail.put(field, change);
            }
        }
        return detail;
    }

    static void note(
            Connection connection,
            RegisterRecord record,
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
                record.kind().table(),
                record.id(),
                what,
                record.version(),
                fields,
                Sql.json(detail));
        Outbox.append(
                connection,
                at,
                "register." + what,
                null,
                Map.of("kind", record.kind().table(), "id", record.id()));
    }
}
