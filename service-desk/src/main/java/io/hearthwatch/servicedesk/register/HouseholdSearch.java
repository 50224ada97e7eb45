package io.hearthwatch.servicedesk.register;

import io.hearthwatch.servicedesk.Sql;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Finds a household by what a customer says on the phone. Stateless. */
final class HouseholdSearch {
    private HouseholdSearch() {}

    static List<RegisterRecord> find(
            Connection connection, Scope scope, boolean personal, String piece, String centre, String after, int limit)
            throws SQLException {
        String words = piece == null ? null : piece.strip().toLowerCase(Locale.ROOT);
        String digits = piece == null ? "" : piece.replaceAll("[^0-9]", "");
        List<String> ids = Sql.list(
                connection,
                """
                select h.id from service.household h
                where h.erased_at is null and (?::text is null or h.id > ?) and (?::text is null or h.centre = ?)
                    and (?::text is null or strpos(lower(h.id), ?) > 0
                        or ?::boolean and (strpos(lower(h.name), ?) > 0 or strpos(lower(h.address), ?) > 0
                            or length(?) >= 4 and strpos(regexp_replace(h.phone, '[^0-9]', '', 'g'), ?) > 0))
                    and (?::text is null or exists (select from service.ticket t where t.household = h.id and
                """ + Scope.ofTicket("t") + ")) and " + Scope.clause("h.centre") + " order by h.id limit ?",
                row -> row.getString("id"),
                after,
                after,
                centre,
                centre,
                words,
                words,
                personal,
                words,
                words,
                digits,
                digits,
                scope.technician(),
                scope.isEverything(),
                scope.ids(),
                scope.technician(),
                scope.isEverything(),
                scope.ids(),
                limit);
        List<RegisterRecord> found = new ArrayList<>();
        for (String id : ids) {
            RecordReads.find(connection, RecordKind.HOUSEHOLD, id).ifPresent(found::add);
        }
        return found;
    }
}
