package io.hearthwatch.console;

import io.hearthwatch.servicedesk.organisation.Records;
import io.hearthwatch.servicedesk.organisation.StockScope;

/** Keeps what a request says about stock within what is the caller's. Reads the database, so never on an event loop. */
final class OwnStock {
    private static final String LOOK = "look at /api/v1/parts/warehouses";

    private final Records records;

    OwnStock(Records records) {
        this.records = records;
    }

    StockScope of(Call call) {
        return records.stock(call.scope());
    }

    /** The body's warehouse, in which the caller may move goods. */
    String kept(Call call, PartsBody body) {
        return kept(call, body.required("warehouse"));
    }

    String kept(Call call, String warehouse) {
        StockScope stock = of(call);
        if (!stock.sees(warehouse)) {
            throw unknown(warehouse);
        }
        if (!stock.keeps(warehouse)) {
            throw new Problem(
                    403,
                    "Forbidden",
                    "the stock of '" + Call.shortened(warehouse) + "' is not yours to move",
                    "ask the service centre that it belongs to");
        }
        return warehouse;
    }

    /** The body's warehouse, which the caller may look at. */
    String seen(Call call, PartsBody body) {
        String warehouse = body.required("warehouse");
        seen(call, warehouse);
        return warehouse;
    }

    void seen(Call call, String warehouse) {
        if (!of(call).sees(warehouse)) {
            throw unknown(warehouse);
        }
    }

    /** Whether goods may be asked from one warehouse for the other. */
    void supplies(Call call, String from, String to) {
        StockScope stock = of(call);
        if (!stock.supplies(from, to)) {
            throw new Problem(
                    403,
                    "Forbidden",
                    "goods go from one's own warehouses, or to them from those above, not from '" + Call.shortened(from)
                            + "' to '" + Call.shortened(to) + "'",
                    LOOK);
        }
    }

    /** A ticket that parts are to be held for, or null. */
    Long ticket(Call call, Long ticket) {
        if (ticket != null && !records.contains(call.scope(), Records.Kind.TICKET, ticket.toString())) {
            throw Problem.notFound("there is no ticket '" + ticket + "'", "look at /api/v1/tickets?state=all");
        }
        return ticket;
    }

    private static Problem unknown(String warehouse) {
        return Problem.notFound("there is no warehouse '" + Call.shortened(warehouse) + "'", LOOK);
    }
}
