package io.hearthwatch.servicedesk.parts;

import io.hearthwatch.catalog.Catalog;
import io.hearthwatch.catalog.yaml.Problems;
import io.hearthwatch.catalog.yaml.YamlDocument;
import io.hearthwatch.catalog.yaml.YamlNode;
import io.hearthwatch.database.Database;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Spare parts, from receipt to use. Stock is a ledger of moves; available = on hand − reserved − quarantined, never below zero. Each
 * change is one transaction that a client may repeat under its key ({@link Client}) and that refuses with a
 * {@link PartsRefusedException}. Thread-safe; every call blocks on the database.
 */
public final class Parts {
    private final Database database;
    private final Operations operations;
    private final Goods goods;
    private final Holdings holdings;
    private final Transfers transfers;
    private final Stocktakes stocktakes;
    private final Purchases purchases;
    private final Kits kits;
    private final Forecasts forecasts;
    private final PartsReads reads;
    private final Catalog catalog;
    private final InstantSource clock;

    /** On a database whose schema {@code service} is up to date. */
    public Parts(Database database, Catalog catalog, InstantSource clock) {
        this.database = database;
        this.operations = new Operations(database, clock);
        this.goods = new Goods(catalog);
        this.holdings = new Holdings(goods);
        this.transfers = new Transfers(goods);
        this.stocktakes = new Stocktakes(goods);
        this.purchases = new Purchases(goods);
        this.kits = new Kits(database, catalog, operations);
        this.forecasts = new Forecasts(database, catalog, clock, operations);
        this.reads = new PartsReads(database);
        this.catalog = catalog;
        this.clock = clock;
    }

    // Goods in and out

    /**
     * Receives units from outside.
     *
     * @param quarantined whether they wait for their inspection first
     * @param reason such as the delivery's number; may be null
     */
    public Answer receive(
            Client client, String warehouse, String part, int quantity, boolean quarantined, String reason) {
        return receive(client, warehouse, part, quantity, quarantined, List.of(), reason);
    }

    /**
     * The same with the units' serial numbers.
     *
     * @param serials one for each unit of a part that has them; empty for others
     */
    public Answer receive(
            Client client,
            String warehouse,
            String part,
            int quantity,
            boolean quarantined,
            List<String> serials,
            String reason) {
        Shelf shelf = new Shelf(warehouse, part);
        return operations.once(
                client,
                "receipt",
                request(
                        "shelf",
                        shelf.toString(),
                        "quantity",
                        quantity,
                        "quarantined",
                        quarantined,
                        "serials",
                        serials.isEmpty() ? null : serials,
                        "reason",
                        reason),
                (connection, step) -> goods.receive(connection, step, shelf, quantity, quarantined, serials, reason));
    }

    /** Sells units over the counter. */
    public Answer sell(Client client, String warehouse, String part, int quantity, String customer) {
        Shelf shelf = new Shelf(warehouse, part);
        return operations.once(
                client,
                "sale",
                request("shelf", shelf.toString(), "quantity", quantity, "customer", customer),
                (connection, step) -> goods.sell(connection, step, shelf, quantity, customer));
    }

    /** Takes available units aside because they may be bad. */
    public Answer quarantine(Client client, String warehouse, String part, int quantity, String reason) {
        Shelf shelf = new Shelf(warehouse, part);
        return operations.once(
                client,
                "quarantine",
                request("shelf", shelf.toString(), "quantity", quantity, "reason", reason),
                (connection, step) -> goods.quarantine(connection, step, shelf, quantity, reason));
    }

    /** Puts quarantined units back: they are good. */
    public Answer clear(Client client, String warehouse, String part, int quantity, String reason) {
        Shelf shelf = new Shelf(warehouse, part);
        return operations.once(
                client,
                "clear",
                request("shelf", shelf.toString(), "quantity", quantity, "reason", reason),
                (connection, step) -> goods.clear(connection, step, shelf, quantity, reason));
    }

    /** Scraps quarantined units, or sends them back to who made them: they leave the books. */
    public Answer writeOff(Client client, String warehouse, String part, int quantity, String reason) {
        Shelf shelf = new Shelf(warehouse, part);
        return operations.once(
                client,
                "write_off",
                request("shelf", shelf.toString(), "quantity", quantity, "reason", reason),
                (connection, step) -> goods.writeOff(connection, step, shelf, quantity, reason));
    }

    // Reservations

    /**
     * Reserves units for a ticket or for somebody else, at a warehouse; where it has not enough and {@code search} says so, at the nearest
     * one above it that has, from which they are then brought ({@code transfer}, {@code expected_at} in the answer).
     *
     * @param ticket the owner, or null
     * @param holder the owner where it is not a ticket, or null
     * @param expiresAt when it is given back unless it was picked; null for never
     */
    public Answer reserve(
            Client client,
            Long ticket,
            String holder,
            String warehouse,
            String part,
            int quantity,
            boolean search,
            Instant expiresAt) {
        Shelf shelf = new Shelf(warehouse, part);
        return operations.once(
                client,
                "reserve",
                request(
                        "ticket",
                        ticket,
                        "holder",
                        holder,
                        "shelf",
                        shelf.toString(),
                        "quantity",
                        quantity,
                        "search",
                        search,
                        "expires_at",
                        expiresAt == null ? null : expiresAt.toString()),
                (connection, step) -> holdings.reserve(
                        connection, step, new Holdings.Wish(ticket, holder, shelf, quantity, search, expiresAt)));
    }

    /** A technician takes what is reserved off the shelf. */
    public Answer pick(Client client, long reservation) {
        return operations.once(
                client,
                "pick",
                request("reservation", reservation),
                (connection, step) -> holdings.pick(connection, step, reservation));
    }

    /** What is reserved was fitted. */
    public Answer consume(Client client, long reservation) {
        return consume(client, reservation, null, null);
    }

    /**
     * The same with serial numbers, which warranty and proof of a genuine part go by.
     *
     * @param newSerial of the unit that was fitted; due for parts that have serial numbers
     * @param oldSerial of the faulty unit, or null
     */
    public Answer consume(Client client, long reservation, String newSerial, String oldSerial) {
        return operations.once(
                client,
                "consume",
                request("reservation", reservation, "new_serial", newSerial, "old_serial", oldSerial),
                (connection, step) ->
                        holdings.consume(connection, step, reservation, new Serials.Fitted(newSerial, oldSerial)));
    }

    /** The old part that was replaced came back, and was looked at. */
    public Answer oldPartReturned(Client client, long reservation, String finding) {
        return operations.once(
                client,
                "old_part",
                request("reservation", reservation, "finding", finding),
                (connection, step) -> Serials.oldPartReturned(connection, step, reservation, finding));
    }

    /** What is reserved, and not picked, is not needed. */
    public Answer release(Client client, long reservation) {
        return operations.once(
                client,
                "release",
                request("reservation", reservation),
                (connection, step) -> holdings.release(connection, step, reservation));
    }

    /**
     * What was picked comes back.
     *
     * @param quarantined whether it has to be inspected first; then a reason is due
     */
    public Answer bringBack(Client client, long reservation, boolean quarantined, String reason) {
        return operations.once(
                client,
                "return",
                request("reservation", reservation, "quarantined", quarantined, "reason", reason),
                (connection, step) -> holdings.bringBack(connection, step, reservation, quarantined, reason));
    }

    // Transfers

    /** Orders goods brought from one warehouse to another; they stay available until they are sent. */
    public Answer orderTransfer(Client client, String from, String to, String part, int quantity) {
        Shelf shelf = new Shelf(from, part);
        return operations.once(
                client,
                "transfer",
                request("shelf", shelf.toString(), "to", to, "quantity", quantity),
                (connection, step) -> transfers.order(connection, step, shelf, to, quantity));
    }

    /** The goods leave: from now on they are in transit. */
    public Answer ship(Client client, long transfer) {
        return operations.once(
                client,
                "ship",
                request("transfer", transfer),
                (connection, step) -> transfers.ship(connection, step, transfer));
    }

    /**
     * The goods arrive.
     *
     * @param arrived units that came; null for all. The others are written off, and a reservation that travelled along is released
     */
    public Answer arrive(Client client, long transfer, Integer arrived) {
        return operations.once(
                client,
                "arrive",
                request("transfer", transfer, "arrived", arrived),
                (connection, step) -> transfers.receive(connection, step, transfer, arrived));
    }

    /**
     * A transfer that has not left is not wanted any more.
     *
     * @param reason why
     */
    public Answer cancelTransfer(Client client, long transfer, String reason) {
        return operations.once(
                client,
                "cancel_transfer",
                request("transfer", transfer, "reason", reason),
                (connection, step) -> transfers.cancel(connection, step, transfer, reason));
    }

    // Stocktakes

    /** Notes a count of a shelf; the ledger moves when somebody else approves it. */
    public Answer count(Client client, String warehouse, String part, int counted, String reason) {
        Shelf shelf = new Shelf(warehouse, part);
        return operations.once(
                client,
                "count",
                request("shelf", shelf.toString(), "counted", counted, "reason", reason),
                (connection, step) -> stocktakes.count(connection, step, shelf, counted, reason));
    }

    /** Approves a count. */
    public Answer approveCount(Client client, long stocktake) {
        return operations.once(
                client,
                "approve_count",
                request("stocktake", stocktake),
                (connection, step) -> stocktakes.approve(connection, step, stocktake));
    }

    /**
     * Rejects a count.
     *
     * @param reason why
     */
    public Answer rejectCount(Client client, long stocktake, String reason) {
        return operations.once(
                client,
                "reject_count",
                request("stocktake", stocktake, "reason", reason),
                (connection, step) -> stocktakes.reject(connection, step, stocktake, reason));
    }

    // Orders from suppliers

    /** Proposes an order; it is approved at once where that is within the limit of the role {@code automatic}. */
    public Answer proposeOrder(Client client, String warehouse, String part, int quantity, String reason) {
        Shelf shelf = new Shelf(warehouse, part);
        return operations.once(
                client,
                "order",
                request("shelf", shelf.toString(), "quantity", quantity, "reason", reason),
                (connection, step) -> purchases.propose(connection, step, shelf, quantity, reason));
    }

    /** Approves an order within the limit of a role. */
    public Answer approveOrder(Client client, long order, String role) {
        return operations.once(
                client,
                "approve_order",
                request("order", order, "role", role),
                (connection, step) -> purchases.approve(connection, step, order, role));
    }

    /**
     * Rejects an order that waits for its approval.
     *
     * @param reason why
     */
    public Answer rejectOrder(Client client, long order, String reason) {
        return operations.once(
                client,
                "reject_order",
                request("order", order, "reason", reason),
                (connection, step) -> purchases.reject(connection, step, order, reason));
    }

    /**
     * An order arrives: good units go to the shelf and to the tickets that wait for them, bad ones into quarantine.
     *
     * @param arrived units that came
     * @param bad of these, those that the inspection found bad
     */
    public Answer receiveOrder(Client client, long order, int arrived, int bad) {
        return receiveOrder(client, order, arrived, bad, List.of());
    }

    /**
     * The same with the serial numbers of the good units, which are due for parts that have them.
     *
     * @param serials one for each good unit
     */
    public Answer receiveOrder(Client client, long order, int arrived, int bad, List<String> serials) {
        return operations.once(
                client,
                "receive_order",
                request("order", order, "arrived", arrived, "bad", bad, "serials", serials.isEmpty() ? null : serials),
                (connection, step) -> purchases.receive(connection, step, order, arrived, bad, serials));
    }

    // Data, kits and needs

    /**
     * Stores what a parts file says; {@code docs/parts.md} describes the format.
     *
     * @return how many rows changed
     * @throws io.hearthwatch.catalog.InvalidFileException with all that is wrong; nothing is stored then
     */
    public int load(Path file) {
        return database.inTransaction(connection -> {
            Problems problems = new Problems();
            YamlNode root = YamlDocument.read(file, problems).root();
            problems.throwIfAny();
            return new PartsFile(connection, problems, numbers()).store(root);
        });
    }

    private Set<String> numbers() {
        Set<String> numbers = new TreeSet<>();
        catalog.types().values().forEach(type -> numbers.addAll(type.parts().keySet()));
        return numbers;
    }

    /** The instant by which prices and offers are valid. */
    public Instant now() {
        return clock.instant();
    }

    /** What to take along to visits. */
    public Kits kits() {
        return kits;
    }

    /** What will be needed, when to order how many. */
    public Forecasts forecasts() {
        return forecasts;
    }

    // What comes due

    /** Gives back reservations that expired before anybody picked them; how many. */
    public int expire(Instant upTo) {
        int all = 0;
        while (true) {
            int some = database.inTransaction(connection -> Holdings.expire(connection, upTo));
            if (some == 0) {
                return all;
            }
            all += some;
        }
    }

    /** When the next reservation expires. */
    public Optional<Instant> nextExpiry() {
        return database.withConnection(Holdings::nextExpiry);
    }

    // What people see

    /** What is where, what is on its way, who holds it, and what moved. */
    public PartsReads reads() {
        return reads;
    }

    /** Rules of stock that do not hold; empty when everything is right. */
    public List<StockAudit.Violation> violations() {
        return database.withConnection(StockAudit::violations);
    }

    private static Map<String, Object> request(Object... namesAndValues) {
        Map<String, Object> request = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1] != null) {
                request.put((String) namesAndValues[i], namesAndValues[i + 1]);
            }
        }
        return request;
    }
}
