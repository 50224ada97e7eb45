package io.hearthwatch.servicedesk.register;

import io.hearthwatch.servicedesk.Refusal;
import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.organisation.Person;
import io.hearthwatch.servicedesk.organisation.Records;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;

/** Whose records are whose to create and to change; which roles may at all, the API's table says. */
final class Rights {
    private final Records records;

    Rights(Records records) {
        this.records = records;
    }

    /** Says for the one who asks what goes without saying: the centre of somebody who has one. */
    void complete(Asker asker, RecordKind kind, Map<String, Object> entry) {
        Scope scope = asker.scope();
        boolean ofCentre = kind == RecordKind.HOUSEHOLD || kind == RecordKind.TECHNICIAN;
        if (ofCentre && !entry.containsKey("centre") && scope.ids().size() == 1) {
            entry.put("centre", scope.ids().iterator().next());
        }
    }

    /** Refuses what would reach beyond the asker's scope. */
    void check(
            Connection connection, Asker asker, RecordKind kind, Map<String, Object> before, Map<String, Object> after)
            throws SQLException {
        Scope scope = asker.scope();
        boolean moved = !Objects.equals(before.get("centre"), after.get("centre")) || before.isEmpty();
        switch (kind) {
            case REGION -> {
                // For those who see everything.
            }
            case CENTRE -> region(asker, after);
            case TECHNICIAN, HOUSEHOLD -> {
                if (moved) {
                    centre(connection, scope, kind, after.get("centre"));
                }
            }
        }
        Object warehouse = after.get("warehouse");
        if (warehouse instanceof String id
                && !Objects.equals(warehouse, before.get("warehouse"))
                && !records.stock(scope).sees(id)) {
            throw Refusal.notFound("warehouse", id, "look at /api/v1/parts/warehouses");
        }
    }

    private static void region(Asker asker, Map<String, Object> after) {
        if (asker.scope().isEverything()) {
            return;
        }
        Person person = asker.caller().person();
        if (!Objects.equals(after.get("region"), person.region())) {
            throw Refusal.forbidden(
                    "you are in charge of region " + person.region() + " alone",
                    "give it as 'region', or ask headquarters");
        }
    }

    private static void centre(Connection connection, Scope scope, RecordKind kind, Object centre) throws SQLException {
        if (centre == null) {
            if (!scope.isEverything()) {
                throw Refusal.invalid("'centre' is missing", "give one of " + String.join(", ", scope.ids()));
            }
            return;
        }
        if (!(centre instanceof String id)) {
            return;
        }
        if (!scope.contains(id)) {
            throw Refusal.notFound("service centre", id, "look at /api/v1/centres");
        }
        boolean closed = Sql.first(
                        connection,
                        "select 1 from service.centre where id = ? and not active",
                        row -> row.getInt(1),
                        id)
                .isPresent();
        if (closed) {
            throw Refusal.conflict(
                    "service centre " + id + " is not active any more",
                    "give another one for the " + kind.label() + ", or make it active first");
        }
    }
}
