package io.hearthwatch.console;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.servicedesk.ServiceDesk;
import io.hearthwatch.servicedesk.money.Actor;
import io.hearthwatch.servicedesk.organisation.Caller;
import io.hearthwatch.servicedesk.organisation.Centres;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What filters of lists may name. A name that is not known, or not to the one who asks, is refused: an empty list would say that there is
 * nothing where in truth something was mistyped. Reads the database, so never on an event loop.
 */
final class ListFilters {
    private static final int MOST_NAMED = 20;

    private final Catalog catalog;
    private final ServiceDesk desk;

    ListFilters(Catalog catalog, ServiceDesk desk) {
        this.catalog = catalog;
        this.desk = desk;
    }

    /** Refuses an unknown name; filters that may be anything are let through. */
    void check(String filter, String value, Caller caller) {
        switch (filter) {
            case "type" -> TypesApi.known(catalog, value);
            case "centre" -> {
                if (!desk.organisation().centres().isKnown(caller.scope(), value)) {
                    throw unknown(filter, value, "look at /api/v1/centres");
                }
            }
            case "region" ->
                oneOf(
                        filter,
                        value,
                        desk.organisation().centres().regions(caller.scope()).stream()
                                .map(Centres.Region::id)
                                .toList());
            case "warehouse" -> {
                if (!desk.organisation().records().stock(caller.scope()).sees(value)
                        || !desk.spareParts().reads().hasWarehouse(value)) {
                    throw unknown(filter, value, "look at /api/v1/parts/warehouses");
                }
            }
            case "ticket" -> {
                if (desk.ticketId(value).isEmpty()) {
                    throw unknown(filter, value, "look at /api/v1/tickets?state=all");
                }
            }
            case "element" -> oneOf(filter, value, column(desk.money().elements(Actor.of(caller, "api")), "element"));
            case "household" -> known(filter, value, desk.names().household(value), "use the id that its tickets show");
            case "part" -> known(filter, value, desk.names().part(value), "use a number of /api/v1/parts");
            case "model" -> known(filter, value, desk.names().model(value), "write it as an appliance of it has it");
            case "lot" -> known(filter, value, desk.names().lot(value), "write it as an appliance of it has it");
            default -> {
                // People come and go, and a supplier's word is nobody's list: none of a name is an answer.
            }
        }
    }

    private static void known(String filter, String value, boolean known, String hint) {
        if (!known) {
            throw unknown(filter, value, hint);
        }
    }

    private static List<String> column(List<Map<String, Object>> rows, String column) {
        return rows.stream().map(row -> Objects.toString(row.get(column))).toList();
    }

    private static void oneOf(String filter, String value, List<String> known) {
        if (!known.contains(value)) {
            List<String> named = known.subList(0, Math.min(known.size(), MOST_NAMED));
            throw unknown(
                    filter,
                    value,
                    named.isEmpty() ? "leave it out: there is none" : "use one of " + String.join(", ", named));
        }
    }

    private static Problem unknown(String filter, String value, String hint) {
        return Problem.badRequest(filter + ": '" + Call.shortened(value) + "' is not known", hint);
    }
}
