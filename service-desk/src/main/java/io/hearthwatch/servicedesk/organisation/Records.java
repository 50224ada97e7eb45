package io.hearthwatch.servicedesk.organisation;

import io.hearthwatch.database.Database;
import io.hearthwatch.servicedesk.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** To whom single records belong: whether one of a kind is inside a scope. Thread-safe; every call blocks on the database. */
public final class Records {
    private final Database database;

    Records(Database database) {
        this.database = database;
    }

    /** Kinds of records that a path may name. */
    public enum Kind {
        TICKET("ticket", "/api/v1/tickets?state=all"),
        /** One about which a call may be noted: also by a centre that had it before, or whose household it is about. */
        CALLED_TICKET("ticket", "/api/v1/tickets?state=all"),
        APPLIANCE("appliance", "/api/v1/appliances"),
        HOUSEHOLD("household", "/api/v1/households"),
        CENTRE("service centre", "/api/v1/centres"),
        REGION("region", "/api/v1/regions"),
        TECHNICIAN("technician", "/api/v1/technicians"),
        ALARM("alarm", "/api/v1/alarms"),
        BREACH("breach", "/api/v1/breaches"),
        CORRECTIVE_ACTION("corrective action", "/api/v1/centres/{id}"),
        RESERVATION("reservation", "/api/v1/parts/reservations"),
        TRANSFER("transfer", "/api/v1/parts/transfers"),
        ORDER("order", "/api/v1/parts/orders"),
        STOCKTAKE("stocktake", "/api/v1/parts/stocktakes"),
        CLAIM("claim", "/api/v1/money/claims"),
        STATEMENT("statement", "/api/v1/money/statements"),
        DISPUTE("dispute", "/api/v1/money/disputes"),
        COST_ENTRY("entry", "/api/v1/money/costs"),
        BUDGET_WARNING("budget warning", "/api/v1/money/budget-alerts");

        private final String label;
        private final String list;

        Kind(String label, String list) {
            this.label = label;
            this.list = list;
        }

        /** For sentences. */
        public String label() {
            return label;
        }

        /** Where those that one may see are listed. */
        public String list() {
            return list;
        }
    }

    /** Whether there is such a record inside the scope; while a scope is everything, the record need not be there. */
    public boolean contains(Scope scope, Kind kind, String id) {
        if (scope.isEverything() && scope.technician() == null) {
            return true;
        }
        return database.withConnection(connection -> switch (kind) {
            case TICKET -> ticket(connection, scope, "t.id = ? or t.number = ?", number(id), id);
            case CALLED_TICKET -> called(connection, scope, id);
            case APPLIANCE -> Centres.visible(connection, scope, List.of(id)).contains(id);
            case HOUSEHOLD -> household(connection, scope, id);
            case CENTRE -> scope.contains(id);
            case REGION ->
                any(
                        connection,
                        "select 1 from service.centre where region = ? and " + Scope.clause("id"),
                        id,
                        scope.isEverything(),
                        scope.ids());
            case TECHNICIAN -> technician(connection, scope, id);
            case ALARM ->
                ticket(connection, scope, "t.id = (select ticket from service.alarm where id = ?)", number(id));
            case BREACH ->
                ticket(
                        connection,
                        scope,
                        "t.id = (select ticket from service.compensation_case where id = ?)",
                        number(id));
            case CORRECTIVE_ACTION ->
                any(
                        connection,
                        "select 1 from service.corrective_action where id = ? and " + Scope.clause("centre"),
                        number(id),
                        scope.isEverything(),
                        scope.ids());
            case RESERVATION -> reservation(connection, scope, number(id));
            case TRANSFER -> stock(connection, scope, "transfer", "unnest(array[source, target])", number(id));
            case ORDER -> stock(connection, scope, "purchase_order", "warehouse", number(id));
            case STOCKTAKE -> stock(connection, scope, "stocktake", "warehouse", number(id));
            case CLAIM -> centre(connection, scope, "service.settlement_claim where id = ?", number(id));
            case STATEMENT ->
                centre(connection, scope, "service.settlement_statement where (id = ? or number = ?)", number(id), id);
            case DISPUTE ->
                centre(
                        connection,
                        scope,
                        "service.settlement_statement where id = (select \"statement\" from service.settlement_dispute where id = ?)",
                        number(id));
            case COST_ENTRY -> centre(connection, scope, "service.cost_entry where id = ?", number(id));
            case BUDGET_WARNING -> budget(connection, scope, number(id));
        });
    }

    /** Whether there is such a ticket that somebody opened: to them it is no secret that it is there. */
    public boolean opened(String who, String ticket) {
        return database.withConnection(connection -> any(connection, """
                select 1 from service.ticket t join service.ticket_event e on e.ticket = t.id
                where (t.id = ? or t.number = ?) and e.what = 'opened' and e.who = ?
                """, number(ticket), ticket, who));
    }

    /** Whose stock is whose to the scope. */
    public StockScope stock(Scope scope) {
        return database.withConnection(connection -> StockScope.of(connection, scope));
    }

    private static long number(String id) {
        return id.matches("\\d{1,18}") ? Long.parseLong(id) : -1;
    }

    private static boolean any(Connection connection, String sql, Object... parameters) throws SQLException {
        return Sql.first(connection, sql, row -> 1, parameters).isPresent();
    }

    /** Whether what is found belongs to a centre of the scope. */
    private static boolean centre(Connection connection, Scope scope, String which, Object... parameters)
            throws SQLException {
        Object[] all = java.util.Arrays.copyOf(parameters, parameters.length + 2);
        all[parameters.length] = scope.isEverything();
        all[parameters.length + 1] = scope.ids();
        return any(connection, "select 1 from " + which + " and " + Scope.clause("centre"), all);
    }

    /** A region's budget is seen by those who see all its centres. */
    private static boolean budget(Connection connection, Scope scope, long warning) throws SQLException {
        return any(connection, """
                select 1 from service.budget b where b.id = (select budget from service.budget_alert where id = ?)
                    and (?::boolean or b.centre = any (?) or (
                        select bool_and(c.id = any (?)) from service.centre c where c.region = b.region))
                """, warning, scope.isEverything(), scope.ids(), scope.ids());
    }

    private static boolean ticket(Connection connection, Scope scope, String which, Object... parameters)
            throws SQLException {
        Object[] all = java.util.Arrays.copyOf(parameters, parameters.length + 3);
        all[parameters.length] = scope.isEverything();
        all[parameters.length + 1] = scope.ids();
        all[parameters.length + 2] = scope.technician();
        return any(connection, "select 1 from service.ticket t where (" + which + ") and " + Scope.ofTicket("t"), all);
    }

    private static boolean called(Connection connection, Scope scope, String id) throws SQLException {
        return ticket(connection, scope, "t.id = ? or t.number = ?", number(id), id)
                || (scope.technician() == null
                        && any(
                                connection,
                                "select 1 from service.ticket t where (t.id = ? or t.number = ?) and service.may_take_call(t.id, ?)",
                                number(id),
                                id,
                                scope.ids()));
    }

    private static boolean household(Connection connection, Scope scope, String id) throws SQLException {
        if (scope.technician() != null) {
            return ticket(connection, scope, "t.household = ?", id);
        }
        return any(
                connection,
                "select 1 from service.household where id = ? and " + Scope.clause("centre"),
                id,
                scope.isEverything(),
                scope.ids());
    }

    private static boolean technician(Connection connection, Scope scope, String id) throws SQLException {
        return (scope.technician() == null || scope.technician().equals(id))
                && any(
                        connection,
                        "select 1 from service.technician where id = ? and " + Scope.clause("centre"),
                        id,
                        scope.isEverything(),
                        scope.ids());
    }

    /** A reservation is theirs to whom its ticket belongs, and theirs on whose shelf it lies. */
    private static boolean reservation(Connection connection, Scope scope, long id) throws SQLException {
        return ticket(connection, scope, "t.id = (select ticket from service.reservation where id = ?)", id)
                || stock(connection, scope, "reservation", "warehouse", id);
    }

    private static boolean stock(Connection connection, Scope scope, String table, String warehouse, long id)
            throws SQLException {
        StockScope stock = StockScope.of(connection, scope);
        return Sql.list(
                        connection,
                        "select " + warehouse + " warehouse from service." + table + " where id = ?",
                        row -> row.getString("warehouse"),
                        id)
                .stream()
                .anyMatch(stock::keeps);
    }
}
