package io.hearthwatch.servicedesk;

import io.hearthwatch.servicedesk.listing.Condition;
import io.hearthwatch.servicedesk.listing.TicketSearch;
import io.hearthwatch.servicedesk.organisation.Scope;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The statements of one page of a list of tickets: only what is asked for is in them, so that the database can choose an index by it. What a
 * ticket shows is read for those of the page alone.
 */
final class TicketListing {
    private final TicketFilter filter;
    private final List<Condition> where = new ArrayList<>();

    TicketListing(TicketFilter filter) {
        this.filter = filter;
        // The first of each pair lets the list's index begin at the right place, the second goes with indexes of open
        // tickets.
        if (filter.state() != null) {
            switch (filter.state()) {
                case OPEN -> add("coalesce(t.ended_at, 'infinity') = 'infinity' and t.ended_at is null");
                case ENDED -> add("coalesce(t.ended_at, 'infinity') < 'infinity' and t.ended_at is not null");
                case CLOSED -> add("t.state = 'closed'");
                case CANCELLED -> add("t.state = 'cancelled'");
            }
        }
        equal("t.type", filter.type());
        equal("t.centre", filter.centre());
        equal("t.appliance_no", filter.appliance());
        where.addAll(filter.search().conditions());
        Scope scope = filter.scope();
        if (scope.technician() != null) {
            add(Scope.ofTicket("t"), scope.isEverything(), scope.ids(), scope.technician());
        } else if (!scope.isEverything()) {
            add("t.centre = any (?)", scope.ids());
        }
    }

    private void add(String sql, Object... parameters) {
        where.add(new Condition(sql, List.of(parameters)));
    }

    private void equal(String column, Object value) {
        if (value != null) {
            add(column + " = ?", value);
        }
    }

    /** How many there are; one more than are counted where there are more. */
    int count(Connection connection) throws SQLException {
        return Sql.first(
                        connection,
                        "select count(*) from (select from service.ticket t" + where(where) + " limit "
                                + (TicketPage.MOST_COUNTED + 1) + ") found",
                        row -> row.getInt(1),
                        parameters(where))
                .orElseThrow();
    }

    /** The tickets of the page, and the one after them if there is one. */
    List<Long> ids(Connection connection) throws SQLException {
        TicketSearch search = filter.search();
        List<Condition> all =
                Stream.concat(where.stream(), search.begin().stream()).toList();
        return Sql.list(
                connection,
                "select t.id from service.ticket t" + where(all) + " order by "
                        + search.sort().order() + " offset " + filter.offset() + " limit " + (filter.limit() + 1),
                row -> row.getLong(1),
                parameters(all));
    }

    /** Households by whose name or phone some of these tickets were found. */
    Set<String> recognised(Connection connection, Collection<String> ids) throws SQLException {
        Condition recognises = filter.search().recognises();
        if (recognises == null || ids.isEmpty()) {
            return Set.of();
        }
        Condition among = new Condition("t.household is not null and t.id = any (?::text[]::bigint[])", List.of(ids));
        return new HashSet<>(Sql.list(
                connection,
                "select distinct t.household from service.ticket t" + where(List.of(among, recognises)),
                row -> row.getString(1),
                parameters(List.of(among, recognises))));
    }

    private static String where(List<Condition> conditions) {
        return conditions.isEmpty()
                ? ""
                : conditions.stream()
                        .map(condition -> "(" + condition.sql() + ")")
                        .collect(Collectors.joining(" and ", " where ", ""));
    }

    private static Object[] parameters(List<Condition> conditions) {
        return conditions.stream()
                .flatMap(condition -> condition.parameters().stream())
                .toArray();
    }
}
